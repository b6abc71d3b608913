"""One statement whose list says what is asked for at each stage: “• For initial therapy, all of: … • For continuation, all of: …”.

It makes a statement for each stage. As one statement it would ask for both, each under an “if” that no patient answers.
"""

from __future__ import annotations

from dataclasses import replace

from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.reading import Node, Stage, Statement


def by_stage(one: Statement) -> list[Statement]:
    """The statements of the stages that a statement lists; itself where it lists none."""
    if one.criteria is None or one.stage is not None or one.position != "medically_necessary":
        return [one]
    listed = _listed(one.criteria)
    if listed is None:
        return [one]
    return [
        replace(one, stage=stage, criteria=_with(one.criteria, listed, asked))
        for stage, asked in _stages(listed)
    ]


def _listed(node: Node) -> Node | None:
    """The list of stages in a tree, beside which nothing but conditions of all of them stands."""
    if {stage for stage, _ in _stages(node)} == {"initial", "continuation"}:
        return node
    if node.rule != "all":
        return None
    return next((found for child in node.children if (found := _listed(child)) is not None), None)


def _stages(node: Node) -> list[tuple[Stage, Node]]:
    """Each stage with what is asked for at it; none where the list holds anything else."""
    told = list[tuple[Stage, Node]]()
    for child in node.children if node.rule in ("all", "any") else ():
        stage = stage_of_heading(child.children[0].text) if child.rule == "if" else None
        if stage is None or len(child.children) != 2 or child.children[0].children:
            return []
        told.append((stage, child.children[1]))
    return told if len({stage for stage, _ in told}) == len(told) else []


def _with(node: Node, listed: Node, asked: Node) -> Node:
    """A tree with what is asked for at one stage in the place of the list of stages."""
    if node is listed:
        return replace(asked, notes=(*asked.notes, *listed.notes))
    return replace(node, children=tuple(_with(child, listed, asked) for child in node.children))
