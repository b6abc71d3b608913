"""Sentences that name the items of the list under them: “when criteria A and B are met”, “1 or (2 and 3)”.

The labels and the words between them are an expression; brackets, “either …”, “both …”, “together with” and a comma
before a connector say what belongs together. Where nothing does, the expression is `mixed` and a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from coverable.document.criteria.quantifiers.quantity import Quantifier
from coverable.document.criteria.text.tokens import value_of
from coverable.document.criteria.text.wordclasses import NUMBERS, any_case
from coverable.document.layout.markers import ranks_of

Joint: TypeAlias = Literal["and", "or"]
_TOKEN = re.compile(
    r"(?P<together>(?:(?:is|are)\s+met,?\s+)?(?:and,?\s+in\s+addition,?|and\s+also|together\s+with|along\s+with)|in\s+addition\s+to)"
    r"|(?P<skip>\balone\b|(?:(?:is|are)\s+)?(?:always\s+|both\s+|all\s+|also\s+)?(?:required|sufficient|enough|mandatory|needed)\b|\bboth\s+appl(?:y|ies)\b|\#|\balternatively\b|\bfailing\s+(?:that|this|which)\b|\bby\s+(?:itself|themselves)\b|\b(?:below|above|listed)\b|\bin\s+its\s+absence\b|\b(?:applies|apply)\b(?=\s*(?:together\b)?\s*(?:,|and\b|or\b|$))|\b(?:when|if)\b(?=\s+(?:both\s+)?(?:(?:criteri\w+|items?)\s+)?[A-Za-z0-9]{1,4}\s*(?:[-–,]|\b(?:and|or|is|are|applies|apply|through|thru|to)\b))|\bthat\b(?=\s+(?:both\s+)?(?:criteri\w+|conditions?|items?)\s+[A-Za-z0-9]{1,4}\b)|\(\s*or\s+both\s*\)|\bso\s+(?:is|are)\b|\bcombined\b|\btogether\b|(?:is|are|has\s+been|have\s+been)\s+(?:(?:both|all|each|also)\s+)?(?:met|satisfied|present|true|fulfilled|documented|shown|demonstrated|established|confirmed)(?=\s*[,;]?\s*(?:and|or|plus|as\s+well|in\s+addition|together|along|by|alone)\b))|(?P<and>and(?!\s*/)|&|\+|plus|as\s+well\s+as)|(?P<or>and\s*/\s*or|or\s+else|or|otherwise)|(?P<to>through|thru|to|[-–])|(?P<either>either(?:\s+of(?:\s+the)?)?|one\s+or\s+(?:more|both)\s+of(?:\s+the)?|(?:at\s+least\s+|any\s+)?one\s+of(?:\s+the)?(?:\s+(?:two\s+)?(?:other|remaining)(?:\s+(?:(?:two|ones)\b(?:\s+criteria)?|criteria))?|\s+following(?=\s*\())?|any\s+of(?:\s+the)?)"
    r"|(?P<both>both|(?:the|a)\s+(?:combination|pair)\s+of|all\s+of(?:\s+the)?|each\s+of(?:\s+the)?)|(?P<comma>[,;])|(?P<open>\()|(?P<close>\))|(?P<label>[0-9]{1,2}(?:\.[0-9]{1,2}){1,2}|[0-9]{1,2}[a-zA-Z]?|[ivxIVX]{1,4}|[A-Za-z](?:[0-9]{1,2})?)(?![\w.])"
    r"|(?P<noun>(?:criteri(?:a|on)|conditions?|items?|requirements?|numbers?|meets?|met|satisf(?:y|ies)|indications?|(?:sub)?(?:paragraphs?|sections?)|bullets?)(?:\s+\#|\s+in(?=\s+[A-Za-z0-9]{1,3}\b))?)",
    re.IGNORECASE,
)
_MET = re.compile(
    r"(?:\s*\b(?:alone|combined|together|both|all|by\s+(?:itself|themselves))\b)?(?:\s*\(\s*or\s+both\s*\))?\s*,?\s*(?:\(?(?:below|above|listed)\)?\s*)?(?:is|are|must\s+(?:all\s+|both\s+)?be|have\s+(?:all\s+|both\s+)?been|has\s+been|apply|applies)\b(?:\s+(?:(?:all|both|each|also)\s+)?(?:met|satisfied|present|true|fulfilled|documented|shown|demonstrated))?",
    re.IGNORECASE,
)


class _Token(NamedTuple):
    kind: str
    text: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Group:
    """Labels joined by one rule; a label alone is a Group of itself."""

    rule: Literal["all", "any", "label"]
    label: str = ""
    parts: tuple[Group, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """Each label once, in order."""
        if self.rule == "label":
            return (self.label,)
        return tuple(dict.fromkeys(x for p in self.parts for x in p.labels))


@dataclass(frozen=True, slots=True)
class Named:
    """Items that a sentence names, and how it joins them."""

    quantifier: Quantifier
    group: Group
    is_range: bool
    mixed: bool
    """“and” as well as “or”, and nothing says what belongs together."""
    by_order: bool = False
    """“the first or the second criterion”: by their places, whatever their labels."""


@lru_cache(maxsize=8192)
def named(text: str) -> Named | None:
    """The last such expression of a text; a letter alone in running words is none."""
    for run in reversed(_runs(text)):
        made = _read(run, text)
        if made is not None:
            return made
    return _by_order(text)


_FIRST_SECOND = any_case(
    r"\b(?:(?:either|both)\s+)?the\s+first(?:\s+(?:criterion|condition|item|requirement))?\s+(?P<word>and|or)\s+(?:the\s+)?second\s+"
    r"(?:criteri(?:a|on)|conditions?|items?|requirements?)(?:\s+(?:below|listed|is|are|met|satisfied|fulfilled|present))*"
)


def _by_order(text: str) -> Named | None:
    """“if the first or the second criterion is met”."""
    match = _FIRST_SECOND.search(text)
    if match is None:
        return None
    rule: Literal["all", "any"] = "all" if match["word"].lower() == "and" else "any"
    both = Group(rule, parts=(Group("label", "1"), Group("label", "2")))
    told = Quantifier(rule, None, match.start(), match.end(), items=2)
    return Named(told, both, False, False, by_order=True)


_SOME_OF = any_case(
    rf"\b(?:any\s+|at\s+least\s+)?(?P<n>{'|'.join(w for w in NUMBERS if w != 'one')}|[2-9])(?:\s*\([0-9]\))?(?:\s+or\s+more)?\s+of\s+(?:the\s+)?(?:criteria\s+|items\s+)?$"
)


def some_of(head: str, by_label: Named) -> Quantifier | None:
    """“any two of A, B, and C”: so many of the items that the sentence names."""
    whole = by_label.quantifier
    match = _SOME_OF.search(head[: whole.first])
    n = value_of(match["n"].lower()) if match else None
    return Quantifier("at_least", n, match.start(), whole.last) if match and n else None


def fits(found: Named, printed: Sequence[str]) -> bool:
    """Whether the items of the list are the ones that the sentence names, in their order."""
    if found.by_order:
        return len(printed) == len(found.group.labels)
    bare = [_folded(p) for p in printed]
    labels = [_folded(label) for label in found.group.labels]
    if found.is_range:
        return bool(bare) and labels[0] == bare[0] and labels[-1] == bare[-1]
    return labels == bare


def _folded(label: str) -> str:
    return re.sub(r"\W", "", label).lower()


def _runs(text: str) -> list[list[_Token]]:
    """Stretches of a text that consist of labels and the words between labels only."""
    runs: list[list[_Token]] = []
    run: list[_Token] = []
    for match in _TOKEN.finditer(text):
        token = _Token(match.lastgroup or "", match[0], match.start(), match.end())
        sign = token.kind in ("comma", "open", "close") or not token.text.isalnum()
        before = text[match.start() - 1] if match.start() else " "
        after = text[match.end()] if match.end() < len(text) else " "
        at_word = sign or not (before.isalnum() or before in "./'’")
        whole = sign or not after.isalnum()
        if not at_word or not whole:
            continue
        if run and text[run[-1].last : token.first].strip():
            runs.append(run)
            run = []
        run.append(token)
    return [*runs, run] if run else runs


_ALONE = re.compile(r"\b(?:alone|combined|together|below|above|listed)\b", re.IGNORECASE)


def _read(run: list[_Token], text: str) -> Named | None:
    told = any(_tells(t) for t in run)
    # “A is met and B or C is met”: what is told of A ends its part, as a comma does
    run = [t._replace(kind="comma") if _tells(t) else t for t in run if t.kind != "skip" or _tells(t)]
    while run and run[0].kind in ("comma", "close", "and", "or", "to", "together"):
        run = run[1:]
    while run and run[-1].kind not in ("label", "close"):
        run = run[:-1]
    if run and run[-1].kind == "close" and not any(t.kind == "open" for t in run):
        run = run[:-1]  # “(must meet 1 or 2)”
    run = _spelled_out(_unbracketed(run))
    noun = any(t.kind == "noun" for t in run)
    if not noun and any("." in t.text for t in run if t.kind == "label"):
        return None  # “between 1.1 and 1.3”: a measure
    first = next((i for i, t in enumerate(run) if t.kind in ("label", "open", "either", "both")), None)
    if first is None:
        return None
    if run[first].kind == "open" and not any(t.kind == "close" for t in run):
        first += 1  # “(A and B must be met)”: words stand before the bracket closes
    pairs = zip(run[first:], [*run[first + 1 :], None], strict=True)
    body = [
        t
        for t, after in pairs
        if t.kind != "noun" or after is None or after.kind in ("comma", "and", "or", "noun")
    ]
    if any(t.kind == "noun" for t in body) or not _series(body):
        return None
    met = _MET.match(text[body[-1].last :])
    printed = text[body[-1].first] == ")"  # and not the end of a range that was spelled out
    behind = _ALONE.sub("", text[body[-1].last :]).strip(" :.)")
    bracketed = printed and not behind
    if (
        not (noun or told)
        and met is None
        and not (bracketed or _alone_over_list(text, body))
        and not any(t.kind in ("either", "both", "together") for t in body)
    ):
        return None
    if noun and met is None and behind:
        return None
    group, mixed = _expression(body)
    if group is None or group.rule == "label":
        return None
    end = body[-1].last + (met.end() if met else 0)
    is_range = any(t.kind == "to" for t in body)
    verbs = ("meets", "met", "satisfies", "satisfy")  # “if the patient meets one of the following (A or B)”
    begin = next((t.first for t in run if t.text.lower() not in verbs), run[0].first)
    return Named(Quantifier(group.rule, None, begin, end), group, is_range, mixed)


_WHEN_LAST = re.compile(r"\b(?:when|if|once)\s+$", re.IGNORECASE)


def _alone_over_list(text: str, body: Sequence[_Token]) -> bool:
    """Whether the labels are all that “when” leads to over a list: “… is necessary when A, B or C:”."""
    return text[body[-1].last :].strip() in ("", ":") and _WHEN_LAST.search(text[: body[0].first]) is not None


def _unbracketed(run: list[_Token]) -> list[_Token]:
    """The labels of a range without brackets of their own: “(a) through (e)”."""
    if not any(t.kind == "to" for t in run):
        return run
    kinds = [t.kind for t in run]
    apart = {
        k for i in range(len(run) - 2) if kinds[i : i + 3] == ["open", "label", "close"] for k in (i, i + 2)
    }
    return [t for i, t in enumerate(run) if i not in apart]


def _spelled_out(run: list[_Token]) -> list[_Token]:
    """A run with every label of a range that stands beside others: “1 through 3 and either 4 or 5”."""
    ranges = [
        k for k in range(1, len(run) - 1) if [t.kind for t in run[k - 1 : k + 2]] == ["label", "to", "label"]
    ]
    if not ranges or sum(t.kind == "label" for t in run) == 2:
        return run
    out: list[_Token] = []
    for k, token in enumerate(run):
        if k + 1 in ranges:
            out.append(token._replace(kind="open", text="("))
        if k in ranges:
            for label in _between(run[k - 1].text, run[k + 1].text):
                out += [token._replace(kind="comma", text=","), token._replace(kind="label", text=label)]
            out.append(token._replace(kind="comma", text=","))
        else:
            out.append(token)
        if k - 1 in ranges:
            out.append(token._replace(kind="close", text=")"))
    return out


def _between(first: str, last: str) -> list[str]:
    """The labels between two figures or two letters."""
    if first.isdigit() and last.isdigit():
        return [str(n) for n in range(int(first) + 1, int(last))]
    if len(first) == len(last) == 1 and first.isupper() == last.isupper():
        return [chr(n) for n in range(ord(first) + 1, ord(last))]
    return []


def _tells(token: _Token) -> bool:
    """Whether words between labels say that an item is met."""
    return token.kind == "skip" and token.text.lower().startswith(("is ", "are ", "ha"))


def _series(body: Sequence[_Token]) -> bool:
    """Whether the labels are of one series and rise: `A`, `B`, `C`; “a” and “I” in running words do not.

    One can return: “A and B, or A and C”.
    """
    labels = list(dict.fromkeys(t.text for t in body if t.kind == "label"))
    if len(labels) < 2:
        return False
    if labels[0].isupper() and all(label.islower() for label in labels[1:]):
        labels = [label.lower() for label in labels]  # “I, ii, or iii is present” begins a sentence
    ranks = [dict(ranks_of(label)) for label in labels]
    return any(
        all(kind in r for r in ranks) and all(x[kind] < y[kind] for x, y in pairwise(ranks))
        for kind in ranks[0]
    )


def _expression(body: Sequence[_Token]) -> tuple[Group | None, bool]:
    """The groups of an expression, and whether it is mixed. The widest separators are tried first."""
    if len(body) > 2 and body[0].kind == "open" and _closes(body) == len(body) - 1:
        return _expression(body[1:-1])
    cut = _top(body, ("together",))
    apart = [i for i in _top(body, ("or",)) if not cut or i < cut[0]]
    wide = [
        i for i in apart if i and ("comma" in _beside(body, i) or body[i].text.lower() == "or else")
    ]  # “1, or failing that, 2 together with 3”
    if cut and wide:
        return _joined("any", _pieces(body, wide))  # “A, or else B together with C”
    if cut:
        made, mixed = _joined("all", _pieces(body, cut))
        return made, mixed or bool(apart)
    counted = len(body) > 3 and body[0].kind in ("either", "both") and body[1].kind == "open"
    if counted and _closes(body[1:]) == len(body) - 2:
        body = [body[0], *body[2:-1]]  # “at least one of the two others (B, C)”
    if body[0].kind in ("either", "both") and (again := _second_group(body)) is not None:
        return _joined("all" if body[again].kind == "and" else "any", _pieces(body, [again]))
    if body[0].kind in ("either", "both"):
        other = "and" if body[0].kind == "either" else "or"
        apart = [i for i in _top(body[1:], (other,)) if body[i].kind == "comma"]
        if apart:  # “both A and B are met, or C is met”
            return _joined("all" if other == "and" else "any", _pieces(body, [i + 1 for i in apart]))
        rule: Literal["all", "any"] = "any" if body[0].kind == "either" else "all"
        word = "or" if body[0].text.lower() == "either" else "and"
        if rule == "any" and word == "and":
            return _joined(rule, _pieces(body[1:], _top(body[1:], ("and", "or", "comma"))))
        cut = [i for i in _top(body[1:], ("and", "or", "comma")) if body[1:][i].kind in (word, "comma")]
        made, mixed = _joined(rule, _pieces(body[1:], cut))
        return made, mixed or (rule == "all" and bool(_top(body[1:], ("or",))))
    connectors = {body[i].kind for i in _top(body, ("and", "or"))}
    if len(connectors) == 2:
        wide = {body[i].kind for i in _top(body, ("and", "or")) if "comma" in _beside(body, i)}
        if len(wide) != 1:
            grouped = next(
                (i for i in _top(body, ("and", "or")) if body[i + 1].kind in ("either", "both")), None
            )
            if grouped is None:
                return _joined("any", _pieces(body, _top(body, ("or",))))[0], True
            outer = body[grouped].kind
            return _joined("all" if outer == "and" else "any", _pieces(body, [grouped]))
        outer = wide.pop()
        cut = [i for i in _top(body, (outer,)) if "comma" in _beside(body, i)]
        return _joined("all" if outer == "and" else "any", _pieces(body, cut))
    if connectors or _top(body, ("comma",)):
        rule = "any" if "or" in connectors else "all"
        return _joined(rule, _pieces(body, _top(body, ("and", "or", "comma"))))
    if len(body) == 3 and body[1].kind == "to":
        return Group("all", parts=(Group("label", body[0].text), Group("label", body[2].text))), False
    if len(body) == 1 and body[0].kind == "label":
        return Group("label", body[0].text), False
    return None, True


def _beside(body: Sequence[_Token], i: int) -> set[str]:
    """The kinds of the tokens before and behind one."""
    return {body[k].kind for k in (i - 1, i + 1) if 0 <= k < len(body)}


def _second_group(body: Sequence[_Token]) -> int | None:
    """Where “and all of …” or “or any of …” begins a second group after a first one."""
    depth = 0
    for i, token in enumerate(body[:-1]):
        depth += (token.kind == "open") - (token.kind == "close")
        if i and depth == 0 and token.kind in ("and", "or") and body[i + 1].kind in ("either", "both"):
            return i
    return None


def _top(body: Sequence[_Token], kinds: tuple[str, ...]) -> list[int]:
    """Where tokens of these kinds stand outside of brackets and of groups that “either” or “both” begin later."""
    out: list[int] = []
    depth = 0
    for i, token in enumerate(body):
        if token.kind == "open":
            depth += 1
        elif token.kind == "close":
            depth -= 1
        elif token.kind in ("either", "both") and i:
            break
        elif depth == 0 and token.kind in kinds:
            out.append(i)
    return out


def _closes(body: Sequence[_Token]) -> int:
    depth = 0
    for i, token in enumerate(body):
        depth += (token.kind == "open") - (token.kind == "close")
        if depth == 0:
            return i
    return -1


def _pieces(body: Sequence[_Token], cuts: Sequence[int]) -> list[Sequence[_Token]]:
    pieces: list[Sequence[_Token]] = []
    begin = 0
    for cut in [*cuts, len(body)]:
        piece = list(body[begin:cut])
        while piece and piece[0].kind in ("comma", "and", "or"):
            piece = piece[1:]
        while piece and piece[-1].kind in ("comma", "and", "or"):
            piece = piece[:-1]
        if piece:
            pieces.append(piece)
        begin = cut + 1
    return pieces


def _joined(rule: Literal["all", "any"], pieces: Sequence[Sequence[_Token]]) -> tuple[Group | None, bool]:
    parts: list[Group] = []
    mixed = False
    for piece in pieces:
        part, unclear = _expression(piece)
        if part is None:
            return None, True
        mixed = mixed or unclear
        parts += part.parts if part.rule == rule else [part]
    return (parts[0] if len(parts) == 1 else Group(rule, parts=tuple(parts))), mixed
