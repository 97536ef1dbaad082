"""The lines of places."""

import re
from datetime import date

from contracts.stop import Hub, Locker, LockerSize, Meeting, OpenException, StopPublished
from contracts.windows import Span
from tests.worlds.line import Line, refuse_unknown
from tests.worlds.words import duration_s, quantities, windows

_COUNT = re.compile(r"x(\d+)")
_KNOWN = {
    "place": {
        *("zone", "no", "cut_off", "release", "handling", "classes", "open", "except", "at"),
        *("locker", "collect", "meeting"),
    }
}
_KNOWN["hub"] = _KNOWN["place"] | {"storage", "transfer", "longest_wait"}


def place(line: Line) -> StopPublished:
    """`place A  cut_off 15  release 30 min  ...`, and `hub H  storage 50 l  transfer 10` where parcels change."""
    said = line.said()
    refuse_unknown(said, _KNOWN[line.word])
    lat, lon = (float(word) for word in said["at"]) if "at" in said else (None, None)
    return StopPublished(
        stop_id=line.head[1],
        name=line.head[1],
        lat=lat,
        lon=lon,
        zone_id=said["zone"][0] if "zone" in said else None,
        accepts=said.get("no") != ["parcels"],
        cut_off_s=duration_s(said.get("cut_off", ["0"])),
        release_s=duration_s(said.get("release", ["0"])),
        handling_s_per_parcel=duration_s(said.get("handling", ["0"]), "s"),
        handling_classes=tuple(said.get("classes", ["ambient"])),
        open=windows(" ".join(said.get("open", ["always"]))),
        hub=_hub(said) if line.word == "hub" else None,
        open_exceptions=tuple(_exception(clause[1:]) for clause in line.clauses if clause[0] == "except"),
        locker=_locker(said) if "locker" in said else None,
        meeting=_meeting(said["meeting"]) if "meeting" in said else None,
    )


def _hub(said: dict[str, list[str]]) -> Hub:
    storage, _ = quantities(said.get("storage", []))
    return Hub(
        storage_ml=storage.get("volume_ml"),
        min_transfer_s=duration_s(said.get("transfer", ["0"])),
        longest_wait_s=duration_s(said["longest_wait"]) if "longest_wait" in said else None,
    )


def _exception(words: list[str]) -> OpenException:
    """`2026-11-23 10:00-12:00, 14:00-15:00`, or `2026-11-23 never`."""
    spans = windows(" ".join(words[1:])) or ()
    return OpenException(
        date=date.fromisoformat(words[0]), spans=tuple(Span(from_=span.from_, to=span.to) for span in spans)
    )


def _locker(said: dict[str, list[str]]) -> Locker:
    """`S 5 l x2, M 20 l 60 cm 10 kg`: a size for each part; without a number there is one of it."""
    sizes = [_size(part.split()) for part in " ".join(said["locker"]).split(",")]
    return Locker(sizes=tuple(sizes), collect_s=duration_s(said.get("collect", ["0"])))


def _size(words: list[str]) -> LockerSize:
    amounts, rest = quantities(words[1:])
    count = 1
    for word in rest:
        found = _COUNT.fullmatch(word)
        if found is None:
            raise ValueError(f"{word!r} says nothing of a compartment")
        count = int(found[1])
    volume_ml = amounts.get("volume_ml")
    if volume_ml is None:
        raise ValueError(f"the compartment {words[0]!r} has no volume")
    return LockerSize(
        name=words[0],
        volume_ml=volume_ml,
        longest_side_mm=amounts.get("longest_side_mm"),
        weight_g=amounts.get("weight_g"),
        count=count,
    )


def _meeting(words: list[str]) -> Meeting:
    """`meeting`, `meeting fallback H`, `meeting reserves`, `meeting fallback H reserves`."""
    rest = [word for word in words if word != "reserves"]
    if rest and (rest[0] != "fallback" or len(rest) != 2):
        raise ValueError(f"{' '.join(rest)!r} says nothing of a meeting")
    return Meeting(fallback_stop_id=rest[1] if rest else None, reserves="reserves" in words)
