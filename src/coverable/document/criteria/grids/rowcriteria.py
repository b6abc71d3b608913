"""The conditions in the cells of a row: a list, a sentence, or what stands behind the words of a position."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document import passages
from coverable.document.criteria.conditions.conditions import criteria_of
from coverable.document.criteria.conditions.leaves import leaf
from coverable.document.criteria.grids.says import position_of, says_nothing
from coverable.document.criteria.outline.outline import outline
from coverable.document.criteria.positions import unaccounted
from coverable.document.criteria.positions.durations import behind_again, grants_again, says_how_long_granted
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.quantifiers import gates, leadin
from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text import connectors
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.frames import substantive
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage, sentences, whole
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.amounts import only_amounts
from coverable.document.reading import Node, Position
from coverable.document.source import Block

_STARTS_CONDITION = any_case(
    r"^(?:only\b|on\s+(?:the\s+)?condition\b|given\s+that\b|assuming\b|in\s+cases?\b|contingent\b|conditional\b|should\b|evidence\s+of\b|proof\s+of\b|provided\b|as\s+long\b|so\s+long\b|once\b|upon\b|unless\b|subject\s+to\b|limited\s+to\b|documentation\b|with\b|when\b|where\b|whenever\b|while\b|if\b|for\b|must\b|requires?\b|covered\b|must\b|medically\b|criteria\b|all\b|any\b|one\b|both\b|either\b|at least\b|after\b|in\b)"
)
_GATE = any_case(
    r"^[\s:,;–—-]*(?:only\s+)?(?:when|where|whenever|if|for|in|with|after|once|to\s+treat|unless|except|provided|as\s+long|at\s+least|upon|under|all\b|any\b|one\b|both\b|either\b)\b|^\s*:"
)
"""What leads conditions in behind the words of a position: “Covered | for members on dialysis”."""
_EVERY_USE = any_case(
    r"\W*(?:(?:all|any|every)\s+(?:enrolled\s+|eligible\s+)?(?:child(?:ren)?|indications?|uses?|diagnos[ei]s|conditions?|ages?|members?|patients?|persons?|people|enrollees?|recipients?|beneficiar(?:y|ies))|every(?:one|body)|anyone|anybody|always|in\s+all\s+cases)\W*"
)
_IT_IS = "it is "
_CLAUSE = any_case(r"[;.]\s")
_SHORT, _BEGINS = 8, 12
"""Words of a cell that is a position and no condition, and the characters in which it begins."""


def denied(cell: Sequence[Block], granted: bool = False) -> Position | None:
    """The position of a cell of criteria that denies the service instead: “Not covered”, “Investigational for A”.

    `granted`: another cell of its row says that the service is covered, so only plain words deny it.
    """
    if not cell or asks_for_nothing(cell):
        return None
    found = _taken(cell[0].text)
    if found is not None and found[0] in NEGATIVE:
        return found[0]
    said, *others = _CLAUSE.split(cell[0].text)
    if granted or len(cell) > 1 or len(said.split()) > _SHORT:
        return None
    clauses = [said, *(others if _NEVER.fullmatch(said) else ())]
    told: list[Position] = [p for p in map(position_of, clauses) if p is not None]
    return told[-1] if told and told[0] in NEGATIVE else None


_NEVER = any_case(r"\W*(?:no|never|none)\W*")


def _taken(text: str) -> tuple[Position, int] | None:
    """The position that a cell begins with, and where its words end; None where it begins with something else."""
    if match := _DENY.match(text):
        return "not_covered", match.end()
    for before in ("", _IT_IS):
        found = judgement(before + text)
        if found is None or not (found.plain and found.certain) or found.first - len(before) > _BEGINS:
            continue
        last = found.last - len(before)
        if _OF_THING.search(text[:last]) and _THING.match(text, last):
            return None
        if not before or not text[last:].strip(" .") or _GATE.match(text[last:]):
            return found.position, last
    return None


_OF_THING = any_case(r"\b(?:an?|the|no|any|each|every|another)\s+[a-z]+$")
_THING = any_case(r"\s+(?!(?:when|if|for|only|with|in|once|and|or|benefits?|services?|items?)\b)[a-z]{3,}")
"""“Member has a covered bed”: said of the bed, and not of what the row is about."""
_DENY = any_case(
    r"(?:deny|denied|do\s+not\s+(?:approve|cover|authori[sz]e)|no\s+(?:coverage|benefits?)|non-?covered\s+\w+)\b(?=\s+(?:for|if|when|in|to)\b|\s*:)"
)


def behind(cell: Sequence[Block], covers: bool) -> list[Block]:
    """What a cell says behind the words of its position: “Covered when all of these are met: …” without “Covered”.

    `covers`: a cell of criteria, which is all conditions where it takes no position.
    """
    if not cell:
        return []
    text = cell[0].text
    found = _taken(text)
    yes = None if found or covers else _YES.match(text)
    last = found[1] if found else yes.end() if yes else 0
    if not last:
        return list(cell) if covers else []
    rest = passages.part(cell[0], last, len(text))
    if not rest.text.strip(" .:;,") or says_nothing(rest.text):
        return list(cell[1:])
    if not covers and not (_GATE.match(text[last:]) and (cell[1:] or _says_more(rest.text))):
        return []  # “Covered with criteria”, “Cosmetic in purpose”
    return [rest, *cell[1:]]


_YES = any_case(r"\W*yes\b")


def _says_more(text: str) -> bool:
    """Whether words behind a position say on what condition, and not only that there is one."""
    return substantive(text) and _ONLY_SAYS.fullmatch(text) is None


_ONLY_SAYS = any_case(
    r"\W*(?:only\s+)?(?:(?:when|if|with|for|in|under|upon|subject\s+to|once|where)\s+)(?:[\w-]+\s+){0,3}?(?:purposes?|nature|part|full|scope|limits?|limitations?|rules?|review|conditions?|criteria|restrictions?|requirements?|guidelines?|polic(?:y|ies)|approval|authori[sz]ation|benefits?|necessity|need|pa|notes?|comments?)"
    r"(?:\s+(?:(?:is|are|has|have|been|appl(?:y|ies)|met|satisfied|fulfilled|shown|established|required|documented|present|here|below|listed|given|obtained|granted|in|this|row|table)\W*)*)?\W*"
)


def use_of(cell: Sequence[Block], page: Page) -> Node | None:
    """The use that a row is for, as a condition; None for “All indications”."""
    if not "".join(b.text for b in cell).strip() or asks_for_nothing(cell):
        return None
    return conditions(cell, True, page, uses=True)[0]


def conditions(
    blocks: Sequence[Block],
    conditional: bool,
    page: Page,
    uses: bool = False,
    counted: Quantifier | None = None,
) -> tuple[Node | None, list[str]]:
    """The conditions in the cells of a row; a plain remark or a limit is none. `uses`: each of them is enough.

    `counted`: how many the name of the column asks for.
    """
    entries = [e for e in outline(blocks) if e.passage and not _limits(e.passage.text)]
    if not entries:
        return None, []
    if asks_for_nothing(blocks):
        remarks = [s for e in entries for s in sentences(e.passage) if unaccounted.asks_something(s.text)]
        remarks = [s for s in remarks if not (says_nothing(s.text) or _EVERY_USE.fullmatch(s.text))]
        return None, [page.doubt("criteria_in_table", s, _REMARK) for s in remarks]
    first = entries[0]
    other = _OF_OTHER_ROW.match(first.passage.text)
    over, under = _head(entries, uses)
    remarked = list[str]()
    if not conditional and not under and not _STARTS_CONDITION.match(over.text):
        asks = unaccounted.asks_something(over.text) or DISEASE.search(over.text) is not None
        asks = asks or (len(over.text.split()) > _FEW and _TELLS_OF_PATIENT.search(over.text) is not None)
        if not asks:
            return None, []
        remarked = [page.doubt("criteria_in_table", over, _REMARK)]
    entry = Entry(first.passage, None, under=under)
    lead = leadin.read(over)
    if under and lead.quantifier is None and over and first.passage is not over:
        over = first.passage
    lead = leadin.read(gates.unled(over))
    if under and lead.quantifier is None and not lead.conditions and counted is not None:
        lead = replace(lead, quantifier=counted)
    made, notes = criteria_of(gates.unled(over), lead, entry, page, open_any=uses, uses=uses)
    beside: list[Entry] = []
    for entry in entries[1:] if first.under else ():
        further, joined = connectors.at_start(entry.passage, item=True)
        if joined == "and" and made is not None and not entry.under:
            made = Node(
                "all",
                "",
                page.source.join([made.span, page.span(further)]),
                (made, leaf(further, page, None)),
            )
        elif joined or entry.under or _STARTS_CONDITION.match(entry.passage.text):
            beside.append(entry)
    says = "Words beside the list of a cell"
    notes = [*notes, *(page.doubt("criteria_in_table", e.passage, says) for e in beside)]
    later = [s for e in entries for s in list(sentences(e.passage))[1:]] if conditional else []
    denials = (s for s in later if _NOT.match(s.text) or ((told := _taken(s.text)) and told[0] in NEGATIVE))
    if other and not page.findings.are_of(notes, "reference_unknown"):
        notes = [*notes, page.doubt("reference_unknown", first.passage)]
    return made, [*remarked, *notes, *(page.doubt("position_unclear", s, _DENIES_TOO) for s in denials)]


_OF_OTHER_ROW = any_case(
    r"\W*(?:(?:same\s+)?as\s+(?:for|with|in)\b|ditto\b|same\b(?!\s+day)|(?:criteria|requirements)\s+(?:for|of)\s+\w)"
)
"""“As for Crohn's disease”, “Ditto” in a cell: what is asked for stands in another row."""


