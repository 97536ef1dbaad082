"""stops.txt: where trips call, and the stations they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workers.errors import InputError
from workers.sources.findings import Findings
from workers.sources.gtfs.table import Tables

FILE = "stops.txt"

PLATFORM, STATION, _ENTRANCE, _NODE, BOARDING_AREA = range(5)
_LOCATION_TYPES = {"": PLATFORM, "0": PLATFORM, "1": STATION, "2": _ENTRANCE, "3": _NODE, "4": BOARDING_AREA}


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop, platform, station or another location of stops.txt.

    `lat` and `lon` are WGS 84 degrees, both None when unknown; (0, 0) counts as unknown.
    `parent_station` names a station of the feed (for a boarding area: its platform), or is None.
    """

    stop_id: str
    name: str
    lat: float | None
    lon: float | None
    location_type: int
    parent_station: str | None


def read_stops(tables: Tables) -> dict[str, Stop]:
    """By id. Raises InputError for a file without stops."""
    stops: dict[str, Stop] = {}
    lines: dict[str, int] = {}
    optional = ("stop_name", "stop_lat", "stop_lon", "location_type", "parent_station")
    for line, (stop_id, *fields) in tables.rows(FILE, ("stop_id",), optional):
        if not stop_id:
            tables.findings.add(FILE, line, "STOP_WITHOUT_ID", "the row has no stop_id: it is skipped")
        elif stop_id in stops:
            sentence = f"the stop {stop_id} is given again: the first one counts"
            tables.findings.add(FILE, line, "STOP_TWICE", sentence)
        else:
            stops[stop_id] = _stop(stop_id, fields, line, tables.findings)
            lines[stop_id] = line
    if not stops:
        raise InputError("the file has no stop", file=FILE)
    return {
        stop_id: _with_known_parent(stop, stops, lines[stop_id], tables.findings) for stop_id, stop in stops.items()
    }


def _stop(stop_id: str, fields: list[str], line: int, findings: Findings) -> Stop:
    name, lat_text, lon_text, type_text, parent = fields
    location_type = _LOCATION_TYPES.get(type_text)
    if location_type is None:
        sentence = f"location_type {type_text!r} of the stop {stop_id} is not 0 to 4: it is read as 0"
        findings.add(FILE, line, "BAD_LOCATION_TYPE", sentence)
        location_type = PLATFORM
    lat, lon = _coordinates(stop_id, lat_text, lon_text, line, findings)
    return Stop(stop_id, name or stop_id, lat, lon, location_type, parent or None)


def _coordinates(
    stop_id: str, lat_text: str, lon_text: str, line: int, findings: Findings
) -> tuple[float, float] | tuple[None, None]:
    try:
        lat, lon = float(lat_text or 0), float(lon_text or 0)
        usable = -90 <= lat <= 90 and -180 <= lon <= 180 and bool(lat_text) == bool(lon_text)
    except ValueError:
        usable = False
    if not usable:
        sentence = f"{lat_text!r}, {lon_text!r} is no place on earth: the stop {stop_id} is read without coordinates"
        findings.add(FILE, line, "BAD_COORDINATES", sentence)
        return None, None
    if lat == 0 and lon == 0:
        findings.add(FILE, line, "NO_COORDINATES", f"the stop {stop_id} has no coordinates")
        return None, None
    return lat, lon


def _with_known_parent(stop: Stop, stops: Mapping[str, Stop], line: int, findings: Findings) -> Stop:
    """Drop a parent that is not in the feed or cannot be one, so that whoever follows it arrives."""
    if stop.parent_station is None:
        return stop
    parent = stops.get(stop.parent_station)
    wanted = PLATFORM if stop.location_type == BOARDING_AREA else STATION
    if parent is None:
        fault = "UNKNOWN_PARENT", f"names the parent station {stop.parent_station}, which the file does not have"
    elif stop.location_type == STATION:
        fault = "STATION_IN_STATION", f"is a station and cannot lie in another one ({stop.parent_station})"
    elif parent.location_type != wanted:
        fault = "PARENT_NO_STATION", f"names {stop.parent_station} as its parent, which is no station"
    else:
        return stop
    code, what = fault
    findings.add(FILE, line, code, f"the stop {stop.stop_id} {what}: it is read without a parent")
    return replace(stop, parent_station=None)
