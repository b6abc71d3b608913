"""Wordings of positions, closings and named uses, each in the sentences that it is made for."""

from __future__ import annotations

from collections.abc import Iterator

from bench.reading.alone_truth import Truth, Wording, folded, rule
from bench.reading.banks import Variant, section
from bench.reading.statements import NEGATIVE, mid, strung
from bench.reading.words import capital, lower

SUBJECTS = ("Pneumatic traction", "Home infusion pumps")
PLAN = "Northwind Mutual"
USES = ("Alopecia areata", "Chronic pelvic pain", "Gait instability")
CONDITIONS = (
    "The patient has pain with weight bearing",
    "Biopsy-confirmed eosinophilic esophagitis",
    "Failure of at least 2 oral agents",
)
BOTH = (
    ("{S} {be} considered investigational {tail}", "investigational"),
    ("{plan} does not cover {s} {tail}", "not_covered"),
)
"""Positions that closings and uses are tried behind."""


def positions(folder: str) -> Iterator[Wording]:
    """The wordings of one round."""
    asked = f"when all of the following criteria are met:\n{listed(CONDITIONS)}"
    all_, any_ = rule("all", CONDITIONS), rule("any", USES)
    uses = strung([lower(use) for use in USES])
    for k, v in enumerate(section(folder, "positions/medically_necessary")):
        stage = "initial" if "nitial" in v.text else None
        yield _made(
            "position, list", folder, v, sentence(v.text, k, asked), Truth("medically_necessary", all_, stage)
        )
        text = sentence(v.text, k, f"for the treatment of {uses}.")
        yield _made("position, uses", folder, v, text, Truth("medically_necessary", any_, stage))
    for position in NEGATIVE:
        for k, v in enumerate(section(folder, f"positions/{position}")):
            stands = (position, *v.many("also"))
            for kind, tail, tree, other, unmet in (
                ("list", f"for any of the following indications:\n{listed(USES)}", any_, False, False),
                ("uses", f"for the treatment of {uses}.", any_, False, False),
                ("other uses", "for all other indications.", None, True, False),
                ("not met", "when the criteria above are not met.", None, False, True),
            ):
                true = (Truth(p, tree, None, other, unmet) for p in stands)
                yield _made(f"negative, {kind}", folder, v, sentence(v.text, k, tail), *true)
    for k, v in enumerate(section(folder, "positions/others")):
        named = tuple(sorted(map(folded, USES))) if v.has("list") or "{uses}" in v.text else ()
        for pattern, position in BOTH:
            true = Truth(position, None, None, "other" in v.many("says"), "unmet" in v.many("says"), named)
            yield _made("closing", folder, v, _with_uses(pattern, v, k, uses), true)
    for k, v in enumerate(section(folder, "positions/named")):
        for pattern, position in BOTH:
            yield _made("named uses", folder, v, _with_uses(pattern, v, k, uses), Truth(position, any_))


def sentence(pattern: str, k: int, tail: str) -> str:
    """A wording about one of two services, by turns: one thing or many."""
    subject = SUBJECTS[k % len(SUBJECTS)]
    be = "are" if subject.endswith("s") else "is"
    return capital(pattern.format(S=subject, s=mid(subject), be=be, plan=PLAN, tail=tail))


def listed(items: tuple[str, ...]) -> str:
    return "\n".join(f"{i}. {one}" for i, one in enumerate(items, 1))


def _with_uses(pattern: str, v: Variant, k: int, uses: str) -> str:
    text = sentence(pattern, k, v.text.format(uses=uses))
    return f"{text}\n{listed(USES)}" if v.has("list") else text


def _made(kind: str, folder: str, v: Variant, text: str, *true: Truth) -> Wording:
    return Wording(kind, folder, v.id, text, true)
