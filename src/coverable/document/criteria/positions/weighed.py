"""The position of a clause weighed as a whole: one service, and for the rest words that only judge.

The grammar of `judgement.py` follows a predicate; payers have more ways of putting a position than it has rules (“the
plan's definition of medical necessity is not met by X”, “there is no basis to regard X as necessary”). Here every
word of the clause but those of one name has to be known as one that judges or frames a judgement
(`data/positionframes.txt`): then its ground and its negations tell the position, in whatever order they stand. One
word more that is not known, and nothing is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from coverable.document.criteria.positions.clausenames import DASHES, acts, names_in, views
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    CONDITION_WORDS,
    EVIDENCE,
    JUDGED_NOUNS,
    MEETS,
    NAMES_BENEFIT,
    PAY_STEMS,
    PAYS,
    REACHES,
    REFUSE_STEMS,
    REFUSES,
    STANDS,
    UNESTABLISHED,
    VIEW_STEMS,
    VIEWED,
    VIEWS,
    Kind,
)
from coverable.document.criteria.positions.predicate import terms_at
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.text.diseasewords import is_illness
from coverable.document.criteria.text.tokens import Token, tokens_of, words_at
from coverable.document.criteria.text.useframes import DOING
from coverable.document.criteria.text.wordclasses import NUMBERS
from coverable.document.patterns import word_set
from coverable.document.reading import Position

_TURNS: Final = word_set(
    "not no nothing never neither cannot without insufficient inadequate unable devoid short lack lacks lacking fail fails rarely seldom hardly scarcely "
    "isn't aren't wasn't won't doesn't don't can't little"
)
_REFUSING: Final = word_set(
    "bar bars barred deny denies denied decline declines declined refuse refuses refused reject rejects rejected"
)
_GRANTS: Final = (JUDGED_NOUNS - {"necessity", "benefit", "benefits", "pa", "tar"}) | word_set(
    "authorize authorized authorise authorised approve approved approves reimburse reimbursed reimburses payable paid pay pays eligible certify certified cover covers expense"
)
"""Words of a grant that are said of nothing but a service; wounds are “covered” too."""
_OF_CONTRACT: Final = word_set(
    "contract contracts contractual certificate agreement booklet handbook plan plan's plans schedule"
)
_LEADS_NAME: Final = word_set("of for to by the a an that on ,") | DASHES
_VERBS: Final = (
    AUXILIARIES | VIEWED | VIEWS | VIEW_STEMS | PAYS | PAY_STEMS | REFUSES | REFUSE_STEMS | MEETS | REACHES | STANDS
    | word_set("rise rises constitute constitutes represent represents amount amounts count counts contains contain includes "
    "include lists name names warrants warrant justifies justify bars bar declines carries carry receives obtains")
)  # fmt: skip
_PRONOUNS: Final = word_set("it they this these such who")
_DONE: Final = word_set("paid covered approved reimbursed authorized denied")
_NO_NAME: Final = (
    word_set(
        "he she they following criteria condition conditions indication indications diagnosis other others documentation records "
        "physician physicians prescriber provider providers individual individuals patient patients person persons information listed "
        "beneficiary beneficiaries recipient recipients client clients enrollee enrollees adults children specific particular assistance section discretion guarantee promise substitute reference"
    )
    | NUMBERS.keys()
)


def weighed(text: str, tokens: Sequence[Token]) -> Stand | None:
    """The position of a text whose clause holds one name and otherwise words that judge; None of any other."""
    if not tokens or tokens[0].word in CONDITION_WORDS | _PRONOUNS or not text[tokens[0].first].isupper():
        return None
    runs, end = names_in(text, tokens)
    if end is None or not 1 <= len(runs) <= 2:
        return None
    agent = runs[0] if len(runs) == 2 else None
    name = runs[-1]
    if agent is not None:
        active = acts(tokens, agent[1])
        by = name[0] > 0 and tokens[name[0] - 1].word == "by" and text[tokens[name[0]].first].isupper()
        if by:
            agent, name = name, runs[0]
        elif not active or agent[0] != 0:
            return None
    said = [t.word for t in tokens[slice(*name)]]
    if said[0] in _NO_NAME or said[-1] in _NO_NAME or set(said) & NUMBERS.keys():
        return None
    if name[1] == name[0] + 1 and tokens[name[0]].word.endswith("ed"):
        return None  # “Reviewed by the committee, approved as is”
    if name[0] and not (tokens[name[0] - 1].word in _LEADS_NAME or views(tokens[name[0] - 1].word)):
        return None  # “coverage is open for X”
    if name[0] and tokens[name[0] - 1].word in DASHES and is_illness(said[-1]):
        return None  # “Covered – syncope after …” names a use
    at_first = name[0] == 0 or (name[0] == 1 and tokens[0].word in ("the", "a", "an"))
    if at_first and name[1] < len(tokens) and tokens[name[1]].word not in _VERBS | DASHES:
        return None  # “Juniper members may …”
    while end > name[1] and tokens[end - 1].word in _TRAILS:
        end -= 1
    framed = [k for k in range(end) if not any(first <= k < last for first, last in runs)]
    position = _position(tokens, framed, name)
    if position is None or _tells_of_past(tokens, framed) or _doing(tokens, end):
        return None
    if position == "medically_necessary" and not (
        _asks(tokens, end) and _OPEN.isdisjoint(tokens[k].word for k in framed if k >= _past_terms(tokens))
    ):
        return None
    article = name[0] > 0 and tokens[name[0] - 1].word in ("a", "an", "the")
    subject = tokens[name[0] - article].first, tokens[name[1] - 1].last
    first = 0
    if name[0] == 0:
        first = name[1]
    elif agent is not None and agent[0] == 0:
        first = agent[1]
    return Stand(position, tokens[first].first, tokens[end - 1].last, subject=subject, whole=True)


def _tells_of_past(tokens: Sequence[Token], framed: Sequence[int]) -> bool:
    """“The program has paid for X since 1996” tells of what was."""
    return any(
        tokens[k].word in ("has", "have", "had") and tokens[k + 1].word in _DONE
        for k in framed
        if k + 1 < len(tokens)
    )


def _doing(tokens: Sequence[Token], end: int) -> bool:
    """“… receives no payment for mentioning them”: what somebody does is no use."""
    after = tokens[end + 1].word if end + 1 < len(tokens) else ""
    return end < len(tokens) and tokens[end].word == "for" and after.endswith("ing") and after not in DOING


def _past_terms(tokens: Sequence[Token]) -> int:
    """The token behind “Subject to the terms of the contract,” at the beginning; 0 where it does not begin so."""
    if tokens[0].word not in ("subject", "according", "pursuant"):
        return 0
    return next((k + 1 for k, t in enumerate(tokens) if t.word == ","), 0)


def _asks(tokens: Sequence[Token], end: int) -> bool:
    """Whether what follows asks for something: a condition, a use, a list."""
    if end >= len(tokens) or tokens[end].word in (".", ";"):
        return False
    if tokens[end].word in DASHES and tokens[end].first == tokens[end - 1].last:
        return False  # “is a contract-specific issue”: the word goes on
    after = tokens[end + 1].word if end + 1 < len(tokens) else ""
    return tokens[end].word != "in" or not (
        after.endswith("ing") or after in ("accordance", "addition", "advance")
    )


_ASKED_FIRST: Final = word_set("prior preauthorization precertification")
_GRANTED_AFTER: Final = word_set(
    "granted grant given issued entered approved receive receives denied refused"
)
_OF_REQUESTS: Final = word_set("necessary determination determinations decision decisions")
_TRAILS: Final = word_set(
    "for in to with the a an of use uses as only also and or such at on under from , is are"
)
_FAVOURABLE: Final = word_set("favorable favourable positive")
_RULINGS: Final = word_set(
    "determination determinations decision decisions finding ruling conclusion judgment judgement"
)
_OPEN: Final = word_set("must should subject according pursuant includes include contain contains without")
"""“X must be covered”, “coverage of X is subject to the contract”: nothing is granted yet."""


_OF_PERSON: Final = re.compile(
    r"(?:member|patient|beneficiary|recipient|client|enrollee|individual|person)s?['’]?s?['’]?$|own$|their$|your$|his$|her$"
)


def _position(tokens: Sequence[Token], framed: Sequence[int], name: tuple[int, int]) -> Position | None:
    """The position that the words around the name say; None where they say two, or none."""
    kinds: set[Kind] = set()
    for k in framed:
        said_here = terms_at(tokens, k)[:1]
        kinds |= {kind for p, kind in said_here if k + len(p) - 1 in framed and p != ("benefit",)}
    words = [tokens[k].word for k in framed]
    said = set(words)
    turned = sum(w in _TURNS for w in words)
    refused = sum(w in _REFUSING for w in words) or int("refuse" in kinds)
    of_evidence = not said.isdisjoint(EVIDENCE - {"benefit", "benefits"})
    label = tokens[name[0] - 1].word in DASHES if name[0] else False
    grants = said & _GRANTS or ("cover" in kinds and (label or turned))
    if "expense" in said and any(_OF_PERSON.match(w) for w in words):
        return None  # “at the member's own expense”
    by_contract = not said.isdisjoint(_OF_CONTRACT)
    if said & _ASKED_FIRST and said.isdisjoint(_GRANTED_AFTER):
        return None  # “prior authorization is available for X”
    if not (label or said & _VERBS) or turned + refused > 1:
        return None
    if "need" in said and turned:
        return "not_medically_necessary"  # “the need for X has not been established”
    if "invest" in kinds and "need" in kinds:
        return None if turned or refused else "not_medically_necessary"
    if "cosmetic" in kinds and kinds & {"exclude", "benefit"}:
        return None  # “is excluded for cosmetic reasons”: a use
    if kinds & {"invest", "cosmetic"}:
        if turned or refused or {"invest", "cosmetic"} <= kinds:
            return None
        return "investigational" if "invest" in kinds else "cosmetic"
    if "unneeded" in kinds:
        return None if turned or refused else "not_medically_necessary"
    if of_evidence and "need" not in kinds:
        return "investigational" if turned and not refused else None
    if of_evidence and (turned or refused):
        return None
    if turned and not refused and said & UNESTABLISHED and not ("need" in kinds or grants):
        return "investigational"
    if "need" in kinds and "shall" in said:
        return None  # “the service shall be reasonable and necessary”: asked for, not granted
    if said & _FAVOURABLE and said & _RULINGS and not (kinds - {"favour", "given"} or turned or refused):
        return "medically_necessary"  # “a favorable determination on X is made if …”
    if said & MEETS and said & {"criteria", "guidelines"} and not kinds:
        denied: Position = "not_covered" if "coverage" in said else "not_medically_necessary"
        return denied if turned or refused else "medically_necessary"
    if kinds & {"need"}:
        return "not_medically_necessary" if turned or refused else "medically_necessary"
    if kinds & {"exclude", "benefit"} or said & {"exclude", "excludes", "exclusion", "exclusions"}:
        if turned or refused:
            return None
        named = by_contract or said & {"benefit", "benefits"}
        return "benefit_exclusion" if named else "not_covered"
    if not grants and not said & {"benefit", "benefits"}:
        return None
    if not said.isdisjoint(_OF_REQUESTS):
        return None  # “authorization is not necessary”, “a determination of coverage is made”
    if turned or refused:
        if any(words_at(tokens, k, "benefit") and tokens[k - 1].word in ("a", "covered") for k in framed):
            return "benefit_exclusion"
        by_contract = by_contract or not said.isdisjoint(("include", "includes"))
        return "benefit_exclusion" if by_contract and said & {"benefits", "benefit"} else "not_covered"
    return "medically_necessary"


def knows_more(text: str, whole: Stand, stand: Stand) -> bool:
    """Whether the clause weighed as a whole says more than its predicate: of more words, or in plainer ones."""
    if whole.last < stand.last:
        return False
    if whole.subject and whole.subject[0] >= stand.last:
        return True  # “NOT COVERED – X for …”, “declines to cover X”: the name stands behind its predicate
    if (
        whole.subject
        and stand.subject
        and whole.subject[0] <= stand.subject[0] < stand.subject[1] < whole.subject[1]
    ):
        return True  # “may cover X for the treatment of Y as medically necessary”
    more = {t.word for t in tokens_of(text[stand.last : whole.last])}
    judges = bool(more & _MORE) or more <= {"the", "of", "by", "'s"}
    return whole.position != stand.position or not stand.plain or (whole.last > stand.last and judges)


_MORE = (
    JUDGED_NOUNS
    | NAMES_BENEFIT
    | word_set(
        "standard standards threshold thresholds test level requirement requirements criterion criteria definition standpoint "
        "viewpoint perspective safe effective care category exclusion exclusions payer insurer"
    )
)
"""Words that go on with a predicate: “meets the medical necessity | standard of the plan”."""
