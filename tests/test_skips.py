"""In CI a skipped test is a failed one, unless its reason is on the list."""

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[1]
A_TEST = "import pytest\n\ndef test_it():\n    pytest.skip({reason!r})\n"


@pytest.fixture
def project(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makeconftest((ROOT / "conftest.py").read_text(encoding="utf-8"))
    return pytester


def outcomes(project: pytest.Pytester, source: str, monkeypatch: pytest.MonkeyPatch, *, ci: bool) -> dict[str, int]:
    monkeypatch.setenv("CI", "true" if ci else "")
    project.makepyfile(source)
    return project.runpytest_inprocess().parseoutcomes()


def test_a_skip_fails_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    source = A_TEST.format(reason="no browser")
    assert outcomes(project, source, monkeypatch, ci=True) == {"failed": 1}


def test_the_failure_says_why_it_was_skipped(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    project.makepyfile(A_TEST.format(reason="no browser"))
    project.runpytest_inprocess().stdout.fnmatch_lines(["*skipped in CI*no browser*"])


def test_a_skip_elsewhere_is_a_skip(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    source = A_TEST.format(reason="no browser")
    assert outcomes(project, source, monkeypatch, ci=False) == {"skipped": 1}


def test_a_listed_reason_may_skip_in_ci(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    source = A_TEST.format(reason="shared data absent: ../shared/data")
    assert outcomes(project, source, monkeypatch, ci=True) == {"skipped": 1}


def test_a_whole_file_cannot_skip_itself(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import pytest\n\npytest.importorskip('no_such_module')\n"
    assert outcomes(project, source, monkeypatch, ci=True) == {"errors": 1}


def test_an_expected_failure_is_no_skip(project: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import pytest\n\n@pytest.mark.xfail(strict=True)\ndef test_it():\n    raise ValueError\n"
    assert outcomes(project, source, monkeypatch, ci=True) == {"xfailed": 1}
