"""One value of a YAML file that knows where it stands, so that every error can name its line.

Scalars are read as they are written, not as YAML would guess: the id `007` stays `007`, and the
opening hours `off` stay `off`.
"""

import difflib
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import yaml

from contracts.units import MAX_ID_BYTES, MAX_QUANTITY
from workers.errors import InputError
from workers.sources.local_time import read_date

_TAG = "tag:yaml.org,2002:"
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")
_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True)
class YamlValue:
    """A node of the document and the path that leads to it (`offers[0].compartments`)."""

    node: yaml.Node
    file: str
    path: str = ""
    key_line: int | None = None
    """Line of the key it belongs to, if it is a value of a mapping."""

    @property
    def line(self) -> int:
        """Where the value begins, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def error(self, sentence: str) -> InputError:
        """The error that says what is wrong with this value, ready to be raised."""
        return InputError(sentence, file=self.file, line=self.line, field=self.path or None)

    @property
    def is_null(self) -> bool:
        """Left empty, `null` or `~`."""
        return self.node.tag == f"{_TAG}null"

    @property
    def is_scalar(self) -> bool:
        """A single value, neither a list nor a mapping."""
        return isinstance(self.node, yaml.ScalarNode)

    def table(self, allowed: Collection[str], required: Collection[str] = ()) -> dict[str, "YamlValue"]:
        """A mapping with these keys only. Raises InputError for a wrong, a double or a missing key."""
        found = self.entries()
        for key, value in found.items():
            if key not in allowed:
                raise InputError(_unknown_key(key, allowed), file=self.file, line=value.key_line, field=value.path)
        for key in required:
            if key not in found:
                raise self.error(f"{key} is missing.")
        return found

    def entries(self) -> dict[str, "YamlValue"]:
        """A mapping with keys the user chooses. Raises InputError for a double key."""
        if not isinstance(self.node, yaml.MappingNode):
            raise self.error("must be a mapping of keys to values.")
        found: dict[str, YamlValue] = {}
        for key_node, node in self.node.value:
            key = YamlValue(key_node, self.file, self.path).text()
            path = f"{self.path}.{key}" if self.path else key
            value = YamlValue(node, self.file, path, key_node.start_mark.line + 1)
            if key in found:
                sentence = f"is given twice, first in line {found[key].key_line}."
                raise InputError(sentence, file=self.file, line=value.key_line, field=path)
            found[key] = value
        return found

    def items(self) -> list["YamlValue"]:
        """The values of a list. Raises InputError."""
        if not isinstance(self.node, yaml.SequenceNode):
            raise self.error("must be a list.")
        return [YamlValue(node, self.file, f"{self.path}[{index}]") for index, node in enumerate(self.node.value)]

    def one_or_more(self) -> list["YamlValue"]:
        """A single value, or the values of a list."""
        return [self] if self.is_scalar else self.items()

    def text(self) -> str:
        """A single value as it is written, not empty. Raises InputError."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.tag.startswith(_TAG):
            raise self.error("must be a single value.")
        if self.is_null or not self.node.value.strip():
            raise self.error("is empty.")
        return str(self.node.value).strip()

    def id(self) -> str:
        """An id: any text of at most 200 bytes. Raises InputError."""
        text = self.text()
        if len(text.encode()) > MAX_ID_BYTES:
            raise self.error(f"is longer than {MAX_ID_BYTES} bytes.")
        return text

    def choice(self, choices: Collection[str]) -> str:
        """One of these words. Raises InputError."""
        text = self.text()
        if text not in choices:
            raise self.error(f"{text!r} is not one of {', '.join(choices)}.")
        return text

    def flag(self) -> bool:
        """`true` or `false`. Raises InputError."""
        text = self.text()
        if self.node.tag != f"{_TAG}bool":
            raise self.error(f"must be true or false, not {text!r}.")
        return _FLAGS[text.lower()]

    def calendar_date(self) -> date:
        """A date such as 2027-01-01. Raises InputError."""
        try:
            return read_date(self.text())
        except ValueError as error:
            raise self.error(f"{error}.") from error

    def quantity(self, units_in_one: int, unit: str) -> int:
        """A number in the user's unit as a whole number of `unit`, exactly: 0.8 l are 800 ml, 0.0001 l are refused.

        Raises InputError for text, a negative number, one that is no number, and one too large.
        """
        exact = self._number() * units_in_one
        if exact != exact.to_integral_value():
            raise self.error(f"{self.text()} is finer than whole {unit}.")
        if exact > MAX_QUANTITY:
            raise self.error(f"{self.text()} is more than {Decimal(MAX_QUANTITY) / units_in_one:f}.")
        return int(exact)

    def _number(self) -> Decimal:
        text = self.text()
        if self.node.tag == f"{_TAG}str":
            raise self.error(f"must be a number, without quotes or unit, not {text!r}.")
        if not _NUMBER.fullmatch(text):
            raise self.error(f"{text!r} is not a number such as 12 or 12.5.")
        number = Decimal(text)
        if number < 0:
            raise self.error(f"{text} is negative.")
        return number


def limit(value: YamlValue | None, units_in_one: int, unit: str) -> int | None:
    """A quantity that may be left out or given as null: None = not limited. Raises InputError."""
    return None if value is None or value.is_null else value.quantity(units_in_one, unit)


def read_yaml(path: Path) -> YamlValue:
    """The document in a file. Raises InputError when it cannot be read or is no single YAML document."""
    text = _decoded(path)
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark is not None else None
        problem = error.problem or error.context or "cannot be understood"
        raise InputError(f"is not valid YAML: {problem}.", file=str(path), line=line) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise InputError("has a character that YAML does not allow.", file=str(path), line=line) from error
    except RecursionError as error:
        raise InputError("is nested too deeply.", file=str(path)) from error
    if node is None:
        raise InputError("is empty.", file=str(path))
    return YamlValue(node, str(path))


def _decoded(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}.", file=str(path)) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise InputError("is not UTF-8; save it as UTF-8.", file=str(path), line=line) from error


def _unknown_key(key: str, allowed: Collection[str]) -> str:
    near = difflib.get_close_matches(key, allowed, n=1)
    if near:
        return f"there is no such key; did you mean {near[0]}?"
    return f"there is no such key; there are {', '.join(allowed)}."
