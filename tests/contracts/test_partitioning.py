"""Where an area lives: the same partition that Kafka's own clients choose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.partitioning import DEFAULT_PARTITIONS, murmur2, partition_of

KAFKAS_OWN_VECTORS = {
    "21": -973932308,
    "foobar": -790332482,
    "a-little-bit-long-string": -985981536,
    "a-little-bit-longer-string": -1486304829,
    "lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8": -58897971,
    "abc": 479470107,
}


def as_java_int(value: int) -> int:
    return value - 2**32 if value >= 2**31 else value


@pytest.mark.parametrize(("text", "hashed"), KAFKAS_OWN_VECTORS.items())
def test_murmur2_gives_what_kafkas_own_tests_expect(text: str, hashed: int) -> None:
    assert as_java_int(murmur2(text.encode())) == hashed


@given(st.binary(max_size=64))
def test_murmur2_has_32_bits(data: bytes) -> None:
    assert 0 <= murmur2(data) < 2**32


@given(st.text(max_size=50), st.integers(min_value=1, max_value=1000))
def test_an_area_lives_on_one_of_the_partitions(area: str, partitions: int) -> None:
    assert 0 <= partition_of(area, partitions) < partitions


@given(st.text(max_size=50))
def test_the_sign_bit_is_masked_not_negated(area: str) -> None:
    java = as_java_int(murmur2(area.encode()))
    assert partition_of(area, DEFAULT_PARTITIONS) == (java & 0x7FFFFFFF) % DEFAULT_PARTITIONS


def test_areas_spread_over_all_partitions() -> None:
    counts = [0] * DEFAULT_PARTITIONS
    for number in range(8000):
        counts[partition_of(f"area-{number}", DEFAULT_PARTITIONS)] += 1
    assert all(800 < count < 1200 for count in counts)
