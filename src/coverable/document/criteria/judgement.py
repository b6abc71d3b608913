"""The position that a sentence takes: its predicate, by the classes of the words that judge (`judgewords.py`).

A sentence judges in its main clause, before the first “when”, “if” or “unless”: “X is not considered medically
necessary when …”, “the plan considers X investigational”, “coverage of X is provided if …”, “approval requires …”.
Negations are followed to the words that they turn. What judges both ways, or with a word that names no ground, is
not `certain`, which becomes a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from coverable.document.criteria.judgewords import (
    AUXILIARIES,
    CONDITION_WORDS,
    EVIDENCE,
    FILLERS,
    JOINS,
    JUDGED_NOUNS,
    LACKING,
    MEETS,
    NAMES_BENEFIT,
    NEGATORS,
    NOUN_VERBS,
    OF_BENEFIT,
    PAY_STEMS,
    PAYS,
    REFUSE_STEMS,
    REFUSES,
    TERMS,
    THINGS,
    UNESTABLISHED,
    VIEW_STEMS,
    VIEWS,
    Kind,
    Phrase,
)
from coverable.document.criteria.tokens import Token, tokens_of, words_at
from coverable.document.reading import Position


@dataclass(frozen=True, slots=True)
class Stand:
    """A position in a sentence, and where its words stand."""

    position: Position
    first: int
    last: int
    subject: tuple[int, int] | None = None
    """What it is about, where that is not all before it."""
    certain: bool = True
    plain: bool = True
    """Told by a word that names its ground (necessary, covered, investigational), not by “appropriate”."""


@dataclass(frozen=True, slots=True)
class _Term:
    """A judging word: its class, its words, and whether a negation turns it."""

    kind: Kind
    words: Phrase
    negated: bool


@dataclass(frozen=True, slots=True)
class _Found:
    """A predicate by token numbers, its words, and the noun that it says something of."""

    first: int
    last: int
    terms: tuple[_Term, ...]
    subject: tuple[int, int] | None = None


_INDEX: dict[str, list[tuple[Phrase, Kind]]] = {}
for _kind, _table in TERMS.items():
    for _phrase in _table:
        _INDEX.setdefault(_phrase[0], []).append((_phrase, _kind))
for _entries in _INDEX.values():
    _entries.sort(key=lambda entry: -len(entry[0]))

_MODALS = frozenset(("may", "can", "will", "shall", "should", "must", "could", "would"))
_GOES_ON = frozenset(
    (
        "continued",
        "renewed",
        "extended",
        "resumed",
        "started",
        "initiated",
        "issued",
        "reauthorized",
        "reauthorised",
    )
)
"""Words that judge only after “may be”: a therapy that is continued judges nothing."""
_VAGUE = frozenset(
    (
        "subject",
        "based",
        "dependent",
        "conditional",
        "determined",
        "included",
        "made",
        "appropriate",
        "requires",
    )
)
"""“Benefits are subject to the terms of the contract” says that of every service."""
_VIEWED = frozenset(("considered", "deemed", "regarded"))
_TO_QUALIFY = re.compile(
    r"^(?:in\s+order\s+)?(?:to\s+(?:qualify|be\s+(?:eligible|considered|approved|covered|authorized))\s+for\s+(?:coverage\s+(?:of|for)\s+)?(?P<a>\S.{2,200}?),"
    r"|for\s+(?P<b>\S.{2,200}?)\s+to\s+be\s+(?:considered\s+)?(?:(?:for\s+)?(?:coverage|approval)|medically\s+necessary|covered|approved|authorized|eligible(?:\s+for\s+coverage)?),?"
    r"|in\s+order\s+for\s+(?P<c>\S.{2,200}?)\s+to\s+be\s+(?:considered\s+)?(?:medically\s+necessary|covered|approved|authorized),?)",
    re.IGNORECASE,
)
_CRITERIA_FOR = re.compile(
    r"\b(?:criteria|requirements|indications)\s+for\s+(?:initial\s+|continued\s+|re)?(?:approval|coverage|authorization|use|medical\s+necessity)\b",
    re.IGNORECASE,
)
_OBJECT_ENDS = frozenset(
    ("when", "if", "for", "in", "as", "only", "provided", "where", "with", "to", "under", "upon", "unless", "once", ":", "subject", "based", "per", "according", "after", "during")
)  # fmt: skip


LONGEST = 1500
"""A sentence judges within so many characters, if it does."""
LABEL = 8
"""A label before a colon has at most so many words: “Initial therapy: approve if …”."""


def judgement(text: str) -> Stand | None:
    """The position that a sentence takes; None when it takes none."""
    if match := _TO_QUALIFY.match(text):
        name = next(n for n in ("a", "b", "c") if match[n])
        return Stand("medically_necessary", match.start(), match.end(), subject=match.span(name))
    tokens = tokens_of(text[:LONGEST])
    start = _main_clause(tokens)
    if start is None:
        return None
    found = _predicate(tokens, start)
    if found is None:
        if match := _CRITERIA_FOR.search(text):
            return Stand("medically_necessary", match.start(), match.end())
        return None
    return _stand(tokens, start, found)


def _main_clause(tokens: Sequence[Token]) -> int | None:
    """Where the clause begins that can judge: after a leading “when …,”; None when there is no other clause."""
    if not tokens or tokens[0].word not in CONDITION_WORDS:
        return 0
    for k, token in enumerate(tokens):
        if token.word == "," and not _inside_brackets(tokens, k) and _predicate(tokens, k + 1) is not None:
            return k + 1
    return None


def _inside_brackets(tokens: Sequence[Token], k: int) -> bool:
    return sum((t.word == "(") - (t.word == ")") for t in tokens[:k]) > 0


def _predicate(tokens: Sequence[Token], start: int) -> _Found | None:
    """The first words of a clause that judge."""
    i = start
    found = _chain(tokens, start, start, fragment=True)
    if (
        found
        and _ends_well(tokens, found.last)
        and not {t.kind for t in found.terms} <= {"favour", "given", "met"}
    ):
        return found  # “Medically necessary when …”
    while i < len(tokens):
        word = tokens[i].word
        if _condition_at(tokens, i):
            after = next((k for k in range(i, len(tokens)) if tokens[k].word == ","), None)
            if after is None or after + 1 >= len(tokens) or tokens[after + 1].word not in AUXILIARIES:
                return None
            i = after + 1
            continue
        if word == ":":
            if i - start > LABEL:
                return None
            start = i = i + 1
            continue
        found = None
        if word in AUXILIARIES or word in _VIEWED:
            relative = i > 0 and tokens[i - 1].word in ("that", "which", "who")
            found = None if relative else _chain(tokens, i, start)
        if found is None and _verb(tokens, i, start, VIEWS, VIEW_STEMS):
            found = _view(tokens, i)
        if found is None and _verb(tokens, i, start, PAYS, PAY_STEMS):
            found = _paying(tokens, i, start, "cover")
        if found is None and _verb(tokens, i, start, REFUSES, REFUSE_STEMS):
            found = _paying(tokens, i, start, "refuse")
        if found is None and word in MEETS:
            found = _meeting(tokens, i)
        if found is None and word in NOUN_VERBS and i > start:
            found = _asking(tokens, i, start)
        if found is None and word in ("insufficient", "inadequate", "lack", "no") and i < start + 4:
            found = _no_evidence(tokens, i)
        if found is not None:
            return found
        i += 1
    return None


def _condition_at(tokens: Sequence[Token], i: int) -> bool:
    word = tokens[i].word
    if word == "provided":
        return i == 0 or tokens[i - 1].word not in AUXILIARIES | FILLERS | NEGATORS
    if word == "as":
        return words_at(tokens, i, "as", "long", "as")
    if word == "so":
        return words_at(tokens, i, "so", "long", "as")
    return word in CONDITION_WORDS


def _ends_well(tokens: Sequence[Token], last: int) -> bool:
    """Whether what judged at the beginning of a fragment is followed by its conditions, or by nothing."""
    return last >= len(tokens) or tokens[last].word in _OBJECT_ENDS | {".", ";", "(", "–", "—", "-", "["}


def _terms_at(tokens: Sequence[Token], i: int) -> list[tuple[Phrase, Kind]]:
    """The judging words that stand at a token, the longest first."""
    if i >= len(tokens):
        return []
    return [e for e in _INDEX.get(tokens[i].word, ()) if words_at(tokens, i, *e[0])]


def _chain(tokens: Sequence[Token], i: int, start: int, fragment: bool = False) -> _Found | None:
    """“is not considered experimental or medically necessary”: an auxiliary with the judging words that it leads to.

    A `fragment` begins with them.
    """
    j, negated, fresh = i, False, False
    terms: list[_Term] = []
    last = i
    modal = False
    noun = _noun(tokens, start, i)
    about = not EVIDENCE.isdisjoint(t.word for t in tokens[start:i])
    while j < len(tokens):
        word = tokens[j].word
        entry = next((e for e in _terms_at(tokens, j) if _counts(tokens, j, e, noun, modal, about)), None)
        if entry is not None:
            phrase, kind = entry
            free = kind in ("invest", "cosmetic", "refuse", "exclude", "benefit", "unneeded")
            terms.append(_Term(kind, phrase, fresh if free else negated))
            fresh = False
            j += len(phrase)
            last = j
        elif word in NEGATORS:
            negated = fresh = True
            modal = modal or word == "cannot"
            j += 1
        elif word in AUXILIARIES or word in FILLERS or word.endswith("ly"):
            if j > i and terms and word in AUXILIARIES:
                break
            modal = modal or word in _MODALS
            j += 1
        elif word in LACKING and about:
            return _evidence_end(tokens, i, j + 1)
        elif word in JUDGED_NOUNS and negated and not terms:
            terms.append(_Term("cover", (word,), True))
            j += 1
            last = j
        elif (word in JOINS and terms) or not terms:
            ahead = _ahead(tokens, j)
            if (
                ahead is None
                or (fragment and not terms)
                or (word not in JOINS and not _short(tokens, j, ahead))
            ):
                break
            if word == "but":
                negated = fresh = False
            j += 1
        else:
            ahead = _ahead(tokens, j)
            if ahead is None or not any(t.word in JOINS for t in tokens[j:ahead]):
                break
            j += 1
    if not terms and noun is not None and noun[0] != "criteria" and tokens[j - 1].word == "considered":
        terms.append(_Term("given", ("considered",), negated))
        last = j
    return _Found(i, last, tuple(terms)) if terms else None


def _short(tokens: Sequence[Token], j: int, ahead: int) -> bool:
    """Whether only a modifier or two stand before the judging word: “a covered dental benefit”."""
    return ahead - j <= 2 and not any(
        t.word in ("for", "in", "with", "to", "by", "of", "who", "that", "which", "on", "from")
        for t in tokens[j:ahead]
    )


def _ahead(tokens: Sequence[Token], j: int) -> int | None:
    """The next judging word, over joins, fillers and at most two other words."""
    others = 0
    while j < len(tokens):
        word = tokens[j].word
        if _terms_at(tokens, j):
            return j
        if _condition_at(tokens, j) or word in (":", ".", ";", "for", "in", "with", "who", "that", "which"):
            return None
        if word not in JOINS and word not in FILLERS and word not in NEGATORS:
            others += 1
            if others > 2:
                return None
        j += 1
    return None


def _counts(
    tokens: Sequence[Token],
    j: int,
    entry: tuple[Phrase, Kind],
    noun: tuple[str, bool] | None,
    modal: bool,
    about_evidence: bool,
) -> bool:
    """Whether a word of a class judges here."""
    phrase, kind = entry
    after = j + len(phrase)
    if kind == "given" and noun is None:
        return about_evidence and phrase[0] in UNESTABLISHED
    if kind == "given":
        return noun is not None and (noun[0] != "criteria" or phrase[0] in ("met", "satisfied"))
    if kind == "met":
        return noun is not None and noun[0] == "criteria"
    if kind == "cover" and tokens[j - 1].word == "be" and tokens[j - 2].word == "must":
        return False  # “requests must be approved before the service”
    if phrase[0] in _GOES_ON:
        return modal or noun is not None
    if phrase in (("approved",), ("cleared",), ("authorized",)):
        return not words_at(tokens, after, "by", "the") and not words_at(tokens, after, "by", "fda")
    if phrase == ("necessary",) or kind == "favour":
        return after >= len(tokens) or tokens[after].word in _OBJECT_ENDS | JOINS | {
            ".",
            ";",
            "–",
            "—",
            "-",
            "because",
            "treatment",
            "therapy",
            "procedure",
            "treatments",
            "option",
            "use",
        }
    if phrase == ("eligible",):
        return (
            after >= len(tokens)
            or tokens[after].word in ("for", ":", "only")
            or any(_condition_at(tokens, k) for k in range(after, len(tokens)))
        )
    return True


def _noun(tokens: Sequence[Token], start: int, end: int) -> tuple[str, bool] | None:
    """The judging noun that a clause is about (“coverage of X”, “no benefits”), and whether it is negated."""
    negated = False
    for k in range(start, min(end, start + 7)):
        word = tokens[k].word
        negated = negated or word in ("no", "neither", "nor")
        if (
            word in ("criteria", "requirements", "indications")
            and k + 1 < len(tokens)
            and tokens[k + 1].word in ("for", "of")
        ):
            return "criteria", negated
        if word == "necessity" and k > 0 and tokens[k - 1].word in ("medical", "clinical"):
            return "need", negated
        if (
            word in ("benefit", "benefits")
            and k + 1 < len(tokens)
            and tokens[k + 1].word in NAMES_BENEFIT | {"document", "documents"}
        ):
            continue
        if word in JUDGED_NOUNS:
            return "cover", negated
        if word in ("of", "for", "that", "which", "in", "with") and k > start + 1:
            return None
    return None


def _verb(tokens: Sequence[Token], i: int, start: int, forms: frozenset[str], stems: frozenset[str]) -> bool:
    """Whether a judging verb stands here: “considers”, “will consider”, “we cover”, “Approve if …”."""
    word = tokens[i].word
    before = tokens[i - 1].word if i > start else ""
    if word in forms:
        return before not in ("to", "the", "a", "of", "that", "which", "who") and i > start
    if word not in stems:
        return False
    k = i - 1
    while k >= start and (tokens[k].word in FILLERS or tokens[k].word.endswith("ly")):
        k -= 1
    if k < start:
        return True
    led = tokens[k].word
    return led in AUXILIARIES | NEGATORS | {
        "we",
        "plans",
        "documents",
        "contracts",
        "policies",
        "benefits",
        "certificates",
    }


def _negated_before(tokens: Sequence[Token], i: int) -> bool:
    k = i - 1
    while k >= 0 and (tokens[k].word in AUXILIARIES | FILLERS | NEGATORS or tokens[k].word.endswith("ly")):
        if tokens[k].word in NEGATORS:
            return True
        k -= 1
    return False


def _view(tokens: Sequence[Token], i: int) -> _Found | None:
    """“considers X (to be) not medically necessary”, “does not regard X as proven”."""
    for k in range(i + 1, len(tokens)):
        if _condition_at(tokens, k) or tokens[k].word in (":", ";"):
            return None
        if not any(kind not in ("given", "met") and p[0] not in _GOES_ON for p, kind in _terms_at(tokens, k)):
            continue
        begin = k
        while begin - 1 > i and (
            tokens[begin - 1].word in NEGATORS | {"as", "to", "be", "both", "either", "being"}
            or tokens[begin - 1].word.endswith("ly")
        ):
            begin -= 1
        if begin == k and tokens[k - 1].word in ("of", "for", "the", "a", "an", "and"):
            continue  # a judging word inside the name of what is judged
        made = _chain(tokens, begin, begin)
        if made is None:
            return None
        turned = _negated_before(tokens, i)
        terms = tuple(_Term(t.kind, t.words, t.negated != turned) for t in made.terms)
        return _Found(i, made.last, terms, (i + 1, begin))
    return None


def _paying(tokens: Sequence[Token], i: int, start: int, kind: Kind) -> _Found | None:
    """“does not cover X”, “may approve X”, “the contract excludes X”."""
    word = tokens[i].word
    after = i + 1
    if word in ("pay", "pays"):
        if not words_at(tokens, after, "for"):
            return None
        after += 1
    if any(
        words_at(tokens, after, *pair)
        for pair in (("coverage", "for"), ("coverage", "of"), ("benefits", "for"))
    ):
        after += 2
    elif word in ("provide", "provides", "offer", "offers"):
        return None
    end = after
    while end < len(tokens) and tokens[end].word not in _OBJECT_ENDS | {".", ";", "("}:
        end += 1
    weak = word.removesuffix("s") in ("support", "allow", "permit", "grant", "recommend")
    goes_on = end < len(tokens) and tokens[end].word in _OBJECT_ENDS
    negated = _negated_before(tokens, i)
    if weak and not EVIDENCE.isdisjoint(t.word for t in tokens[start:i]):
        return _evidence_end(tokens, i, i) if negated else None
    if (weak or i == start or (word in PAYS and not negated)) and not goes_on:
        return None
    if word in ("exclude", "excludes") and any(t.word in NAMES_BENEFIT for t in tokens[start:i]):
        kind = "benefit"
    term = _Term("favour" if weak else kind, (word,), negated)
    return _Found(i, max(end, after), (term,), (after, end) if end > after else None)


def _meeting(tokens: Sequence[Token], i: int) -> _Found | None:
    """“meets (the definition of) medical necessity”, “qualifies for coverage”, “fails to meet …”, “lacks …”."""
    if i > 0 and tokens[i - 1].word in ("that", "which", "who", "to"):
        return None
    word = tokens[i].word
    lacking = word in ("lacks", "lack", "fails", "fail")
    after = i + 1
    if words_at(tokens, after, "to") and word in ("fails", "fail"):
        after += 2
    for k in range(after, min(len(tokens), after + 6)):
        need = next((p for p, kind in _terms_at(tokens, k) if kind == "need" and p[-1] == "necessity"), None)
        if need is not None:
            last = k + len(need) + words_at(tokens, k + len(need), "criteria")
            return _Found(i, last, (_Term("need", need, lacking != _negated_before(tokens, i)),))
        if tokens[k].word in JUDGED_NOUNS and tokens[k - 1].word == "for":
            return _Found(i, k + 1, (_Term("cover", ("coverage",), lacking != _negated_before(tokens, i)),))
        if tokens[k].word in JUDGED_NOUNS and words_at(tokens, k + 1, "criteria"):
            return _Found(i, k + 2, (_Term("cover", ("coverage",), lacking != _negated_before(tokens, i)),))
        if _condition_at(tokens, k) or tokens[k].word in (":", ",", "following"):
            return None
    return None


def _asking(tokens: Sequence[Token], i: int, start: int) -> _Found | None:
    """“Approval requires …”, “coverage of X depends on …”."""
    noun = _noun(tokens, start, i)
    if noun is None or noun[0] == "criteria" or noun[1]:
        return None
    if any(
        t.word in ("authorization", "precertification", "notification", "preauthorization")
        for t in tokens[i : i + 4]
    ):
        return None
    last = i + 1
    if last < len(tokens) and tokens[last].word in ("on", "upon", "to", "for"):
        last += 1
    return _Found(i, last, (_Term("given", ("requires",), False),))


def _no_evidence(tokens: Sequence[Token], i: int) -> _Found | None:
    """“Insufficient evidence to support X”."""
    for k in range(i + 1, min(len(tokens), i + 5)):
        if tokens[k].word in ("evidence", "data"):
            return _evidence_end(tokens, i, k + 1)
    return None


def _evidence_end(tokens: Sequence[Token], i: int, k: int) -> _Found:
    """The predicate with “to support (the use of) X” after it, X as its subject."""
    verbs = ("support", "recommend", "establish", "determine", "conclude", "demonstrate", "show", "permit")
    begin = next((m + 1 for m in range(k, min(len(tokens), k + 4)) if tokens[m].word in verbs), None)
    term = _Term("invest", ("insufficient", "evidence"), False)
    if begin is None:
        return _Found(i, k, (term,))
    end = begin
    while end < len(tokens) and tokens[end].word not in _OBJECT_ENDS - {"with"} | {".", ";"}:
        end += 1
    return _Found(i, end, (term,), (begin, end))


def _stand(tokens: Sequence[Token], start: int, found: _Found) -> Stand | None:
    """The position that a predicate says, by its most telling word."""
    noun = _noun(tokens, start, found.first)
    kinds = {t.kind for t in found.terms if not t.negated}
    turned = {t.kind for t in found.terms if t.negated}
    words = {w for t in found.terms for w in t.words}
    around = tokens[start : found.first + 1], tokens[found.last : found.last + 6]
    named = any(t.word in NAMES_BENEFIT for part in around for t in part)
    about = {t.word for t in tokens[start : found.first]}
    position: Position | None = None
    certain = True
    plain = True
    if (noun is not None and noun[1]) or tokens[start].word in ("neither", "no", "none"):
        turned |= kinds & {"given", "favour", "cover", "need"}
        kinds -= {"given", "favour", "cover", "need"}
    if "invest" in kinds:
        position = "investigational"
    elif "cosmetic" in kinds:
        position = "cosmetic"
    elif "need" in turned or "unneeded" in kinds:
        position = "not_medically_necessary"
    elif "benefit" in kinds or ("exclude" in kinds and named) or ("benefit" in words and "cover" in turned):
        position = "benefit_exclusion"
    elif kinds & {"exclude", "refuse"} or "cover" in turned:
        position = "not_covered"
        if "contraindicated" in words:
            position, certain = "not_medically_necessary", False
    elif turned & {"favour", "given", "met"}:
        if noun is not None and noun[0] == "need":
            position = "not_medically_necessary"
        elif noun is not None:
            position = "not_covered"
        elif words & UNESTABLISHED:
            position = "investigational"
        else:
            position, certain, plain = "not_medically_necessary", False, False
    elif turned:
        position, certain = "medically_necessary", False  # “no longer experimental”
    elif kinds & {"need", "cover", "given", "favour", "met"}:
        position = "medically_necessary"
        plain = bool(kinds & {"need", "cover"}) or (noun is not None and not words & _VAGUE)
    if position is None:
        return None
    if position != "medically_necessary" and kinds & {"need", "cover"} and "benefit" not in words:
        certain = certain and not (kinds & {"need"})
    lacking = about & EVIDENCE and LACKING & {t.word for t in tokens[found.first : found.last]}
    if lacking and position == "medically_necessary":
        position, certain = "investigational", False
    last = _whole(tokens, found.last, {t.kind for t in found.terms})
    if (
        last < len(tokens)
        and tokens[last].word == ")"
        and any(t.word == "(" for t in tokens[found.first : last])
    ):
        last += 1
    subject = found.subject
    span = None
    if subject is not None and subject[1] > subject[0]:
        span = tokens[subject[0]].first, tokens[subject[1] - 1].last
    return Stand(position, tokens[found.first].first, tokens[last - 1].last, span, certain, plain)


def _whole(tokens: Sequence[Token], last: int, kinds: set[Kind]) -> int:
    """The end of the predicate with the noun that it ends in: “a non-covered service”, “excluded by the contract”."""
    while last < len(tokens) and tokens[last].word in THINGS:
        last += 1
    if kinds & {"exclude", "benefit"}:
        end = last
        while end < len(tokens) and tokens[end].word in OF_BENEFIT:
            end += 1
        while end > last and tokens[end - 1].word not in NAMES_BENEFIT | {
            "coverage",
            "documents",
            "document",
        }:
            end -= 1
        last = end
    return last
