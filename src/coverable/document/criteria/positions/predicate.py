"""The predicate of a clause that judges: its auxiliaries, its negations and the judging words they lead to."""

from __future__ import annotations

from collections.abc import Sequence

from coverable.document.criteria.positions.evidence import evidence_end
from coverable.document.criteria.positions.found import Found, Term
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    CONDITION_WORDS,
    DECISIONS,
    ENOUGH,
    EVIDENCE,
    FILLERS,
    GOES_ON,
    HANDED,
    JOINS,
    JUDGED_NOUNS,
    LACKING,
    MODALS,
    NAMES_BENEFIT,
    NEGATORS,
    OBJECT_ENDS,
    SAYS,
    STANDS_BEFORE,
    TERMS,
    UNESTABLISHED,
    VERB_STEMS,
    Kind,
    Phrase,
)
from coverable.document.criteria.positions.standing import apart
from coverable.document.criteria.text.tokens import Token, words_at
from coverable.document.patterns import word_set

_INDEX: dict[str, list[tuple[Phrase, Kind]]] = {}
for _kind, _table in TERMS.items():
    for _phrase in _table:
        _INDEX.setdefault(_phrase[0], []).append((_phrase, _kind))
for _entries in _INDEX.values():
    _entries.sort(key=lambda entry: -len(entry[0]))


def condition_at(tokens: Sequence[Token], i: int) -> bool:
    word = tokens[i].word
    if word == "provided":
        return i == 0 or tokens[i - 1].word not in AUXILIARIES | FILLERS | NEGATORS
    if word == "given":
        counted = i + 1 < len(tokens) and tokens[i + 1].word in _COUNTS
        return counted and i > 0 and tokens[i - 1].word not in AUXILIARIES | FILLERS | NEGATORS
    if word == "as":
        return words_at(tokens, i, "as", "long", "as")
    if word == "so":
        return words_at(tokens, i, "so", "long", "as")
    return word in CONDITION_WORDS


_COUNTS = word_set("any all each every one two either both at none the")
"""“… granted for X given any of the following”."""


def ends_well(tokens: Sequence[Token], last: int) -> bool:
    """Whether what judged at the beginning of a fragment is followed by its conditions, or by nothing."""
    return last >= len(tokens) or tokens[last].word in OBJECT_ENDS | {".", ";", "(", "–", "—", "-", "["}


def terms_at(tokens: Sequence[Token], i: int) -> list[tuple[Phrase, Kind]]:
    """The judging words that stand at a token, the longest first."""
    if i >= len(tokens):
        return []
    return [e for e in _INDEX.get(tokens[i].word, ()) if words_at(tokens, i, *e[0])]


def refused(tokens: Sequence[Token], i: int) -> Found | None:
    """“… stays nationally non-covered”: the predicate of a verb that no rule knows, by the word it leads to."""
    entries = [(i, e, False) for e in terms_at(tokens, i) if e[1] == "refuse"]
    if (at := behind_non(tokens, i)) is not None:
        entries += [(at, e, True) for e in terms_at(tokens, at)]
    ending = next((e for e in entries if ends_well(tokens, e[0] + len(e[1][0]))), None)
    if ending is None or i == 0 or tokens[i - 1].word in JOINS:
        return None
    begin, (phrase, kind), turned = ending
    first = i
    while first > 1 and (tokens[first - 1].word.endswith("ly") or tokens[first - 1].word in _STAYS):
        first -= 1
    return Found(first, begin + len(phrase), (Term(kind, phrase, turned),))


# “stays a non-covered benefit”, “ranks as unproven”: the verbs, and what may stand behind them
_STAYS = word_set(
    "stay stays continue continues keep keeps become becomes count counts qualify qualifies rank ranks a as"
)


def behind_non(tokens: Sequence[Token], i: int) -> int | None:
    """The judging word that “non” or “un” turns: “non-medically necessary”, “non approved”; None elsewhere."""
    if tokens[i].word not in ("non", "un"):
        return None
    at = i + 1 + words_at(tokens, i + 1, "-")
    return at if terms_at(tokens, at) else None


