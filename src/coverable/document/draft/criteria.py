"""The criteria of a reading as a policy file writes them, every leaf still without a fact.

What cannot stand as it was read (a list that was lost, more asked than there is) becomes one unmapped
criterion: never a rule that would be met by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from coverable.document.draft.agrees import OPS
from coverable.document.draft.made import Draft, Made, Slot
from coverable.document.draft.names import Names, clean, words_digest
from coverable.document.draft.places import place_of
from coverable.document.reading import Finding, Node, Threshold
from coverable.document.source import Span

STATES: Final = "states:"
"""How a comment begins that says which bound a passage states; it stays when the passage is answered."""


def texts_of(node: Node) -> Iterator[str]:
    """The words of a criterion and of everything below it."""
    yield node.text
    for child in node.children:
        yield from texts_of(child)


def named_by(node: Node) -> Iterator[tuple[str, str]]:
    """What names a criterion and everything below it: words, and the rule that stands after them."""
    yield node.text, _rule(node)
    for child in node.children:
        yield from named_by(child)


def _rule(node: Node) -> str:
    return "" if node.rule == "leaf" else node.rule.replace("_", "-")


class Scribe:
    """Writes criteria of one draft and notes each passage as something that the analyst can answer."""

    def __init__(self, draft: Draft, names: Names, quote: bool) -> None:
        self.draft, self.names, self.quote = draft, names, quote
        self.findings: Mapping[str, Finding] = {f.id: f for f in draft.reading.findings}

    def criterion(self, node: Node, within: str, of: str = "") -> Made:
        """The criterion, its children below it; `within` is the name of what it stands in, `of` that of its
        statement."""
        rule = _rule(node)
        of = of or within
        id = self.names.of(node.text, after=rule, within=within, of=of)
        label = clean(node.label or "").strip(" .):(")
        made = Made(id=id, label=label if label.isalnum() else None)  # a bullet says nothing
        within = id.removesuffix(f"-{rule}")
        made["says"] = clean(node.text) if self.quote else None
        made["cite"] = place_of(self.draft.source, node.span)
        lost = _lost(node)
        if node.rule == "leaf" or lost:
            made["unmapped"] = True
        elif node.rule == "if":
            for name, child in zip(("if", "then", "else"), node.children, strict=False):
                made[name] = self.criterion(child, within, of)
        elif node.rule == "not":
            made["not"] = self.criterion(node.children[0], within, of)
        else:
            below = [self.criterion(child, within, of) for child in node.children]
            if node.rule == "at_least":
                made |= {"at_least": node.n, "of": below}
            else:
                made[node.rule] = below
        if lost:
            made.comments.append(lost)
        if node.reference:
            made.comments.append(f"by reference: {clean(node.reference)[:80]}")
        made.comments += [self._states(t) for t in node.thresholds]
        open_ = node.rule == "leaf" or bool(lost)
        asks = "fact and test" if open_ else "nothing, unless the rule is another one"
        text, states = "\n".join(texts_of(node)), tuple(node.thresholds)
        return self.slot(made.without_empty(), node.span, text, asks, open_, node.notes, states)

    def use(
        self,
        name: str,
        text: str,
        span: Span,
        notes: tuple[str, ...] = (),
        asks: str = "fact and test that tell this use",
    ) -> Made:
        """The condition that tells which use is meant."""
        made = Made(
            id=self.names.unique(f"{name}-use"), cite=place_of(self.draft.source, span), unmapped=True
        )
        return self.slot(made, span, text, asks, True, notes)

    def bare(self, name: str, text: str, span: Span, asks: str = "fact and test") -> Made:
        """A passage that states a condition of which no tree was read."""
        made = Made(id=self.names.unique(name), cite=place_of(self.draft.source, span), unmapped=True)
        return self.slot(made, span, text, asks, True, ())

    def slot(
        self,
        made: Made,
        span: Span,
        text: str,
        asks: str,
        open_: bool,
        notes: tuple[str, ...],
        states: tuple[Threshold, ...] = (),
    ) -> Made:
        """Makes the passage known under the id that it was given."""
        id = str(made["id"])
        place = place_of(self.draft.source, span)
        self.draft.slots[id] = Slot(
            id, "criterion", asks, place, span, words_digest(text), text, open_, tuple(notes), states
        )
        self.draft.made[id] = made
        made.slot = id
        self.remark(made, notes)
        return made

    def remark(self, made: Made, notes: tuple[str, ...]) -> None:
        """Findings on it, as comments above it."""
        for name in notes:
            found = self.findings.get(name)
            if found is not None:
                made.comments.append(f"{name} ({found.severity}): {clean(found.says)}")

    def _states(self, one: Threshold) -> str:
        of = f"{clean(one.of)} " if one.of else ""
        unit = f" {clean(one.unit)}" if one.unit else ""
        return (
            f"{STATES} {of}{OPS[one.op]} {clean(one.value)}{unit} ({place_of(self.draft.source, one.span)})"
        )


def _lost(node: Node) -> str:
    """Why a rule cannot stand as it was read; empty when it can."""
    count = len(node.children)
    if node.rule == "leaf":
        return ""
    if not count:
        return f"read as `{node.rule}`, but its list was not found"
    if node.rule == "at_least" and not 1 <= (node.n or 0) <= count:
        return f"read as at least {node.n}, but {count} were found"
    if node.rule == "if" and count not in (2, 3):
        return "read as a condition, but what follows from it was not found"
    if node.rule == "not" and count != 1:
        return "read as a negation of several criteria: say which"
    return ""
