"""What contracts.md says about report.json, and that its figures agree with each other."""

from typing import Any

from contracts.reasons import UnmatchedReason
from tests.end_to_end.commands import FILES, PlanFolder
from tests.workers.surfaces.report.pages import Page

REPORT_KEYS = [
    "parcels", "matched", "unmatched", "value_millis", "bound_millis", "gap", "seconds", "peak_rss_mib",
    "trips", "places", "rules", "warnings",
]  # fmt: skip
DIMENSIONS = {"volume_ml", "weight_g", "pieces"}


def check_files(plan: PlanFolder) -> None:
    """All five files, each whole and in agreement with the others."""
    assert {path.name for path in plan.path.iterdir()} == FILES
    report = plan.report
    _check_report(report)
    for name in ("report.html", "manifests.html"):
        page = Page(plan.path / name)
        assert [link for link in page.references() if not link.startswith("#")] == [], "opens from disk, alone"
        if name == "manifests.html":
            assert page.classes("article") == ["manifest"] * sum(trip["matched"] > 0 for trip in report["trips"])


def _check_report(report: dict[str, Any]) -> None:
    assert list(report) == REPORT_KEYS
    assert report["parcels"] == report["matched"] + sum(report["unmatched"].values())
    assert set(report["unmatched"]) <= {reason.value for reason in UnmatchedReason}
    assert set(report["seconds"]) == {"import", "decide", "total"}
    assert report["seconds"]["total"] >= report["seconds"]["import"] + report["seconds"]["decide"] > 0
    assert report["peak_rss_mib"] > 1
    assert (report["gap"] is None) == (report["bound_millis"] is None)
    if report["bound_millis"] is not None:
        assert report["bound_millis"] >= report["value_millis"] >= 0
        assert report["gap"] == (report["bound_millis"] - report["value_millis"]) / max(report["bound_millis"], 1)
    for trip in report["trips"]:
        _check_trip(trip)
    for place in report["places"]:
        assert set(place) == {"stop_id", "requested", "matched"}
        assert place["requested"] >= place["matched"] >= 0
    assert sum(place["requested"] for place in report["places"]) == 2 * report["parcels"]
    assert sum(place["matched"] for place in report["places"]) == 2 * report["matched"]
    for warning in report["warnings"]:
        assert set(warning) == {"file", "line", "code", "sentence", "count"}
        assert warning["count"] >= 1


def _check_trip(trip: dict[str, Any]) -> None:
    assert set(trip) == {"trip_key", "matched", "peak"}
    for peak in trip["peak"].values():
        assert set(peak) == DIMENSIONS
        for used, offered in peak.values():
            assert used >= 0
            assert offered is None or used <= offered
            assert trip["matched"] > 0 or used == 0