def chain(tokens: Sequence[Token], i: int, start: int, fragment: bool = False) -> Found | None:
    """“is not considered experimental or medically necessary”: an auxiliary with the judging words that it leads to.

    A `fragment` begins with them.
    """
    j, negated, fresh = i, False, False
    terms: list[Term] = []
    last = i
    modal = False
    fronted = next((k + 1 for k in range(i - 1, start, -1) if tokens[k].word == ","), start)
    noun = noun_of(tokens, start, i) or noun_of(tokens, fronted, i)  # “For adults, payment may be made …”
    about = not EVIDENCE.isdisjoint(t.word for t in tokens[start:i])
    while j < len(tokens):
        word = tokens[j].word
        entry = next((e for e in terms_at(tokens, j) if _counts(tokens, j, e, noun, modal, about)), None)
        outside = None if entry else apart(tokens, j, negated)
        if outside is not None:
            terms.append(outside[0])
            fresh = False
            j = last = outside[1]
        elif entry is not None and entry[0][0] == "for" and terms:
            break  # “is not covered for cosmetic reasons”: a use
        elif entry is not None:
            phrase, kind = entry
            free = kind in ("invest", "cosmetic", "refuse", "exclude", "benefit", "unneeded")
            terms.append(Term(kind, phrase, fresh if free else negated))
            fresh = False
            j += len(phrase)
            last = j
        elif (at := behind_non(tokens, j)) is not None:
            negated = fresh = True
            j = at
        elif word == "not" and not terms and words_at(tokens, j + 2, "but") and terms_at(tokens, j + 3):
            j += 3  # “is not reconstructive but cosmetic”
        elif word in NEGATORS or (word in ("lack", "lacks") and not terms):
            negated = fresh = True
            modal = modal or word == "cannot"
            j += 1
        elif word in AUXILIARIES or word in FILLERS or word.endswith("ly"):
            goes_on = tokens[j - 1].word == "and" and all(t.kind in ("favour", "given") for t in terms)
            if j > i and terms and word in AUXILIARIES and not goes_on:
                break  # but “is appropriate and will be covered”
            modal = modal or word in MODALS
            j += 1
        elif word == "," and not terms and j == i + 1 and (aside := _aside(tokens, j)):
            j = aside
        elif word == "," and terms and words_at(tokens, j + 1, "as") and _reason(tokens, j + 2):
            break  # “is not covered, as medical necessity is lacking”
        elif about and (
            (word in LACKING and not words_at(tokens, j, "limited", "to"))
            or (negated and word in ENOUGH and words_at(tokens, j + 1, "to"))
        ):
            return evidence_end(tokens, i, j + 1)
        elif word in JUDGED_NOUNS and negated and not (terms or _describes(tokens, j + 1)):
            terms.append(Term("cover", (word,), True))
            j += 1
            last = j
        elif (terms and word in JOINS) or (not terms and word not in JOINS - {"("}):
            ahead = None if word in VERB_STEMS else _ahead(tokens, j)
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
            if (
                ahead is None
                or tokens[j - 1].word in MODALS
                or not any(t.word in JOINS for t in tokens[j:ahead])
            ):
                break
            j += 1
    behind = next((k for k in range(i + 1, j + 1) if tokens[k - 1].word == "considered"), None)
    if not terms and behind is not None and modal:
        j = behind
        ends = j < len(tokens) and tokens[j].word in ("when", "if", "for", "only", "under")
        if ends or (noun is not None and noun[0] != "criteria"):
            terms.append(Term("favour" if noun is None else "given", ("considered",), negated))
            last = j
    return Found(i, last, tuple(terms)) if terms else None


def _reason(tokens: Sequence[Token], j: int) -> bool:
    """Whether a clause of its own stands up to the next comma."""
    end = next((k for k in range(j, len(tokens)) if tokens[k].word in (",", ":")), len(tokens))
    return any(t.word in AUXILIARIES for t in tokens[j:end])


