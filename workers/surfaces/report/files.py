"""The files of a plan, as `plan` and `demo` write them."""

import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from contracts.envelope import to_line
from contracts.event import Event
from workers.errors import InputError
from workers.resources_used import peak_rss_mib
from workers.sources.findings import Finding
from workers.surfaces.report.html import write_report_html
from workers.surfaces.report.manifests import write_manifests_html
from workers.surfaces.report.summary import Report, build_report, write_report_json

EVENTS = "events.jsonl"
MATCHES = "matches.jsonl"
REPORT = "report.json"
REPORT_PAGE = "report.html"
MANIFESTS = "manifests.html"


def files_in(folder: Path) -> list[Path]:
    """What `write_plan` writes there."""
    return [folder / name for name in (REPORT_PAGE, MANIFESTS, REPORT, EVENTS, MATCHES)]


def make_folder(folder: Path) -> None:
    """Make a folder, with those above it, unless it is there. Raises InputError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.", field="--out") from error


def write_plan(
    folder: Path,
    inputs: Sequence[Event],
    outputs: Sequence[Event],
    *,
    started: float,
    seconds: Mapping[str, float],
    warnings: Sequence[Finding],
) -> Report:
    """Write all files into a folder, which is made if it is not there. Returns report.json's content.

    `started`: the reading of `time.perf_counter` from which the total counts; it ends with the last file.
    """
    spent = {**seconds, "total": time.perf_counter() - started}
    report = build_report(inputs, outputs, seconds=spent, peak_rss_mib=peak_rss_mib(), warnings=warnings)
    make_folder(folder)
    try:
        write_events(folder / EVENTS, inputs)
        write_events(folder / MATCHES, outputs)
        write_report_html(folder / REPORT_PAGE, inputs, outputs, report)
        write_manifests_html(folder / MANIFESTS, inputs, outputs)
        report["seconds"]["total"] = round(time.perf_counter() - started, 3)
        report["peak_rss_mib"] = round(peak_rss_mib(), 1)
        write_report_json(folder / REPORT, report)
    except OSError as error:
        raise InputError(f"{folder} cannot be written: {error.strerror}.", field="--out") from error
    return report


def write_events(path: Path, events: Iterable[Event]) -> None:
    """Structured CloudEvents, one a line, in order."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(to_line(event) + "\n" for event in events)
