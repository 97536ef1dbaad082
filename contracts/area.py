"""`area.published`: what every worker of an area must know."""

from enum import StrEnum
from typing import Annotated, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, model_validator

from contracts.goods import GoodsClass
from contracts.units import Body, Id, Millis, Quantity


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not a time zone of the tz database") from error
    return name


TimeZoneName = Annotated[str, AfterValidator(_known_zone)]


class Language(StrEnum):
    """What people in an area read."""

    ENGLISH = "en"
    LATVIAN = "lv"
    PORTUGUESE = "pt"
    DUTCH = "nl"


class Costs(Body):
    """What a journey costs, and what changing a published match costs."""

    leg_millis: Millis
    """Of each leg."""
    transfer_millis: Millis
    """Of each transfer."""
    storage_millis_per_l_h: Millis
    """Per litre and hour of waiting between legs."""
    change_millis: Millis
    """Of replacing a match that was already published."""


class Tariff(Body):
    """The value of a parcel whose shipper names none."""

    base_millis: Millis
    """Of every parcel."""
    per_kg_millis: Millis
    """By weight."""
    per_km_millis: Millis
    """By straight-line distance, where it is known."""


class AreaPublished(Body):
    """An area: one worker decides for it; its name is the partition key."""

    area: Id
    """Name of the area; the key of all its records."""
    time_zone: TimeZoneName
    """Name in the tz database, such as `Europe/Riga`; windows and service dates are read in it."""
    notice_s: Quantity
    """A new match leaves at least this long between the decision and the hand-in."""
    costs: Costs
    """What a journey costs."""
    tariff: Tariff
    """What a parcel is worth when its shipper names no value."""
    goods: tuple[GoodsClass, ...] = ()
    """What is special about classes of goods; each class once."""
    language: Language = Language.ENGLISH
    """Of the sentences in decisions."""

    @model_validator(mode="after")
    def _each_class_once(self) -> Self:
        names = [goods.handling_class for goods in self.goods]
        if len(set(names)) != len(names):
            raise ValueError("goods name a handling class twice")
        return self