_TELLS_OF_PATIENT = any_case(
    r"\b(?:members?|patients?|child(?:ren)?|adults?|clinicians?|physicians?|at\s+least|or\s+more|symptoms?|failed|failure|tried|used|documented|confirmed)\b|[≥≤<>]|\b(?-i:AND|OR)\b"
)
"""Words of a remark that may bound for whom the service is covered."""
_NOT = any_case(r"\W*not\s+(?:covered|approved|authori[sz]ed|payable)\b")
_DENIES_TOO = "A sentence behind the criteria of a cell that denies: a statement of its own?"


_REMARK = "A remark beside a covered service, or a condition?"


def asks_for_nothing(cell: Sequence[Block]) -> bool:
    """Whether a cell says that its position holds as it is: “All indications”, “Preferred site. No added criteria.”"""
    said = [s.text for b in cell if b.kind != "item" for s in sentences(whole(b))]
    parts = [part for text in said for part in (text, *text.split(";"))]
    return any(_EVERY_USE.fullmatch(text) or (_NO.match(text) and says_nothing(text)) for text in parts)


_NO = any_case(r"\W*(?:with\s+)?no\s")


def names_uses(cell: Sequence[Block]) -> bool:
    """Whether a cell of criteria beside a denial may name what it is denied for: a few words that give no reason."""
    text = " ".join(b.text for b in cell)
    few = 1 <= len(text.split()) <= _USE_WORDS and VERB.search(text) is None
    few = few or _WHEN.match(text) is not None
    return few and substantive(text) and not (asks_for_nothing(cell) or _limits(text) or _REASON.search(text))