def _aside(tokens: Sequence[Token], j: int) -> int | None:
    """The token after “, at this time,”."""
    return next((k + 1 for k in range(j + 1, min(len(tokens), j + 7)) if tokens[k].word == ","), None)


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
        if terms_at(tokens, j):
            return j
        if condition_at(tokens, j) or word in (":", ".", ";", "for", "in", "with", "who", "that", "which"):
            return None
        if word not in JOINS and word not in FILLERS and word not in NEGATORS:
            others += 1
            if others > 2:
                return None
        j += 1
    return None


_OF_GRANTS = word_set(
    "rule rules policy policies decision decisions determination determinations guarantee guarantees limit limits limitation "
    "limitations requirement requirements question questions period periods issue issues matter code codes level levels criterion"
)
"""Nouns that a word on coverage only describes."""


def _describes(tokens: Sequence[Token], after: int) -> bool:
    """Whether a word on coverage only describes the next one: “it is not a payment rule”."""
    return after < len(tokens) and tokens[after].word in _OF_GRANTS


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
    if after < len(tokens) and tokens[after].word == "that" and phrase[0] in SAYS:
        return False  # “has determined that …”
    told = kind in ("cover", "exclude", "refuse") and phrase[0].endswith("ed")
    if told and tokens[j - 1].word in ("has", "have", "had"):
        return False  # “Medicare has covered gadgets since …”, “the work-up has excluded …” tell of what was
    if phrase == ("obtained",) and tokens[j - 1].word == "be" and _obliged(tokens, j - 2):
        return False  # “precertification must be obtained”
    if kind == "given" and noun is not None and noun[0] == "prior":
        return phrase[0] in ("granted", "given", "issued", "provided", "obtained")
    if kind == "given" and noun is None and phrase == ("granted",):
        return modal
    if kind == "given" and noun is None and phrase[0] in HANDED:
        barred = any(t.word in NEGATORS for t in tokens[max(0, j - 3) : j])
        ends = ("when", "if", "only", "once", "where") + (("for",) if barred else ())
        asked = after < len(tokens) and tokens[after].word in ends
        return asked and (barred or modal or phrase == ("available",))
    if kind == "given" and noun is None:
        return about_evidence and phrase[0] in UNESTABLISHED
    if kind == "given":
        return noun is not None and (noun[0] != "criteria" or phrase[0] in ("met", "satisfied"))
    if kind == "met":
        return noun is not None and noun[0] == "criteria"
    if (
        noun is not None
        and noun[0] == "prior"
        and (kind not in ("cover", "refuse") or phrase[0] in ("paid", "payable"))
    ):
        return False  # “prior authorization is recommended”
    if kind == "cover" and tokens[j - 1].word == "be" and _obliged(tokens, j - 2):
        return False  # “requests must be approved before the service”
    if phrase == ("benefit",):
        ended = after >= len(tokens) or tokens[after].word in OBJECT_ENDS | {"of", ",", ".", ";"}
        return ended and tokens[j - 1].word in ("a", "an", "covered", "the", "plan", "not", "payable", "cal")
    if phrase == ("excluded",) and tokens[j - 1].word == "been":
        return False  # “other causes have been excluded”
    if (
        phrase in (("paid",), ("made",))
        and after < len(tokens)
        and tokens[after].word in ("under", "by", "at", "for", "to")
    ):
        if phrase == ("paid",) and tokens[after].word in ("to", "for"):
            told = NEGATORS | {"may"} if tokens[after].word == "for" else NEGATORS
            return any(t.word in told for t in tokens[max(0, j - 3) : j])  # “will not be paid to treat X”
        return phrase == ("made",) and noun is not None and tokens[j - 1].word == "be"
    if phrase == ("research",):
        alone = after >= len(tokens) or tokens[after].word in OBJECT_ENDS | JOINS | {".", ";", ","}
        return alone and tokens[j - 1].word not in ("address", "clinical")
    if phrase == ("issued",) and noun is None:
        return False
    if phrase[0] in GOES_ON:
        ahead = [t.word for t in tokens[after : after + 8]]
        lasts = ahead[:1] == ["for"] and not {"when", "if"}.isdisjoint(ahead)  # “renewed for 12 months when”
        return modal or noun is not None or lasts or ahead[:1] in (["when"], ["if"], ["only"])
    asked = any(t.word in ("must", "shall") for t in tokens[max(0, j - 4) : j])
    if phrase == ("authorized",) and tokens[j - 1].word in ("prior", "pre") and asked:
        return False  # “prescriptions of these drugs must be prior authorized”
    if phrase == ("approved",) and (
        words_at(tokens, after, "as", "is") or words_at(tokens, after, "without")
    ):
        return False  # “reviewed and approved as is”
    if phrase in (("approved",), ("cleared",), ("authorized",)):
        through = (
            after < len(tokens) and tokens[after].word == "through"
        )  # “approved through the premarket pathway”
        before = [t.word for t in tokens[max(0, j - 2) : j]]
        of_agency = before[-1:] == ["fda"] or before == ["fda", "-"]
        return not (
            through
            or of_agency
            or words_at(tokens, after, "by", "the")
            or words_at(tokens, after, "by", "fda")
        )
    if phrase == ("necessary",) and (
        tokens[j - 1].word == "as" or (after < len(tokens) and tokens[after].word == "to")
    ):
        return False
    if phrase == ("necessary",) and noun is not None and noun[0] == "cover":
        return False  # “preauthorization is necessary for all repairs”: to be asked for, not granted
    if phrase == ("covered",) and any(
        t.word in ("dressing", "gauze", "drape", "film", "bandage") for t in tokens[after : after + 5]
    ):
        return False
    if phrase in (("necessary",), ("inappropriate",)) or kind == "favour":
        return after >= len(tokens) or tokens[after].word in STANDS_BEFORE
    if phrase == ("eligible",):
        return (
            after >= len(tokens)
            or tokens[after].word in ("for", ":", "only")
            or words_at(tokens, after, "under", "the", "plan", "for")
            or any(condition_at(tokens, k) for k in range(after, len(tokens)))
        )
    return True


