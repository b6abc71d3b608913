"""Whether the policy that a draft and its answers make holds together; faults where they were written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from coverable.base.model import read_model
from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import YamlFile, parse_yaml
from coverable.document.draft.apply import Applied
from coverable.document.draft.emit import yaml_text
from coverable.document.draft.made import Made
from coverable.document.draft.places import text_form
from coverable.policy.build import Origin
from coverable.policy.cite import Citations, make_citations
from coverable.policy.executable import Policy
from coverable.policy.library import Library
from coverable.policy.model import PolicyFile
from coverable.policy.signoff import Signoff


@dataclass(frozen=True)
class Written(YamlFile):
    """A policy file that was made: what the analyst wrote is told by its place in analyst.yaml."""

    made: Made = field(default_factory=Made)

    def where(self, path: tuple[str | int, ...]) -> str:
        value: Any = self.made
        best = ""
        for step in path:
            written = value.where.get(str(step), "") if isinstance(value, Made) else ""
            try:
                value = cast("Any", value)[step]
            except (KeyError, IndexError, TypeError):
                break
            if isinstance(value, Made) and not value.at:
                written = best = ""  # what was read in the document stands in the draft itself
            best = written or (value.at if isinstance(value, Made) else "") or best
        return best or super().where(path)


@dataclass(frozen=True)
class Checked:
    """The texts of the files, and what is wrong with them."""

    policy_text: str
    citations: Citations
    policy: Policy | None
    """Ready to be looked at; None where it does not hold together."""
    problems: tuple[Problem, ...]


def check(applied: Applied, library: Library, name: str = "policy.yaml", head: str = "") -> Checked:
    """`head` stands above the policy in its file."""
    text = head + yaml_text(applied.draft.policy)
    parsed = parse_yaml(text, name)
    yaml = Written(name, parsed.data, parsed.marks, applied.draft.policy)
    signed = parse_yaml(yaml_text(applied.signoff), "signoff.yaml")
    try:
        citations = make_citations(parsed.data, text_form(applied.draft.source))
    except ValueError:
        citations = Citations(source_sha256=applied.draft.source.sha256, passages={})
    problems = list(applied.problems)
    policy: Policy | None = None
    try:
        file, signoff = read_model(PolicyFile, yaml), read_model(Signoff, signed)
        policy = library.look(Origin(file, yaml, citations.passages), signoff)
    except Refused as refused:
        problems += refused.problems
    return Checked(text, citations, policy, tuple(dict.fromkeys(problems)))
