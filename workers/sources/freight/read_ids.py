"""Ids and handling classes of freight.yaml."""

from workers.sources.freight.model import Named
from workers.sources.freight.yaml_value import YamlValue

_LONGEST_CLASS = 40


def read_named(value: YamlValue) -> Named:
    """An id of the feed, with its line."""
    return Named(value.id(), value.line, value.path)


def read_handling_class(name: str, value: YamlValue) -> str:
    """A class such as `chilled`, that stands at `value`. Raises InputError."""
    if len(name) > _LONGEST_CLASS:
        raise value.error(f"is longer than {_LONGEST_CLASS} characters.")
    return name


def read_handling_classes(value: YamlValue | None) -> tuple[str, ...] | None:
    """A list such as `[ambient, chilled]`; None when it is not given."""
    if value is None:
        return None
    classes: list[str] = []
    for item in value.items():
        name = read_handling_class(item.text(), item)
        if name in classes:
            raise item.error(f"{name!r} is given twice.")
        classes.append(name)
    if not classes:
        raise value.error("names no handling class; leave it out for the default ones.")
    return tuple(classes)
