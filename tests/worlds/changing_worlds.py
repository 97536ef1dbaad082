"""Small worlds in which people change their minds: requests again, withdrawals, timetables published anew."""

from hypothesis import strategies as st

from tests.worlds.random_worlds import small_worlds
from tests.worlds.world import World, world


@st.composite
def changing_worlds(draw: st.DrawFn) -> World:
    """A small world and up to 8 changes of it: parcels in any order, publications p1, p2, p3 after each other."""
    lines = draw(small_worlds()).text.splitlines()
    trips = [line for line in lines if line.startswith("trip ")]
    parcels = [line for line in lines if line.startswith(("parcel ", "withdrawn "))]
    for _ in range(draw(st.integers(0, 5))):
        parcels.insert(draw(st.integers(0, len(parcels))), _change_of_mind(draw, parcels))
    others = [line for line in lines if line not in {*trips, *parcels}]
    for publication in ["p2", "p3"][: draw(st.integers(0, 2))]:
        others += _publication(draw, trips, publication)
    return world("\n".join([*others, *trips, *parcels]))


def _change_of_mind(draw: st.DrawFn, parcels: list[str]) -> str:
    """One parcel withdrawn, or asked for again as another parcel was."""
    name = draw(st.sampled_from(parcels)).split()[1]
    if draw(st.booleans()):
        return f"withdrawn {name}"
    model = draw(st.sampled_from([line for line in parcels if line.startswith("parcel ")]))
    return _renamed(model, name)


def _publication(draw: st.DrawFn, trips: list[str], publication: str) -> list[str]:
    """Some trips of one date again, some of them run like another; now and then there are too few."""
    service_date = draw(st.sampled_from(trips)).split()[2]
    of_date = [line for line in trips if line.split()[2] == service_date]
    kept = draw(st.lists(st.sampled_from(of_date), unique=True))
    lines = []
    for line in kept:
        model = _renamed(draw(st.sampled_from([line, line, *of_date])), line.split()[1])
        head, _, rest = model.partition("  ")
        lines.append(f"{head}  publication {publication}  {rest}")
    told = len(kept) + draw(st.sampled_from([0, 0, 0, 1]))
    return [*lines, f"timetable {service_date}  publication {publication}  trips {told}"]


def _renamed(line: str, name: str) -> str:
    """The same of another name; a parcel cannot come after itself."""
    word, _, rest = line.partition(" ")
    return f"{word} {name} {rest.partition(' ')[2]}".replace(f"  after {name}  ", "  ").replace(
        f"  after {name} gap", "  after nobody gap"
    )
