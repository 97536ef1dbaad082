import pytest

from workers.sources.gtfs.service_time import format_service_time, service_seconds


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:00:00", 0),
        ("07:05:00", 25_500),
        ("7:05:00", 25_500),
        (" 07:05:00", 25_500),
        ("23:59:59", 86_399),
        ("24:00:00", 86_400),
        ("25:10:00", 90_600),
        ("99:59:59", 359_999),
    ],
)
def test_a_time_is_seconds_and_may_pass_24_00(text: str, seconds: int) -> None:
    assert service_seconds(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "7", "07:05", "07:60:00", "07:05:60", "-1:00:00", "100:00:00", "07:05:00.5", "07.05.00", "٠٧:٠٥:٠٠"]
)
def test_anything_else_is_no_time(text: str) -> None:
    with pytest.raises(ValueError, match="is no time such as 07:05:00 or 25:10:00"):
        service_seconds(text)


@pytest.mark.parametrize("text", ["00:00:00", "07:05:09", "25:10:00", "99:59:59"])
def test_a_time_is_written_as_it_is_read(text: str) -> None:
    assert format_service_time(service_seconds(text)) == text
