"""The image is built from what is locked, and runs without rights."""

import re
import subprocess

from tests.deploy.linters import program
from tests.deploy.manifests import DEPLOY

DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
INSTRUCTIONS = re.findall(r"^([A-Z]+) +((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE)
ROOT = DEPLOY.parent


def instructions(name: str) -> list[str]:
    return [rest for instruction, rest in INSTRUCTIONS if instruction == name]


def test_the_dockerfile_satisfies_its_linter() -> None:
    ran = subprocess.run(
        [program("hadolint"), "--no-color", DEPLOY / "Dockerfile"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ran.returncode, ran.stdout) == (0, "")


def test_it_runs_as_a_user_without_rights() -> None:
    assert instructions("USER")[-1] == "10001:10001"
    last_stage = DOCKERFILE[DOCKERFILE.rindex("\nFROM ") :]
    assert last_stage.index("USER 10001") < last_stage.index("ENTRYPOINT")


def test_its_base_is_pinned_to_a_python_and_a_distribution() -> None:
    assert re.search(r"^ARG PYTHON=python:3\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert {base.split()[0] for base in instructions("FROM")} == {"${PYTHON}"}


def test_nothing_is_installed_that_is_not_locked() -> None:
    (_, *installs) = re.split(r"pip install ", DOCKERFILE)
    assert len(installs) == 2
    for install in installs:
        assert "--require-hashes" in install or "--no-deps --no-build-isolation" in install


def test_the_image_gets_the_versions_that_everything_was_tested_with() -> None:
    def versions(path: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9-]+==[^ ]+", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE))

    assert versions("deploy/requirements.lock") < versions("requirements.lock")


def test_tools_for_development_stay_out_of_the_image() -> None:
    locked = (DEPLOY / "requirements.lock").read_text(encoding="utf-8")
    for tool in ("pytest", "mypy", "ruff", "hypothesis", "confluent-kafka"):
        assert f"\n{tool}==" not in locked


def test_everything_that_is_copied_into_the_image_reaches_the_builder() -> None:
    let_through = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE)
    copied = [
        source
        for copy in instructions("COPY")
        if "--from" not in copy
        for source in copy.split()[:-1]
        if not source.startswith("--")
    ]
    assert sorted(copied) == sorted(let_through)
    assert all((ROOT / source).exists() for source in copied)


def test_the_entrypoint_starts_ridealong_in_its_own_place() -> None:
    entrypoint = (DEPLOY / "entrypoint").read_text(encoding="utf-8")
    assert entrypoint.startswith("#!/bin/sh\n")
    assert entrypoint.endswith('exec /opt/ridealong/bin/ridealong "$@"\n')
    subprocess.run(["sh", "-n", DEPLOY / "entrypoint"], check=True, timeout=10)
