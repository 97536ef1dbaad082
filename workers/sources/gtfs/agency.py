"""agency.txt: who runs the trips, and the time zone of all their times."""

from collections.abc import Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workers.errors import InputError
from workers.sources.gtfs.table import Tables

FILE = "agency.txt"


@dataclass(frozen=True, slots=True)
class Agency:
    """Who runs trips. `agency_id` is "" when the feed has one agency without an id."""

    agency_id: str
    name: str
    time_zone: str


def read_agencies(tables: Tables) -> dict[str, Agency]:
    """By id. Raises InputError without an agency, for a bad time zone, and for more than one."""
    agencies: dict[str, Agency] = {}
    for line, (time_zone, agency_id, name) in tables.rows(FILE, ("agency_timezone",), ("agency_id", "agency_name")):
        _check_time_zone(time_zone, line, agencies)
        if agency_id in agencies:
            sentence = f"the agency {agency_id!r} is given again: the first one counts"
            tables.findings.add(FILE, line, "AGENCY_TWICE", sentence)
            continue
        agencies[agency_id] = Agency(agency_id, name or agency_id, time_zone)
    if not agencies:
        raise InputError("the file names no agency", file=FILE)
    return agencies


def _check_time_zone(time_zone: str, line: int, earlier: Mapping[str, Agency]) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        sentence = f"{time_zone!r} is no time zone such as Europe/Riga"
        raise InputError(sentence, file=FILE, line=line, field="agency_timezone") from error
    for agency in earlier.values():
        if agency.time_zone != time_zone:
            raise InputError(
                f"the agencies have several time zones ({agency.time_zone}, {time_zone}): "
                "import the agencies of each time zone as a feed of their own",
                file=FILE,
                line=line,
                field="agency_timezone",
            )
