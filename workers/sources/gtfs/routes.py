"""routes.txt: what people call the lines."""

from collections.abc import Mapping
from dataclasses import dataclass

from workers.errors import InputError
from workers.sources.gtfs.agency import Agency
from workers.sources.gtfs.table import Tables

FILE = "routes.txt"

_BUS = 3


@dataclass(frozen=True, slots=True)
class Route:
    """A route; `agency_id` is always one of the feed's agencies. `route_type` is GTFS's (3 = bus)."""

    route_id: str
    agency_id: str
    short_name: str
    long_name: str
    route_type: int

    @property
    def name(self) -> str:
        """The short and long name for people, never blank: `V12 Valmiera - Alūksne`."""
        if f"{self.long_name} ".startswith(f"{self.short_name} "):
            return self.long_name or self.route_id
        return f"{self.short_name} {self.long_name}".strip()


def read_routes(tables: Tables, agencies: Mapping[str, Agency]) -> dict[str, Route]:
    """By id. Raises InputError for a file without a route that can be used."""
    routes: dict[str, Route] = {}
    optional = ("agency_id", "route_short_name", "route_long_name", "route_type")
    for line, (route_id, agency_text, short_name, long_name, type_text) in tables.rows(FILE, ("route_id",), optional):
        if not route_id:
            tables.findings.add(FILE, line, "ROUTE_WITHOUT_ID", "the row has no route_id: it is skipped")
            continue
        if route_id in routes:
            sentence = f"the route {route_id} is given again: the first one counts"
            tables.findings.add(FILE, line, "ROUTE_TWICE", sentence)
            continue
        agency_id = _agency_id(tables, agencies, route_id, agency_text, line)
        if agency_id is not None:
            route_type = _route_type(tables, route_id, type_text, line)
            routes[route_id] = Route(route_id, agency_id, short_name, long_name, route_type)
    if not routes:
        raise InputError("the file has no route that can be used", file=FILE)
    return routes


def _agency_id(tables: Tables, agencies: Mapping[str, Agency], route_id: str, agency_id: str, line: int) -> str | None:
    """The agency of a route; in a feed with a single agency there is no doubt which."""
    if agency_id in agencies:
        return agency_id
    if len(agencies) > 1:
        sentence = f"the route {route_id} names the agency {agency_id!r}, which agency.txt does not have: it is skipped"
        tables.findings.add(FILE, line, "UNKNOWN_AGENCY", sentence)
        return None
    (only,) = agencies
    if agency_id:
        sentence = f"the route {route_id} names the agency {agency_id}, but agency.txt has only {only!r}: that is taken"
        tables.findings.add(FILE, line, "UNKNOWN_AGENCY", sentence)
    return only


def _route_type(tables: Tables, route_id: str, text: str, line: int) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 4:
        return int(text)
    sentence = f"route_type {text!r} of the route {route_id} is no number such as 3: it is read as 3 (bus)"
    tables.findings.add(FILE, line, "BAD_ROUTE_TYPE", sentence)
    return _BUS
