"""A line of a world, cut into clauses and words."""

import re


class Line:
    """A line cut into clauses (two or more spaces apart) and words."""

    def __init__(self, raw: str) -> None:
        self.text = raw.split("#", maxsplit=1)[0].strip()
        clauses = re.split(r"\s{2,}", self.text)
        self.head = clauses[0].split()
        self.clauses = [clause.split() for clause in clauses[1:]]

    @property
    def word(self) -> str:
        """What kind of line it is."""
        return self.head[0]

    @property
    def rest(self) -> str:
        """The line without its first word."""
        return self.text.partition(" ")[2].strip()

    def said(self) -> dict[str, list[str]]:
        """The clauses by their first word; the last one of each."""
        return {clause[0]: clause[1:] for clause in self.clauses}


def refuse_unknown(said: dict[str, list[str]], known: set[str]) -> None:
    """A clause that no line of this kind has is an error."""
    unknown = set(said) - known
    if unknown:
        raise ValueError(f"no such clause: {', '.join(sorted(unknown))}")
