"""Where an area lives: `(murmur2(area) & 0x7fffffff) mod N`, on Kafka and in SQLite alike.

murmur2 is the hash of Kafka's own default partitioner (org.apache.kafka.common.utils.Utils), so Java
clients land on the same partition without being told to.
"""

from functools import lru_cache

DEFAULT_PARTITIONS = 8

_SEED = 0x9747B28C
_MULTIPLIER = 0x5BD1E995
_MASK = 0xFFFFFFFF


def murmur2(data: bytes) -> int:
    """32-bit murmur2, unsigned."""
    value = (_SEED ^ len(data)) & _MASK
    whole = len(data) & ~3
    for start in range(0, whole, 4):
        word = int.from_bytes(data[start : start + 4], "little") * _MULTIPLIER & _MASK
        word = (word ^ word >> 24) * _MULTIPLIER & _MASK
        value = value * _MULTIPLIER & _MASK ^ word
    if whole < len(data):
        value = (value ^ int.from_bytes(data[whole:], "little")) * _MULTIPLIER & _MASK
    value = (value ^ value >> 13) * _MULTIPLIER & _MASK
    return value ^ value >> 15


@lru_cache(maxsize=1024)
def partition_of(area: str, partitions: int) -> int:
    """The partition number that holds an area, the same in every topic."""
    return (murmur2(area.encode()) & 0x7FFFFFFF) % partitions
