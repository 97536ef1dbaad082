"""Names beside dots."""

from itertools import combinations

from workers.surfaces.report.labels import MAX_LABELS, Label, Wanted, place_labels


def wanted(text: str, x: float, y: float) -> Wanted:
    return Wanted(text, (x, y), 5.0, "served", marked=True)


def span(label: Label) -> tuple[float, float, float, float]:
    """left, top, right, bottom; a letter is at least 6 wide."""
    width = 6.0 * len(label.text)
    left = {"start": label.x, "end": label.x - width, "middle": label.x - width / 2}[label.anchor]
    return left, label.y - 10, left + width, label.y


def overlap(one: Label, other: Label) -> bool:
    a, b = span(one), span(other)
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_a_name_alone_stands_to_the_right_of_its_dot() -> None:
    (label,) = place_labels([wanted("Valmiera", 500, 300)], [], 1000, 600)
    assert (label.anchor, label.x > 500) == ("start", True)


def test_a_name_keeps_off_a_line_where_it_can() -> None:
    to_the_right = ((500.0, 300.0), (700.0, 300.0))
    (label,) = place_labels([wanted("Valmiera", 500, 300)], [to_the_right], 1000, 600)
    assert label.anchor == "end"


def test_a_name_does_not_leave_the_page() -> None:
    (label,) = place_labels([wanted("Valmiera", 990, 300)], [], 1000, 600)
    assert span(label)[2] <= 1000


def test_names_never_cover_each_other_and_the_foremost_comes_first() -> None:
    crowd = [wanted(f"Place {i:02d}", 400 + 7 * (i % 20), 300 + 7 * (i // 20)) for i in range(100)]
    labels = place_labels(crowd, [], 1000, 600)
    assert labels[0].text == "Place 00"
    assert 1 < len(labels) < len(crowd)
    assert not any(overlap(one, other) for one, other in combinations(labels, 2))


def test_there_are_never_more_names_than_can_be_read() -> None:
    grid = [wanted("A", 20 + 40 * (i % 24), 20 + 30 * (i // 24)) for i in range(24 * 19)]
    assert len(place_labels(grid, [], 1000, 600)) == MAX_LABELS
