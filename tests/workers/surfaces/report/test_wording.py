"""Quantities and instants as a reader wants them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from contracts.reasons import UnmatchedReason
from contracts.unmatched import Dimension
from workers.surfaces.report import wording

RIGA = ZoneInfo("Europe/Riga")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("volume_ml", "text"), [(0, "0 l"), (500, "0.5 l"), (18_000, "18 l"), (399_500, "399.5 l"), (3_684_200, "3,684 l")]
)
def test_litres(volume_ml: int, text: str) -> None:
    assert plain(wording.litres(volume_ml)) == text


@pytest.mark.parametrize(("millis", "text"), [(0, "€0.00"), (1_234_500, "€1,234.50"), (-2_500, "−€2.50")])
def test_euros(millis: int, text: str) -> None:
    assert wording.euros(millis) == text


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (0.001, "under 1 %"),
        (0.87, "87 %"),
        (0.999, "over 99 %"),
        (1.0, "100 %"),
        (float("inf"), "over 100 %"),
    ],
)
def test_a_share_is_never_rounded_to_full_or_to_nothing(share: float, text: str) -> None:
    assert plain(wording.percent(share)) == text


def test_no_limit_is_words_not_a_zero() -> None:
    assert wording.quantity(None, Dimension.WEIGHT) == "not limited"
    assert plain(wording.quantity(0, Dimension.PIECES)) == "0 pcs"


def test_an_instant_is_local_and_dated_when_it_is_not_that_day() -> None:
    after_midnight = datetime(2026, 11, 23, 22, 35, tzinfo=UTC)
    assert wording.clock(after_midnight, RIGA, date(2026, 11, 24)) == "00:35"
    assert wording.clock(after_midnight, RIGA, date(2026, 11, 23)) == "Tue 24 Nov 00:35"


def test_midnight_and_odd_seconds_are_written_out() -> None:
    assert wording.clock(datetime(2026, 11, 24, tzinfo=UTC), None, date(2026, 11, 24)) == "00:00"
    assert wording.clock(datetime(2026, 11, 24, 7, 5, 9, tzinfo=UTC), None, date(2026, 11, 24)) == "07:05:09"


def test_every_reason_has_a_title_and_a_sentence() -> None:
    assert set(wording.REASONS) == set(UnmatchedReason)
    assert all(title and sentence.endswith(".") for title, sentence in wording.REASONS.values())
