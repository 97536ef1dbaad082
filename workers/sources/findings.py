"""What was noticed while reading input that could still be used: one finding per file and kind."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """A row or field that could not be used as it stands. `line` is the first one, `count` how many."""

    file: str
    line: int | None
    code: str
    sentence: str
    count: int = 1


class Findings:
    """Collects findings, so that a thousand rows with the same fault are one line."""

    def __init__(self) -> None:
        self._by_kind: dict[tuple[str, str], Finding] = {}

    def add(self, file: str, line: int | None, code: str, sentence: str, count: int = 1) -> None:
        """Note one fault; the sentence and line of the first of its kind in a file are kept."""
        known = self._by_kind.get((file, code))
        if known is None:
            self._by_kind[file, code] = Finding(file, line, code, sentence, count)
        else:
            self._by_kind[file, code] = Finding(file, known.line, code, known.sentence, known.count + count)

    def all(self) -> list[Finding]:
        """In the order in which each kind was first noted."""
        return list(self._by_kind.values())
