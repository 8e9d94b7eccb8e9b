"""`se4u tick`."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command

from se4u.core import tick


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, object]]:
    """An empty registry."""
    empty: dict[str, object] = {}
    monkeypatch.setattr(tick, "TICKS", empty)
    return empty  # type: ignore[return-value]


def _run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("tick", *arguments, stdout=out)
    return out.getvalue()


def test_tick_prints_what_each_part_did_in_its_order(registry: dict[str, object]) -> None:
    tick.ticks("b.second", order=60)(lambda: 3)
    tick.ticks("a.third", order=70)(lambda: 0)
    tick.ticks("c.first", order=10)(lambda: 2)
    assert _run() == "c.first: 2\nb.second: 3\na.third: 0\n"


def test_tick_that_fails_in_one_part_does_the_others_and_ends_with_an_error(
    registry: dict[str, object], capsys: pytest.CaptureFixture[str]
) -> None:
    done = []

    @tick.ticks("a.broken", order=10)
    def broken() -> int:
        raise RuntimeError("no")

    @tick.ticks("b.whole", order=20)
    def whole() -> int:
        done.append(1)
        return 1

    out = io.StringIO()
    with pytest.raises(CommandError, match=r"a\.broken"):
        call_command("tick", stdout=out)
    assert done == [1]
    assert out.getvalue() == "a.broken: failed (RuntimeError)\nb.whole: 1\n"


def test_tick_of_one_app_runs_its_parts_alone(registry: dict[str, object]) -> None:
    tick.ticks("a.one")(lambda: 1)
    tick.ticks("b.one")(lambda: 1)
    assert _run("a") == "a.one: 1\n"
    assert _run("b.one") == "b.one: 1\n"


def test_tick_of_what_is_not_registered_says_so(registry: dict[str, object]) -> None:
    with pytest.raises(CommandError, match="Nothing is registered"):
        _run("nonsense")


@pytest.mark.django_db
def test_tick_run_twice_does_nothing_the_second_time() -> None:
    _run()
    assert all(line.endswith(": 0") for line in _run().splitlines())
