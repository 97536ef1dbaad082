import pytest

from contracts.windows import Windows
from workers.sources.freight.opening import weekly_windows


def written(windows: Windows) -> str:
    """`mon,tue 06:00-22:00; sat 08:00-18:00`."""
    if windows is None:
        return "always"
    return "; ".join(f"{','.join(window.days)} {window.from_}-{window.to}" for window in windows) or "never"


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("24/7", "always"),
        ("Mo-Su 00:00-24:00", "always"),
        ("off", "never"),
        ("closed", "never"),
        ("Mo-Fr 06:00-22:00; Sa 08:00-18:00", "mon,tue,wed,thu,fri 06:00-22:00; sat 08:00-18:00"),
        ("mo-fr 6:00-22:00", "mon,tue,wed,thu,fri 06:00-22:00"),
        ("Mo", "mon 00:00-24:00"),
        ("Mo 20:00-24:00", "mon 20:00-24:00"),
        ("Sa-Mo 10:00-11:00", "mon,sat,sun 10:00-11:00"),
        ("Mo 08:00-12:00,13:00-17:00", "mon 08:00-12:00; mon 13:00-17:00"),
        ("Mo 08:00-12:00,12:00-17:00", "mon 08:00-17:00"),
        ("Mo-We 08:00-12:00; Tu off", "mon,wed 08:00-12:00"),
        ("Mo-We 08:00-12:00; Tu 10:00-11:00", "mon,wed 08:00-12:00; tue 10:00-11:00"),
        ("Mo 08:00-12:00, Mo 14:00-15:00", "mon 08:00-12:00; mon 14:00-15:00"),
        ("24/7; We off", "mon,tue,thu,fri,sat,sun 00:00-24:00"),
    ],
)
def test_opening_hours_become_windows_of_a_week(expression: str, expected: str) -> None:
    assert written(weekly_windows(expression)) == expected


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("Mo 22:00-02:00", "mon 22:00-02:00"),
        ("Mo 22:00-26:00", "mon 22:00-02:00"),
        ("Su 22:00-03:00", "sun 22:00-03:00"),
        ("22:00-02:00", "mon,tue,wed,thu,fri,sat,sun 22:00-02:00"),
        ("Mo 10:00-09:00", "mon 10:00-09:00"),
        ("Mo 10:00-10:00", "mon 10:00-24:00; tue 00:00-10:00"),
        ("Mo 06:00-48:00", "mon 06:00-24:00; tue 00:00-24:00"),
        ("Su 20:00-24:00; Mo 00:00-04:00", "sun 20:00-04:00"),
        ("Fr 22:00-02:00; Sa off", "fri 22:00-24:00"),
    ],
)
def test_a_range_past_midnight_belongs_to_the_day_it_starts_on(expression: str, expected: str) -> None:
    assert written(weekly_windows(expression)) == expected


@pytest.mark.parametrize(
    ("expression", "what"),
    [
        ("Mo-Fr 08:00-12:00; PH off", "holidays"),
        ("SH 08:00-12:00", "holidays"),
        ("easter off", "holidays"),
        ("Mo sunrise-12:00", "sunrise"),
        ("Mo 12:00-(sunset-01:00)", "sunset"),
        ("Jan-Mar Mo 10:00-12:00", "months"),
        ("Dec 25 off", "months"),
        ("2026 Mo 10:00-12:00", "years"),
        ("week 1-10 Mo 10:00-12:00", "week numbers"),
        ("Mo[1] 10:00-12:00", "n-th weekday"),
        ("Mo 10:00+", "open end"),
        ("Mo 10:00-12:00 unknown", "unknown"),
        ('Mo 10:00-12:00 "ring the bell"', "comments"),
        ("Mo 10:00-12:00 || Tu 10:00-12:00", "fallback"),
    ],
)
def test_what_a_plain_week_cannot_say_is_refused_by_name(expression: str, what: str) -> None:
    with pytest.raises(ValueError, match=what):
        weekly_windows(expression)


@pytest.mark.parametrize(
    "expression", ["whenever", "Mo-Fr 8-10", "Mo 25:00", "Mo-Fr 06:00-22:00 Sa 08:00-18:00", ":", ""]
)
def test_other_text_is_refused_with_the_form_to_write(expression: str) -> None:
    with pytest.raises(ValueError, match="Mo-Fr 06:00-22:00; Sa 08:00-18:00"):
        weekly_windows(expression)
