"""The state of areas as bytes, and back: a shortcut past the replay, never the truth.

A snapshot fits only the code that wrote it: its fingerprint covers every field of every class of the
state. One that does not fit is ignored, and the log is replayed instead.
"""

import pickle
from dataclasses import fields, is_dataclass, replace
from hashlib import sha256

from matcher.state import area_state, bonds, decisions, parcels, places, seen, settings, timetable
from matcher.state.area_state import AreaState

_FORMAT = 1
"""Raise it when the meaning of a field changes without its name or type."""
_MODULES = (area_state, bonds, decisions, parcels, places, seen, settings, timetable)


def freeze(areas: dict[str, AreaState]) -> bytes:
    """The states of a partition's areas, without what decisions derived from them."""
    bare = {name: replace(state, cache={}, touched=set()) for name, state in areas.items()}
    body = pickle.dumps(bare, protocol=pickle.HIGHEST_PROTOCOL)
    return fingerprint() + sha256(body).digest() + body


def thaw(snapshot: bytes) -> dict[str, AreaState] | None:
    """The states again; None when the snapshot is damaged or was written by other code."""
    mark, digest, body = snapshot[:32], snapshot[32:64], snapshot[64:]
    if mark != fingerprint() or digest != sha256(body).digest():
        return None
    areas: dict[str, AreaState] = pickle.loads(body)  # noqa: S301 - from our own folder, behind our fingerprint and a checksum
    return areas


def fingerprint() -> bytes:
    """What the classes of the state look like: 32 bytes."""
    shape = [str(_FORMAT)]
    for module in _MODULES:
        for name, kind in sorted(vars(module).items()):
            if isinstance(kind, type) and is_dataclass(kind):
                shape += [f"{name}.{field.name}: {field.type}" for field in fields(kind)]
    return sha256("\n".join(shape).encode()).digest()
