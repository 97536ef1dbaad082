"""The area's own facts, from `area.published`."""

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from contracts.area import AreaPublished, Language
from contracts.goods import GoodsClass


@dataclass(frozen=True, slots=True)
class Goods:
    """What is special about a class of goods."""

    offered_as: str
    """The handling class that places and compartments must offer for it."""
    excluded: bool = False
    longest_outside_s: int = 0
    """How long at a time it may wait at a place that does not offer it; 0 = it never does."""
    longest_total_s: int | None = None
    """From hand-in to collection; None = not limited."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Money in thousandths of a euro, times in seconds."""

    time_zone: ZoneInfo
    notice_s: int
    leg_millis: int
    transfer_millis: int
    storage_millis_per_l_h: int
    change_millis: int
    goods: dict[str, Goods] = field(default_factory=dict)
    """By handling class: those that have something special."""
    language: Language = Language.ENGLISH
    """Of the sentences in decisions."""

    def goods_of(self, handling_class: str) -> Goods:
        """A class of goods; without a word about it, it must be offered everywhere, and may take any time."""
        return self.goods.get(handling_class) or Goods(handling_class)


def settings_from(body: AreaPublished) -> Settings:
    """Keep what the matcher obeys."""
    return Settings(
        time_zone=ZoneInfo(body.time_zone),
        notice_s=body.notice_s,
        leg_millis=body.costs.leg_millis,
        transfer_millis=body.costs.transfer_millis,
        storage_millis_per_l_h=body.costs.storage_millis_per_l_h,
        change_millis=body.costs.change_millis,
        goods={told.handling_class: _goods(told) for told in body.goods},
        language=body.language,
    )


def _goods(body: GoodsClass) -> Goods:
    return Goods(
        offered_as=body.handling_class if body.carried_as is None else body.carried_as,
        excluded=body.excluded,
        longest_outside_s=body.longest_outside_s,
        longest_total_s=body.longest_total_s,
    )


BEFORE_THE_AREA = Settings(
    time_zone=ZoneInfo("UTC"),
    notice_s=0,
    leg_millis=0,
    transfer_millis=0,
    storage_millis_per_l_h=0,
    change_millis=0,
)
"""Stands in until the area is published. No stop counts as published then, so only the zone is used."""
