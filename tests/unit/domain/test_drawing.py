"""The page of state machines is what the tables say."""

from __future__ import annotations

import runpy
from pathlib import Path

from telemed.domain.consultation_states import TRANSITIONS

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_page_is_not_stale() -> None:
    drawn = runpy.run_path(str(DOCS / "draw_state_machines.py"), run_name="drawing")["draw"]()
    page = (DOCS / "state-machines.md").read_text(encoding="utf-8")
    assert page == drawn, "run: python -m docs.draw_state_machines"


def test_the_page_shows_every_step() -> None:
    page = (DOCS / "state-machines.md").read_text(encoding="utf-8")
    for before, step in TRANSITIONS:
        assert any(
            line.strip().startswith(f"{before.value} -->") and step.value in line
            for line in page.splitlines()
        )
