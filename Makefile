# The commands of this project. `make run` and `make test` need only Python 3.11+, git and make.
PYTHON ?= python3
PORT ?= 8000
UV_VERSION := 0.13.9
UV := .tools/bin/uv
export UV_PYTHON_DOWNLOADS := never

.PHONY: setup run test test-fast check fix bench lock

setup: .venv/.installed ## install the locked dependencies, make the secret key, put static files in place
	@.venv/bin/python -m scripts.setup

.tools/bin/uv:
	@$(PYTHON) -m venv .tools
	@.tools/bin/pip install --quiet --disable-pip-version-check "uv==$(UV_VERSION)"

.venv/.installed: $(UV) pyproject.toml requirements/dev.lock
	@test -x .venv/bin/python || $(UV) venv --quiet --python $(PYTHON) .venv
	@$(UV) pip sync --quiet --python .venv/bin/python --require-hashes requirements/dev.lock
	@$(UV) pip install --quiet --python .venv/bin/python --no-deps --editable .
	@touch $@

run: setup ## set up, migrate, load the demonstration world, serve
	@.venv/bin/se4u migrate --verbosity 0
	@SE4U_DEMO=1 .venv/bin/se4u demo
	@SE4U_DEMO=1 SE4U_SITE_URL=http://127.0.0.1:$(PORT) .venv/bin/se4u serve 127.0.0.1:$(PORT)

test: setup ## everything, browser journeys included
	@.venv/bin/python -m scripts.browser
	@.venv/bin/python -m pytest

test-fast: setup ## everything but the browser
	@.venv/bin/python -m pytest -m "not browser"

check: setup ## style, types, layers, migrations, templates, translations, permissions, deployment
	@.venv/bin/python -m scripts.check

fix: setup ## what a tool can mend
	@.venv/bin/ruff check --fix --quiet .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djade --target-version 5.2 $$(find se4u/templates -name '*.html' -not -path '*/templates/django/*') || true
	@.venv/bin/se4u permissions

bench: setup ## the figures of bench/RESULTS.md
	@.venv/bin/python -m bench

lock: $(UV) ## pin the newest allowed versions
	@$(UV) pip compile --universal --generate-hashes --quiet --upgrade pyproject.toml --group dev --output-file requirements/dev.lock
