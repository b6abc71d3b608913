"""docs/policy-language.md: its snippets are valid, and the wrong ones are refused as it says."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from coverable.base.model import read_model
from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml
from coverable.determination.cases import CasesFile, run_cases
from coverable.determination.engine import open_engine
from coverable.glossary.facts import GlossaryFile
from coverable.plan.model import PlanFile
from coverable.policy.criterion import RULES, TESTS
from coverable.policy.library import Library
from coverable.policy.model import PolicyFile
from coverable.policy.signoff import Signoff

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "policy-language.md"
MODELS = {
    "glossary": GlossaryFile,
    "signoff": Signoff,
    "cases": CasesFile,
    "plan": PlanFile,
    "policy": PolicyFile,
}
KINDS = {"criteria", "part", "wrong", *MODELS}
APPROVED = "encoding: {status: approved, by: the page, on: 2026-11-22}\n"


class Snippet(NamedTuple):
    line: int
    kind: str
    says: str
    """Of a wrong one: words that its error holds."""
    text: str

    def __str__(self) -> str:
        return f"{self.kind}-line-{self.line}"


def snippets() -> Iterator[Snippet]:
    text = PAGE.read_text(encoding="utf-8")
    for found in re.finditer(r"^```yaml(?: (\w+))?(?: ([^\n]+))?\n(.*?)^```$", text, re.M | re.S):
        yield Snippet(text.count("\n", 0, found.start()) + 1, found[1] or "none", found[2] or "", found[3])


SNIPPETS = list(snippets())


def of(*kinds: str) -> list[Snippet]:
    return [one for one in SNIPPETS if one.kind in kinds]


def plain(value: Any) -> Any:
    """Data as JSON takes it; JSON is YAML, so that it can be written back into a policy file."""
    if isinstance(value, dict):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, list):
        return [plain(v) for v in value]
    return float(value) if isinstance(value, Decimal) else value


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped library, to which policies of the page can be added."""
    folder = tmp_path_factory.mktemp("page") / "library"
    shutil.copytree(ROOT / "library", folder)
    return folder


def put(shelf: Path, changes: dict[str, Any]) -> Library:
    """The library with the page's smallest policy, changed."""
    folder = shelf / "policies" / "page" / "p-1" / "1"
    folder.mkdir(parents=True, exist_ok=True)
    smallest = parse_yaml(of("policy")[0].text, "page").data
    written = json.dumps(plain({**smallest, **changes}), indent=1)
    (folder / "policy.yaml").write_text(written, encoding="utf-8")
    (folder / "signoff.yaml").write_text(APPROVED, encoding="utf-8")
    return Library(shelf)


def with_criteria(text: str) -> dict[str, Any]:
    criteria = parse_yaml(text, "page").data
    indication = parse_yaml(of("policy")[0].text, "page").data["indications"]["cluster-headache"]
    return {"indications": {"cluster-headache": {**indication, "criteria": criteria}}}


def test_every_yaml_snippet_of_the_page_says_what_it_is() -> None:
    assert {one.kind for one in SNIPPETS} == KINDS
    assert len(SNIPPETS) > 20


@pytest.mark.parametrize("snippet", of("criteria"), ids=str)
def test_the_criteria_on_the_page_build(shelf: Path, snippet: Snippet) -> None:
    policy = put(shelf, with_criteria(snippet.text)).policy("page/p-1@1")
    assert policy.forest.leaves


@pytest.mark.parametrize("snippet", of("policy", "part"), ids=str)
def test_the_policies_and_parts_on_the_page_build(shelf: Path, snippet: Snippet) -> None:
    assert put(shelf, parse_yaml(snippet.text, "page").data).policy("page/p-1@1").services


@pytest.mark.parametrize("snippet", of(*MODELS), ids=str)
def test_the_files_on_the_page_have_the_right_shape(snippet: Snippet) -> None:
    assert read_model(MODELS[snippet.kind], parse_yaml(snippet.text, "page"))


@pytest.mark.parametrize("snippet", of("wrong"), ids=str)
def test_what_the_page_calls_wrong_is_refused_in_the_words_of_the_page(shelf: Path, snippet: Snippet) -> None:
    with pytest.raises(Refused) as refused:
        put(shelf, with_criteria(snippet.text)).policy("page/p-1@1")
    problem = refused.value.problems[0]
    assert snippet.says in f"{problem.what} {problem.why}"
    assert problem.where
    assert problem.next


def test_the_cases_on_the_page_hold_for_its_smallest_policy_under_its_plan(shelf: Path) -> None:
    put(shelf, {})
    folder = shelf / "policies" / "page" / "p-1" / "1"
    (folder / "cases.yaml").write_text(of("cases")[0].text, encoding="utf-8")
    plan = shelf / "plans" / "page.yaml"
    plan.write_text(of("plan")[0].text, encoding="utf-8")
    problems = [str(p) for result in run_cases(open_engine(shelf), "page/p-1@1") for p in result.problems]
    plan.unlink()
    assert not problems, "\n".join(problems)


def test_the_page_speaks_of_every_rule_test_and_field() -> None:
    text = PAGE.read_text(encoding="utf-8")
    words = {*RULES, *TESTS, "else", "silent_on", "silent_if", "lasted", "distinct", "gap", "dated"}
    words |= {field.alias or name for name, field in PolicyFile.model_fields.items()}
    words |= {field.alias or name for name, field in Signoff.model_fields.items()}
    missing = {word for word in words if not re.search(rf"[`{{ ]{re.escape(word)}[`: ]", text)}
    assert missing == set()
