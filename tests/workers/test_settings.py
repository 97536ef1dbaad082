"""Settings: where they come from, which counts, and what does not fit is refused with its place."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from workers.errors import InputError
from workers.settings import Settings, load_settings


@pytest.fixture(autouse=True)
def _no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(f"RIDEALONG_{name.upper()}", raising=False)
    monkeypatch.delenv("RIDEALONG_SETTINGS", raising=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "settings.toml"
    path.write_text("workers = 3\nport = 9000\nlinger_ms = 50\n", encoding="utf-8")
    return path


def test_without_any_the_defaults_hold() -> None:
    settings = load_settings({"port": None, "workers": None})
    assert settings == Settings()
    assert (settings.data_dir, settings.workers, settings.linger_ms) == (Path("ridealong-data"), 2, 200)
    assert settings.host == "127.0.0.1"


def test_the_command_line_counts_before_the_environment_and_that_before_the_file(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RIDEALONG_WORKERS", "4")
    monkeypatch.setenv("RIDEALONG_PORT", "9001")
    settings = load_settings({"port": 9002}, file)
    assert (settings.port, settings.workers, settings.linger_ms) == (9002, 4, 50)


def test_the_environment_may_name_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDEALONG_SETTINGS", str(file))
    assert load_settings({}).workers == 3


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("wrkers = 3", "settings.toml: wrkers: there is no such setting; did you mean workers?"),
        ("workers = 0", "settings.toml: workers: Input should be greater than or equal to 1."),
        ("workers", "settings.toml: the settings are not TOML: "),
    ],
)
def test_what_does_not_fit_in_the_file_is_refused_with_its_name(file: Path, text: str, sentence: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        load_settings({}, file)
    assert sentence in str(refused.value)


def test_what_does_not_fit_in_the_environment_is_refused_with_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDEALONG_PORT", "high")
    with pytest.raises(InputError, match="RIDEALONG_PORT: Input should be a valid integer"):
        load_settings({})


def test_a_variable_that_nothing_reads_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RIDEALONG_WORKRES", "3")
    with pytest.raises(InputError, match="RIDEALONG_WORKRES: there is no such setting; did you mean RIDEALONG_WORKERS"):
        load_settings({})


def test_what_does_not_fit_on_the_command_line_is_refused_with_its_option() -> None:
    with pytest.raises(InputError, match="--port: Input should be less than or equal to 65535"):
        load_settings({"port": 70_000})


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.toml: the settings cannot be read: No such file"):
        load_settings({}, tmp_path / "none.toml")


def test_settings_are_built_once_and_never_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings({}).port = 1  # type: ignore[misc]  # that is the point


def test_a_secret_is_never_shown() -> None:
    class WithSecret(Settings):
        gateway_key: SecretStr

    settings = WithSecret(gateway_key=SecretStr("hunter2"))
    assert "hunter2" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
