"""Whether the words of a line can be the title of a document, and which of them are (SR-130)."""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document import numbers
from coverable.document.dates import dates_in
from coverable.document.header.documentkind import KIND, is_kind
from coverable.document.header.labels import label_of, told
from coverable.document.header.labelwords import date_label, names_kind, number_label
from coverable.document.header.publisher import is_payer
from coverable.document.reading import Stated
from coverable.document.sections.titles import is_title_block, kind_of
from coverable.document.source import Block, Source
from coverable.document.wordlists import lines_of

_NO_TITLE = re.compile(
    r".*(?://|[»›]|\s>\s|\.{5}|\b(?i:team|workgroup|working\sgroup|committee|task\sforce)\s*$)"
    r"|(?i:(?:an?\s+)?third-party\s+administrator)|(?![a-z]{5,} \([A-Z][\w-]+[®™])[a-z(☐☒]"
    r"|(?i:draft\b|confidential\b|proprietary\b|not\s+for\s)"
    r"|https?:|(?:An\s+)?(?i:independent\s+(?:\w+\s+){0,2}(?:licensees?|insurers?|compan(?:y|ies))\b)|[\W0-9]+$|\W*[Pp]age\b"
    r"|(?i:(?:an?|part|member)\s+(?:of\s+(?:the\s+)?)?[^.;:]{0,60}?\b(?:company|affiliate|subsidiary|licensee|member|family|organi[sz]ation|group)\b)"
    r"|(?i:(?:(?:state|commonwealth)\s+of\s+\w+(?:\s+\w+){0,3}|(?:[\w&]+\s+){0,5}(?:department|division|bureau|office))\s*$|(?:department|division|bureau|office|agency)\s+of\s)"
)
"""A drug may be named in small letters, with its brand in brackets: “ixekizumab (Taltz®)”."""
_VERSION = re.compile(r"v(?:er(?:sion)?)?\.?\s?[0-9.]+\W*", re.IGNORECASE)
SENTENCE = re.compile(
    r"[.!?]\s*$|[;,]\s*(?:and|or)?\s*$|\b(?:is|are|was|were|has|have|may|will|should|must|considers)\b"
)


PARTS = re.compile(r"\S+(?:[^\S\t\n]{1,2}\S+)*")
"""What gaps part in a running head."""


@lru_cache(maxsize=1)
def _page_words() -> frozenset[str]:
    return frozenset(lines_of("pagewords.txt"))


def may_be_title(block: Block, last: int, numbered: bool = False) -> bool:
    """Whether the words of a block up to a place can be a title; `numbered` beside the policy's number."""
    text = block.text[:last].strip(" :,–—-")
    if text and all(numbers.only(word) for word in text.split()):
        return False
    beside = block.cell is not None and block.cell.column > 0 and not numbered
    if not 1 <= len(text.split()) <= 25 or block.kind == "item" or beside:
        return False
    if (
        text.casefold() in _page_words()
        or _NO_TITLE.match(text)
        or SENTENCE.search(text)
        or label_of(text)
        or (kind_of(text) and not (behind_kind(text) or before_kind(text)))
        or date_label(text)
        or number_label(text)
        or (dates_in(_less_numbers(text)) and not KIND.search(text))
    ):
        return False
    name, _, value = text.partition(": ")
    label = told(name, value) if value else None
    if label and not KIND.match(text) and (not label.weak or label.kind != "number" or numbers.only(value)):
        return False
    return not is_title_block(text)


def _less_numbers(text: str) -> str:
    """A line without the number behind its dash: “Thermal Imaging – 6.01.77” holds no date."""
    return _BEHIND_DASH.sub("", text)


_BEHIND_DASH = re.compile(r"\s[–—|-]\s+[0-9]{1,2}(?:\.[0-9]{2,3}){2}\s*$")


def without_number(
    source: Source, block: Block, first: int, last: int, number: Stated | None, sure: float
) -> Stated | None:
    """The words of a title less the policy's number and the kind of document around them."""
    text = block.text
    ending = numbers.at_end(text[first:last])
    leading = numbers.in_title(text[first:last])
    by_form = [*numbers.numbers_in(text[first:last]), *(one for one in (ending, leading) if one)]
    for found in by_form:
        if number is not None and not numbers.same(found.value, number.value):
            continue
        before, after = text[first : first + found.start], text[first + found.end : last]
        if len(before.split()) >= len(after.split()):
            last = first + len(before.rstrip(" ,;:(–—-|#"))
        else:
            first = last - len(after.lstrip(" ,;:)–—-|"))
        break
    if called := _CALLED.match(text[first:last]):
        first += called.end()
    if behind := behind_kind(text[first:last]):
        first += behind
    elif before := before_kind(text[first:last]):
        last = first + before
    words = text[first:last].strip().rstrip(" :,;")
    if not words or _VERSION.fullmatch(words):
        return None
    start = text.index(words, first)
    return Stated(words, source.span(block, start, start + len(words)), sure)


_CALLED = re.compile(r"(?:Service|Procedure|Product|Drug)\s?:\s+(?=\S)")
"""`Service: Night Splints`."""
_SIGN = re.compile(r"\s?:\s+|\s[–—|-]\s+|\s+(?:for|on)\s+(?=[A-Z])")


def behind_kind(text: str) -> int:
    """Where the name begins behind the kind of document: “Medical Necessity Guideline: Braces”, or 0."""
    sign = _SIGN.search(text)
    if sign is None or not text[sign.end() :].strip() or text.startswith("Billing and Coding:"):
        return 0  # contractors call their articles so
    kind = KIND.match(text)
    known = kind is not None and kind.end() == sign.start()
    return sign.end() if known or names_kind(text[: sign.start()]) else 0


def before_kind(text: str) -> int:
    """Where the name ends before the kind: “Braces: Prior Authorization Criteria”, or 0."""
    sign = next(reversed(list(re.finditer(r"\s?:\s+|\s[–—|-]\s+", text))), None)
    return sign.start() if sign and names_kind(text[sign.end() :]) else 0


def may_name(text: str) -> bool:
    """Whether a part of a running head can be a title."""
    other = _NO_TITLE.match(text) or SENTENCE.search(text) or label_of(text) or dates_in(text) or ": " in text
    kind = is_kind(text) or names_kind(text) or is_payer(text) or number_label(text)
    return not (other or kind) and len(text.split()) <= 20 and re.search(r"[A-Za-z]{3}", text) is not None
