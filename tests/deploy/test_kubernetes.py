"""The kustomizations render, every object keeps to Kubernetes' schemas, and no pod can do more than it must."""

import pytest

from tests.deploy.linters import library, program
from tests.deploy.manifests import (
    DEPLOY,
    KUSTOMIZATIONS,
    ROLES,
    Manifest,
    containers,
    named,
    of_kind,
    pods,
    read_yaml,
    render,
)
from workers.settings import Settings

OLDEST, NEWEST = "1.30.0", "1.37.0"


@pytest.fixture(scope="module", params=KUSTOMIZATIONS)
def manifests(request: pytest.FixtureRequest) -> list[Manifest]:
    return render(program("kubectl"), request.param)


@pytest.fixture(scope="module")
def strimzi() -> list[Manifest]:
    return render(program("kubectl"), "overlays/strimzi")


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
def test_every_object_keeps_to_the_schema_of_its_kind(manifests: list[Manifest], version: str) -> None:
    validate = library("kubernetes_validate").validate
    ours = [manifest for manifest in manifests if "strimzi" not in manifest["apiVersion"]]
    assert len(ours) >= 12
    for manifest in ours:
        validate(manifest, version, strict=True)


def test_a_field_that_kubernetes_does_not_know_is_refused() -> None:
    kubernetes_validate = library("kubernetes_validate")
    service = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "a"}, "spec": {"port": []}}
    with pytest.raises(kubernetes_validate.ValidationError, match="'port' was unexpected"):
        kubernetes_validate.validate(service, NEWEST, strict=True)


def test_every_file_of_a_kustomization_is_used() -> None:
    for name in KUSTOMIZATIONS:
        folder = DEPLOY / "kubernetes" / name
        kustomization = read_yaml(f"kubernetes/{name}/kustomization.yaml")
        used = {*kustomization["resources"], *(patch["path"] for patch in kustomization.get("patches", []))}
        assert used - {"../../base"} == {file.name for file in folder.glob("*.yaml")} - {"kustomization.yaml"}


def test_every_role_is_there_with_its_command(manifests: list[Manifest]) -> None:
    arguments = {
        name: container["args"]
        for name, pod in pods(manifests)
        for container in pod["containers"]
        if container["image"].startswith("ridealong:")
    }
    assert arguments == {f"ridealong-{role}": [role] for role in ROLES}


def test_no_pod_has_rights(manifests: list[Manifest]) -> None:
    for _, pod in pods(manifests):
        assert pod["automountServiceAccountToken"] is False
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        for container in containers(pod):
            assert container["securityContext"] == {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            assert {mount["mountPath"] for mount in container["volumeMounts"]} >= {"/tmp"}


def test_no_pod_is_given_variables_that_look_like_settings(manifests: list[Manifest]) -> None:
    assert [name for name, pod in pods(manifests) if pod["enableServiceLinks"] is not False] == []


def test_every_container_says_what_it_needs(manifests: list[Manifest]) -> None:
    for _, pod in pods(manifests):
        for container in containers(pod):
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}
            assert set(container["resources"]["limits"]) == {"memory"}


def test_every_role_is_asked_for_its_health_where_it_answers(manifests: list[Manifest]) -> None:
    fields = Settings.model_fields
    ports = {"worker": fields["health_port"], "projector": fields["health_port"], "gateway": fields["port"]}
    for role, port in ports.items():
        pod = dict(pods(manifests))[f"ridealong-{role}"]
        (container,) = pod["containers"]
        (served,) = container["ports"]
        assert served["containerPort"] == port.default
        for probe, path in (("startupProbe", "/livez"), ("livenessProbe", "/livez"), ("readinessProbe", "/readyz")):
            assert container[probe]["httpGet"] == {"path": path, "port": served["name"]}


def test_a_role_has_the_time_it_takes_to_stop(manifests: list[Manifest]) -> None:
    for name, pod in pods(manifests):
        if name != "ridealong-valkey":
            assert pod["terminationGracePeriodSeconds"] > 2 * Settings.model_fields["drain_s"].default


def test_services_and_budgets_find_their_pods(manifests: list[Manifest]) -> None:
    labels = [
        workload["spec"]["template"]["metadata"]["labels"]
        for workload in of_kind(manifests, "Deployment", "StatefulSet")
    ]
    for finder in of_kind(manifests, "Service", "PodDisruptionBudget"):
        selector = finder["spec"]["selector"].get("matchLabels", finder["spec"]["selector"])
        assert len([found for found in labels if selector.items() <= found.items()]) == 1, finder["metadata"]["name"]


def test_who_waits_for_a_budget_has_more_than_one_pod(manifests: list[Manifest]) -> None:
    for budget in of_kind(manifests, "PodDisruptionBudget"):
        name = budget["metadata"]["name"]
        (workload,) = [
            found for found in of_kind(manifests, "Deployment", "StatefulSet") if found["metadata"]["name"] == name
        ]
        assert workload["spec"]["replicas"] >= 2


def test_everything_that_is_referred_to_is_there_or_made_by_an_operator(strimzi: list[Manifest]) -> None:
    config_maps = {found["metadata"]["name"] for found in of_kind(strimzi, "ConfigMap")}
    users = {found["metadata"]["name"] for found in of_kind(strimzi, "KafkaUser")}
    cluster = of_kind(strimzi, "Kafka")[0]["metadata"]["name"]
    secrets = {*users, f"{cluster}-cluster-ca-cert", "ridealong-valkey"}  # the last one is the administrator's
    for _, pod in pods(strimzi):
        for container in containers(pod):
            for source in container.get("envFrom", []):
                assert "secretRef" in source or source["configMapRef"]["name"] in config_maps
            for variable in container.get("env", []):
                assert variable["valueFrom"]["secretKeyRef"]["name"] in secrets
        for volume in pod["volumes"]:
            assert "secret" not in volume or volume["secret"]["secretName"] in secrets


def test_no_password_is_written_down(manifests: list[Manifest]) -> None:
    assert [manifest for manifest in manifests if manifest["kind"] == "Secret"] == []
    for config_map in of_kind(manifests, "ConfigMap"):
        assert [name for name in config_map["data"] if "PASSWORD" in name or "TOKEN" in name] == []


def test_the_read_model_is_where_the_service_looks_for_it(strimzi: list[Manifest]) -> None:
    (config,) = of_kind(strimzi, "ConfigMap")
    service = named(strimzi, "Service", "ridealong-valkey")
    port = service["spec"]["ports"][0]["port"]
    assert config["data"]["RIDEALONG_REDIS_URL"] == f"redis://{service['metadata']['name']}:{port}/0"
