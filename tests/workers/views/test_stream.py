"""A place in the match stream can be written down and read again; nonsense is refused."""

import pytest

from workers.errors import InputError
from workers.views.stream import START, Cursor


@pytest.mark.parametrize("places", [{}, {3: 0}, {3: 18}, {0: 5, 3: 18, 7: 221}], ids=str)
def test_a_place_is_read_as_it_was_written(places: dict[int, int]) -> None:
    assert Cursor.parse(str(Cursor(places))) == Cursor(places)


def test_the_start_is_an_empty_text() -> None:
    assert str(START) == ""
    assert Cursor.parse("") == START


@pytest.mark.parametrize("text", ["7", "7:", ":7", "a:1", "1:a", "1:2,", "1:2;3:4", "-1:2", "1:²", " 1:2"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="no place in the match stream"):
        Cursor.parse(text)
