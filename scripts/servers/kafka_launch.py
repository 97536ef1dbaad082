"""From where an Apache Kafka broker comes, and how it is started."""

import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from scripts.servers.cache import cached
from scripts.servers.docker import docker_answers, in_container, require_image
from scripts.servers.errors import MissingProgramError, ServerFailedError
from scripts.servers.keeper import Launch

VERSION = "4.3.1"
IMAGE = f"apache/kafka:{VERSION}"
JAVA = 17
FILES = Path(__file__).parent / "kafka_files"
PROPERTIES = "server.properties"
"""In the folder of the broker, which is where it runs."""
_CLUSTER_ID = "cmlkZWFsb25nLXRlc3RzMA"
_HEAP = ("-Xms256m", "-Xmx512m")
_IN_A_HURRY = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""For a program that ends in a second."""
_LOGGING = "-Dlog4j2.configurationFile=log4j2.yaml"


def how() -> str:
    """From where a broker would come here.

    Raises
    ------
    MissingProgramError
        From nowhere.
    """
    if docker_answers():
        require_image(IMAGE)
        return f"Apache Kafka from Docker ({IMAGE})"
    _require_java()
    _libraries()
    return f"Apache Kafka {VERSION} from its Maven artifacts, with Java"


def launch(folder: Path, ports: Sequence[int], users: Mapping[str, str]) -> Launch:
    """How to run a broker with the configuration that is in the folder. `users`: passwords for SCRAM, by name."""
    formatting = ["format", "--standalone", "-t", _CLUSTER_ID, "-c", PROPERTIES]
    for name, password in users.items():
        formatting += ["--add-scram", f"SCRAM-SHA-512=[name={name},password={password}]"]
    return _container(folder, formatting, ports) if docker_answers() else _process(folder, formatting)


def java() -> list[str]:
    """How a program of Kafka's is run here, but for its name and arguments.

    Raises
    ------
    MissingProgramError
        There is no Java, or nothing fetches Kafka.
    """
    _require_java()
    return ["java", *_HEAP, _LOGGING, "-cp", str(_libraries() / "*")]


def _process(folder: Path, formatting: Sequence[str]) -> Launch:
    """A Java process of this machine. Its data are formatted first, which every broker needs once."""
    _require_java()
    java = ["java", *_HEAP, _LOGGING, "-cp", str(_libraries() / "*")]
    done = subprocess.run(
        [*java, "kafka.tools.StorageTool", *formatting], cwd=folder, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise ServerFailedError(f"Kafka's data cannot be formatted: {done.stdout}{done.stderr}")
    return Launch([*java, "kafka.Kafka", PROPERTIES])


def _container(folder: Path, formatting: Sequence[str], ports: Sequence[int]) -> Launch:
    """The official image with our configuration instead of its own; formatted at each start unless it has been."""
    script = (
        f"/opt/kafka/bin/kafka-storage.sh {shlex.join(formatting)} --ignore-formatted"
        f" && exec /opt/kafka/bin/kafka-server-start.sh {PROPERTIES}"
    )
    environment = f"export LOG_DIR={folder}/logs KAFKA_HEAP_OPTS='{' '.join(_HEAP)}' KAFKA_LOG4J_OPTS={_LOGGING}; "
    return in_container(IMAGE, ["/bin/sh", "-c", environment + script], folder=folder, ports=ports)


def _require_java() -> None:
    if shutil.which("java") is None:
        raise MissingProgramError(
            f"Kafka needs a Docker engine, or Java {JAVA} and Maven"
            f" (on Debian and Ubuntu: apt-get install openjdk-{JAVA}-jre-headless maven)."
        )
    shown = subprocess.run(["java", "-version"], check=False, capture_output=True, text=True).stderr
    version = shown.partition('"')[2].partition(".")[0]
    if not version.isdigit() or int(version) < JAVA:
        raise MissingProgramError(f"Kafka needs Java {JAVA} or newer; `java -version` says: {shown.strip()}")


def _libraries() -> Path:
    """The broker's jars, fetched by Maven the first time."""
    return cached(f"kafka-{VERSION}-tools", _fetch)


def _fetch(into: Path) -> None:
    if shutil.which("mvn") is None:
        raise MissingProgramError("Kafka is fetched by Maven (on Debian and Ubuntu: apt-get install maven).")
    fetching = ["mvn", "-q", "-B", "-f", str(FILES / "pom.xml"), f"-Dkafka.version={VERSION}"]
    fetching += [f"-DoutputDirectory={into}", "dependency:copy-dependencies"]
    done = subprocess.run(fetching, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise MissingProgramError(f"Maven cannot fetch Kafka: {done.stdout.strip()[-2000:]}")
