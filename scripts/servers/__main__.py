"""Start and stop real servers by hand: python -m scripts.servers COMMAND."""

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from scripts.servers import background, kafka_launch, redis
from scripts.servers.errors import MissingProgramError, ServerFailedError
from scripts.servers.kafka import KafkaServer
from scripts.servers.redis import RedisServer

DONE = 0
FAILED = 1
MISSING = 2


def main() -> int:
    """Do what the command line asks for; the exit code: 2 if this machine lacks something, 1 if a server fails."""
    asked = _parser().parse_args()
    try:
        return _obey(asked.command, asked.program if asked.command == "run" else [])
    except MissingProgramError as error:
        _say(str(error))
        return MISSING
    except ServerFailedError as error:
        _say(str(error))
        return FAILED
    except KeyboardInterrupt:
        return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m scripts.servers", description="Kafka and Redis on free ports.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("check", help="say from where they come, and fetch what is missing")
    commands.add_parser("start", help="start both in the background and print their addresses")
    commands.add_parser("status", help="print the addresses of those in the background")
    commands.add_parser("stop", help="end those in the background")
    commands.add_parser("hold", help="run both in the foreground until a signal")
    run = commands.add_parser("run", help="run a program beside them, its settings in RIDEALONG_* variables")
    run.add_argument("program", nargs=argparse.REMAINDER, help="such as: -- ridealong worker")
    return parser


def _obey(command: str, program: list[str]) -> int:
    match command:
        case "check":
            check()
        case "start":
            check()
            _show(background.start([sys.executable, "-m", "scripts.servers", "hold"]))
        case "status":
            addresses = background.addresses()
            if addresses is None:
                _say("No server runs in the background.")
                return FAILED
            _show(addresses)
        case "stop":
            _say("Stopped." if background.stop() else "No server runs in the background.")
        case "hold":
            with _both() as addresses, background.announced(addresses):
                _show(addresses)
                signal.pause()
        case "run":
            with _both() as addresses:
                return _run(program[1:] if program[:1] == ["--"] else program, addresses)
    return DONE


def check() -> None:
    """Say which servers there would be; what has to be fetched is fetched.

    Raises
    ------
    MissingProgramError
        Everything that is missing.
    """
    missing = []
    for how in (kafka_launch.how, redis.how):
        try:
            _say(f"{how()}.")
        except MissingProgramError as error:
            missing.append(str(error))
    if missing:
        raise MissingProgramError("\n".join(missing))


@contextmanager
def _both() -> Iterator[dict[str, str]]:
    """Both servers; the settings that name them."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with RedisServer() as views, KafkaServer() as log:
        yield {"RIDEALONG_KAFKA_BOOTSTRAP": log.bootstrap, "RIDEALONG_REDIS_URL": views.url}


def _run(program: Sequence[str], addresses: Mapping[str, str]) -> int:
    """Run the program to its end; its exit code."""
    if not program or shutil.which(program[0]) is None:
        raise MissingProgramError(f"there is no program {' '.join(program)!r} to run beside the servers.")
    with subprocess.Popen(program, env={**os.environ, **addresses}) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        signal.signal(signal.SIGINT, lambda *_: None)  # the terminal tells the child as well
        return child.wait()


def _show(addresses: Mapping[str, str]) -> None:
    for name, value in addresses.items():
        print(f"{name}={value}", flush=True)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
