"""Rules on interpretations: each matters, is signed, and its options can be told apart."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.policy.executable import Policy
from coverable.proof.lint.patients import Difference, difference
from coverable.proof.lint.rule import Hit, hit, rule
from coverable.proof.lint.subject import Subject

READ_TWO_WAYS = """
interpretations:
  X-1: {question: Does snoring count?, cite: L12, options: {wide: it counts, narrow: it does not}}
"""
SIGNED = """
# signoff.yaml
interpretations:
  X-1: {option: wide, by: A. Analyst, on: 2026-01-02, because: the definition names it}
"""
BY_READING = """
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      interpretation: X-1
      options:
        wide: {any: [{fact: tired}, {fact: snores}]}
        narrow: {fact: tired}
"""
UNDER_A_READING = """
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    under: {X-1: wide}
    cite: L10
    criteria: {fact: tired}
"""


def statements(subject: Subject) -> dict[str, str]:
    """Interpretations that whole statements stand under, with the place of the first."""
    out: dict[str, str] = {}
    for name, one in subject.file.indications.items():
        out |= {i: subject.where("indications", name) for i in one.under if i not in out}
    for kind, rows in (("exclusions", subject.file.exclusions), ("referrals", subject.file.referrals)):
        for at, row in enumerate(rows):
            out |= {i: subject.where(kind, at) for i in row.under if i not in out}
    return out


def effect(subject: Subject, policy: Policy, name: str) -> list[tuple[str, Difference]]:
    """(what, difference) of one interpretation for each indication whose criteria it stands in, else for
    what comes out of requests."""
    forest = policy.forest
    holders = [
        one
        for one in policy.indications
        if any(forest.nodes[n].interpretation == name for n in forest.under(one.criteria))
    ]
    if not holders:
        return [("the outcome", difference(subject, name))]
    return [(f"the criteria of `{one.name}`", difference(subject, name, one.criteria)) for one in holders]


def said(found: list[tuple[str, Difference]]) -> str | None:
    """The effect as words; None when the options never differ."""
    parts: list[str] = []
    for what, one in found:
        if one.any and one.of is not None:
            parts.append(f"the options differ for {one.differ:,} of {one.of:,} patients on {what}")
        elif one.any:
            parts.append(f"the options differ on {what}; for how many patients was not counted")
    return "; ".join(parts) or None


def _open(subject: Subject) -> Iterator[tuple[str, str]]:
    """(interpretation, its effect) of those that matter and that nobody signed or left open on purpose."""
    policy, signoff = subject.policy, subject.signoff
    if policy is None or signoff is None:
        return
    for name in subject.file.interpretations:
        if name in signoff.interpretations or name in signoff.left_open or name not in policy.used:
            continue
        words = said(effect(subject, policy, name)) or (
            "what it changes is not known while passages are unmapped" if subject.unmapped else None
        )
        if words:
            yield name, words


@rule(
    "statements-compete",
    "error",
    "The text makes two statements that exclude each other, and nobody chose between them",
    why="An encoding may not decide with both; a person picks one and says why (SR-052).",
    bad=READ_TWO_WAYS + UNDER_A_READING,
    good=READ_TWO_WAYS + UNDER_A_READING + SIGNED,
)
def compete(subject: Subject) -> Iterator[Hit]:
    whole = statements(subject)
    for name, words in _open(subject):
        if name in whole:
            yield hit(
                f"{name} is not signed, and statements stand or fall with it",
                subject.where("interpretations", name),
                words,
                f"choose one of {', '.join(subject.file.interpretations[name].options)} in signoff.yaml",
                name,
            )


@rule(
    "reading-unsigned",
    "warning",
    "A reading that changes results is not signed",
    why="Whoever is concerned gets `judgment_needed`, and a person reads the same sentence again each time.",
    bad=READ_TWO_WAYS + BY_READING,
    good=READ_TWO_WAYS + BY_READING + SIGNED,
)
def unsigned(subject: Subject) -> Iterator[Hit]:
    whole = statements(subject)
    for name, words in _open(subject):
        if name not in whole:
            yield hit(
                f"{name} is not signed",
                subject.where("interpretations", name),
                words,
                f"choose one of {', '.join(subject.file.interpretations[name].options)} in signoff.yaml",
                name,
            )


@rule(
    "reading-unused",
    "note",
    "No criterion and no statement rests on the interpretation",
    why="Whichever option is signed, every result is the same: it is a decision for the record.",
    bad=READ_TWO_WAYS + SIGNED,
    good=READ_TWO_WAYS + BY_READING + SIGNED,
)
def unused(subject: Subject) -> Iterator[Hit]:
    if subject.policy is None:
        return
    for name in subject.file.interpretations:
        if name not in subject.policy.used:
            yield hit(
                f"nothing rests on {name}",
                subject.where("interpretations", name),
                "its options change no result",
                "use it where the text can be read in two ways, or keep it as a record",
                name,
            )


@rule(
    "options-alike",
    "warning",
    "Two options of an interpretation mean the same criteria",
    why="A person signs a difference that no patient ever feels.",
    bad=READ_TWO_WAYS
    + SIGNED
    + """
