"""A page as a browser would read it, without one."""

from html.parser import HTMLParser
from pathlib import Path

VOID = {"meta", "input", "br", "link", "img"}


class Page(HTMLParser):
    """Elements with their attributes, all text, and whether every element is closed in order."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(self.source)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1] not in {"style", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        """What a reader sees, in one line."""
        return " ".join(" ".join(self.words).split())

    def classes(self, tag: str) -> list[str]:
        """The class attribute of each element of that name that has one."""
        return [attrs["class"] or "" for name, attrs in self.elements if name == tag and "class" in attrs]

    def references(self) -> list[str]:
        """Whatever the page would fetch or link to."""
        found = [attrs[key] for _, attrs in self.elements for key in ("src", "href", "xlink:href") if key in attrs]
        return [reference for reference in found if reference is not None]
