"""What a language says, and how it writes times and amounts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The messages of one language, by key; each has the same keys and placeholders as in the others."""

    weekdays: tuple[str, ...]
    """Monday first, as they stand in a date."""
    months: tuple[str, ...]
    """January first, as they stand in a date."""
    decimal_point: str
    goods: Mapping[str, str]
    """Handling classes that have a name of their own; others are named as they are."""
    messages: Mapping[str, str]

    def say(self, key: str, **words: str) -> str:
        """The message with its placeholders filled in."""
        return self.messages[key].format(**words)

    def time(self, instant: datetime, beside: datetime | None = None, *, when: str = "time") -> str:
        """The local clock; with its date too, unless that is the date of an instant told `beside` it.

        `when`: `time`, a noun, or `at`, as in "at 12:20".
        """
        clock = self.say(f"{when}.clock", hour=f"{instant:%H}", minute=f"{instant:%M}")
        if beside is not None and beside.date() == instant.date():
            return clock
        return self.say(
            f"{when}.date",
            weekday=self.weekdays[instant.weekday()],
            day=str(instant.day),
            month=self.months[instant.month - 1],
            time=clock,
        )

    def amount(self, unit: str, thousandths: int, places: int = 0) -> str:
        """An amount exactly, with at least so many decimals, in the unit of that key."""
        whole, rest = divmod(thousandths, 1000)
        decimals = f"{rest:03}".rstrip("0").ljust(places, "0")
        number = f"{whole}{self.decimal_point}{decimals}" if decimals else str(whole)
        return self.say(f"unit.{unit}", number=number)

    def goods_name(self, handling_class: str) -> str:
        """A handling class as people say it."""
        return self.goods.get(handling_class) or self.say("goods.other", name=handling_class)

    def listed(self, words: list[str]) -> str:
        """`a`, `a and b`, `a, b and c`."""
        if len(words) < 2:
            return "".join(words)
        return self.say("list.last", before=", ".join(words[:-1]), last=words[-1])
