"""The position that a sentence takes: its predicate, by the classes of the words that judge (`judgewords.py`).

A sentence judges in its main clause, before the first “when”, “if” or “unless”: “X is not considered medically
necessary when …”, “the plan considers X investigational”, “coverage of X is provided if …”, “approval requires …”.
Negations reach the words they turn; what judges both ways, or names no ground, is not `certain`: a finding.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from coverable.document.criteria.positions.acts import granted
from coverable.document.criteria.positions.clausebetween import said_behind
from coverable.document.criteria.positions.determinations import determined
from coverable.document.criteria.positions.evidence import falls_short, no_evidence, without_evidence
from coverable.document.criteria.positions.found import Found, Term
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    CONDITION_WORDS,
    DECLINING,
    EVIDENCE,
    HAS_VIEWED,
    LACKING,
    MEETS,
    MODALS,
    NEGATORS,
    NO_USE,
    NOUN_VERBS,
    OBJECT_ENDS,
    OF_POLICIES,
    OUTSIDE,
    PAY_STEMS,
    PAYS,
    REASONS,
    REFUSE_STEMS,
    REFUSES,
    SAYS,
    STANDS,
    STATUS,
    VIEW_STEMS,
    VIEWED,
    VIEWS,
    Kind,
)
from coverable.document.criteria.positions.labelled import LABEL, itemized, names_behind, past_place
from coverable.document.criteria.positions.noposition import takes_none
from coverable.document.criteria.positions.objects import at_once
from coverable.document.criteria.positions.persons import declines, received
from coverable.document.criteria.positions.plainwords import in_plain_words
from coverable.document.criteria.positions.predicate import (
    behind_non,
    chain,
    condition_at,
    ends_well,
    noun_of,
    refused,
)
from coverable.document.criteria.positions.questions import answered
from coverable.document.criteria.positions.relative import (
    apposition,
    reduced,
    relative,
    said_of,
    told_of_things,
)
from coverable.document.criteria.positions.sentenceforms import (
    AIM,
    ASKED_OR_NOT,
    BEFORE_THINGS,
    NEVER,
    PURPOSE,
    asking_for,
    opinion_end,
    ruling,
    without_opinions,
)
from coverable.document.criteria.positions.stand import NEGATIVE, WEAK, Stand, position_of
from coverable.document.criteria.positions.verbs import (
    asking,
    establishing,
    is_verb,
    meeting,
    paying,
    viewing,
)
from coverable.document.criteria.positions.weighed import knows_more, weighed
from coverable.document.criteria.text.tokens import Token, in_number, tokens_of, words_at
from coverable.document.criteria.text.useframes import DOES, leading
from coverable.document.patterns import word_set

_RUN_IN = re.compile(r"^\W*[A-Z][^.;:]{2,90}:\s+(?=[A-Z])")
"""A heading that runs into its sentence: “Insulin pumps (adults): When used as labeled, pumps are …”."""
LONGEST = 1500
"""A sentence judges within so many characters, if it does."""
LONGEST_USE = 150
"""A use or group of patients before the subject ends within so many characters."""


@lru_cache(maxsize=8192)
def judgement(text: str) -> Stand | None:
    """The position that a sentence takes; None when it takes none."""
    found = _judgement(text) or (None if takes_none(text) else said_behind(text, _judgement))
    label = AIM.match(text) or BEFORE_THINGS.match(text) or ASKED_OR_NOT.match(text)
    label = label or (_RUN_IN.match(text) if found is None else None)
    behind = _judgement(text[label.end() :]) if label else None
    if label is None or behind is None or not (behind.plain and behind.certain) or not behind.first:
        return found

    def moved(span: tuple[int, int] | None) -> tuple[int, int] | None:
        return (span[0] + label.end(), span[1] + label.end()) if span else None

    begin = behind.given[1] + 1 if behind.given else 0
    return replace(
        behind,
        first=behind.first + label.end(),
        last=behind.last + label.end(),
        subject=moved(behind.subject or (begin, behind.first)),
        given=moved(behind.given) or ((0, len(label[0].rstrip(" ,"))) if label.re is AIM else None),
        second=behind.second + label.end() if behind.second else None,
    )


def _judgement(text: str) -> Stand | None:
    if formed := answered(text) or ruling(text) or determined(text) or granted(text) or itemized(text):
        return formed
    if takes_none(text):
        return None
    if PURPOSE.match(text):
        return asking_for(text)
    never = NEVER.match(text)
    said = f"{' ' * never.end()}{text[never.end() :]}" if never else text
    tokens = tokens_of(in_plain_words(without_opinions(said[:LONGEST])))
    start = _main_clause(tokens)
    if start is None:
        return None
    found = _predicate(tokens, start)
    found = _turned(found, never is not None) if found else None
    stand = position_of(tokens, found) if found else None
    if found is None or stand is None:
        return asking_for(text) or weighed(said, tokens)
    whole = weighed(said, tokens)
    if whole is not None and knows_more(text, whole, stand):
        return whole
    opinion = never.end() if never else opinion_end(text)
    asks = start and tokens[0].word not in REASONS
    given = (tokens[0].first, tokens[start - 2].last) if asks else _fronted(tokens, found)
    subject = stand.subject
    if subject and given and subject[1] <= given[1]:
        subject = None  # “For adults, it is considered …”
    if subject is None and (found.clause or given):
        begin = max(tokens[found.clause].first, given[1] + 1 if given else 0)
        subject = (begin, stand.first) if begin < stand.first else None
    if subject is None and 0 < opinion < stand.first:
        subject = (opinion, stand.first)
    return replace(stand, subject=subject, given=given, second=_second(tokens, found, stand))


_REQUESTED = re.compile(r"(?:ask|request|propos|urg|petition|appeal)(?:e|es|s|ed|ing)?")
"""Who asks that something “be covered” takes no position."""


def _turned(found: Found, turn: bool) -> Found:
    """What a predicate says behind a negation."""
    return replace(found, terms=tuple(replace(t, negated=t.negated != turn) for t in found.terms))


def judges(text: str) -> bool:
    """Whether a text takes a position in plain words."""
    found = judgement(text)
    return found is not None and found.plain and found.certain


def _fronted(tokens: Sequence[Token], found: Found) -> tuple[int, int] | None:
    """“For members under 18,” or “To treat A, B, or C,” before the subject: a condition."""
    head = [t.word for t in tokens[:2]]
    comma = next((k for k in range(found.first) if tokens[k].word == ","), None)
    if comma is None or comma < 2 or head[1] in NO_USE or head[1].isdigit():
        return None
    said = {t.word for t in tokens[:comma]}
    if not OF_POLICIES.isdisjoint(said) or (said & EVIDENCE and said & LACKING):
        return None  # “In line with national coverage rules, …”, “In view of the limited literature, …”
    led = head[0] in ("for", "in", "among", "with", "against") or head[1] in ("than", "from")
    leads = led or (head[0] == "to" and head[1] in DOES)
    purpose = head[0] == "as" and any(t.word in ("for", "of") for t in tokens[:comma])
    begin = _after_list(tokens, comma, found.first)
    pronoun = begin == found.first and tokens[begin].word in ("it", "they", "this", "these")
    if not (leads or purpose) or tokens[comma].first > LONGEST_USE or (begin >= found.first and not pronoun):
        return None
    return tokens[0].first, tokens[begin - 2].last


def _second(tokens: Sequence[Token], found: Found, stand: Stand) -> int | None:
    """Where another position begins: “… necessary for gout, and investigational for all other conditions”."""
    for k in range(found.last, len(tokens) - 1):
        if tokens[k].word == ":":
            return None
        if tokens[k].word not in ("and", "but") or _inside_brackets(tokens, k) or declines(tokens, k + 1):
            continue
        other = chain(tokens, k + 1, k + 1, fragment=tokens[k + 1].word not in AUXILIARIES)
        strong = {t.kind for t in other.terms} - WEAK if other else set[Kind]()
        if other and strong and ends_well(tokens, other.last):
            return tokens[k].first
        if stand.position in NEGATIVE and _says_again(tokens, k + 1):
            return tokens[k].first
    return None


_OF_THE_SAME = word_set(
    "it they this these that use coverage benefits benefit payment reimbursement therefore thus hence so"
)
"""Subjects of a second clause that speak of what the first one speaks of: “…, and coverage is not provided”."""


def _says_again(tokens: Sequence[Token], first: int) -> bool:
    """Whether a clause denies coverage of the same thing: “and does not cover it”, “and coverage is not provided”."""
    head = tokens[first].word
    found = _predicate(tokens, first) if head in _OF_THE_SAME | AUXILIARIES else None
    before = tokens[first : found.first] if found else ()
    denies = found is not None and all(t.negated or t.kind in ("refuse", "invest") for t in found.terms)
    return denies and all(t.word in _OF_THE_SAME for t in before)


def _main_clause(tokens: Sequence[Token]) -> int | None:
    """Where the clause begins that can judge: after a leading “when …,”; None when there is no other clause."""
    if not tokens:
        return None
    if tokens[0].word not in CONDITION_WORDS and not words_at(tokens, 1, "long", "as"):
        return 0
    for k, token in enumerate(tokens):
        if token.word != "," or _inside_brackets(tokens, k):
            continue
        if (found := _predicate(tokens, k + 1)) is not None:
            return _after_list(tokens, k, found.first)
    return None


def _after_list(tokens: Sequence[Token], comma: int, judging: int) -> int:
    """Where the clause begins behind a comma that may stand in a list: “When the reason is A, B, or C, X is …”.

    `judging` is the first word that judges. A comma before it ends the list where “and” or “or” joins the words
    before that comma, and words of a subject follow.
    """
    commas = [k for k in range(comma, judging) if tokens[k].word == "," and not _inside_brackets(tokens, k)]
    for here, after in pairwise([*commas, judging]):
        joined = any(t.word in ("and", "or") for t in tokens[commas[0] + 1 : here])
        if joined and after > here + 1 and tokens[here + 1].word not in ("and", "or"):
            return here + 1
    return comma + 1


def _inside_brackets(tokens: Sequence[Token], k: int) -> bool:
    return sum((t.word == "(") - (t.word == ")") for t in tokens[:k]) > 0


def _predicate(tokens: Sequence[Token], start: int) -> Found | None:
    """The first words of a clause that judge."""
    i = clause = start
    found = past_place(tokens, chain(tokens, start, start, fragment=True))
    of_noun = tokens[found.last - 1].word == "necessity" if found else False
    if found and not of_noun and ends_well(tokens, found.last) and not {t.kind for t in found.terms} <= WEAK:
        # “Medically necessary when …”, “Medically necessary: pumps when …”
        return _behind_label(tokens, found) or names_behind(tokens, found) or found
    while i < len(tokens):
        word = tokens[i].word
        if condition_at(tokens, i) and (_inside_brackets(tokens, i) or reduced(tokens, i, clause)):
            i += 1
            continue
        if word in ("when", "if", "where") and i > clause and (led := leading([t.word for t in tokens[i:]])):
            i += led  # “gadgets when ordered for alpha are considered investigational”
            continue
        if word in ("if", "when") and i > clause and tokens[i - 1].word in ("or", "and"):
            unmet = next((k for k in range(i, min(len(tokens), i + 9)) if tokens[k].word == "met"), None)
            turned = unmet is not None and any(t.word in NEGATORS for t in tokens[i:unmet])
            if unmet is not None and turned and words_at(tokens, unmet + 1, "is"):
                i = unmet + 1  # “X for other uses, or if the criteria are not met, is considered …”
                continue
        if word == "whether" and i > clause and (behind := _whatever(tokens, i)):
            clause = i = behind
            continue
        if condition_at(tokens, i):
            after = next((k for k in range(i, len(tokens)) if tokens[k].word == ","), None)
            goes_on = after is not None and after + 1 < len(tokens)
            # “…, except as provided in section 2, the plan does not cover”
            excepted = word == "except" and goes_on
            if after is None or not (excepted or (goes_on and tokens[after + 1].word in AUXILIARIES)):
                return None
            i = after + 1
            continue
        if word == "," and words_at(tokens, i + 1, "which") and (found := said_of(tokens, i, clause)):
            return found
        if word in (",", "–", "—", "-") and (found := apposition(tokens, i, clause)):
            return found
        if word == ":" and (_inside_brackets(tokens, i) or in_number(tokens, i)):
            i += 1
            continue
        if word == ":":
            if sum(not _inside_brackets(tokens, k) for k in range(clause, i)) > LABEL:
                return None
            clause = i = i + 1
            found = chain(tokens, i, i, fragment=True)
            if found and ends_well(tokens, found.last) and {t.kind for t in found.terms} - WEAK:
                named = words_at(tokens, start + 1, "of") or words_at(tokens, start + 2, "of")
                status = named and not STATUS.isdisjoint(t.word for t in tokens[start : start + 2])
                begin = start + 2 + words_at(tokens, start + 2, "of") if status else start
                return replace(
                    found, clause=clause, subject=(begin, clause - 1)
                )  # “X: investigational for …”, “Coverage status of X: …”
            continue
        too = i > clause + 2 and tokens[i - 2].word == "to" and falls_short(tokens[clause:i])
        if word == "that" and any(_REQUESTED.fullmatch(t.word) for t in tokens[clause:i]):
            wished = _predicate(tokens, i + 1)
            return None if wished is None or tokens[wished.first].word == "be" else wished
        if word == "non" and not relative(tokens, i, clause) and (found := refused(tokens, i)):
            return replace(found, clause=clause)
        if word == "that" and i > clause and (too or tokens[i - 1].word in SAYS):
            if too or any(t.word in NEGATORS for t in tokens[clause:i]):
                # “It has not been shown that X is effective”, “Studies are too few to show that …”
                told = _predicate(tokens, i + 1)
                return _turned(told, True) if told else None
            clause = i = i + 1
            continue
        if (
            word in ("exists", "exist")
            and (noun := noun_of(tokens, clause, i))
            and noun[0] in ("need", "cover")
        ):
            return Found(i, i + 1, (Term("given", (word,), False),), clause=clause)
        stands = word in STANDS and i + 1 < len(tokens) and tokens[i + 1].word in OUTSIDE
        if stands and (found := chain(tokens, i + 1, clause)):
            return replace(found, first=i, clause=clause)
        found = None
        if i > clause + 1 and word in MODALS and tokens[i - 1].word == "or" and tokens[i - 2].word in MODALS:
            return None  # “may or may not be covered”
        has = (
            word in ("has", "have")
            and i > clause
            and i + 1 < len(tokens)
            and tokens[i + 1].word in HAS_VIEWED
        )
        if not has and (word in AUXILIARIES or word in VIEWED):
            comma = next((k + 1 for k in range(i - 1, clause, -1) if tokens[k].word == ","), clause)
            near = tokens[max(comma, i - 4) : i]  # “…, one of which is airflow, are covered when …”
            asked = {t.word for t in near} & {"which", "whether", "what", "how"}
            asked |= {t.word for t in tokens[clause:i]} & {"why", "whether"}
            only_which = i > 0 and (relative(tokens, i, clause) or bool(asked))
            found = None if only_which else establishing(tokens, chain(tokens, i, clause))
            if found and (said := told_of_things(tokens, i, clause)) is not None:
                found = replace(found, first=said)
            if found and word in VIEWED and i > clause and not at_once(tokens, i):
                found = None  # “An expert panel considered X appropriate when …” tells of what was
        if found is None and (has or is_verb(tokens, i, clause, VIEWS, VIEW_STEMS)):
            found = viewing(tokens, i + has)
        if found is None and is_verb(tokens, i, clause, PAYS, PAY_STEMS):
            found = paying(tokens, i, clause, "cover")
        declines = word in DECLINING and words_at(tokens, i + 1, "to")
        if found is None and not declines and is_verb(tokens, i, clause, REFUSES, REFUSE_STEMS):
            found = paying(tokens, i, clause, "refuse")
        if found is None:
            found = received(tokens, i, clause)
        if found is None and word in MEETS and not relative(tokens, i, clause):
            found = meeting(tokens, i)
        if found is None and word in NOUN_VERBS and i > clause:
            found = asking(tokens, i, clause)
        lacks = word in ("insufficient", "inadequate", "lack", "no")
        lacks = lacks or (
            word == "not" and any(words_at(tokens, i + 1, w) for w in ("enough", "sufficient", "adequate"))
        )
        if found is None and lacks and i < clause + 4:
            found = no_evidence(tokens, i) if without_evidence(tokens, i, clause) else None
        if found is not None:
            non = behind_non(tokens, i - 1 - (tokens[i - 1].word == "-")) if i > clause + 1 else None
            return replace(_turned(found, True) if non == found.first else found, clause=clause)
        i += 1
    return None


def _whatever(tokens: Sequence[Token], i: int) -> int | None:
    """Where the sentence goes on behind “It is not known whether X works, and”; None when it does not."""
    if tokens[i - 1].word not in LACKING | {"known", "established", "settled"}:
        return None
    comma = next((k for k in range(i, len(tokens) - 2) if tokens[k].word == ","), None)
    joined = comma is not None and tokens[comma + 1].word in ("and", "so", "therefore", "thus")
    return comma + 2 if comma is not None and joined else None


def _behind_label(tokens: Sequence[Token], found: Found) -> Found | None:
    """The predicate of the sentence behind a label that says the same: “Investigational (EIU): all of these are …”."""
    colon = next(
        (k for k in range(found.last, min(len(tokens), found.last + 6)) if tokens[k].word == ":"), None
    )
    if colon is None or any(t.word in OBJECT_ENDS - {":"} for t in tokens[found.last : colon]):
        return None
    again = _predicate(tokens, colon + 1)
    same = again is not None and {t.kind for t in again.terms} & {t.kind for t in found.terms}
    return replace(again, clause=max(again.clause, colon + 1)) if again and same else None
