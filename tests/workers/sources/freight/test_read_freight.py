from pathlib import Path

import pytest

from contracts.area import Costs, Tariff
from contracts.trip import Compartment
from contracts.zone import Powertrain
from tests.workers.sources.freight.small_area import FULLER, MINIMAL, freight_of
from workers.errors import InputError
from workers.sources.freight.dated_opening import ALWAYS, Opening
from workers.sources.freight.model import Defaults
from workers.sources.freight.read import read_freight


def refusal(folder: Path, text: str) -> str:
    """The error, without the name of the file."""
    with pytest.raises(InputError) as caught:
        freight_of(folder, text)
    return str(caught.value).removeprefix(str(folder / "freight.yaml"))


def test_a_minimal_file_has_the_defaults_of_the_contract(tmp_path: Path) -> None:
    freight = freight_of(tmp_path, MINIMAL)

    assert freight.time_zone is None
    assert freight.defaults == Defaults(900, 1800, 20, 60, 900, ("ambient",))
    assert freight.costs == Costs(leg_millis=100, transfer_millis=250, storage_millis_per_l_h=1, change_millis=500)
    assert freight.tariff == Tariff(base_millis=3500, per_kg_millis=200, per_km_millis=20)
    assert (freight.parcel_stops, freight.zones, freight.places, freight.same_place_m) == ("hubs", (), (), 150)
    (offer,) = freight.offers
    assert (offer.powertrain, offer.on_request, offer.assumed) == (Powertrain.UNKNOWN, False, True)
    assert [hub.open for hub in freight.hubs] == [ALWAYS, ALWAYS]


def test_user_units_become_wire_units(tmp_path: Path) -> None:
    freight = freight_of(tmp_path, FULLER)

    assert freight.defaults == Defaults(600, 1200, 15, 30, 300, ("ambient", "dry"))
    assert freight.costs == Costs(leg_millis=200, transfer_millis=300, storage_millis_per_l_h=2, change_millis=600)
    assert freight.tariff == Tariff(base_millis=4500, per_kg_millis=250, per_km_millis=30)
    (hub,) = freight.hubs
    assert hub.hub is not None
    assert (hub.hub.storage_ml, hub.hub.min_transfer_s) == (3_000_000, 480)
    hold, cool = freight.offers[0].compartments
    assert hold == Compartment(
        name="hold", volume_ml=600_000, weight_g=150_500, pieces=30, longest_side_mm=1000,
        handling_classes=("ambient", "dry"),
    )  # fmt: skip
    assert cool == Compartment(
        name="cool", volume_ml=80_000, weight_g=None, pieces=None, longest_side_mm=None, handling_classes=("chilled",)
    )


def test_what_is_left_out_of_a_section_keeps_its_default(tmp_path: Path) -> None:
    freight = freight_of(tmp_path, MINIMAL + "costs: {per_leg_eur: 0}\ndefaults: {cut_off_min: 0}\n")

    assert (freight.costs.leg_millis, freight.costs.transfer_millis) == (0, 250)
    assert (freight.defaults.cut_off_s, freight.defaults.release_s) == (0, 1800)


def test_conditions_of_an_offer_take_one_value_or_several(tmp_path: Path) -> None:
    one = MINIMAL.replace("assumed: true", "match: {route_type: 3, route_id: V12}")
    several = MINIMAL.replace("assumed: true", "match: {route_type: [3, 700], route_id: [V12, V13]}")

    assert freight_of(tmp_path, one).offers[0].match.route_types == {3}
    assert [named.id for named in freight_of(tmp_path, several).offers[0].match.route_ids] == ["V12", "V13"]


@pytest.mark.parametrize("written", ["007", "off", "12:30", "1_0", "0x1F", "'007'"])
def test_an_id_is_read_as_it_is_written(tmp_path: Path, written: str) -> None:
    freight = freight_of(tmp_path, MINIMAL.replace("stop_id: V", f"stop_id: {written}"))

    assert freight.hubs[0].stop.id == written.strip("'")


def test_opening_hours_that_yaml_takes_for_false_mean_never(tmp_path: Path) -> None:
    assert freight_of(tmp_path, MINIMAL.replace("stop_id: V", "open: off, stop_id: V")).hubs[0].open == Opening("off")


