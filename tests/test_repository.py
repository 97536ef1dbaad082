"""What holds for the repository as a whole."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("contracts", "matcher", "workers")

MACHINES_AND_REGISTRIES = ["/" + folder + "/" for folder in ("work", "root", "home")] + [
    ".".join(parts) for parts in (("pypi", "org"), ("files", "pythonhosted"), ("registry", "npmjs"), ("deb", "debian"))
]


def tracked_files() -> list[Path]:
    """What a clone holds, and what is about to be added to it."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every tracked text file."""
    found = {}
    for path in tracked_files():
        content = path.read_bytes()
        if b"\0" not in content:
            found[path.relative_to(ROOT).as_posix()] = content.decode()
    assert "tests/test_repository.py" in found
    return found


@pytest.mark.parametrize("word", MACHINES_AND_REGISTRIES)
def test_no_file_speaks_of_a_machine_or_a_registry(word: str, texts: dict[str, str]) -> None:
    assert [name for name, text in texts.items() if word in text] == []


def test_every_locked_dependency_has_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pinned = [line for line in lock.splitlines() if re.match(r"[a-z]", line)]
    assert pinned
    assert [line for line in pinned if "--hash=sha256:" not in line] == []


def test_every_dependency_is_locked() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    wanted = PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]
    for requirement in wanted:
        name = re.match(r"[\w-]+", requirement)
        assert name is not None
        assert re.search(rf"^{name.group()}==", lock, re.MULTILINE), requirement


def test_the_changelog_speaks_of_the_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(r"^## \[Unreleased\]$", changelog, re.MULTILINE)
    version = PROJECT["project"]["version"]
    assert version == "0.1.0" or f"## [{version}]" in changelog


def test_the_licence_is_apache_2() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in licence
    assert "Version 2.0, January 2004" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_every_package_folder_says_what_it_is() -> None:
    for package in PACKAGES:
        for folder in {path.parent for path in (ROOT / package).rglob("*.py")}:
            said = (folder / "__init__.py").read_text(encoding="utf-8")
            assert said.startswith('"""'), folder


def test_there_is_no_drawer_called_utils(texts: dict[str, str]) -> None:
    assert [name for name in texts if re.search(r"(^|/)(utils?|helpers?|misc|common)(\.py|/)", name)] == []


def test_every_ignored_rule_carries_its_reason(texts: dict[str, str]) -> None:
    ignored = re.compile(r"# (noqa|type: ignore)\b(?!: [A-Z]+[0-9]+(, [A-Z]+[0-9]+)* - \w|\[[a-z-]+\]  # \w)")
    bare = [
        f"{name}: {line.strip()}"
        for name, text in texts.items()
        if name.endswith(".py") and name != "tests/test_repository.py"
        for line in text.splitlines()
        if ignored.search(line)
    ]
    assert bare == []


def test_make_lists_each_of_its_targets() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None
    ran = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert re.findall(r"^  make ([\w-]+) ", ran.stdout, re.MULTILINE) == phony.group(1).split()
