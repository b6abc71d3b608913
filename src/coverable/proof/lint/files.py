"""Rules on the files themselves: what cannot be built, what stands beside a policy, the first line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from coverable.base.problem import Refused
from coverable.policy.library import Library
from coverable.proof.lint.rule import Edit, Fix, Hit, hit, library_rule, rule
from coverable.proof.lint.subject import House, Subject

KIND_OF_FILE = {
    **{kind: kind for kind in ("policy", "signoff", "citations", "cases", "analyst")},
    "analyst.before": "analyst",
}
_HEAD = re.compile(r"# yaml-language-server: \$schema=(\S+)")
GOOD_LINE = "# yaml-language-server: $schema=../../../../schema/policy.schema.json"


@rule(
    "cannot-be-built",
    "error",
    "The policy or its sign-off cannot be read, or does not fit together",
    why="It can decide nothing, and most other rules cannot look at it.",
    bad="""
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: tierd}}
""",
    good="""
indications:
  sleep: {service: device, applies_if: {fact: use, is: sleep}, cite: L10, criteria: {fact: tired}}
""",
)
def unbuilt(subject: Subject) -> Iterator[Hit]:
    for problem in subject.problems:
        yield Hit(problem)


@library_rule(
    "plan-cannot-be-built",
    "error",
    "A plan file, or the glossary, cannot be read",
    why="No request of its members can be decided.",
    bad="# plan.yaml\nadopts: [{policy: example/p-1, mode: everybody}]",
    good="# plan.yaml\nadopts: [{policy: example/p-1, by: policy committee, because: agreed in January}]",
)
def plans(house: House) -> Iterator[tuple[str, Hit]]:
    for problem in house.plan_problems:
        yield "plans", Hit(problem)
    try:
        _ = house.library.glossary
    except Refused as refused:
        for problem in refused.problems:
            yield "glossary", Hit(problem)


@rule(
    "cases-missing",
    "note",
    "No cases stand beside the policy",
    why="Nothing shows that the encoding decides as it is meant to.",
    bad="# cases.yaml\nnull",
    good="# cases.yaml\ncases: []",
)
def no_cases(subject: Subject) -> Iterator[Hit]:
    if not (subject.folder / "cases.yaml").exists():
        yield hit(
            f"{subject.key} has no cases",
            subject.house.library.name(subject.folder),
            "nothing shows that it decides as meant",
            "write cases.yaml",
            "cases.yaml",
        )


@library_rule(
    "schema-line-missing",
    "note",
    "The first line of a file names no schema",
    why="With it, editors complete and check the file while it is written.",
    bad="# first line\nnull",
    good=f"# first line\n{GOOD_LINE}",
)
def no_line(house: House) -> Iterator[tuple[str, Hit]]:
    for path in yaml_files(house.library):
        name, kind = house.library.name(path), kind_of(path)
        if _named(path) is None:
            head = _HEAD.match(_first(path))
            line = f"# yaml-language-server: $schema={_schema(house.library, path, kind)}\n"
            fix = Fix("name the schema in the first line", (Edit(path, name, (1, 1), (1, 1), line),))
            yield (
                name,
                hit(
                    "the first line names no schema",
                    f"{name}:1:1",
                    "editors cannot help to write it",
                    f"begin with `# yaml-language-server: $schema=.../{kind}.schema.json`",
                    name,
                    None if head else fix,
                ),
            )


@library_rule(
    "schema-line-wrong",
    "error",
    "The first line of a file names the schema of another kind of file",
    why="Editors mark what is right as wrong, and the other way round.",
    bad="# first line\n# yaml-language-server: $schema=../../../../schema/plan.schema.json",
    good=f"# first line\n{GOOD_LINE}",
)
def wrong_line(house: House) -> Iterator[tuple[str, Hit]]:
    for path in yaml_files(house.library):
        name, kind, named = house.library.name(path), kind_of(path), _named(path)
        if named is not None and Path(named).name != f"{kind}.schema.json":
            right = str(Path(named).with_name(f"{kind}.schema.json"))
            column = _first(path).index(named) + 1
            edit = Edit(path, name, (1, column), (1, column + len(named)), right)
            yield (
                name,
                hit(
                    f"the first line names {Path(named).name}",
                    f"{name}:1:1",
                    f"this is a {kind} file",
                    f"name {kind}.schema.json",
                    name,
                    Fix(f"name {kind}.schema.json", (edit,)),
                ),
            )


def yaml_files(library: Library) -> list[Path]:
    """Every YAML file of ours in the library."""
    out: list[Path] = []
    for root in library.roots:
        for folder in ("policies", "plans", "glossary"):
            out += sorted((root / folder).rglob("*.yaml"))
    return out


def kind_of(path: Path) -> str:
    return KIND_OF_FILE.get(path.stem) or ("plan" if "plans" in path.parts else "glossary")


def _first(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as lines:
        return lines.readline()


def _named(path: Path) -> str | None:
    head = _HEAD.match(_first(path))
    return head[1] if head else None


def _schema(library: Library, path: Path, kind: str) -> str:
    """The schema as a file names it: beside the library, as in this repository."""
    up = len(path.resolve().relative_to(library.root.parent).parts) - 1
    return "../" * up + f"schema/{kind}.schema.json"


@rule(
    "accepted-for-nothing",
    "warning",
    "The sign-off accepts a finding that is not there",
    why="It was repaired, or the acceptance is misspelt and hides nothing.",
    bad="""
# signoff.yaml
accepted_findings: [{rule: review-overdue, by: A. Analyst, on: 2026-01-02, because: asked on Monday}]
""",
    good="""
next_review: 2026-09
# signoff.yaml
accepted_findings: [{rule: review-overdue, by: A. Analyst, on: 2026-01-02, because: asked on Monday}]
""",
)
def accepted(subject: Subject) -> Iterator[Hit]:
    """The runner answers this one: only it knows what was found."""
    return iter(())


RULES = (unbuilt, plans, no_cases, no_line, wrong_line, accepted)
