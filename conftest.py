"""What holds for every test: in CI nothing is skipped without being on the list below.

A test that skips because something is not installed proves nothing, and nobody sees it in a green run.
With CI=true such a skip is a failure.
"""

import os
from collections.abc import Generator

import pytest

MAY_SKIP_IN_CI = ("shared data absent",)
"""Beginnings of the reasons that are no failure in CI: what `.ci/run` cannot install."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skip of a test."""
    report = yield
    if not hasattr(report, "wasxfail"):
        _refuse_unlisted_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skip of a whole file."""
    report = yield
    _refuse_unlisted_skip(report)
    return report


def _refuse_unlisted_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get("CI") != "true" or report.outcome != "skipped":
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    reason = reason.removeprefix("Skipped: ")
    if not reason.startswith(MAY_SKIP_IN_CI):
        report.outcome = "failed"
        report.longrepr = f"skipped in CI, where everything has to run: {reason}"
