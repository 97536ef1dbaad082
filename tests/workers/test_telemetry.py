"""Logging: one JSON object a line for machines, pretty for people, secrets for nobody."""

import io
import json
import sys
from collections.abc import Iterator

import pytest
import structlog

from workers.telemetry import configure_logging


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _unconfigured_again() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def logged(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, level: str = "info", **figures: object) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logging(level)
    structlog.get_logger().info("batch", **figures)
    return stream.getvalue()


def test_without_a_terminal_a_line_is_one_json_object(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.loads(logged(monkeypatch, io.StringIO(), records=3))
    assert line.pop("timestamp").endswith("Z")
    assert line == {"event": "batch", "level": "info", "records": 3}


def test_on_a_terminal_a_line_is_for_people(monkeypatch: pytest.MonkeyPatch) -> None:
    text = logged(monkeypatch, Terminal(), records=3)
    assert "batch" in text
    with pytest.raises(json.JSONDecodeError):
        json.loads(text)


def test_what_is_below_the_level_is_not_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not logged(monkeypatch, io.StringIO(), level="warning")


def test_secrets_are_masked_by_name_and_inside_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.loads(
        logged(monkeypatch, io.StringIO(), sasl_password="hunter2", url="redis://bus:hunter2@cache:6379/0", stop="S1")
    )
    assert line["sasl_password"] == "***"
    assert line["url"] == "redis://bus:***@cache:6379/0"
    assert line["stop"] == "S1"
