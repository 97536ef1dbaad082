"""What publishing says of lockers, meetings, goods, danger budgets, zones with dates, holidays, language."""

from datetime import date
from pathlib import Path

import pytest

from contracts.area import AreaPublished, Language
from contracts.goods import GoodsClass
from contracts.stop import Meeting, OpenException
from contracts.windows import Span
from contracts.zone import ZonePublished
from tests.workers.sources.freight.small_area import FULLER, MINIMAL, area_of
from tests.workers.sources.freight.test_bind import ARRIVA, RET
from tests.workers.sources.gtfs.small_feed import MONDAY
from tests.workers.sources.publication.published import published
from workers.errors import InputError

LOCKER = "locker: {sizes: [{name: S, volume_l: 12, count: 2}]}"


def test_language_and_goods_are_the_areas(tmp_path: Path) -> None:
    (area,) = published(tmp_path, MINIMAL + "language: pt\ngoods: {frozen: {excluded: true}}\n").bodies(AreaPublished)

    assert area.language is Language.PORTUGUESE
    assert area.goods == (GoodsClass(handling_class="frozen", excluded=True),)


def test_budgets_of_an_offer_are_those_of_its_trips(tmp_path: Path) -> None:
    budget = "assumed: true\n    danger_budgets: [{name: paint, classes: [3], gross_kg: 20}]"
    trips = published(tmp_path, MINIMAL.replace("assumed: true", budget)).trips

    assert {budget.gross_g for trip in trips.values() for budget in trip.danger_budgets} == {20_000}


def test_a_stop_with_terms_of_its_own_takes_parcels_and_is_no_hub(tmp_path: Path) -> None:
    stops = published(tmp_path, MINIMAL + f"stops:\n  - {{stop_id: P, {LOCKER}, release_min: 0}}\n").stops

    assert stops["P"].accepts
    assert (stops["P"].hub, stops["P"].cut_off_s, stops["P"].release_s) == (None, 900, 0)
    assert stops["P"].locker is not None
    assert (stops["S"].accepts, stops["S"].locker) == (False, None)


def test_handling_at_a_stop_with_a_locker_is_limited_unless_it_is_a_hub(tmp_path: Path) -> None:
    trip = published(tmp_path, MINIMAL + f"stops:\n  - {{stop_id: P, {LOCKER}}}\n").trips["out@2026-11-23"]

    assert trip.calls[2].handling_budget_s is not None


def test_a_meeting_names_the_place_its_parcels_ride_on_to(tmp_path: Path) -> None:
    stops = published(
        tmp_path, MINIMAL + "meetings:\n  - {stops: [S], ride_on_to: A}\n  - {stops: [P], reserve: no}\n"
    ).stops

    assert stops["S"].meeting == Meeting(fallback_stop_id="A", reserves=True)
    assert stops["P"].meeting == Meeting(fallback_stop_id=None, reserves=False)
    assert stops["S"].accepts
    assert (stops["S"].cut_off_s, stops["S"].release_s, stops["S"].open) == (0, 0, None)
    assert stops["V"].meeting is None


def test_a_place_to_ride_on_to_is_published_and_takes_no_parcels_for_that(tmp_path: Path) -> None:
    only_back = MINIMAL.replace("assumed: true", "match: {trip_id: back}")
    stops = published(tmp_path, only_back + "meetings:\n  - {stops: [S], ride_on_to: P}\n").stops

    assert not stops["P"].accepts


def test_the_fallback_of_a_meeting_may_be_a_name_of_the_file(tmp_path: Path) -> None:
    text = MINIMAL + "places: {centre: [P]}\nmeetings:\n  - {stops: [S], ride_on_to: centre}\n"

    assert published(tmp_path, text).stops["S"].meeting == Meeting(fallback_stop_id="P", reserves=True)


def test_holidays_around_the_published_dates_are_exceptions(tmp_path: Path) -> None:
    hours = 'stop_id: V, open: "Mo-Fr 06:00-22:00; PH off; 2026 Dec 23 08:00-12:00",'
    text = MINIMAL.replace("stop_id: V,", hours) + "holidays: {country: LV}\n"
    stop = published(tmp_path, text).stops["V"]

    assert stop.open_exceptions == (OpenException(date=date(2026, 11, 18), spans=()),)
    later = published(tmp_path / "later", text, dates=[MONDAY, date(2026, 12, 14)]).stops["V"]
    assert later.open == stop.open
    assert [(each.date.isoformat(), each.spans) for each in later.open_exceptions] == [
        ("2026-11-18", ()), ("2026-12-23", (Span(from_="08:00", to="12:00"),)), ("2026-12-24", ()), ("2026-12-25", ()),
        ("2026-12-31", ()), ("2027-01-01", ()),
    ]  # fmt: skip


def test_a_zone_says_from_when_it_holds_and_for_whom_not(tmp_path: Path) -> None:
    text = FULLER.replace('windows: "Mo-Sa', "from: 2027-01-01, exempt: ['ret:7', 'arriva:7'], windows: \"Mo-Sa")
    (zone,) = published(tmp_path, text, ret=RET, arriva=ARRIVA).bodies(ZonePublished)

    assert zone.holds_from == date(2027, 1, 1)
    assert zone.exempt_operator_ids == ("ret:7", "arriva:7")


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        ("stops:\n  - {stop_id: V}", ":11: stops[0].stop_id: is the same place as 'V' in line 8, which is a hub already."),
        ("meetings:\n  - {stops: [S, S]}",
         ":11: meetings[0].stops[1]: is the same place as 'S' in line 11, which has its terms already."),
        ("meetings:\n  - {stops: [Q]}", ":11: meetings[0].stops[0]: the feed has no stop 'Q'."),
        ("meetings:\n  - {stops: [S], ride_on_to: Q}", ":11: meetings[0].ride_on_to: the feed has no stop 'Q'."),
        ("meetings:\n  - {stops: [S]}\n  - {stops: [P], ride_on_to: S}",
         ":12: meetings[1].ride_on_to: is a meeting itself: nobody is there to keep the parcel."),
        ("zones:\n  - {zone_id: z, stops: [V], exempt: [rta]}", ":11: zones[0].exempt: the feed has no agency 'rta'"),
        ("zones:\n  - {zone_id: z, stops: [V], exempt: [vtu, rta]}", ":11: zones[0].exempt[1]: the feed has no agency 'rta'"),
    ],
)  # fmt: skip
def test_what_the_feed_does_not_have_or_no_one_can_do_is_an_error_with_its_line(
    tmp_path: Path, section: str, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        area_of(tmp_path, f"{MINIMAL}{section}\n".replace("exempt: [rta]", "exempt: rta"))

    assert expected in str(caught.value)
