"""The keys of freight.yaml for lockers, meetings, goods, danger budgets, zones with dates, holidays, language."""

from datetime import date
from pathlib import Path

import pytest

from contracts.area import Language
from contracts.goods import DangerBudget, GoodsClass
from contracts.stop import Locker, LockerSize
from tests.workers.sources.freight.small_area import MINIMAL, freight_of
from tests.workers.sources.freight.test_read_freight import refusal
from workers.sources.freight.dated_opening import ALWAYS, Opening
from workers.sources.freight.model import RideOn

HUB = "  - {stop_id: V, storage_l: 2000, min_transfer_min: 10}\n"
LOCKER = "locker: {sizes: [{name: M, volume_l: 60.5, longest_side_cm: 60, weight_kg: 20, count: 4},{name: S, volume_l: 12, count: 0}], collect_h: 24}"
RULES = (
    MINIMAL
    + f"""\
language: lv
holidays: {{country: LV}}
stops:
  - {{stop_id: P, {LOCKER}, open: "Mo-Fr 06:00-22:00; PH off", cut_off_min: 5, release_min: 0}}
meetings:
  - {{stops: [S], ride_on_to: A, reserve: false}}
goods:
  frozen: {{excluded: true}}
  chilled: {{longest_outside_min: 20}}
  perishable: {{carried_as: chilled, longest_total_h: 6}}
zones:
  - {{zone_id: z, stops: [V], powertrains: [electric], from: 2027-01-01, exempt: [vtu]}}
"""
)
"""What was said of each stands in these lines: stops 13, meetings 15, goods 17 to 19, zones 21."""


def test_files_without_the_keys_say_what_they_said(tmp_path: Path) -> None:
    freight = freight_of(tmp_path, MINIMAL)

    assert (freight.language, freight.goods, freight.stops, freight.meetings) == (Language.ENGLISH, (), (), ())
    assert freight.offers[0].danger_budgets == ()
    hub = freight.hubs[0]
    assert hub.hub is not None
    assert (hub.hub.longest_wait_s, hub.locker, hub.ride_on, hub.cut_off_s, hub.release_s) == (None,) * 5


def test_a_hub_may_limit_waits_have_a_locker_and_terms_of_its_own(tmp_path: Path) -> None:
    text = MINIMAL.replace(
        HUB, f"  - {{stop_id: V, min_transfer_min: 10, longest_wait_min: 90, {LOCKER}, release_min: 0.5}}\n"
    )
    hub = freight_of(tmp_path, text).hubs[0]

    assert hub.hub is not None
    assert (hub.hub.longest_wait_s, hub.hub.storage_ml, hub.cut_off_s, hub.release_s) == (5400, None, None, 30)
    assert hub.locker is not None


def test_the_sizes_of_a_locker_stand_in_any_order(tmp_path: Path) -> None:
    (stop,) = freight_of(tmp_path, RULES).stops

    assert stop.locker == Locker(
        sizes=(
            LockerSize(name="S", volume_ml=12_000, longest_side_mm=None, weight_g=None, count=0),
            LockerSize(name="M", volume_ml=60_500, longest_side_mm=600, weight_g=20_000, count=4),
        ),
        collect_s=86_400,
    )
    assert (stop.open, stop.cut_off_s, stop.release_s) == (Opening("Mo-Fr 06:00-22:00; PH off", "LV"), 300, 0)
    assert stop.hub is None


def test_at_a_meeting_nobody_waits_unless_the_file_says_so(tmp_path: Path) -> None:
    (meeting,) = freight_of(tmp_path, RULES).meetings

    assert (meeting.stop.id, meeting.open, meeting.cut_off_s, meeting.release_s) == ("S", ALWAYS, 0, 0)
    assert meeting.ride_on is not None
    assert meeting.ride_on.fallback is not None
    assert (meeting.ride_on.fallback.id, meeting.ride_on.reserves) == ("A", False)


@pytest.mark.parametrize("ride_on_to", ["", ", ride_on_to: end"])
def test_a_parcel_nobody_meets_rides_to_the_end_and_its_room_is_kept(tmp_path: Path, ride_on_to: str) -> None:
    text = MINIMAL + f"meetings:\n  - {{stops: [S, P]{ride_on_to}, cut_off_min: 3, release_min: 1}}\n"
    meetings = freight_of(tmp_path, text).meetings

    assert [meeting.stop.id for meeting in meetings] == ["S", "P"]
    assert {meeting.ride_on for meeting in meetings} == {RideOn(None, reserves=True)}
    assert {(meeting.cut_off_s, meeting.release_s) for meeting in meetings} == {(180, 60)}


def test_goods_say_what_is_special_about_a_class(tmp_path: Path) -> None:
    assert freight_of(tmp_path, RULES).goods == (
        GoodsClass(handling_class="frozen", excluded=True),
        GoodsClass(handling_class="chilled", longest_outside_s=1200),
        GoodsClass(handling_class="perishable", carried_as="chilled", longest_total_s=21_600),
    )


def test_an_offer_has_budgets_for_dangerous_goods(tmp_path: Path) -> None:
    budgets = "assumed: true\n    danger_budgets: [{name: paint, classes: [3, 4.1, 1.4S], gross_kg: 20}]"

    assert freight_of(tmp_path, MINIMAL.replace("assumed: true", budgets)).offers[0].danger_budgets == (
        DangerBudget(name="paint", classes=("3", "4.1", "1.4S"), gross_g=20_000),
    )


def test_a_zone_may_hold_from_a_date_and_exempt_agencies(tmp_path: Path) -> None:
    (zone,) = freight_of(tmp_path, RULES).zones

    assert zone.holds_from == date(2027, 1, 1)
    assert [named.id for named in zone.exempt_agencies] == ["vtu"]


