"""The table of rules in the guide: one row for each, and each is a change that the sample's files bear."""

import copy
import re
from pathlib import Path

import pytest
import yaml

from scripts.sample_rules.__main__ import BEGIN, END, PAGE, RULES, Otherwise, sample_files
from workers.sources.freight.read import read_freight


def test_the_guide_shows_a_row_for_each_rule() -> None:
    table = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    rows = re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", table, re.MULTILINE)
    assert rows[1:] == [(rule.rule, rule.what) for rule in RULES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.rule)
def test_the_sample_changed_in_one_respect_is_still_a_freight_yaml(rule: Otherwise, tmp_path: Path) -> None:
    freight, rows = sample_files()
    before = copy.deepcopy(freight)
    rule.change(freight, rows)
    path = tmp_path / "freight.yaml"
    path.write_text(yaml.safe_dump(freight, allow_unicode=True, sort_keys=False), encoding="utf-8")
    assert read_freight(path).area == before["area"]
