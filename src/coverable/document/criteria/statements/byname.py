"""Lists that a statement asks for by their names: “… when Group I or Group II criteria are met”, over “Group I” and its list.

Such a list takes no position of its own. It becomes what its name stands for, and no statement beside the one that
names it. Every word of the place must be a name, a connector or a frame (“criteria”, “are met”, “below”), and every name must
stand over one list only: else all stays as it is printed, with the question that stands on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from coverable.document.criteria.conditions.askedonce import less
from coverable.document.criteria.statements.restrictions import grants
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.tokens import value_of
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.patterns import word_set
from coverable.document.reading import Node, Rule, Statement, leaves_of, nodes_of

_FRAME: Final = word_set(
    "when if where provided that the an member patient individual beneficiary request requests case meets meet met satisfies satisfy satisfied fulfills fulfilled"
    " is are be must been has have in from of under criteria criterion requirements requirement conditions condition section sections set sets part list lists listed"
    " below above described shown stated outlined specified following as well also applicable apply applies each every qualify qualifies under"
)
"""Words that say nothing but that a list is meant."""
_JOINS: Final[Mapping[str, Rule]] = {"and": "all", "plus": "all", "or": "any"}
_ASKS: Final[Mapping[str, Rule]] = {"either": "any", "any": "any", "one": "any", "all": "all"}
_LISTED: Final = word_set("criteria criterion requirements requirement conditions")
_LABELS: Final = word_set(
    "group groups section sections part parts category categories set sets path pathway pathways option options list lists tier tiers step steps criteria criterion table"
)
"""Words before the letter or number of a list."""
_SILENT: Final = _FRAME | _LABELS | word_set("both at least more still continue continues")
_WORD: Final = re.compile(r"[A-Za-z0-9]+(?:[-/’'][A-Za-z0-9]+)*|[(),;:]")
_LABEL: Final = re.compile(r"(?:[A-Z]|[0-9]{1,2}|[IVX]{1,4})$")
_NAME = 8
"""Words of a name."""
_SHORT = 3
"""Letters of a word that names nothing."""
_OF_NAMES = ("running_text", "list_lost", "labels_mismatch", "no_quantifier", "words_vacant")
"""What is asked about words that name lists, as long as nobody knows what they stand for."""
_OF_CRITERIA = ("reference_unknown", "general_criteria")
"""What is asked about criteria that stand elsewhere."""


@dataclass(frozen=True, slots=True)
class _Named:
    """A list that takes no position of its own."""

    number: int
    node: Node


_Lists: TypeAlias = Mapping[tuple[str, ...], _Named]


def by_name(made: Sequence[Statement], names: Mapping[int, Sequence[str]], page: Page) -> list[Statement]:
    """The statements, each list that another one asks for by its name in the place of that name.

    `names`: by the start of a list that takes no position, what stands over it.
    """
    lists = _lists(made, names)
    if not lists:
        return list(made)
    lists = {
        name: _Named(t.number, _filled(t.node, _but(lists, t.number), set(), page))
        for name, t in lists.items()
    }
    taken, out = set[int](), list[Statement]()
    for number, one in enumerate(made):
        used = set[int]()
        if one.criteria is not None and grants(one):
            tree = _filled(one.criteria, _but(lists, number), used, page)
            out.append(_answered(one, tree, page) if used else one)
        else:
            out.append(one)
        taken |= {n for n in used if not _by_itself(n, made[n], one, lists)}
    left = [one for number, one in enumerate(out) if number not in taken]
    gone = {n for one in made for n in _notes(one)} - {n for one in left for n in _notes(one)}
    for rule in (*_OF_NAMES, *_OF_CRITERIA, "position_implied"):
        page.findings.settle(gone, rule)
    return left


def _but(lists: _Lists, number: int) -> _Lists:
    """The lists without the one of a statement itself."""
    return {name: told for name, told in lists.items() if told.number != number}


def _by_itself(number: int, named: Statement, by: Statement, lists: _Lists) -> bool:
    """Whether a list that a statement names asks by itself as well: “admission criteria” in those of a continued stay."""
    if named.stage is None and by.stage == "continuation":
        return any(told.number == number and not _OF_BEGIN.isdisjoint(name) for name, told in lists.items())
    return named.stage not in (None, by.stage)


_OF_BEGIN: Final = word_set(
    "admission admissions initial initiation entry intake eligibility approval start starting"
)
"""Words in the name of criteria for what begins."""


def _answered(one: Statement, tree: Node, page: Page) -> Statement:
    """A statement with the lists that it names, no longer asked where its criteria stand."""
    asked = frozenset(n for n in _notes(one) if any(page.findings.are_of([n], rule) for rule in _OF_CRITERIA))
    return replace(one, criteria=less(tree, asked), notes=tuple(n for n in one.notes if n not in asked))


def _notes(one: Statement) -> Iterator[str]:
    """The findings on a statement and on all parts of its criteria."""
    yield from one.notes
    for part in nodes_of(one.criteria):
        yield from part.notes


def _filled(node: Node, lists: _Lists, used: set[int], page: Page) -> Node:
    """A tree in which what is nothing but names of lists is those lists; `used`: which."""
    inline = all(child.text in node.text for child in leaves_of(node))  # else a list stands under it
    told = None if not inline or _of_group(node, page) else _told(node, lists, page)
    if told is not None:
        made, named = told
        used |= named
        return made
    return replace(node, children=tuple(_filled(child, lists, used, page) for child in node.children))


@dataclass(frozen=True, slots=True)
class _Part:
    """A list as it is named among others."""

    named: _Named
    name: str
    joined: frozenset[Rule]
    """How it is joined with the one before."""
    asked: Rule | int | None
    """“One of the”, “either”, “two of the”, “all of the” before its name."""


def _of_group(node: Node, page: Page) -> bool:
    """Whether a name says for whom something holds: “For Group I, a visit is required”."""
    return page.source.text[: node.span.start].rstrip().lower().endswith("for")


_MEETS = any_case(
    r"(?!.*\b(?:not|no|or|and|unless)\b.*\bmeets?\b)\W*(?:[\w’'-]+\s+){1,8}?(?=(?:meets?|satisf(?:y|ies)|fulfil\w*|qualif(?:y|ies)\s+under)\b)"
)
"""“The member's blood gas study meets the criteria of Group I”: what is to meet them."""


