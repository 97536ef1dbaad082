"""compose.yaml: what the specification allows, and what the roles need."""

import subprocess

import pytest

from scripts.servers.kafka_launch import IMAGE as KAFKA_IMAGE
from scripts.servers.redis import IMAGE as REDIS_IMAGE
from tests.deploy.linters import program
from tests.deploy.manifests import DEPLOY, ROLES, read_yaml
from workers.surfaces.cli import main

COMPOSE = read_yaml("compose.yaml")
SERVICES = COMPOSE["services"]
OURS = [name for name, service in SERVICES.items() if service["image"].startswith("ridealong:")]

each_of_ours = pytest.mark.parametrize("name", OURS)


def test_it_keeps_to_the_compose_specification() -> None:
    command = [program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(DEPLOY / "compose.yaml")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert ran.returncode == 0, ran.stdout


def test_every_role_runs_on_kafka() -> None:
    assert {SERVICES[role]["command"][0] for role in ROLES} == set(ROLES)
    assert all(SERVICES[role]["profiles"] == ["kafka"] for role in ROLES)


@each_of_ours
def test_a_container_of_ours_runs_a_command_that_there_is(name: str) -> None:
    command = " ".join(SERVICES[name]["command"])
    assert command in main.COMMANDS or command in main.GROUP_COMMANDS


@each_of_ours
def test_a_container_of_ours_can_do_as_little_as_possible(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert any(folder.startswith("/tmp") for folder in service["tmpfs"])


@each_of_ours
def test_a_container_of_ours_writes_only_where_something_is_mounted(name: str) -> None:
    service = SERVICES[name]
    mounted = [*service["tmpfs"], *(volume.partition(":")[2] for volume in service.get("volumes", []))]
    assert {folder.partition(":")[0] for folder in mounted} == {"/tmp", "/var/lib/ridealong"}


def test_no_port_is_open_to_other_machines() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


def test_the_servers_are_those_of_the_tests() -> None:
    assert SERVICES["kafka"]["image"] == KAFKA_IMAGE
    assert SERVICES["valkey"]["image"] == REDIS_IMAGE


def test_kafka_creates_no_topic_by_itself_and_forgets_no_position() -> None:
    kafka = SERVICES["kafka"]["environment"]
    assert kafka["KAFKA_AUTO_CREATE_TOPICS_ENABLE"] == "false"
    assert kafka["KAFKA_OFFSETS_RETENTION_MINUTES"] == 2**31 - 1


def test_workers_wait_until_the_topics_are_there() -> None:
    for role in ROLES:
        assert SERVICES[role]["depends_on"]["topics"] == {"condition": "service_completed_successfully"}
    assert SERVICES["topics"]["restart"] == "no"


def test_every_volume_it_uses_is_declared_and_every_file_is_there() -> None:
    mounts = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    assert {mount for mount in mounts if not mount.startswith(".")} == set(COMPOSE["volumes"])
    assert [mount for mount in mounts if mount.startswith(".") and not (DEPLOY / mount).exists()] == []
