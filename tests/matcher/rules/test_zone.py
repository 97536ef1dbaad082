"""Zones that hold from a date on, and operators that they exempt."""

import pytest

from tests.matcher.rules.said import said

BOUND = "P1: ZONE_CLOSED"


def _brought(zone: str, arrives: str = "08:00") -> str:
    return said(f"""
place A
place B  zone Z
zone Z  electric  {zone}
trip T1  operator op  diesel  A 07:10  B {arrives}
parcel P1  A -> B  ready 06:30  due 2026-11-24 12:00  1 l  value 9
""")


@pytest.mark.parametrize(("since", "binds"), [("2026-11-23", True), ("2026-11-24", False)])
def test_a_zone_binds_calls_from_its_date_on(since: str, *, binds: bool) -> None:
    assert (_brought(f"from {since}") == BOUND) == binds


@pytest.mark.parametrize(("arrives", "binds"), [("23:59:59", False), ("24:00", True)])
def test_its_date_begins_at_local_midnight(arrives: str, *, binds: bool) -> None:
    assert (_brought("from 2026-11-24", arrives) == BOUND) == binds


@pytest.mark.parametrize(("operator", "binds"), [("somebody", True), ("op", False)])
def test_an_exempt_operator_is_bound_neither_in_powertrain_nor_in_windows(operator: str, *, binds: bool) -> None:
    assert (_brought(f"Mo-Su 20:00-21:00  exempt {operator}") == BOUND) == binds
