"""Wordings of rules: words over a list, in a running sentence, within an item."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bench.reading.alone_positions import CONDITIONS
from bench.reading.alone_truth import Said, Truth, Wording, folded, rule
from bench.reading.banks import Variant, section
from bench.reading.words import NUMBERS, capital, lower

SAYS = "Pneumatic traction is considered medically necessary"
AGAINST = ("Pregnancy or lactation", "Active bleeding", "Unmanaged delirium", "Open growth plates")
LISTED = (*CONDITIONS, "Weight below the tenth percentile")
"""Conditions of a list as long as a wording counts; other lists are of three."""
BARRED = ("Active bleeding", "Unmanaged delirium", "Untreated psychosis")
CLAUSES = (
    "the patient has pain with weight bearing",
    "the lesion extends below the gum line",
    "the record shows a clinical benefit",
)
PHRASES = ("Pain with weight bearing", "Documented osteoporosis", "Severe emphysema on imaging")
CASE = "the patient has a pacemaker"
FIRST, LAST = "Documented loss of vision", "Trial of a standard brace"
LETTERS = ("A", "B", "C", "D")


def rules(folder: str) -> Iterator[Wording]:
    """The wordings of one round."""
    yield from _over_lists(folder)
    yield from _running(folder)
    yield from _within(folder)
    yield from _cases(folder)


def _over_lists(folder: str) -> Iterator[Wording]:
    for name in ("all", "any", "at_least", "none"):
        for v in section(folder, f"quantifiers/{name}"):
            k = v.number("count") or len(CONDITIONS)
            items = (AGAINST if name == "none" else LISTED)[:k]
            made = rule(name, items, 2 if name == "at_least" else None)
            word = _word(v, name)
            yield _made(
                f"over a list, {name}",
                folder,
                v,
                f"{SAYS} {_filled(v.get('lead'), k)}\n{_list(items, word)}",
                made,
            )
            other = "all" if name == "any" else "any"
            head = _filled(v.get("head"), k)
            text = _second(other, head, items, word)
            yield _made(f"within a list, {name}", folder, v, text, rule(other, (FIRST, made)))
    for v in section(folder, "words/letters"):
        name = v.get("rule")
        inner = rule("any" if name == "all" else "all", CONDITIONS[1:])
        text = f"{SAYS} {v.text.format(a='A', b='B', c='C')}\n{_list(CONDITIONS, None)}"
        yield _made("joined by letters", folder, v, text, rule(name, (CONDITIONS[0], inner)))


def _running(folder: str) -> Iterator[Wording]:
    for v in section(folder, "words/running"):
        if v.get("of") != "uses":
            some = CLAUSES[: v.number("count")]
            text = f"{SAYS} {_loud(v.text.format(**dict(zip('abc', some, strict=False))))}"
            yield _made("running text", folder, v, text, rule(v.get("rule"), some, v.number("n") or None))


def _within(folder: str) -> Iterator[Wording]:
    for v in section(folder, "words/inline"):
        name = v.get("rule")
        some = (BARRED if name == "none" else PHRASES)[: v.number("count")]
        item = _loud(v.text.format(**dict(zip("abc", map(lower, some), strict=False))))
        yield _item("in an item", folder, v, item, rule(name, some, v.number("n") or None))
    for v in section(folder, "words/double"):
        some = LISTED[: v.number("count") or 3]
        item = _loud(v.text.format(a=PHRASES[0]))
        text = _second("all", item, some)
        made = rule("all", (FIRST, rule("all", (PHRASES[0], rule(v.get("rule"), some)))))
        yield _made("heads a list", folder, v, text, made)
    for v in section(folder, "words/not"):
        yield _item("not", folder, v, v.text.format(lower(BARRED[0])), ("not", None, folded(BARRED[0])))


def _cases(folder: str) -> Iterator[Wording]:
    case, held, else_ = folded(CASE), folded(CLAUSES[1]), folded(CLAUSES[2])
    for v in section(folder, "words/if"):
        if not v.has("list"):
            yield _item("if", folder, v, v.text.format(c=CASE, x=CLAUSES[1], y=""), ("if", None, case, held))
            continue
        item = v.text.format(c=CASE, h="all of the following criteria are met:")
        text = _second("all", item, CONDITIONS)
        yield _made(
            "if, list", folder, v, text, rule("all", (FIRST, ("if", None, case, rule("all", CONDITIONS))))
        )
    for v in section(folder, "words/otherwise"):
        item = v.text.format(c=CASE, x=CLAUSES[1], y=CLAUSES[2])
        yield _item("if and otherwise", folder, v, item, ("if", None, case, held, else_))
    for v in section(folder, "words/unless"):
        item = v.text.format(x=capital(CLAUSES[1]), xl=CLAUSES[1], c=CASE)
        yield _item("unless", folder, v, item, ("any", None, held, case), ("any", None, case, held))


def _second(over: str, head: str, items: tuple[str, ...], word: str | None = None) -> str:
    """Words over a list that is the second item of another."""
    says = f"{SAYS} when {over.upper()} of the following criteria are met:"
    return f"{says}\nA. {FIRST}\nB. {capital(head)}\n{_list(items, word, '   ')}"


def _item(kind: str, folder: str, v: Variant, item: str, *trees: Said) -> Wording:
    """A wording as the second of three items."""
    text = f"{SAYS} when ALL of the following criteria are met:\nA. {FIRST}\nB. {capital(item)}\nC. {LAST}"
    return _made(kind, folder, v, text, *(rule("all", (FIRST, t, LAST)) for t in trees), item=item)


def _made(kind: str, folder: str, v: Variant, text: str, *trees: Said, item: str = "") -> Wording:
    return Wording(kind, folder, v.id, text, tuple(Truth("medically_necessary", t) for t in trees), item)


def _word(v: Variant, name: str) -> str | None:
    """The connector that its list needs to be understood; None where it needs none."""
    ends = v.many("ends") or ["none"]
    if "none" in ends:
        return None
    return {"and": "and", "or": "or", "andor": "and/or"}.get(ends[0], "and" if name == "all" else "or")


def _list(items: tuple[str, ...], word: str | None, indent: str = "") -> str:
    labels = ("1", "2", "3", "4") if indent else LETTERS
    lines = [f"{indent}{label}. {one}" for label, one in zip(labels, items, strict=False)]
    tail = f"; {word.upper()}" if word else ""
    return "\n".join([*(line + tail for line in lines[:-1]), lines[-1]])


def _filled(text: str, k: int) -> str:
    """Words over a list of `k` items, of which two are needed where a number is asked for."""
    joined = ", ".join(LETTERS[: k - 1]), LETTERS[k - 1]
    comma = "," if k > 2 else ""
    return _loud(
        text.replace("#", str(k)).format(
            n=2, nw=NUMBERS[2], k=k, kw=NUMBERS[k], nkw=NUMBERS[k], who="the member",
            first="A", last=joined[1],
            letters=f"{joined[0]}{comma} and {joined[1]}", or_letters=f"{joined[0]}{comma} or {joined[1]}",
        )
    )  # fmt: skip


def _loud(text: str) -> str:
    """Key words in capitals, as many payers print them."""
    return re.sub(r"<([^<>]+)>", lambda found: found[1].upper(), text)
