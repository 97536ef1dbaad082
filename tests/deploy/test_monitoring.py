"""Alerts and dashboard ask for figures that there are, in expressions that Prometheus understands."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.deploy.linters import library
from tests.deploy.manifests import DEPLOY, read_yaml
from workers.metrics import FIGURES, Figure

(RULES,) = read_yaml("prometheus/alerts.yaml")["groups"]
DASHBOARD = json.loads((DEPLOY / "grafana/dashboard.json").read_text(encoding="utf-8"))
PANELS = [panel for panel in DASHBOARD["panels"] if panel["type"] != "row"]
ASKED = {
    **{rule["alert"]: rule["expr"] for rule in RULES["rules"]},
    **{
        f"{panel['title']} {target['refId']}": target["expr"] for panel in PANELS for target in panel["targets"]
    },
}  # fmt: skip
SHOWN: dict[str, Figure] = {
    name: figure
    for figure in FIGURES
    for name in (
        [f"{figure.name}_{part}" for part in ("bucket", "sum", "count")]
        if figure.kind == "histogram"
        else [figure.shown_name]
    )
}

each_expression = pytest.mark.parametrize("expression", ASKED.values(), ids=list(ASKED))


def figures_of(expression: str) -> list[str]:
    found = re.findall(r"\bridealong_\w+", expression)
    assert found
    return found


@each_expression
def test_it_asks_for_figures_that_there_are(expression: str) -> None:
    assert [name for name in figures_of(expression) if name not in SHOWN] == []


@each_expression
def test_it_groups_by_labels_that_the_figure_has(expression: str) -> None:
    labels = {label for name in figures_of(expression) for label in SHOWN[name].labels} | {"le"}
    grouped = {label.strip() for by in re.findall(r"\bby \(([^)]*)\)", expression) for label in by.split(",")}
    assert grouped <= labels


@each_expression
def test_prometheus_understands_it(expression: str) -> None:
    promql = library("promql_parser")
    promql.parse(expression.replace("$__rate_interval", "5m"))


@each_expression
def test_a_counter_is_asked_how_fast_it_grows(expression: str) -> None:
    for name in figures_of(expression):
        if name.endswith(("_total", "_bucket", "_count", "_sum")):
            assert re.search(rf"\b(rate|increase)\({name}\[", expression)


def test_every_alert_says_how_urgent_it_is_and_what_to_do() -> None:
    assert len({rule["alert"] for rule in RULES["rules"]}) == len(RULES["rules"])
    for rule in RULES["rules"]:
        assert set(rule) <= {"alert", "expr", "for", "labels", "annotations"}
        assert rule["labels"]["severity"] in {"page", "ticket"}
        assert set(rule["annotations"]) == {"summary", "description"}
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "0s"))


def test_an_alert_names_only_labels_that_its_expression_keeps() -> None:
    for rule in RULES["rules"]:
        named = set(re.findall(r"\$labels\.(\w+)", " ".join(rule["annotations"].values())))
        kept = {label.strip() for by in re.findall(r"\bby \(([^)]*)\)", rule["expr"]) for label in by.split(",")}
        assert named <= kept


def test_every_figure_is_on_the_dashboard() -> None:
    shown = {SHOWN[name].name for panel in PANELS for target in panel["targets"] for name in figures_of(target["expr"])}
    assert shown == {figure.name for figure in FIGURES}


def test_grafana_knows_every_field_of_the_dashboard() -> None:
    sdk = library("grafana_foundation_sdk.models.dashboard")
    encoder = library("grafana_foundation_sdk.cog.encoder").JSONEncoder
    library("grafana_foundation_sdk.cog.plugins").register_default_plugins()
    understood = json.loads(json.dumps(sdk.Dashboard.from_json(DASHBOARD), cls=encoder))
    assert list(lost(DASHBOARD, understood)) == []


def lost(written: Any, understood: Any, path: str = "") -> Iterator[str]:
    """The fields that are not there any more, or are different."""
    if isinstance(written, dict):
        for name, value in written.items():
            yield from lost(value, understood.get(name), f"{path}/{name}")
    elif isinstance(written, list):
        for index, value in enumerate(written):
            yield from lost(value, understood[index], f"{path}/{index}")
    elif written != understood:
        yield path


def test_no_panel_hides_another() -> None:
    taken = [
        (panel["gridPos"]["x"] + x, panel["gridPos"]["y"] + y)
        for panel in DASHBOARD["panels"]
        for x in range(panel["gridPos"]["w"])
        for y in range(panel["gridPos"]["h"])
    ]
    assert len(taken) == len(set(taken))
    assert max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_prometheus_reads_the_alerts_and_finds_every_role_of_compose() -> None:
    prometheus = read_yaml("prometheus/prometheus.yaml")
    assert prometheus["rule_files"] == ["alerts.yaml"]
    found = {name for config in prometheus["scrape_configs"][0]["dns_sd_configs"] for name in config["names"]}
    assert found == {"worker", "projector", "gateway", "embedded"}
    assert found <= set(read_yaml("compose.yaml")["services"])


def test_grafana_finds_the_dashboard_where_compose_puts_it() -> None:
    (provider,) = read_yaml("grafana/provisioning/dashboards/ridealong.yaml")["providers"]
    mounted = read_yaml("compose.yaml")["services"]["grafana"]["volumes"]
    assert f"./grafana/dashboard.json:{provider['options']['path']}/dashboard.json:ro" in mounted