def _told(node: Node, lists: _Lists, page: Page) -> tuple[Node, set[int]] | None:
    """The criterion that the names in a node stand for, with the lists; None where it says anything else."""
    parts = _parts(_MEETS.sub("", node.text, count=1), lists)
    numbers = {part.named.number for part in parts}
    if not parts or len(numbers) < len(parts):
        return None
    made = _joined(parts, node, page)
    return (made, numbers) if made is not None else None


def _joined(parts: Sequence[_Part], node: Node, page: Page) -> Node | None:
    """The lists as the words between their names join them: “A and B”, “either A or B”, “A and either B or C”."""
    joins = [rule for part in parts[1:] for rule in part.joined]
    if any(len(part.joined) > 1 for part in parts[1:]) or (len(parts) > 1 and not joins):
        return None
    if "any" not in joins:
        every = [_counted(part, page) for part in parts]
        return _of("all", every, node)
    last = next((n for n, part in enumerate(parts[1:]) if "any" in (part.joined or {"any"})), 0)
    first, rest = parts[:last], parts[last:]
    alternatives = all(part.asked is None for part in rest[1:]) and "all" not in {
        rule for part in rest[1:] for rule in part.joined
    }
    if not alternatives or rest[0].asked not in ("any", *(() if first else (None,))):
        return None
    others = _of("any", [_called(part) for part in rest], node)
    every = [*(_counted(part, page) for part in first), others]
    return _of("all", every, node)


def _of(rule: Rule, parts: Sequence[Node | None], node: Node) -> Node | None:
    """The criteria in the place of a node; None where one of them is not understood."""
    known = tuple(part for part in parts if part is not None)
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else Node(rule, node.text, node.span, known, label=node.label)


def _called(part: _Part) -> Node:
    """A list with the name that it is asked for by."""
    return replace(part.named.node, reference=part.name)


