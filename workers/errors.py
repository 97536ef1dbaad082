"""What can go wrong for a user, and the exit code it ends with.

RidealongError            exit 1: the program's own fault or the machine's
├── InputError            exit 2: a file, line or field is wrong; says which
├── LogError              the event log cannot be used as it stands
│   ├── Fenced            another worker owns the partition now; nothing was written
│   ├── LogBusy           another process kept the log locked for too long
│   ├── LogFull           no room left where the log lives
│   └── LogReadOnly       the log may be read but not written
├── ViewsError            the read model cannot be used; the log is not concerned
│   ├── PositionGap       records between its position and the page are missing; nothing was applied
│   └── ViewsDamaged      what is stored is no read model (any more); it has to be cleared
├── DeciderDied           the decider is gone or broken, its state with it; replay into a new one
└── WorkerDied            a worker process ended with an error
"""


class RidealongError(Exception):
    """Ends a command with a sentence and an exit code, never with a traceback."""

    exit_code = 1


class InputError(RidealongError):
    """Bad input: `file`, `line` and `field` say where, `sentence` what and how to mend it."""

    exit_code = 2

    def __init__(
        self, sentence: str, *, file: str | None = None, line: int | None = None, field: str | None = None
    ) -> None:
        self.sentence = sentence
        self.file = file
        self.line = line
        self.field = field
        super().__init__(str(self))

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        named = f"{self.field}: {self.sentence}" if self.field is not None else self.sentence
        return f"{where}: {named}" if where else named


class LogError(RidealongError):
    """The event log cannot be used; what was being written is not there unless it was acknowledged."""


class Fenced(LogError):  # noqa: N818 - the word of the trade
    """Another worker has taken the partition over. Nothing was written: stop working for it."""

    def __init__(self, partition: int, owner: str) -> None:
        self.partition = partition
        self.owner = owner
        super().__init__(partition, owner)

    def __str__(self) -> str:
        return f"{self.owner} no longer owns partition {self.partition}: another worker has taken it over."


class LogBusy(LogError):  # noqa: N818 - reads as what happened
    """Another process kept the log locked for longer than one waits. Trying again may help."""


class LogFull(LogError):  # noqa: N818 - reads as what happened
    """No room left where the log lives."""


class LogReadOnly(LogError):  # noqa: N818 - reads as what happened
    """The log may be read but not written."""


class ViewsError(RidealongError):
    """The read model cannot be used. It is disposable: the log has everything it had."""


class PositionGap(ViewsError):  # noqa: N818 - reads as what happened
    """A page begins after the position of its topic: somebody cleared the read model, or skipped records."""


class ViewsDamaged(ViewsError):  # noqa: N818 - reads as what happened
    """What is stored is damaged. `clear` makes it usable again, and the log fills it."""


class DeciderDied(RidealongError):  # noqa: N818 - reads as what happened
    """The decider ended or failed. Nothing it decided was committed; a new one is built by replay."""


class WorkerDied(RidealongError):  # noqa: N818 - reads as what happened
    """A worker process ended with an error; its own log lines say why."""
