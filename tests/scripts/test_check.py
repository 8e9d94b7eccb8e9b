"""What `make check` would let through if its own parts were blind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from scripts import catalogues, check, templates

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n\n'


def catalogue(tmp_path: Path, entries: str) -> Path:
    path = tmp_path / "fr" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD + entries, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"\n',
        'msgid "Hello %(name)s"\nmsgstr "Bonjour"\n',
        'msgid "Hello {name}"\nmsgstr "Bonjour {nom}"\n',
        'msgid "Hello %s"\nmsgstr "Bonjour"\n',
        'msgid "See <a href=\\"x\\">this</a>"\nmsgstr "Voir cela"\n',
        'msgid "Hello\\n"\nmsgstr "Bonjour"\n',
        'msgid "%(n)s network"\nmsgid_plural "%(n)s networks"\nmsgstr[0] "un réseau"\nmsgstr[1] "%(m)s réseaux"\n',
        'msgid "%(n)s network"\nmsgid_plural "%(n)s networks"\nmsgstr[0] "un réseau"\nmsgstr[1] ""\n',
        "nonsense\n",
    ],
)
def test_wrong_translation_is_found(tmp_path: Path, entry: str) -> None:
    assert catalogues.check(catalogue(tmp_path, entry))


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "Hello %(name)s, 100%%"\nmsgstr "%(name)s, bonjour, 100%%"\n',
        'msgid "Hello %(name)s"\nmsgstr ""\n',
        '#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Bonjour %(nom)s"\n',
        'msgid "%(n)s network"\nmsgid_plural "%(n)s networks"\nmsgstr[0] "un réseau"\nmsgstr[1] "%(n)s réseaux"\n',
        'msgid "See <a href=\\"x\\">this</a>"\nmsgstr "<a href=\\"x\\">Cela</a>"\n',
    ],
)
def test_right_translation_passes(tmp_path: Path, entry: str) -> None:
    assert catalogues.check(catalogue(tmp_path, entry)) == []


@pytest.mark.parametrize(
    "text",
    [
        "{% blocktranslate %}\nTwo\nlines{% endblocktranslate %}",
        "{% blocktranslate with a=b|trimmed %}\nTwo{% endblocktranslate %}",
        "{% blocktrans %}One{% endblocktrans %}",
    ],
)
def test_untrimmed_block_is_found(text: str) -> None:
    assert templates.untrimmed("<p>\n" + text) == [2]


def test_trimmed_or_single_line_block_passes() -> None:
    assert templates.untrimmed("{% blocktranslate trimmed with a=b %}\nTwo\nlines{% endblocktranslate %}") == []
    assert templates.untrimmed("{% blocktranslate %}One{% endblocktranslate %}") == []


def test_template_that_does_not_compile_is_found(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "broken.html").write_text("{% if %}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    assert "if" in templates.compiles("broken.html")
    assert templates.compiles("base.html") == ""


def test_step_that_fails_prints_what_was_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert not check.run(check.Step("example", [sys.executable, "-c", "print('the reason'); raise SystemExit(1)"]))
    said = capsys.readouterr().out
    assert said.startswith("FAIL example")
    assert "the reason" in said


def test_step_that_passes_prints_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.run(check.Step("example", [sys.executable, "-c", "print('much')"]))
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_unknown_step_lists_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main(["tpyes"]) == 2
    assert "types" in capsys.readouterr().out
