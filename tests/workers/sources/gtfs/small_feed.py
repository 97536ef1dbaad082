"""A complete feed as text, small enough to know by heart; a test changes what it is about.

V12 runs Valmiera - Smiltene - Palsmane - Alūksne and back, on weekdays of one week in November 2026.
"""

import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TypeAlias

from workers.sources.findings import Finding
from workers.sources.gtfs.feed import Feed, ScheduledTrip

Changes: TypeAlias = Mapping[str, str | bytes | None]
"""File name to its text or bytes; None = the feed does not have it."""

MONDAY = date(2026, 11, 23)
SATURDAY = date(2026, 11, 28)

FILES: dict[str, str] = {
    "agency.txt": """\
agency_id,agency_name,agency_url,agency_timezone
vtu,Valmieras bus,https://vtu.example,Europe/Riga
""",
    "stops.txt": """\
stop_id,stop_name,stop_lat,stop_lon
V,Valmiera,57.5407,25.4275
S,Smiltene,57.4240,25.9010
P,Palsmane,57.3920,26.1830
A,Alūksne,57.4220,27.0480
""",
    "routes.txt": """\
route_id,agency_id,route_short_name,route_long_name,route_type
V12,vtu,12,Valmiera - Alūksne,3
""",
    "calendar.txt": """\
service_id,monday,tuesday,wednesday,thursday,friday,saturday,sunday,start_date,end_date
weekdays,1,1,1,1,1,0,0,20261123,20261129
""",
    "trips.txt": """\
route_id,service_id,trip_id,trip_headsign
V12,weekdays,out,Alūksne
V12,weekdays,back,Valmiera
""",
    "stop_times.txt": """\
trip_id,arrival_time,departure_time,stop_id,stop_sequence
out,07:10:00,07:10:00,V,1
out,08:02:00,08:05:00,S,2
out,08:30:00,08:30:00,P,3
out,09:20:00,09:20:00,A,4
back,16:00:00,16:00:00,A,1
back,18:10:00,18:10:00,V,2
""",
}


def write_folder(folder: Path, changes: Changes) -> Path:
    """The small feed with changes, as files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in {**FILES, **changes}.items():
        if content is not None:
            (folder / name).write_bytes(_bytes(content))
    return folder


def write_zip(path: Path, changes: Changes, *, inside: str = "") -> Path:
    """The small feed with changes, zipped, in the folder `inside` of the zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in {**FILES, **changes}.items():
            if content is not None:
                archive.writestr(inside + name, _bytes(content))
    return path


def stop_times(
    *rows: str, columns: str = "trip_id,arrival_time,departure_time,stop_id,stop_sequence"
) -> dict[str, str]:
    """A change: these rows are stop_times.txt."""
    return {"stop_times.txt": "\n".join((columns, *rows, ""))}


def trip_on(feed: Feed, service_date: date, trip_id: str) -> ScheduledTrip:
    """The only trip of that id on a date."""
    (trip,) = [trip for trip in feed.trips_on(service_date) if trip.trip_id == trip_id]
    return trip


def times(trip: ScheduledTrip) -> list[str]:
    """Arrival, and departure where it differs: `08:02-08:05`."""
    return [
        _clock(call.arrival_s)
        if call.arrival_s == call.departure_s
        else f"{_clock(call.arrival_s)}-{_clock(call.departure_s)}"
        for call in trip.calls
    ]


def findings(feed: Feed) -> list[str]:
    """As people read them: `file:line: sentence`."""
    return [f"{finding.file}:{finding.line}: {finding.sentence}" for finding in feed.findings]


def only_finding(feed: Feed) -> Finding:
    """The one finding that is about the test's change."""
    (finding,) = feed.findings
    return finding


def _clock(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{rest:02}" if rest else "")


def _bytes(content: str | bytes) -> bytes:
    return content if isinstance(content, bytes) else content.encode()
