"""What a journey takes: an amount of each row in a range of the capacity vector."""

from typing import NamedTuple


class Use(NamedTuple):
    """`amount` of every row from `first` up to, not including, `last`."""

    first: int
    last: int
    amount: int
