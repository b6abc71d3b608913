"""Scores the readings of your own documents against what you wrote down that they mean.

`python -m bench.reading.meant FOLDER` takes each document of a folder beside which a YAML file of the same
name stands, and prints how its statements were read. The made-up documents tell how a known wording is read;
this tells it of policies that were never made for a test. Nothing is written, and no document need be in the
project.

    statements:
      - position: medically_necessary        # or several that are as right: [investigational, not_covered]
        subject: words that name the service
        stage: initial                       # or continuation; left out where the text does not part them
        tree: {all: [words of a condition, {any: [one, another]}, {at_least: 2, of: [one, two, three]},
                     {not: what must be absent}, {none: [one, another]}, {if: [when so, this is needed]}]}
        or_tree: the other reading, if two are fair
        unclear: why a nurse would have to ask, if so
      - {position: investigational, subject: words, other: true}    # all other uses
      - {position: not_medically_necessary, subject: words, unmet: true}    # when the criteria are not met
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, product
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from bench.reading.held import share, words
from bench.reading.meantbeside import beside_service, beside_subject, by_reference
from bench.reading.score import ELSEWHERE
from bench.reading.truth import Verdict, leaves_of, said_in, says, tree_of
from coverable.document.read import reading_of
from coverable.document.readers.read import read_source
from coverable.document.reading import Node, Reading, Statement

Wanted: TypeAlias = dict[str, Any]
SUFFIXES = (".txt", ".html", ".pdf", ".docx")
EITHER = frozenset({"benefit_exclusion", "not_covered"})
"""What a contract excludes and what is not covered may be told as either."""
_READINGS = 256
"""How many combinations are tried where many statements have two fair readings."""
OF_OTHERS = frozenset(
    (
        *("all", "other", "others", "uses", "use", "indications", "indication", "conditions", "condition"),
        *("purposes", "outside", "table", "list", "listed", "above", "proven", "not", "circumstances"),
        *("situations", "cases", "recommended", "authorization", "criteria", "criterion", "policy"),
        *("document", "section", "addressed", "named", "described", "those", "than", "along", "following"),
    )
)
"""Words that say of a catch-all that it is one, and name no service."""


@dataclass(frozen=True)
class Score:
    """How one document was read: a verdict of each statement that it means, and what it does not mean."""

    verdicts: tuple[tuple[Verdict, Wanted], ...]
    extra: tuple[tuple[Statement, bool], ...]
    """Statements that the document does not make, and whether a finding stands on them."""
    findings: tuple[str, ...]

    @property
    def silent(self) -> int:
        return [v for v, _ in self.verdicts].count("silent") + sum(not asked for _, asked in self.extra)

    @property
    def right(self) -> bool:
        return not self.extra and all(v in ("exact", "kept") for v, _ in self.verdicts)


def _positions(wanted: Wanted) -> set[str]:
    some = wanted["position"]
    out = {some} if isinstance(some, str) else set(some)
    return out | EITHER if out & EITHER else out


def _same_kind(one: Statement, wanted: Wanted) -> bool:
    other, unmet = bool(wanted.get("other")), bool(wanted.get("unmet"))
    listed = one.named_uses or one.criteria is not None
    named = (
        one.all_other_uses and listed and "tree" in wanted
    )  # “all others, such as A”, “A, and all others” for A
    closes = (one.all_other_uses and other) or (one.criteria_not_met and unmet) or named
    plain = not (one.all_other_uses or one.criteria_not_met or other or unmet)
    return _same_position(one, wanted) and bool(closes or plain)


def _same_position(one: Statement, wanted: Wanted) -> bool:
    later = "continuation" in (one.stage, wanted.get("stage")) and one.stage != wanted.get("stage")
    return one.position in _positions(wanted) and (not later or one.position != "medically_necessary")


def _conditions(one: Statement) -> str:
    said = [n.text for n in leaves_of(one.criteria)] if one.criteria else []
    return " ".join([*said, one.subject, *(str(u.value) for u in one.named_uses)])


def _about(one: Statement, wanted: Wanted) -> float:
    """How far a statement that was read is about what one means: by conditions, else by its subject."""
    mine = words(_conditions(one))
    named = share(str(wanted.get("subject", "")), mine)
    if wanted.get("other") or wanted.get("unmet"):
        told = (one.subject, str(wanted.get("subject", "")))
        subjects = [{w for w in words(subject) - OF_OTHERS if len(w) > 1} for subject in told]
        # “All other uses are …”, “Requests that fall short are …” name no service again
        named = len(subjects[1] & mine) / len(subjects[1]) if all(subjects) else 1.0
    found = list[float]()
    for said in (said_in(tree_of(wanted[k])) for k in ("tree", "or_tree") if k in wanted):
        found.append(sum(share(x, mine) >= 0.7 for x in said) / max(1, len(said)))
    return 0.0 if found and not max(found) else max(found, default=0.0) + 0.5 * named


def _compared(some: Sequence[Statement], wanted: Sequence[Wanted], every: Sequence[Wanted]) -> Verdict | None:
    """Whether statements say what some that are meant say, if need be without what others of `every` deny."""
    return _same(some, wanted) or _same([_granting(s, every) for s in some], wanted)


def _same(some: Sequence[Statement], wanted: Sequence[Wanted]) -> Verdict | None:
    closing = [w for w in wanted if w.get("other") or w.get("unmet")]
    if closing or any(
        s.all_other_uses for s in some
    ):  # what a catch-all names are examples, but for its list
        listed = [replace(s, all_other_uses=False) for s in some if s.all_other_uses and s.criteria]
        meant = [w for w in wanted if "tree" in w and w not in closing]
        return _same(listed, meant) if listed and meant else "exact"
    if all("tree" not in w for w in wanted):
        named = words(" ".join(str(w.get("subject", "")) for w in wanted))
        return (
            "exact" if all(s.criteria is None or _lists_services(s.criteria, named) for s in some) else None
        )
    if any("tree" not in w for w in wanted):
        return None
    trees = [s.criteria for s in some if s.criteria is not None]
    if len(trees) < len(some):
        names = words(" ".join(_conditions(s) for s in some))
        named = all(share(x, names) >= 0.8 for w in wanted for x in said_in(tree_of(w["tree"])))
        return "kept" if named and not trees else None
    about = words(" ".join(str(w.get("subject", "")) for w in wanted))
    asked = [words(x) for w in wanted for x in said_in(tree_of(w["tree"]))]
    trees = [by_reference(beside_service(tree, about, asked), asked) for tree in trees]
    options = [[beside_subject(tree_of(w[k]), some) for k in ("tree", "or_tree") if k in w] for w in wanted]
    tried = islice(product(*options), _READINGS)
    return next((v for chosen in tried if (v := says(trees, chosen))), None)


def _lists_services(tree: Node, named: frozenset[str]) -> bool:
    """Whether a list under “the following are investigational” holds what was written as the subject."""
    return tree.rule in ("any", "leaf") and all(
        not n.children and share(n.text, named) >= 0.8 for n in tree.children or (tree,)
    )


def _listed(one: Statement, want: Wanted) -> bool:
    """Whether what a statement means stands as one of the services, or uses, that another one lists.

    What else it asks for is asked of each of them: “The following are covered when A: …”.
    """
    tree = one.criteria
    lists = [c for c in tree.children if c.rule == "any"] if tree and tree.rule == "all" else []
    listing = lists[0] if len(lists) == 1 else tree
    if tree is None or listing is None or listing.rule not in ("any", "leaf"):
        return False
    beside = words(
        " ".join(n.text for c in tree.children if lists and c is not listing for n in leaves_of(c))
    )
    said = said_in(tree_of(want["tree"])) if "tree" in want else []
    names = [str(want.get("subject", "")), *said]
    leaf_words = [words(n.text) for n in listing.children or (listing,) if not n.children]
    mine = words(" ".join(names))
    return any(
        all(share(n, w | beside) >= 0.8 for n in names) and len(w & mine) >= 0.6 * len(w) for w in leaf_words
    )


def _each_of(some: Sequence[Statement], want: Wanted) -> list[Statement]:
    """The statements on each of the services that were written down as one: “A; B; C”, without criteria."""
    names = str(want.get("subject", "")).split(";")
    if len(names) == 1 or "tree" in want or want.get("other") or want.get("unmet"):
        return []
    same = [s for s in some if _same_position(s, want) and not (s.all_other_uses or s.criteria_not_met)]
    each = [next((s for s in same if share(name, words(_conditions(s))) >= 0.8), None) for name in names]
    return [one for one in each if one] if all(each) else []


def _bars(one: Statement, want: Wanted) -> bool:
    """Whether a statement that grants asks for the opposite of what another one denies: “no pregnancy”."""
    if "tree" not in want or one.criteria is None or one.position in _positions(want):
        return False
    barred = [n.text for part in _under_not(one.criteria) for n in leaves_of(part)]
    return all(any(share(x, words(text)) >= 0.8 for text in barred) for x in said_in(tree_of(want["tree"])))


def _denies_but(one: Statement, want: Wanted, every: Sequence[Wanted]) -> bool:
    """Whether a statement denies all but what is granted, as in “not covered unless A”, for a catch-all."""
    closes = bool(want.get("other") or want.get("unmet")) and one.position in _positions(want)
    granted = [w for w in every if "tree" in w and one.position not in _positions(w)]
    return closes and any(_bars(one, w) for w in granted)


def _granting(one: Statement, wanted: Sequence[Wanted]) -> Statement:
    """A statement that grants, without what it bars where the same stands written down as denied."""
    tree = one.criteria
    if tree is None or tree.rule != "all":
        return one
    denied = [w for w in wanted if "tree" in w and one.position not in _positions(w)]
    alone = {c: replace(one, criteria=replace(tree, children=(c,))) for c in tree.children}
    asked = tuple(
        c
        for c, only in alone.items()
        if c.rule not in ("not", "none") or not any(_bars(only, w) for w in denied)
    )
    return replace(one, criteria=replace(tree, children=asked)) if asked else one


def _under_not(node: Node) -> Iterator[Node]:
    for child in node.children:
        if node.rule in ("not", "none"):
            yield child
        else:
            yield from _under_not(child)


def _ways(one: Statement) -> list[Statement]:
    """The ways to a position as statements of their own: the uses under “when one of these is met”.

    A name over the conditions of a way is what its statement is about.
    """
    tree, names = one.criteria, list[Node]()
    while tree is not None and tree.rule == "all" and tree.children[-1].rule == "any":
        *names, tree = [*names, *tree.children]
    if tree is None or tree.rule != "any" or not all(c.children for c in tree.children):
        return [one]
    if any(n.children for n in names):
        return [one]  # what is asked of each way is no name
    about = " ".join([one.subject, *(n.text for n in names)])
    return [way for c in tree.children for way in _ways(_named(replace(one, subject=about, criteria=c)))]


def _named(way: Statement) -> Statement:
    """A way with the name that stands first among its conditions in its subject."""
    tree = way.criteria
    if tree is None or tree.rule != "all" or len(tree.children) != 2 or tree.children[0].children:
        return way
    name, rest = tree.children
    return replace(way, subject=f"{way.subject} {name.text}", criteria=rest) if rest.children else way


def _apart(one: Statement, wanted: Sequence[Wanted]) -> list[Statement]:
    """A statement, or its ways where several that are meant are each about another one of them."""
    ways = _ways(one)
    grants = [w for w in wanted if "tree" in w and one.position in _positions(w)]
    if len(ways) == 1 or any(_compared([one], [w], wanted) for w in grants):
        return [one]
    nearest = {max(range(len(ways)), key=lambda i: _about(ways[i], w)): w.get("stage") for w in grants}
    if len(nearest) == 1:
        return [one]
    return [replace(w, stage=one.stage or nearest.get(i)) for i, w in enumerate(ways)]


def score(reading: Reading, wanted: Sequence[Wanted], text: str) -> Score:
    """Each statement that is meant against the statements that are about it."""
    every = [way for one in reading.statements for way in _apart(one, wanted)]
    reading = replace(reading, statements=tuple(every))
    logic = [f for f in reading.findings if not f.rule.startswith(ELSEWHERE)]
    places = [(s.start, s.end) for f in logic for s in f.spans]
    groups: list[tuple[list[Statement], list[Wanted]]] = []
    alone = list[Wanted]()
    listing = list[Statement]()
    verdicts: list[tuple[Verdict, Wanted]] = []
    open_ = list[tuple[Wanted, list[Statement]]]()
    for want in wanted:
        lists = [s for s in reading.statements if _same_position(s, want) and _listed(s, want)]
        if lists := lists or _each_of(reading.statements, want):
            listing += lists
            verdicts.append(("kept", want))
            continue
        fits = [s for s in reading.statements if _same_kind(s, want) and _about(s, want) >= 0.3]
        top = max((_about(s, want) for s in fits), default=0.0)
        fits = [s for s in fits if _about(s, want) >= 0.8 * top]
        if exact := next((s for s in fits if _compared([s], [want], wanted)), None):
            groups.append(([exact], [want]))
            continue
        names = {s.subject for s in fits if s.subject}
        beside = [s for s in reading.statements if _same_kind(s, want) and s.subject in names]
        if len(beside) > len(fits) and _compared(beside, [want], wanted):
            groups.append((beside, [want]))  # rows of one service are ways to it
        else:
            open_.append((want, fits))
    sure = len(groups)
    told = [s for some, _ in groups for s in some]
    for want, fits in open_:
        rest = [s for s in fits if s not in told]
        joined = next((g for g in groups[sure:] if any(s in g[0] for s in rest)), None)
        if not rest:
            alone.append(want)
        elif joined is None:
            groups.append((rest, [want]))
        else:
            joined[0].extend(s for s in rest if s not in joined[0])
            joined[1].append(want)
    ids = {f.id for f in logic}
    for some, wants in groups:
        noted = not ids.isdisjoint(n for s in some for n in _notes(s))
        said = _compared(some, wants, wanted) or ("flagged" if noted else _differs(_spans(some), places))
        verdicts.extend((said, w) for w in wants)
    for want in alone:
        barred = [s for s in reading.statements if _bars(s, want) or _denies_but(s, want, wanted)]
        listing += barred
        verdicts.append(("kept" if barred else _differs(_found(want, text), places), want))
    order = {id(want): n for n, want in enumerate(wanted)}
    verdicts.sort(key=lambda told: order[id(told[1])])
    used = [*listing, *(s for some, _ in groups for s in some)]
    extra = [(s, _asked(_spans([s]), places)) for s in reading.statements if s not in used]
    return Score(tuple(verdicts), tuple(extra), tuple(f.rule for f in logic))


def _spans(some: Sequence[Statement]) -> list[tuple[int, int]]:
    nodes = [n for s in some if s.criteria for n in leaves_of(s.criteria)]
    return [(s.span.start, s.span.end) for s in (*some, *nodes)]


def _notes(one: Statement) -> Iterator[str]:
    """The findings on a statement and on any part of its criteria, wherever they stand in the document."""
    yield from one.notes
    nodes = [one.criteria] if one.criteria else []
    while nodes:
        node = nodes.pop()
        yield from node.notes
        nodes += node.children


def _found(want: Wanted, text: str) -> list[tuple[int, int]]:
    """Where a statement that was not read stands, by the words of its conditions and its subject."""
    said = [*(said_in(tree_of(want["tree"])) if "tree" in want else []), str(want.get("subject", ""))]
    out = list[tuple[int, int]]()
    for one in said:
        pattern = r"\W+".join(re.escape(w) for w in re.findall(r"\w+", one)[:6])
        out += [(m.start(), m.end()) for m in re.finditer(pattern, text, re.IGNORECASE)] if pattern else []
    return out


def _asked(spans: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> bool:
    return any(a < end and start < b for a, b in spans for start, end in places)


def _differs(spans: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> Verdict:
    return "flagged" if _asked(spans, places) else "silent"


def scored(path: Path) -> Score:
    """The score of one document beside which its meaning stands."""
    source = read_source(path.read_bytes(), path.name)
    meant = yaml.safe_load(path.with_suffix(".yaml").read_text("utf-8"))
    return score(reading_of(source), meant.get("statements") or [], source.text)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quiet", action="store_true", help="counts only, no words of the documents")
    options = parser.parse_args()
    total, right, unasked = Counter[str](), 0, 0
    paths = [
        p
        for p in sorted(options.folder.iterdir())
        if p.suffix in SUFFIXES and p.with_suffix(".yaml").exists()
    ]
    for path in paths:
        one = scored(path)
        total.update(v for v, _ in one.verdicts)
        total.update("extra, asked" if asked else "extra, silent" for _, asked in one.extra)
        right, unasked = right + one.right, unasked + (not one.findings)
        if options.quiet:
            continue
        sys.stdout.write(f"{path.name}: {dict(Counter(v for v, _ in one.verdicts))}\n")
        for verdict, want in one.verdicts:
            if verdict in ("flagged", "silent"):
                sys.stdout.write(f"  {verdict}: {want}\n")
        for extra, asked in one.extra:
            sys.stdout.write(f"  extra{'' if asked else ', silent'}: {extra.position} [{extra.subject}]\n")
    sys.stdout.write(
        f"{len(paths)} documents, {right} right, {unasked} without a finding; statements: {dict(total)}\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