def test_language_and_holidays_are_those_of_the_file(tmp_path: Path) -> None:
    freight = freight_of(tmp_path, RULES)

    assert freight.language is Language.LATVIAN
    assert freight.stops[0].open.country == "LV"


def test_stops_with_terms_are_enough_where_parcels_are_taken_at_hubs_only(tmp_path: Path) -> None:
    text = MINIMAL.partition("hubs:\n")[0] + "meetings:\n  - {stops: [S]}\n"

    assert freight_of(tmp_path, text).parcel_stops == "hubs"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("language: lv", "language: latvian", ":10: language: 'latvian' is not one of en, lv, pt, nl."),
        ("{country: LV}", "{country: Latvia}", ":11: holidays.country: 'Latvia' is not the ISO code of a country"),
        ("{country: LV}", "LV", ":11: holidays: must be a mapping"),
        ("{country: LV}", "{}", ":11: holidays: country is missing."),
        ("holidays: {country: LV}", "holidays:", ":13: stops[0].open: PH needs a country: write holidays: {country: LV}"),
        ("PH off", "SH off", ":13: stops[0].open: school holidays cannot be said here"),
        ("count: 4", "count: 4.5", ":13: stops[0].locker.sizes[0].count: 4.5 is finer than whole compartments."),
        (", count: 4}", "}", ":13: stops[0].locker.sizes[0]: count is missing."),
        ("name: S", "name: M", ":13: stops[0].locker.sizes[1]: there are two sizes named 'M'."),
        ("volume_l: 12,", "volume: 12,", "sizes[1].volume: there is no such key; did you mean volume_l?"),
        ("collect_h: 24", "collect_min: 24", ":13: stops[0].locker.collect_min: there is no such key; did you mean collect_h?"),
        ("collect_h: 24", "collect_h: 0.0001", "collect_h: 0.0001 is finer than whole seconds."),
        ("stops: [S]", "stops: []", ":15: meetings[0].stops: names no stop."),
        ("stops: [S]", "stop_id: S", ":15: meetings[0].stop_id: there is no such key; did you mean stops?"),
        ("reserve: false", "reserve: 2", ":15: meetings[0].reserve: must be true or false, not '2'."),
        ("reserve: false", "locker: {}", ":15: meetings[0].locker: there is no such key"),
        ("excluded: true", "excluded: true, longest_total_h: 2", ":17: goods.frozen: frozen is excluded: nothing else"),
        ("excluded: true", "exclude: true", ":17: goods.frozen.exclude: there is no such key; did you mean excluded?"),
        ("longest_outside_min: 20", "longest_outside_min: -1", ":18: goods.chilled.longest_outside_min: -1 is negative."),
        ("longest_total_h: 6", "longest_total_h: six", "longest_total_h: must be a number, without quotes or unit"),
        ("  chilled:", "  frozen:", ":18: goods.frozen: is given twice, first in line 17."),
        ("  chilled:", f"  {'c' * 41}:", ": is longer than 40 characters."),
        ("carried_as: chilled", "carried_as:", ":19: goods.perishable.carried_as: is empty."),
        ("2027-01-01", "2027-1-1", ":21: zones[0].from: '2027-1-1' is not a date such as 2026-11-23."),
        ("2027-01-01", "2027-02-29", ":21: zones[0].from: '2027-02-29' is not in the calendar."),
        ("2027-01-01", "2526-01-01", ":21: zones[0].from: '2526-01-01' is not between 1970 and 2199."),
        ("exempt: [vtu]", "exempt: []", ":21: zones[0].exempt: names no agency; leave it out to exempt none."),
        ("stops: [V], powertrains: [electric]", "stops: [V], windows: PH off",
         ":21: zones[0].windows: holidays cannot be said here; write weekdays and times only"),
        ("storage_l: 2000, min_transfer_min: 10}", "min_transfer_min: 10, longest_wait_min: 9}",
         ":8: hubs[0].longest_wait_min: is shorter than min_transfer_min: no parcel could change here."),
        ("assumed: true", "danger_budgets: [{name: a, classes: [three], gross_kg: 1}]",
         ":5: offers[0].danger_budgets[0].classes[0]: 'three' is not a class of dangerous goods such as 3"),
        ("assumed: true", "danger_budgets: [{name: a, classes: [], gross_kg: 1}]",
         ":5: offers[0].danger_budgets[0].classes: names no class of dangerous goods."),
        ("assumed: true", "danger_budgets: [{name: a, classes: [3, 3], gross_kg: 1}]", "classes[1]: '3' is given twice."),
        ("assumed: true", "danger_budgets: [{name: a, classes: [3]}]", ":5: offers[0].danger_budgets[0]: gross_kg is missing."),
        ("assumed: true", "danger_budgets: [{name: a, classes: [3], gross_kg: 1}, {name: a, classes: [8], gross_kg: 1}]",
         ":5: offers[0].danger_budgets[1]: there are two budgets named 'a'."),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_line_and_field(tmp_path: Path, old: str, new: str, expected: str) -> None:
    assert old in RULES
    assert expected in refusal(tmp_path, RULES.replace(old, new, 1))


def test_a_locker_has_at_least_one_size_and_at_most_eight(tmp_path: Path) -> None:
    sizes = ", ".join(f"{{name: s{number}, volume_l: {number}, count: 1}}" for number in range(9))
    for listed, count in (("", 0), (sizes, 9)):
        text = MINIMAL + f"stops:\n  - {{stop_id: P, locker: {{sizes: [{listed}]}}}}\n"
        assert f":11: stops[0].locker.sizes: has {count} sizes; a locker has 1 to 8." in refusal(tmp_path, text)
