"""The read model in Redis beside the fold of the log: what it shows has to be there, and nothing else.

Reads the keys as `redis-cli` shows them, and has its own idea of what stands in them: several ids in one
name are netstrings (`7:vidzeme,2:P1,`), rows are JSON lists.
"""

import json
from collections.abc import Iterable, Iterator

from redis import Redis

from tests.crash.reader.area import Area
from tests.crash.reader.log_file import MATCHES, LogFile
from tests.crash.reader.views import Rows, differences


def check_redis(url: str, app: str, log: LogFile, areas: Iterable[Area], rejects: Rows) -> Iterator[str]:
    """Compare a read model that shows the log to its end with what was folded from it."""
    areas = list(areas)
    with Redis.from_url(url, decode_responses=True) as client:
        shown = _Shown(client, prefix_of(client, app))
        expected: list[tuple[str, Rows, Rows]] = [
            ("mark", shown.marks(), {(*place, end) for place, end in log.heads.items() if end > 0}),
            ("area", shown.fields("area"), {(area.name,) for area in areas if area.facts.area is not None}),
            ("place", shown.fields("place"), {(area.name, stop) for area in areas for stop in area.facts.stops}),
            ("trip", shown.trips(), {(area.name, key) for area in areas for key in area.facts.trips}),
            (
                "live",
                shown.live(),
                {(a.name, parcel, now["revision"]) for a in areas for parcel, now in a.live.items()},
            ),
            ("plan", shown.plans(), {(a.name, f"{a.name}/{a.plans}") for a in areas if a.plans > 0}),
            ("reject", shown.rejects(), rejects),
            ("match", shown.stream(log), _decisions(log)),
        ]
    for what, found, wanted in expected:
        yield from differences(f"redis: {what}", found, wanted)


def prefix_of(client: "Redis", app: str) -> str:
    """Where the names of an app's keys begin: with the app, as a hash tag, and a version."""
    return str(next(client.scan_iter(f"{{{app}}}:*:mark"))).removesuffix("mark")


class _Shown:
    """What stands in Redis, as rows."""

    def __init__(self, client: "Redis", prefix: str) -> None:
        self._client = client
        self._prefix = prefix

    def fields(self, name: str) -> Rows:
        return {tuple(_ids(field)) if ":" in field else (field,) for field in self._hash(name)}

    def marks(self) -> Rows:
        places = ((*place.split("/"), word.split(" ")[0]) for place, word in self._hash("mark").items())
        return {(topic, int(partition), int(position)) for partition, topic, position in places}

    def trips(self) -> Rows:
        """Those of publications in force."""
        in_force = {field: stored.partition(" ")[2] for field, stored in self._hash("in_force").items()}
        trips = (_ids(field) for field in self._hash("trip"))
        return {
            (area, key)
            for area, key, feed, day, publication in trips
            if in_force.get(_field(area, feed, day)) == publication
        }

    def live(self) -> Rows:
        return {(*_ids(field), json.loads(stored)[2]) for field, stored in self._hash("live").items()}

    def plans(self) -> Rows:
        return {(area, json.loads(row)[2]) for area, row in self._hash("plan").items()}

    def rejects(self) -> Rows:
        rows = (json.loads(row) for row in self._hash("reject").values())
        return {(row[2], row[3], row[4], row[6]) for row in rows}

    def stream(self, log: LogFile) -> Rows:
        """Partition and offset of each entry."""
        return {
            (partition, int(str(entry).partition("-")[0]))
            for topic, partition in log.rows
            if topic == MATCHES
            for entry, _ in self._client.xrange(f"{self._prefix}match:{partition}") or ()
        }

    def _hash(self, name: str) -> dict[str, str]:
        return {str(field): str(value) for field, value in self._client.hgetall(self._prefix + name).items()}


def _decisions(log: LogFile) -> Rows:
    """Where the decisions on parcels stand."""
    return {
        (partition, row.offset)
        for (topic, partition), rows in log.rows.items()
        if topic == MATCHES
        for row in rows
        if dict(row.headers)["ce_type"] != b"ridealong.plan.certified.v1"
    }


def _ids(text: str) -> list[str]:
    left, ids = text.encode(), []
    while left:
        length, _, rest = left.partition(b":")
        ids.append(rest[: int(length)].decode())
        left = rest[int(length) + 1 :]
    return ids


def _field(*ids: str) -> str:
    return "".join(f"{len(part.encode())}:{part}," for part in ids)