def _obliged(tokens: Sequence[Token], k: int) -> bool:
    """“must”, “has to”, “needs to”."""
    return tokens[k].word == "must" or (tokens[k].word == "to" and tokens[k - 1].word in _HAS_TO)


_HAS_TO = frozenset(("has", "have", "need", "needs"))


def noun_of(tokens: Sequence[Token], start: int, end: int) -> tuple[str, bool] | None:
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
            necessity = any(t.word == "necessity" for t in tokens[k + 2 : k + 4])
            return "need" if necessity else "criteria", negated
        after = tokens[k + 1].word if k + 1 < len(tokens) else ""
        if (
            word == "necessity"
            and k > 0
            and after != "criteria"
            and tokens[k - 1].word in ("medical", "clinical")
        ):
            return (
                ("need", negated)
                if after in ("of", "for", "is", "has", "will", "may", "was", "exists", "")
                else None
            )
        if word == "need" and k <= start + 2 and after in ("for", "of"):
            return "need", negated  # “the need for X has not been established”
        if word in JUDGED_NOUNS and after in DECISIONS:
            return None
        if (
            word in ("benefit", "benefits")
            and k + 1 < len(tokens)
            and tokens[k + 1].word in NAMES_BENEFIT | {"document", "documents"}
        ):
            continue
        if word in JUDGED_NOUNS and k > start and tokens[k - 1].word in ("prior", "pre", "-"):
            return "prior", negated
        if word in JUDGED_NOUNS:
            return "cover", negated
        if word in ("of", "for", "that", "which", "in", "with") and k > start + 1:
            return None
    return None
