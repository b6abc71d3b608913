"""docs/lint.md names every rule as it is."""

from __future__ import annotations

import re
from pathlib import Path

from coverable.base.yamlfile import parse_yaml
from coverable.policy.signoff import Signoff
from coverable.proof.lint.registry import RULES


def test_the_page_lists_the_rules_as_they_are(root: Path) -> None:
    text = (root / "docs" / "lint.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` \| (\w+) \| (.+) \|$", text, re.MULTILINE)
    assert rows == [(r.id, r.severity, r.title) for r in RULES]


def test_the_sign_off_of_the_page_can_be_read(root: Path) -> None:
    text = (root / "docs" / "lint.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml signoff\n(.+?)```", text, re.DOTALL)
    signoff = Signoff.model_validate(parse_yaml(example, "page").data)
    assert signoff.accepted_findings[0].rule in {r.id for r in RULES}