# policy.yaml
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      interpretation: X-1
      options: {wide: {fact: tired}, narrow: {fact: tired}}
""",
    good=READ_TWO_WAYS + BY_READING + SIGNED,
)
def alike(subject: Subject) -> Iterator[Hit]:
    policy = subject.policy
    if policy is None or subject.unmapped:
        return
    for name, declared in subject.file.interpretations.items():
        nodes = [n for n in policy.forest.nodes if n.interpretation == name]
        if name not in policy.used or any(
            other.follows.get(name) for other in policy.interpretations.values()
        ):
            continue  # what follows from it may differ though its own criteria do not
        groups: dict[tuple[int, ...], list[str]] = {}
        for option in declared.options:
            means = tuple(
                int(n.options[0] == option) if n.rule == "reading" else n.children[n.options.index(option)]
                for n in nodes
            )
            groups.setdefault(means, []).append(option)
        for same in groups.values():
            if len(same) > 1:
                yield hit(
                    f"{name}: {' and '.join(f'`{o}`' for o in same)} mean the same",
                    subject.where("interpretations", name, "options"),
                    "no criterion tells them apart",
                    "write what each option means, or take one of them out",
                    name,
                )


@rule(
    "signed-against-what-follows",
    "error",
    "The signed options contradict each other",
    why="One interpretation is settled by another, but the sign-off chooses otherwise.",
    bad="""
interpretations:
  X-1: {question: Which rule?, cite: L12, options: {old: the old one, new: the new one}}
  X-2:
    question: Who governs?
    cite: L13
    options: {here: this policy, there: another}
    follows: {X-1: {old: there, new: here}}
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      interpretation: X-1
      options:
        old: {fact: tired}
        new: {interpretation: X-2, options: {here: {fact: snores}, there: {fact: tired}}}
# signoff.yaml
interpretations:
  X-1: {option: new, by: A. Analyst, on: 2026-01-02, because: it is later}
  X-2: {option: there, by: A. Analyst, on: 2026-01-02, because: a note says so}
""",
    good="""
interpretations:
  X-1: {question: Which rule?, cite: L12, options: {old: the old one, new: the new one}}
  X-2:
    question: Who governs?
    cite: L13
    options: {here: this policy, there: another}
    follows: {X-1: {old: there, new: here}}
indications:
  sleep:
    service: device
    applies_if: {fact: use, is: sleep}
    cite: L10
    criteria:
      interpretation: X-1
      options:
        old: {fact: tired}
        new: {interpretation: X-2, options: {here: {fact: snores}, there: {fact: tired}}}
# signoff.yaml
interpretations:
  X-1: {option: new, by: A. Analyst, on: 2026-01-02, because: it is later}
  X-2: {option: here, by: A. Analyst, on: 2026-01-02, because: it follows}
""",
)
def against(subject: Subject) -> Iterator[Hit]:
    if subject.signoff is None:
        return
    signed = {name: one.option for name, one in subject.signoff.interpretations.items()}
    for name, declared in subject.file.interpretations.items():
        for leader, options in declared.follows.items():
            right = options.get(signed.get(leader, ""))
            if name in signed and right and signed[name] != right:
                yield hit(
                    f"{name} is signed `{signed[name]}`, but {leader} `{signed[leader]}` makes it `{right}`",
                    subject.signoff_where("interpretations", name),
                    f"{name} follows {leader}",
                    f"sign `{right}`, or sign {leader} otherwise",
                    name,
                )


RULES = (compete, unsigned, unused, alike, against)
