"""Each language says everything, with the same facts, and writes times and amounts its own way."""

from datetime import datetime, timedelta, timezone
from string import Formatter

import pytest

from contracts.area import Language
from contracts.reasons import UnmatchedReason
from matcher.explain.messages.catalogue import Catalogue
from matcher.explain.messages.english import ENGLISH
from matcher.explain.messages.languages import CATALOGUES
from matcher.explain.remedies.change import Field

NOON = datetime(2026, 11, 23, 12, 5, tzinfo=timezone(timedelta(hours=2)))
"""A Monday."""


@pytest.fixture(params=Language)
def catalogue(request: pytest.FixtureRequest) -> Catalogue:
    return CATALOGUES[request.param]


def test_every_message_has_the_same_placeholders_as_in_english(catalogue: Catalogue) -> None:
    assert {key: _placeholders(text) for key, text in catalogue.messages.items()} == {
        key: _placeholders(text) for key, text in ENGLISH.messages.items()
    }


def test_no_other_language_says_a_reason_or_a_remedy_in_english() -> None:
    for language, catalogue in CATALOGUES.items():
        sentences = [key for key in catalogue.messages if key.startswith(("reason.", "remedy."))]
        same = [key for key in sentences if catalogue.messages[key] == ENGLISH.messages[key]]
        assert same == [] or language == Language.ENGLISH


def test_every_reason_and_every_field_has_a_message(catalogue: Catalogue) -> None:
    assert {f"reason.{reason}" for reason in UnmatchedReason} <= catalogue.messages.keys()
    assert {f"remedy.{field}" for field in Field} <= catalogue.messages.keys()


def test_sentences_are_sentences(catalogue: Catalogue) -> None:
    for key, text in catalogue.messages.items():
        if key.startswith(("reason.", "remedy.")):
            assert text[0].isupper(), text
            assert text.endswith("."), text


def test_a_week_has_seven_days_and_a_year_twelve_months(catalogue: Catalogue) -> None:
    assert len(set(catalogue.weekdays)) == 7
    assert len(set(catalogue.months)) == 12
    assert catalogue.goods.keys() == ENGLISH.goods.keys()


@pytest.mark.parametrize(
    ("language", "date", "clock", "at"),
    [
        (Language.ENGLISH, "Mon 23 Nov 12:05", "12:05", "on Mon 23 Nov at 12:05"),
        (Language.LATVIAN, "pirmd., 23. nov., plkst. 12:05", "plkst. 12:05", "pirmd., 23. nov., plkst. 12:05"),
        (Language.PORTUGUESE, "segunda, 23 de nov., às 12:05", "às 12:05", "segunda, 23 de nov., às 12:05"),
        (Language.DUTCH, "ma 23 nov 12:05 uur", "12:05 uur", "op ma 23 nov om 12:05 uur"),
    ],
)
def test_times_are_written_as_in_the_language(language: Language, date: str, clock: str, at: str) -> None:
    catalogue = CATALOGUES[language]
    assert catalogue.time(NOON) == date
    assert catalogue.time(NOON, beside=NOON + timedelta(hours=3)) == clock
    assert catalogue.time(NOON, beside=NOON + timedelta(hours=13), when="at") == at


@pytest.mark.parametrize(
    ("language", "litres", "money"),
    [
        (Language.ENGLISH, "17.5 l", "€0.461"),
        (Language.LATVIAN, "17,5 l", "0,461 €"),
        (Language.PORTUGUESE, "17,5 l", "0,461 €"),
        (Language.DUTCH, "17,5 l", "€ 0,461"),
    ],
)
def test_amounts_are_exact_and_written_as_in_the_language(language: Language, litres: str, money: str) -> None:
    catalogue = CATALOGUES[language]
    assert catalogue.amount("l", 17_500) == litres
    assert catalogue.amount("eur", 461, 2) == money


def test_an_amount_has_the_decimals_it_needs_and_no_more() -> None:
    assert [ENGLISH.amount("l", ml) for ml in (20_000, 19_999, 50)] == ["20 l", "19.999 l", "0.05 l"]
    assert ENGLISH.amount("eur", 2_000, 2) == "€2.00"


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
