"""Ids, quantities and money as they stand on the wire: integers with the unit in the name."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

MAX_ID_BYTES = 200
MAX_QUANTITY = 2_000_000_000
"""Upper bound of every quantity: 2,000 cubic metres or tonnes, 63 years. Keeps sums inside 64 bits."""


def _short_enough(text: str) -> str:
    if not text.isascii() and len(text.encode()) > MAX_ID_BYTES:
        raise ValueError(f"an id has at most {MAX_ID_BYTES} bytes of UTF-8")
    return text


Id = Annotated[str, Field(min_length=1, max_length=MAX_ID_BYTES), AfterValidator(_short_enough)]
"""An opaque id, unique within an area; never parsed."""

Quantity = Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
"""A non-negative integer; its unit is in the field's name (`_ml`, `_g`, `_mm`, `_m`, `_s`)."""

Millis = Annotated[int, Field(ge=0, le=MAX_QUANTITY)]
"""Money in thousandths of a euro (EUR 1.00 = 1000)."""


class Body(BaseModel):
    """Base of every event body: frozen, no unknown field, no coercion ("5" is not 5)."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        allow_inf_nan=False,
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        use_attribute_docstrings=True,
    )