def _counted(part: _Part, page: Page) -> Node | None:
    """A list of which so many items are asked for where it is named; None where the words over it say another number."""
    made, asked = _called(part), part.asked
    if asked is None or (made.rule == asked and made.n is None):
        return made
    if not page.findings.are_of(made.notes, "no_quantifier"):
        return None
    notes = tuple(n for n in made.notes if not page.findings.are_of([n], "no_quantifier"))
    if isinstance(asked, int):
        return replace(made, rule="at_least", n=asked, notes=notes) if asked <= len(made.children) else None
    return replace(made, rule=asked, notes=notes)


def _parts(text: str, lists: _Lists) -> list[_Part]:
    """The lists that words name, in their order; none where they say anything else."""
    found_at = list(_WORD.finditer(text))
    words = [match[0] for match in found_at]
    parts = list[_Part]()
    joined, asked = set[Rule](), None
    called = False  # “Group I or II”: the second is a group as well
    at = 0
    while at < len(words):
        word = words[at].lower()
        if (found := _name_at(words, at, lists, called)) is not None:
            begin, (one, at) = at, found
            if not parts or one is not parts[-1].named:
                begin -= words[begin - 1 : begin] != [] and words[begin - 1].lower() in _LABELS
                last = at if _listed(words, at) else at - 1
                name = text[found_at[begin].start() : found_at[last].end()]
                parts.append(_Part(one, name, frozenset(joined), asked))
            joined, asked = set[Rule](), None
            continue
        if parts and word == "(" and words[at + 2 : at + 3] == [")"] and _LABEL.match(words[at + 1]):
            at += 3  # “the clinical criteria (A)”
            continue
        if word in _JOINS:
            joined.add(_JOINS[word])
        elif word in _ASKS:
            asked = _ASKS[word]
        elif (number := value_of(word)) is not None and not called:
            asked = number
        elif word[0].isalnum() and word not in _SILENT:
            return []
        called = called or word in _LABELS
        at += 1
    return parts if asked is None and not joined else []


def _name_at(words: Sequence[str], at: int, lists: _Lists, called: bool) -> tuple[_Named, int] | None:
    """The list that is named at a word, and where the words go on; the longest name counts."""
    for length in range(min(_NAME, len(words) - at), 0, -1):
        end = at + length
        one = lists.get(tuple(w.lower() for w in words[at:end]))
        if one is None:
            continue
        letter = length == 1 and _LABEL.match(words[at]) is not None
        if called if letter else _listed(words, end):
            return one, end
    return None


def _listed(words: Sequence[str], end: int) -> bool:
    """Whether “criteria” follows a name, so that it is no disease: “Migraine” asks for one, “migraine criteria” for a list."""
    return end < len(words) and words[end].lower() in _LISTED


def _lists(made: Sequence[Statement], names: Mapping[int, Sequence[str]]) -> _Lists:
    """The lists by their names; a name that stands over two of them names neither."""
    told: dict[tuple[str, ...], list[_Named]] = {}
    for number, one in enumerate(made):
        if one.criteria is None or not grants(one):
            continue
        own = {key for text in names.get(one.span.start, ()) for key in _keys(text)}
        for key in own:
            told.setdefault(key, []).append(_Named(number, one.criteria))
    return {key: some[0] for key, some in told.items() if len(some) == 1}


def _keys(text: str) -> list[tuple[str, ...]]:
    """The names that words over a list give it: “Section A: General criteria” is A, and the general ones."""
    out = list[tuple[str, ...]]()
    for part in re.split(
        r"\s*[:–—(]\s*|\s-\s|(?<=^[A-Za-z0-9])[.)]\s+|(?<=^[IVXivx0-9]{2})[.)]\s+", text.strip()
    ):
        said = [w for w in _WORD.findall(part) if w[0].isalnum()]
        bare = [w for w in said if w.lower() not in _FRAME or _LABEL.match(w)]
        key = tuple(w.lower() for w in bare if w.lower() not in _LABELS)
        told = len("".join(key)) > _SHORT or any(map(_LABEL.match, bare))
        if key and len(key) <= _NAME and told and not _JOINS.keys() & {*key}:
            out.append(key)
    return out
