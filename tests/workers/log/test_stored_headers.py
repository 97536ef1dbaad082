"""Headers as a column of the log file: what is written is read, and a newcomer can read it too."""

import pickle

import pytest

from workers.log.sqlite.headers import StoredHeaders, to_column

CLOUD_EVENT = (
    ("ce_id", b"01JD9"),
    ("ce_type", b"ridealong.parcel.requested.v1"),
    ("content-type", b"application/json"),
)
HEADERS = [
    (),
    CLOUD_EVENT,
    (("ce_id", b"1"), ("ce_id", b"2")),
    (("ce_id", b""),),
    (("", b""),),
    (("", b""), ("", b"")),
    (("x-name-ā", bytes(range(256))),),
    (("x-lines", b"1\n2"), ("x-none", b"")),
    (("x name", b"1"),),
    (("x\nname", b"1"),),
    (("[", b"1"),),
    (("[", b"1"), ("x-lines", b"1\n2")),
]


@pytest.mark.parametrize("headers", HEADERS)
def test_headers_are_read_as_they_were_written(headers: tuple[tuple[str, bytes], ...]) -> None:
    assert tuple(StoredHeaders(to_column(headers))) == headers


@pytest.mark.parametrize("headers", HEADERS)
def test_stored_headers_stand_for_the_pairs_they_hold(headers: tuple[tuple[str, bytes], ...]) -> None:
    stored = StoredHeaders(to_column(headers))
    assert stored == headers
    assert headers == stored
    assert stored == StoredHeaders(to_column(headers))
    assert stored != (*headers, ("x-more", b"1"))
    assert hash(stored) == hash(headers)
    assert repr(stored) == repr(headers), "digests are made of it"
    assert len(stored) == len(headers)
    assert all(pair in stored for pair in headers)
    assert ("x-more", b"1") not in stored


def test_stored_headers_cross_to_another_process_without_being_read() -> None:
    stored = StoredHeaders(to_column(CLOUD_EVENT))
    assert pickle.loads(pickle.dumps(stored)) == CLOUD_EVENT
    assert to_column(CLOUD_EVENT) in pickle.dumps(stored)


def test_headers_read_from_a_log_can_be_written_again() -> None:
    column = to_column(CLOUD_EVENT)
    assert to_column(StoredHeaders(column)) == column


def test_the_column_is_the_names_on_a_line_and_each_value_on_a_line() -> None:
    assert (
        to_column(CLOUD_EVENT) == b"ce_id ce_type content-type\n01JD9\nridealong.parcel.requested.v1\napplication/json"
    )
