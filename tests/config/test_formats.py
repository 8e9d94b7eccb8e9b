"""Dates and moments in every language of the site."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format

MOMENT = datetime(2026, 11, 6, 10, 5)  # noqa: DTZ001  as a clock on the wall shows it


@pytest.mark.parametrize("code", [code for code, _name in settings.LANGUAGES])
@pytest.mark.parametrize("length", ["", "SHORT_"])
def test_moment_is_the_date_as_it_is_written_alone_and_the_time(code: str, length: str) -> None:
    with translation.override(code):
        day, moment = (date_format(MOMENT, f"{length}{kind}_FORMAT") for kind in ("DATE", "DATETIME"))
    assert moment.startswith(day)
    assert "10:05" in moment.removeprefix(day)


def test_arabic_moment_has_the_day_first() -> None:
    with translation.override("ar"):
        assert date_format(MOMENT, "DATETIME_FORMAT") == "6 نوفمبر، 2026، 10:05 ص"
        assert date_format(MOMENT, "SHORT_DATETIME_FORMAT").startswith("06")
