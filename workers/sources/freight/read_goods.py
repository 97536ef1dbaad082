"""Goods of freight.yaml: what is special about a handling class, and what a vehicle takes of dangerous goods."""

from contracts.goods import DangerBudget, GoodsClass
from workers.sources.danger_class import read_danger_class
from workers.sources.freight.read_ids import read_handling_class
from workers.sources.freight.yaml_value import YamlValue, limit


def read_goods(value: YamlValue | None) -> tuple[GoodsClass, ...]:
    """`goods:`, an entry for each class. Raises InputError."""
    if value is None or value.is_null:
        return ()
    return tuple(_goods_class(name, terms) for name, terms in value.entries().items())


def _goods_class(name: str, value: YamlValue) -> GoodsClass:
    table = value.table(("excluded", "carried_as", "longest_outside_min", "longest_total_h"))
    excluded = "excluded" in table and table["excluded"].flag()
    if excluded and len(table) > 1:
        raise value.error(f"{name} is excluded: nothing else can be said about it.")
    carried_as = table.get("carried_as")
    return GoodsClass(
        handling_class=read_handling_class(name, value),
        excluded=excluded,
        carried_as=None if carried_as is None else read_handling_class(carried_as.text(), carried_as),
        longest_outside_s=table["longest_outside_min"].quantity(60, "seconds") if "longest_outside_min" in table else 0,
        longest_total_s=limit(table.get("longest_total_h"), 3600, "seconds"),
    )


def read_danger_budgets(value: YamlValue | None) -> tuple[DangerBudget, ...]:
    """`danger_budgets:` of an offer; without them its trips take no dangerous goods. Raises InputError."""
    if value is None or value.is_null:
        return ()
    budgets: list[DangerBudget] = []
    for item in value.items():
        table = item.table(("name", "classes", "gross_kg"), required=("name", "classes", "gross_kg"))
        budget = DangerBudget(
            name=table["name"].id(),
            classes=_danger_classes(table["classes"]),
            gross_g=table["gross_kg"].quantity(1000, "grams"),
        )
        if any(known.name == budget.name for known in budgets):
            raise item.error(f"there are two budgets named {budget.name!r}.")
        budgets.append(budget)
    return tuple(budgets)


def _danger_classes(value: YamlValue) -> tuple[str, ...]:
    classes: list[str] = []
    for item in value.items():
        try:
            name = read_danger_class(item.text())
        except ValueError as error:
            raise item.error(f"{error}.") from error
        if name in classes:
            raise item.error(f"{name!r} is given twice.")
        classes.append(name)
    if not classes:
        raise value.error("names no class of dangerous goods.")
    return tuple(classes)