def test_no_limit_is_null_or_left_out_and_none_is_zero(tmp_path: Path) -> None:
    text = MINIMAL.replace("volume_l: 800, weight_kg: 200, pieces: 40", "volume_l: null, pieces: 0")
    (hold,) = freight_of(tmp_path, text).offers[0].compartments

    assert (hold.volume_ml, hold.weight_g, hold.pieces) == (None, None, 0)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("parcel_stops: hubs", "parcel_stop: hubs", ":3: parcel_stop: there is no such key; did you mean parcel_stops?"),
        ("volume_l: 800", "volume_ml: 800", ":6: offers[0].compartments[0].volume_ml: there is no such key; did you"),
        ("area: vidzeme", "area: vidzeme\narea: leiden", ":2: area: is given twice, first in line 1."),
        ("area: vidzeme\n", "", ":1: area is missing."),
        ("area: vidzeme", "area:", ":1: area: is empty."),
        ("area: vidzeme", "area: [vidzeme]", ":1: area: must be a single value."),
        ("{name_within_m: 150}", "150", ":2: same_place: must be a mapping"),
        ("parcel_stops: hubs", "parcel_stops: some", ":3: parcel_stops: 'some' is not hubs, all or a list"),
        ("assumed: true", "assumed: maybe", ":5: offers[0].assumed: must be true or false, not 'maybe'."),
        ("assumed: true", "assumed: 'true'", ":5: offers[0].assumed: must be true or false, not 'true'."),
        ("assumed: true", "powertrain: steam", ":5: offers[0].powertrain: 'steam' is not one of diesel,"),
        ("assumed: true", "match: {route_id: []}", ":5: offers[0].match.route_id: is an empty list"),
        ("volume_l: 800", "volume_l: 800 l", "volume_l: must be a number, without quotes or unit, not '800 l'."),
        ("volume_l: 800", "volume_l: '800'", "volume_l: must be a number, without quotes or unit, not '800'."),
        ("volume_l: 800", "volume_l: -1", "volume_l: -1 is negative."),
        ("volume_l: 800", "volume_l: .nan", "volume_l: '.nan' is not a number such as 12 or 12.5."),
        ("volume_l: 800", "volume_l: .inf", "volume_l: '.inf' is not a number such as 12 or 12.5."),
        ("volume_l: 800", "volume_l: 0.0001", "volume_l: 0.0001 is finer than whole millilitres."),
        ("pieces: 40", "pieces: 1.5", "pieces: 1.5 is finer than whole pieces."),
        ("volume_l: 800", "volume_l: 9999999", "volume_l: 9999999 is more than 2000000."),
        ("{name: hold,", "{", ":6: offers[0].compartments[0]: name is missing."),
        ("120}]", "120}, {name: hold}]", ":6: offers[0].compartments[1]: there are two compartments named 'hold'."),
        ("stop_id: V", "open: SH off, stop_id: V", ":8: hubs[0].open: school holidays cannot be said here"),
        ("stop_id: A", "open: never, stop_id: A", ":9: hubs[1].open: 'never' is not in the form Mo-Fr"),
        (", min_transfer_min: 10}\n  - {stop_id: A", "}\n  - {stop_id: A", ":8: hubs[0]: min_transfer_min is missing."),
        ("area: vidzeme", "area: vidzeme\ntime_zone: Europe/Rga", ":2: time_zone: 'Europe/Rga' is not a time zone"),
        ("hubs:\n", "hubs: [\n", ":8: is not valid YAML:"),
        ("area: vidzeme", "area: vidz\x07eme", ":1: has a character that YAML does not allow."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_and_field(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in MINIMAL
    assert expected in refusal(tmp_path, MINIMAL.replace(old, new, 1))


def test_parcels_at_hubs_only_need_a_hub(tmp_path: Path) -> None:
    assert ":3: parcel_stops: parcels are taken at hubs only" in refusal(tmp_path, MINIMAL.partition("hubs:\n")[0])


def test_a_zone_id_is_given_once(tmp_path: Path) -> None:
    zones = "zones:\n  - {zone_id: z, stops: [V]}\n  - {zone_id: z, stops: [A]}\n"

    assert refusal(tmp_path, MINIMAL + zones).startswith(":12: zones[1]: 'z' is given twice.")


@pytest.mark.parametrize("content", [b"", b"# nothing\n"])
def test_an_empty_file_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "freight.yaml"
    path.write_bytes(content)

    with pytest.raises(InputError, match=r"is empty\."):
        read_freight(path)


def test_a_file_that_is_not_utf_8_is_refused_with_the_line(tmp_path: Path) -> None:
    path = tmp_path / "freight.yaml"
    path.write_bytes("area: vidzeme\n# Alūksne, Gulbenē\n# für\n".encode("latin-1", errors="replace"))

    with pytest.raises(InputError, match=r"freight\.yaml:3: is not UTF-8"):
        read_freight(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read: No such file"):
        read_freight(tmp_path / "absent.yaml")


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    path = tmp_path / "freight.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + MINIMAL.encode())

    assert read_freight(path).area == "vidzeme"


def test_endless_nesting_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path, "area: " + "[" * 1000) == ": is nested too deeply."
