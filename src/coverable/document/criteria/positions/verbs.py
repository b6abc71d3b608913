"""Predicates that are verbs of their own: “considers X …”, “covers X”, “meets medical necessity”, “requires”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.positions.evidence import about_evidence, evidence_end
from coverable.document.criteria.positions.found import Found, Term
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    DECLINING,
    EVIDENCE,
    FILLERS,
    GIVES,
    GOES_ON,
    GRANTS,
    JUDGED_NOUNS,
    LACKING,
    NAMES_BENEFIT,
    NEGATORS,
    OBJECT_ENDS,
    PAYERS,
    PAYS,
    REACHES,
    THINGS,
    TREATING,
    Kind,
)
from coverable.document.criteria.positions.nameends import ends_object
from coverable.document.criteria.positions.objects import (
    asks_later,
    counts_behind,
    on_condition,
    short_name,
    tells_which,
)
from coverable.document.criteria.positions.predicate import chain, condition_at, noun_of, terms_at
from coverable.document.criteria.text.tokens import Token, value_of, words_at
from coverable.document.patterns import word_set


def is_verb(
    tokens: Sequence[Token], i: int, start: int, forms: frozenset[str], stems: frozenset[str]
) -> bool:
    """Whether a judging verb stands here: “considers”, “will consider”, “we cover”, “Approve if …”."""
    word = tokens[i].word
    before = tokens[i - 1].word if i > start else ""
    if word == "supports" and i + 1 < len(tokens) and tokens[i + 1].word.endswith("ed"):
        return False  # “Arch supports prescribed by X are covered when”: things
    if word.startswith("approve") and words_at(tokens, i + 1, "of"):
        return False  # “The director approves of this rule”
    if word in forms:
        return before not in ("to", "the", "a", "of", "that", "which", "who") and i > start
    if word not in stems or (word == "continue" and words_at(tokens, i + 1, "to")):
        return False
    if before == "to" and not {"policy", "position", "practice"}.isdisjoint(t.word for t in tokens[start:i]):
        return True  # “It is the policy of Juniper to cover X”
    k = i - 1
    while k >= start and (tokens[k].word in FILLERS or tokens[k].word.endswith("ly")):
        k -= 1
    if k < start:
        return True
    many = any(t.word in PAYERS for t in tokens[start : start + 3])
    if many and AUXILIARIES.isdisjoint(t.word for t in tokens[start:i]):
        return True  # “Benefit plans of Juniper exclude X”
    goes_on = tokens[k].word == "continue" and k < i - 1  # “will continue to cover X”
    return goes_on or tokens[k].word in AUXILIARIES | NEGATORS | PAYERS | DECLINING


def negated_before(tokens: Sequence[Token], i: int) -> bool:
    if i > 1 and words_at(tokens, i - 1, "to") and tokens[i - 2].word in DECLINING:
        return True
    k = i - 1
    while k >= 0 and (tokens[k].word in AUXILIARIES | FILLERS | NEGATORS or tokens[k].word.endswith("ly")):
        if tokens[k].word in NEGATORS:
            return True
        k -= 1
    return False


def begins_at(tokens: Sequence[Token], i: int, start: int = 0) -> int:
    """The first token of the verb that stands at `i`: its auxiliaries and negations before it."""
    if i > start + 1 and words_at(tokens, i - 1, "to") and tokens[i - 2].word in DECLINING:
        i -= 2  # “declines to cover X”
    while i > start and tokens[i - 1].word in AUXILIARIES | NEGATORS:
        i -= 1
    return i


def viewing(tokens: Sequence[Token], i: int) -> Found | None:
    """“considers X (to be) not medically necessary”, “does not regard X as proven”."""
    if (made := _necessity_of(tokens, i)) is not None:
        return made
    for k in range(i + 1, len(tokens)):
        told = not condition_at(tokens, k) or _told_behind(tokens, k)
        if not told or tokens[k].word in (":", ";", "that", "which", "who"):
            return None
        if tokens[k].word in LACKING and (named := about_evidence(tokens, i + 1, k)):
            return Found(
                begins_at(tokens, i), k + 1, (Term("invest", ("insufficient", "evidence"), False),), named
            )
        if not any(kind not in ("given", "met") and p[0] not in GOES_ON for p, kind in terms_at(tokens, k)):
            continue
        if _tells_which(tokens, k):
            continue
        begin = k
        while begin - 1 > i and (
            tokens[begin - 1].word in NEGATORS | {"as", "to", "be", "both", "either", "being"}
            or (tokens[begin - 1].word in ("a", "an") and tokens[begin - 2].word in ("as", "be"))
            or tokens[begin - 1].word.endswith("ly")
        ):
            begin -= 1
        named = tokens[k - 1].word in ("a", "an") and k + 1 < len(tokens) and tokens[k + 1].word in THINGS
        if begin == k and tokens[k - 1].word in ("of", "for", "the", "a", "an", "and") and not named:
            continue  # a judging word inside the name of what is judged
        made = chain(tokens, begin, begin)
        if made is None:
            return None
        turned = negated_before(tokens, i)
        terms = tuple(Term(t.kind, t.words, t.negated != turned) for t in made.terms)
        if begin > i + 1:
            return Found(begins_at(tokens, i), made.last, terms, (i + 1, begin))
        end = made.last  # “does not consider medically necessary the use of X”
        while end < len(tokens) and not ends_object(tokens, end):
            end += 1
        return Found(begins_at(tokens, i), end, terms, (made.last, end) if end > made.last else None)
    return None


def _told_behind(tokens: Sequence[Token], k: int) -> bool:
    """Whether the judgement stands behind a clause on when: “considers X when criteria are not met to be unproven”."""
    at = (j for j in range(k + 1, len(tokens)) if words_at(tokens, j, "to", "be"))
    return any((made := chain(tokens, j, j)) is not None and made.terms for j in at)


def _tells_which(tokens: Sequence[Token], k: int) -> bool:
    """Whether a judging word only says which ones: “considers FDA-approved monitors medically necessary”."""
    behind_sign = tokens[k - 1].word == "-" and tokens[k - 2].word not in ("non", "un")
    return behind_sign or (tokens[k].word in _BY_AGENCY and tokens[k - 1].word == "fda")


_BY_AGENCY = frozenset(("approved", "cleared", "authorized"))


def _necessity_of(tokens: Sequence[Token], i: int) -> Found | None:
    """“recognizes the medical necessity of X”, “sees no medical necessity for X”."""
    k = i + 1
    none = k < len(tokens) and tokens[k].word == "no"
    k += k < len(tokens) and tokens[k].word in ("the", "no")
    if not (
        words_at(tokens, k, "medical", "necessity")
        and k + 2 < len(tokens)
        and tokens[k + 2].word in ("of", "for")
    ):
        return None
    end = k + 3
    while end < len(tokens) and not ends_object(tokens, end):
        end += 1
    whole = Term("need", ("medical", "necessity"), none != negated_before(tokens, i))
    return Found(begins_at(tokens, i), end, (whole,), (k + 3, end))


def establishing(tokens: Sequence[Token], found: Found | None) -> Found | None:
    """“We cannot establish the medical necessity of X”: X is judged, and not who speaks."""
    if found is None or found.subject is not None:
        return found
    verb = next((k for k in range(found.first, found.last) if tokens[k].word in _PROVES), None)
    made = _necessity_of(tokens, verb) if verb is not None else None
    return replace(made, first=found.first, terms=found.terms) if made else found


_ENABLES = frozenset(("allow", "allows", "enable", "enables", "help", "helps", "permit", "permits"))
"""“devices that allow recipients with A to communicate”: which ones, to the end or the next condition."""
_PROVES = frozenset(("establish", "demonstrate", "show", "prove", "support", "confirm"))
_REQUESTS = frozenset(("claim", "claims", "request", "requests"))
_HOW_OFTEN = frozenset(("up",))
_ASKS_ON = frozenset(("when", "if", "for", "only", "where", "provided", "in", "once", "as", ":"))


def paying(tokens: Sequence[Token], i: int, start: int, kind: Kind) -> Found | None:
    """“does not cover X”, “may approve X”, “the contract excludes X”."""
    word = tokens[i].word
    after = i + 1
    if word.startswith("support") and (made := _necessity_of(tokens, i)) is not None:
        return made
    if word in ("pay", "pays"):
        if not words_at(tokens, after, "for"):
            return None
        after += 1
    noun = next(
        (k for k in range(after, min(len(tokens) - 1, after + 3)) if tokens[k].word in GRANTS),
        None,
    )
    refused = noun is not None and any(
        t.word in NEGATORS for t in tokens[after:noun]
    )  # “extends no coverage to X”
    if noun is not None and tokens[noun + 1].word in ("for", "of", "to"):
        after = noun + 2
    elif not GIVES.isdisjoint(
        (word, word.removesuffix("s"), word.removesuffix("ies") + "y", word.removesuffix("es"))
    ):
        return None
    asked_for = next(
        (k for k in range(after, min(len(tokens) - 1, after + 2)) if tokens[k].word in _REQUESTS), None
    )
    if asked_for is not None and tokens[asked_for + 1].word in ("for", "of"):
        after = asked_for + 2  # “will approve a claim for X”
    after += words_at(tokens, after, "only") and value_of(tokens[after + 1].word) is not None
    if words_at(tokens, after, ","):
        after = next((k + 1 for k in range(after + 1, len(tokens)) if tokens[k].word == ","), after + 1)
    end = after
    while (
        end < len(tokens)
        and not words_at(tokens, end, "other", "than")
        and not words_at(tokens, end, "so", "long", "as")
        and not words_at(tokens, end, "due", "to", ":")
        and not (counts_behind(tokens, end) or on_condition(tokens, end))
        and (
            words_at(tokens, end - 1, "up", "to")
            or (tokens[end].word == "with" and tokens[end - 1].word in TREATING)
            or not (ends_object(tokens, end) or (kind == "refuse" and tokens[end].word == "from"))
            or (tokens[end].word == "(" and short_name(tokens, end))
            or words_at(tokens, end - 1, "such", "as")
            or (tokens[end].word == "short" and not words_at(tokens, end + 1, "of"))
            or tells_which(tokens, end)
            or (not condition_at(tokens, end) and any(t.word in _ENABLES for t in tokens[after + 1 : end]))
            or (
                tokens[end].word in ("with", "without")
                and (tokens[end - 1].word == ")" or asks_later(tokens, end))
            )
        )
    ):
        end += 1
    told = not EVIDENCE.isdisjoint(t.word for t in tokens[start:i])
    negated = negated_before(tokens, i) != refused
    allows = word.startswith(("allow", "permit")) and not negated
    weak = (noun is None or told or allows) and word.removesuffix("s") in (
        "support",
        "allow",
        "permit",
        "grant",
        "endorse",
        "sanction",
        "honor",
    )
    goes_on = end < len(tokens) and (
        tokens[end].word in OBJECT_ENDS | _HOW_OFTEN | {"due"}
        or counts_behind(tokens, end)
        or on_condition(tokens, end)
    )
    if word.startswith("consider") and not (goes_on and tokens[end].word in _ASKS_ON | _HOW_OFTEN):
        whole = noun is not None and (end >= len(tokens) or tokens[end].word == ".")
        if not (whole and (negated or tokens[noun or 0].word == "reimbursement")):
            return None  # “considers coverage of X case by case”
    if weak and not negated and i and tokens[i - 1].word in _PAPERS:
        return None  # “Documentation supports all of the following”
    if weak and told:
        return (_necessity_of(tokens, i) or evidence_end(tokens, i, i)) if negated else None
    if (weak or i == start or (word in PAYS and not negated)) and not goes_on:
        return None
    if weak and any(t.word in ("is", "are", "was", "were") for t in tokens[after:end]):
        return None  # “the involvement of natural supports is important”
    if word in ("allows", "permits") and (words_at(tokens, end - 1, "to") or words_at(tokens, end, "to")):
        named = NAMES_BENEFIT | PAYERS | JUDGED_NOUNS | {"policy", "medicare", "medicaid", "health"}
        if named.isdisjoint(t.word for t in tokens[start:i]):
            return None  # “slowing the loss allows the bone to recover”
    if word == "include":
        if not negated or NAMES_BENEFIT.isdisjoint(t.word for t in tokens[start:i]):
            return None
        negated, kind = False, "benefit"
    if word in ("exclude", "excludes") and any(t.word in NAMES_BENEFIT for t in tokens[start:i]):
        kind = "benefit"
    bare = end + 1 + words_at(tokens, end + 1, "not")
    said = terms_at(tokens, bare) if words_at(tokens, end, "as") else []
    grounds = ("need", "unneeded", "invest", "cosmetic") if kind == "refuse" and not negated else ("need",)
    if said and said[0][1] in grounds:
        told, turned = said[0][1], bare > end + 1
        # “deny X as not medically necessary”, “deny X as experimental”: the ground is the position
        whole = Term(told, said[0][0], (turned if kind == "refuse" else negated != turned))
        return Found(
            begins_at(tokens, i, start),
            bare + len(said[0][0]),
            (whole,),
            (after, end) if end > after else None,
        )
    term = Term("favour" if weak else kind, (word,), negated)
    first = begins_at(tokens, i, start)
    return Found(first, max(end, after), (term,), (after, end) if end > after else None)


_PAPERS = word_set(
    "documentation record records note notes chart charts history report reports findings examination exam evaluation"
)
"""What shows how a patient is, and judges nothing."""
_NAME = 9
"""The name of a plan has at most so many words."""


def meeting(tokens: Sequence[Token], i: int) -> Found | None:
    """“meets (the definition of) medical necessity”, “qualifies for coverage”, “fails to meet …”, “lacks …”."""
    if i > 0 and tokens[i - 1].word in ("that", "which", "who", "to"):
        return None
    word = tokens[i].word
    lacking = word in ("lacks", "lack", "fails", "fail")
    after = i + 1
    shows = word.removesuffix("es").removesuffix("s") in ("establish", "demonstrate", "show")
    if shows and not EVIDENCE.isdisjoint(t.word for t in tokens[:i]) and negated_before(tokens, i):
        return evidence_end(tokens, i, i)  # “the evidence does not yet establish X as effective”
    if words_at(tokens, after, "to") and word in ("fails", "fail"):
        if tokens[after + 1 : after + 2] and tokens[after + 1].word in _PROVES:
            told = not EVIDENCE.isdisjoint(t.word for t in tokens[:i])
            return evidence_end(tokens, i, after + 1) if told else None
        after += 2
    if word.startswith("qualif") and words_at(tokens, after, "for"):
        named = after + 1 < len(tokens) and tokens[after + 1].word in JUDGED_NOUNS
        last = after + 2 if named else after
        return Found(begins_at(tokens, i), last, (Term("cover", ("eligible",), negated_before(tokens, i)),))
    if lacking and any(t.word in ("evidence", "data", "literature") for t in tokens[after : after + 4]):
        return evidence_end(
            tokens, i, next(k for k in range(after, after + 4) if tokens[k].word in EVIDENCE) + 1
        )
    owner = (
        k + 1 for k in range(after, min(len(tokens), after + _NAME)) if tokens[k].word.endswith(("'s", "’s"))
    )
    after = next(
        owner, after
    )  # “meets the criteria of Acme”, “meets Acme and Beta Health of Ohio’s criteria”
    for k in range(after, min(len(tokens), after + 6)):
        need = next((p for p, kind in terms_at(tokens, k) if kind == "need" and p[-1] == "necessity"), None)
        if need is not None:
            last = k + len(need) + words_at(tokens, k + len(need), "criteria")
            return Found(
                begins_at(tokens, i), last, (Term("need", need, lacking != negated_before(tokens, i)),)
            )
        if tokens[k].word in JUDGED_NOUNS and tokens[k - 1].word == "for":
            return Found(
                begins_at(tokens, i),
                k + 1,
                (Term("cover", ("coverage",), lacking != negated_before(tokens, i)),),
            )
        if (
            tokens[k].word in JUDGED_NOUNS
            and tokens[k + 1 : k + 2]
            and tokens[k + 1].word in ("criteria", "guidelines", "requirements")
        ):
            return Found(
                begins_at(tokens, i),
                k + 2,
                (Term("cover", ("coverage",), lacking != negated_before(tokens, i)),),
            )
        equipment = next((words for words in _EQUIPMENT if words_at(tokens, k, *words)), None)
        if equipment and lacking != negated_before(tokens, i):
            term = Term("cover", ("coverage",), True)  # what is no durable equipment is no benefit
            return Found(begins_at(tokens, i), k + len(equipment), (term,))
        if condition_at(tokens, k) or tokens[k].word in (":", ",", "following"):
            return None
    return None


_EQUIPMENT = (
    ("definition", "of", "durable", "medical", "equipment"),
    ("definition", "of", "covered", "durable", "medical", "equipment"),
    ("definition", "of", "dme"),
)


def asking(tokens: Sequence[Token], i: int, start: int) -> Found | None:
    """“Approval requires …”, “coverage of X depends on …”."""
    noun = noun_of(tokens, start, i)
    if noun is None or noun[0] in ("criteria", "prior") or noun[1]:
        return None
    if any(
        t.word
        in (
            "authorization",
            "precertification",
            "notification",
            "preauthorization",
            "submission",
            "form",
            "forms",
            "review",
        )
        for t in tokens[i : i + 4]
    ):
        return None
    last = i + 1
    if tokens[i].word.startswith("continue") and words_at(tokens, last, "to"):
        return None
    reaches = tokens[i].word in REACHES
    if not reaches and last < len(tokens) and tokens[last].word in ("on", "upon", "to", "for"):
        last += 1
    negated = reaches and negated_before(tokens, i)
    return Found(
        begins_at(tokens, i, start) if negated else i, last, (Term("given", (tokens[i].word,), negated),)
    )
