"""`ridealong` itself: every end of a command is a sentence and an exit status, never a traceback."""

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from types import ModuleType

import pytest

from workers.errors import InputError, RidealongError
from workers.surfaces.cli import lazy, main

PLANTED = "workers.surfaces.cli.demo"
PROGRAM = Path(sys.executable).with_name("ridealong")
COMMANDS = [name.split() for name in [*main.COMMANDS, *main.GROUP_COMMANDS]]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Callable[[BaseException], None]:
    """Let `ridealong demo` end with an exception."""

    def plant_fault(fault: BaseException) -> None:
        def demo() -> None:
            raise fault

        module = ModuleType(PLANTED)
        module.__dict__["demo"] = demo
        monkeypatch.setitem(sys.modules, PLANTED, module)

    return plant_fault


@pytest.fixture(autouse=True)
def _details_in_a_folder_of_the_test(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, check=False, timeout=60)


def test_bad_input_is_a_sentence_with_its_place_and_exit_2(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(InputError("is not a number", file="parcels.csv", line=3, field="weight_g"))
    assert main.run(["demo"]) == 2
    said = capsys.readouterr()
    assert said.err == "Error: parcels.csv:3: weight_g: is not a number\n"
    assert said.out == ""


def test_a_fault_of_ours_that_we_know_is_a_sentence_and_exit_1(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(RidealongError("The log is owned by another worker."))
    assert main.run(["demo"]) == 1
    assert capsys.readouterr().err == "Error: The log is owned by another worker.\n"


def test_a_fault_that_nobody_expected_keeps_its_details_in_a_file(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    plant(KeyError("calls"))
    assert main.run(["demo"]) == 1
    said = capsys.readouterr().err
    (details,) = tmp_path.iterdir()
    assert "KeyError: 'calls'" in said
    assert str(details) in said
    assert "Traceback" not in said
    assert "Traceback" in details.read_text(encoding="utf-8")
    assert details.stat().st_mode & 0o077 == 0


def test_a_fault_whose_details_cannot_be_kept_is_still_a_sentence(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    plant(ValueError("two\nlines"))
    assert main.run(["demo"]) == 1
    said = capsys.readouterr().err
    assert "ValueError: two\n" in said
    assert "could not be kept" in said


def test_a_file_that_the_machine_refuses_is_named(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(PermissionError(errno.EACCES, "Permission denied", "plan/report.html"))
    assert main.run(["demo"]) == 1
    assert capsys.readouterr().err.startswith("Error: plan/report.html: Permission denied\n")


def test_an_interruption_ends_quietly_with_130(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(KeyboardInterrupt())
    assert main.run(["demo"]) == 130
    assert capsys.readouterr().err.strip() == ""


def test_a_reader_that_goes_away_ends_it_quietly(
    plant: Callable[[BaseException], None], capsys: pytest.CaptureFixture[str]
) -> None:
    plant(BrokenPipeError(errno.EPIPE, "Broken pipe"))
    assert main.run(["demo"]) == 1
    assert capsys.readouterr().err == ""


def test_a_pipe_closed_before_the_last_flush_prints_nothing() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as closed:
        ran = subprocess.run([PROGRAM, "--help"], stdout=closed, stderr=subprocess.PIPE, check=False, timeout=60)
    assert ran.stderr == b""


@pytest.mark.parametrize("arguments", [["plna"], ["--colour"], ["contracts"], ["init"], []])
def test_a_usage_error_is_exit_2(arguments: list[str]) -> None:
    ran = program(*arguments)
    assert ran.returncode == 2
    assert "Usage: ridealong" in ran.stdout + ran.stderr
    assert "Traceback" not in ran.stderr


def test_a_typing_error_is_told_what_was_probably_meant() -> None:
    assert "Did you mean 'plan'" in program("plna").stderr


def test_the_version_is_the_packages() -> None:
    ran = program("--version")
    assert (ran.returncode, ran.stdout) == (0, f"ridealong {version('ridealong')}\n")


def test_help_lists_every_command_without_importing_one() -> None:
    script = (
        "import sys; from workers.surfaces.cli.main import run; run(['--help']); "
        "print(sorted(m for m in sys.modules if m.partition('.')[0] in {'ortools', 'numba', 'numpy', 'matcher'}))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    *helped, imported = ran.stdout.splitlines()
    assert imported == "[]"
    for name in (*main.COMMANDS, *main.GROUPS):
        assert any(line.split()[:1] == [name] for line in helped), name


def test_help_is_there_at_once() -> None:
    fastest = min(_seconds("--help") for _ in range(3))
    assert fastest < 0.5


def _seconds(*arguments: str) -> float:
    start = time.perf_counter()
    program(*arguments)
    return time.perf_counter() - start


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_is_a_documented_function_named_like_it(words: list[str]) -> None:
    name = "_".join(words).replace("-", "_")
    function = getattr(import_module(f"workers.surfaces.cli.{name}"), name)
    assert function.__doc__
    assert lazy.load(words).name == words[-1]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_every_command_has_help(words: list[str]) -> None:
    ran = program(*words, "--help")
    assert ran.returncode == 0, ran.stderr
    assert f"Usage: ridealong {' '.join(words)}" in ran.stdout
