"""One statement whose lists say what is asked for at each stage: “• For initial therapy, all of: … • For continuation, all of: …”.

It makes a statement for each stage. As one statement it would ask for both, each under an “if” that no patient answers;
or for the name of a stage, as in “1. Gout. Approve if one: A) Initial therapy. Approve if … B) Patient on X. Approve if …”.
"""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Node, Stage, Statement

_ON_IT = any_case(
    r"\W*(?:(?:the|if)\s+)*(?:patient|member|individual|beneficiary|client|recipient)s?\s+(?:is|are)\s+(?:currently|already)\s+(?:receiving|taking|using|on)\b[^,;]{0,60}$"
)
"""“Patient is Currently Receiving Gadgets”: a name, in the form of a sentence."""
_STAGES: tuple[Stage, ...] = ("initial", "continuation")


def by_stage(one: Statement) -> list[Statement]:
    """The statements of the stages that a statement lists; itself where it lists none."""
    if one.criteria is None or one.stage is not None or one.position != "medically_necessary":
        return [one]
    parted = {stage: _at(one.criteria, stage) for stage in _STAGES}
    if not _lists(one.criteria) or None in parted.values():
        return [one]
    return [replace(one, stage=stage, criteria=asked) for stage, asked in parted.items()]


def _lists(node: Node) -> bool:
    """Whether a tree holds a list of both stages, as one that is asked for or as those of the uses that it lists."""
    if _asked(node):
        return True
    return node.rule in ("all", "any") and any(_lists(child) for child in node.children)


def _asked(node: Node) -> dict[Stage, Node]:
    """What a list asks for at each of the two stages; empty where it holds anything else."""
    told = list[tuple[Stage, Node]]()
    for child in node.children if node.rule in ("all", "any") else ():
        stage = _stage(child, node)
        if stage is None:
            return {}
        told.append((stage, _behind_name(child)))
    return dict(told) if sorted(stage for stage, _ in told) == sorted(_STAGES) else {}


def _stage(child: Node, over: Node) -> Stage | None:
    """The stage that an item of a list is for: by its case, or in a list of ways by the name over its criteria."""
    if len(child.children) < 2 or child.children[0].children:
        return None
    name = child.children[0].text
    named = over.rule == "any" and child.rule == "all" and (_ON_IT.match(name) or VERB.search(name) is None)
    return stage_of_heading(name) if child.rule == "if" or named else None


def _behind_name(child: Node) -> Node:
    name, *asked = child.children
    made = asked[0] if len(asked) == 1 else replace(child, rule="all", children=tuple(asked))
    return replace(made, notes=(*made.notes, *name.notes))


def _at(node: Node, stage: Stage) -> Node | None:
    """A tree with what is asked for at one stage in the place of the lists of stages."""
    if asked := _asked(node):
        return replace(asked[stage], notes=(*asked[stage].notes, *node.notes))
    if node.rule not in ("all", "any"):
        return node
    return replace(node, children=tuple(at for child in node.children if (at := _at(child, stage))))
