"""docs/protocol.md is held to the tests, rule by rule, and to the list of codes."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
PLACES = ("tests/unit", "tests/integration", "web_client/tests")


def named_rules() -> set[str]:
    """Find the ids that names of tests quote."""
    found: set[str] = set()
    for place in PLACES:
        for path in (ROOT / place).rglob("*.py"):
            found.update(re.findall(r"def test_(lp\d+)_", path.read_text(encoding="utf-8")))
        for path in (ROOT / place).rglob("*.test.ts"):
            found.update(rule.lower() for rule in re.findall(r"\"(LP\d+) ", path.read_text(encoding="utf-8")))
    return found


def test_every_rule_of_the_page_is_quoted_by_a_test_and_no_test_quotes_another() -> None:
    rules = {rule.lower() for rule in re.findall(r"\*\*(LP\d+)\*\*", PAGE)}
    assert len(rules) > 40
    assert rules == named_rules()