_WHEN = any_case(r"\W*(?:when(?:ever)?|if|where|unless|except|only)\s")
_USE_WORDS = 15
_REASON = any_case(
    r"\b(?:evidence|data|studies|literature|efficacy|safety|unproven|experimental|investigational|convenience|cosmetic|comfort|exclu\w+|contract|benefit"
    r"|necessity|medical\s+need|criteria|n/?a|see|refer|review\w*|polic(?:y|ies)|guidelines?|section|appendix|codes?|bundled|included?|separate(?:ly)?|duplicat\w+)\b"
)
"""“Insufficient evidence”, “See section 4”: why, or where to read on."""


def _limits(text: str) -> bool:
    """Whether words only say how many or how often: “One per 24 months”."""
    few = len(text.split()) <= _FEW and VERB.search(text) is None
    return only_amounts(text) or (few and only_amounts(f"Limited to {text}"))


_FEW = 6
"""Words of a limit without a verb."""


def _head(entries: Sequence[Entry], uses: bool) -> tuple[Passage, list[Entry]]:
    """The words over the list of a cell, and its items; lines that “or” joins are items too, and so are uses."""
    first = entries[0]
    listed = all(e.passage.block.kind == "item" for e in entries)
    if len(entries) > 1 and (listed or any(e.before for e in entries[1:]) or (uses and not first.under)):
        return first.passage.part(0, 0), list(entries)
    if first.under:
        return first.passage, first.under
    if len(entries) > 1:
        return (
            (first.passage.part(0, 0), list(entries)) if first.label else (first.passage, list(entries[1:]))
        )
    return first.passage, []


def later_asked(cell: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """The items of a cell without those on a later approval, and what these ask for: “Subsequent authorizations require A”."""
    later: list[Block] = []
    taken = False
    for b in cell:
        again = b.marker is not None and grants_again(b.text) and not says_how_long_granted(b.text)
        taken = again or (taken and _deeper(b, later[0]))  # with the list under it
        later += [b] if taken else []
    asking = [passages.without(b, 0, behind_again(b.text)) or b for b in later]
    return [b for b in cell if b not in later], asking


def _deeper(block: Block, other: Block) -> bool:
    """Whether an item stands under another one: by its depth where the format states it, else by its indent."""
    return (block.depth or 0, block.indent) > (other.depth or 0, other.indent)
