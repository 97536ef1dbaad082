"""Every setting that deploy/ names is one that is read, with a value that it takes."""

import re

import pytest

from tests.deploy.manifests import DEPLOY, read_yaml
from workers.settings import PREFIX, Settings, load_settings

FILES = [path for path in DEPLOY.rglob("*") if path.is_file() and path.suffix != ".lock"]
NAME = re.compile(rf"\b{PREFIX}[A-Z_]+\b")


def accepted(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    with monkeypatch.context() as environment:
        for name, value in variables.items():
            environment.setenv(name, value)
        load_settings({})


def test_every_name_is_a_setting() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    named = {name for path in FILES for name in NAME.findall(path.read_text(encoding="utf-8"))}
    comments = {f"{PREFIX}GATEWAY_PORT"}  # what Kubernetes would set, and is told not to
    assert named - comments <= known
    assert f"{PREFIX}KAFKA_BOOTSTRAP" in named


def test_the_image_takes_its_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    dockerfile = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
    accepted(monkeypatch, dict(re.findall(rf"({PREFIX}\w+)=(\S+)", dockerfile)))


@pytest.mark.parametrize("service", ["topics", "worker", "projector", "gateway"])
def test_compose_gives_settings_that_are_taken(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = read_yaml("compose.yaml")["services"][service]["environment"]
    accepted(monkeypatch, {name: re.sub(r"^\$\{\w+:-(.*)\}$", r"\1", value) for name, value in given.items()})


def test_kubernetes_gives_settings_that_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    literals = [
        literal
        for kustomization in ("base", "overlays/strimzi")
        for generator in read_yaml(f"kubernetes/{kustomization}/kustomization.yaml")["configMapGenerator"]
        for literal in generator["literals"]
    ]
    passwords = [f"{PREFIX}KAFKA_PASSWORD=secret", f"{PREFIX}REDIS_PASSWORD=secret"]
    accepted(monkeypatch, dict(literal.split("=", 1) for literal in [*literals, *passwords]))
