from fractions import Fraction
from pathlib import Path

import pytest

from tests.workers.sources.forecast.forecasts import freight
from tests.workers.sources.freight.small_area import MINIMAL, freight_of
from workers.errors import InputError
from workers.sources.forecast.rule import PassengerRule, PerPassenger


def rule_of(folder: Path, **keys: object) -> PassengerRule:
    (offer,) = freight_of(folder, freight(**keys)).offers
    assert offer.passengers is not None
    return offer.passengers


def test_an_offer_without_the_key_keeps_nothing_free(tmp_path: Path) -> None:
    (offer,) = freight_of(tmp_path, MINIMAL).offers

    assert offer.passengers is None


def test_the_level_is_95_percent_assumed_and_for_any_dependence_unless_said_otherwise(tmp_path: Path) -> None:
    rule = rule_of(tmp_path)

    assert (rule.service_level, rule.together, rule.assumed) == (Fraction(95, 100), False, True)
    assert rule.per_passenger == {"hold": PerPassenger(volume_ml=10_000_000)}


def test_what_is_said_is_read_in_wire_units(tmp_path: Path) -> None:
    sizes = "{hold: {volume_l: 2.5, weight_kg: 1.2, pieces: 0.2}}"
    rule = rule_of(tmp_path, service_level=0.9, stretches="together", assumed="false", per_passenger=sizes)

    assert (rule.service_level, rule.together, rule.assumed) == (Fraction(9, 10), True, False)
    assert [rule.per_passenger["hold"].taken(dim, 7) for dim in ("volume_ml", "weight_g", "pieces")] == [
        17_500,
        8_400,
        2,
    ]


def test_parts_of_a_piece_are_rounded_up_for_all_passengers_together() -> None:
    pram_in_five = PerPassenger(pieces=200)

    assert [pram_in_five.taken("pieces", load) for load in (0, 1, 5, 6, 10)] == [0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        ({"service_level": 95}, "offers[0].passengers.service_level: 95 is no probability such as 0.95."),
        ({"service_level": 0}, "offers[0].passengers.service_level: 0 is no probability such as 0.95."),
        ({"stretches": "alone"}, "offers[0].passengers.stretches: 'alone' is not one of any, together."),
        ({"per_passenger": "{}"}, "offers[0].passengers.per_passenger: names no compartment."),
        (
            {"per_passenger": "{rack: {pieces: 1}}"},
            "offers[0].passengers.per_passenger.rack: the offer has no compartment 'rack'; it has hold.",
        ),
        (
            {"per_passenger": "{hold: {}}"},
            "offers[0].passengers.per_passenger.hold: says nothing; name volume_l, weight_kg, pieces, one or several.",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line_and_field(tmp_path: Path, keys: dict[str, object], sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        rule_of(tmp_path, **keys)
    text = freight(**keys)
    line = 1 + text[: text.index("passengers:")].count("\n")
    assert str(caught.value) == f"{tmp_path / 'freight.yaml'}:{line}: {sentence}"


def test_nothing_can_be_kept_free_of_what_is_not_limited(tmp_path: Path) -> None:
    text = freight().replace("volume_l: 100, ", "")

    with pytest.raises(InputError, match="'hold' has no limit of volume_l, so there is nothing to keep free"):
        freight_of(tmp_path, text)


@pytest.mark.parametrize(("stretches", "level"), [(1, "0.95"), (2, "0.975"), (5, "0.99"), (10, "0.995")])
def test_the_misses_of_a_trip_are_shared_out_over_its_stretches(tmp_path: Path, stretches: int, level: str) -> None:
    assert rule_of(tmp_path).stretch_level(stretches) == Fraction(level)


def test_stretches_that_are_full_together_share_one_chance(tmp_path: Path) -> None:
    assert rule_of(tmp_path, stretches="together").stretch_level(10) == Fraction(95, 100)
