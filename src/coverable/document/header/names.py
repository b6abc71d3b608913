"""Title, kind and other names of a document, wherever the layout put them (SR-001, SR-130)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from coverable.document import numbers
from coverable.document.criteria.positions.stages import names_stage
from coverable.document.dates import dates_in
from coverable.document.header.labels import Field, label_of
from coverable.document.header.labelwords import date_label, names_kind, number_label
from coverable.document.header.publisher import behind_masthead, is_payer
from coverable.document.header.regulations import Head
from coverable.document.layout.furniture import Cleaned
from coverable.document.places import header_kinds, painted
from coverable.document.reading import Section, Stated
from coverable.document.sections.titles import bare, is_title_block, kind_of, named, words_of_sections
from coverable.document.source import Block, Source, inside
from coverable.document.wordlists import lines_of

TOP: Final = 12
"""Blocks from the head of the text in which a title is expected."""
FIRST: Final = 30
"""Blocks from the head of a page in which its one heading of the first level is its title."""
_OTHERS = re.compile(r"(?:related|associated|cross|see\s+also|other)\b", re.IGNORECASE)
"""What sections of other documents are called."""
_MARKED = re.compile(r"(?:\s*\b(?:ARCHIVED|RETIRED|DRAFT|INACTIVE)\b)+\s*$")
"""What is printed across a document that holds no more."""
_MOST_TITLES: Final = 2
"""Labels of a title in a document; more name its parts."""
FEWEST: Final = 2
"""Words of a service in a first line that opens the criteria as well."""

_KINDS: Final = (
    ("clinical-um-guideline", r"clinical um guidelines?|utilization (?:management|review) guidelines?"),
    (
        "lcd",
        r"local coverage determination(?: \(lcd\))?|local coverage article|(?<=this )lcd|(?<=type: )lcd"
        r"|billing and coding(?: article|(?=:))",
    ),
    ("ncd", r"national coverage determination(?: \(ncd\))?|(?<=this )ncd|(?<=type: )ncd"),
    ("clinical-um-guideline", r"clinical (?:practice )?guidelines?|medical guidelines?"),
    (
        "medical-policy",
        r"clinical policy bulletins?|medical benefit drug policy|(?:corporate )?medical (?:coverage )?policy"
        r"|clinical policy|coverage policy"
        r"|(?:pharmacy|drug|payment|reimbursement)(?: coverage| clinical)? policy"
        r"|prior authorization(?:/notification)?(?: criteria| guidelines?)?|step therapy(?: criteria)?"
        r"|coverage criteria",
    ),
)
_KIND = re.compile(
    "|".join(rf"(?P<k{n}>\b(?:{words})\b)" for n, (_, words) in enumerate(_KINDS)), re.IGNORECASE
)
_OF_KIND = (
    r"(?:(?:clinical|medical|drug|dental|vision|imaging|advanced|durable|equipment|coverage|pharmacy|benefit"
    r"|behavioral|utilization|management|service|level|of|care|medicaid|prior|authorization|um|&|and|/)\s+){1,6}"
)
_ANY_KIND = re.compile(
    rf"(?P<guideline>{_OF_KIND}guidelines?)"
    rf"|(?P<policy>{_OF_KIND}(?:policy(?:\s+statement)?|bulletin|criteria))",
    re.IGNORECASE,
)
"""“Advanced Imaging Guideline”, “Level of Care / Service Criteria”: any kind named with such words."""
_ONLY_KIND = named(
    "[clinical|medical|pharmacy|corporate|health|plan|commercial|medicare|medicaid]"
    " [um|benefit|drug|coverage|payment] [medical]"
    " (policy|guideline|guidelines|policies|bulletin|criteria|policy bulletin|policy manual)"
)
_DETERMINATION = named("(local|national) coverage determination [lcd|ncd]")
_BRANDED = re.compile(
    r"\b(?:policy|guideline|bulletin|policies|policy manual)(?:\s+(?:no\.?\s*)?[0-9][0-9.-]{1,8})?\s*$"
    r"|\bmedicaid\s*$"
    r"|\b(?:health\s?(?:plans?|care|insurance|net(?:work)?|services|system)|insurance(?:\s+company)?|benefits|(?:blue\s)?(?:cross|shield)|hmo|ppo|administrators?|mutual|inc\.?|llc)\s*$",
    re.IGNORECASE,
)
"""What a publisher's line ends with; the title stands below it."""
_NO_TITLE = re.compile(
    r".*//|(?i:(?:an?\s+)?third-party\s+administrator)|(?![a-z]{5,} \([A-Z][\w-]+[®™])[a-z(☐☒]|https?:"
    r"|(?:An\s+)?(?i:independent\s+licensee)|[\W0-9]+$|\W*[Pp]age\b"
    r"|(?i:(?:an?|part|member)\s+(?:of\s+(?:the\s+)?)?[^.;:]{0,60}?\b(?:company|affiliate|subsidiary|licensee|member|family|organi[sz]ation|group)\b)"
    r"|(?i:(?:(?:state|commonwealth)\s+of\s+\w+(?:\s+\w+)?|(?:[\w&]+\s+){0,5}(?:department|division|bureau|office))\s*$|(?:department|division|bureau|office|agency)\s+of\s)"
)
"""A drug may be named in small letters, with its brand in brackets: “ixekizumab (Taltz®)”."""
_VERSION = re.compile(r"v(?:er(?:sion)?)?\.?\s?[0-9.]+\W*", re.IGNORECASE)
_SENTENCE = re.compile(
    r"[.!?]\s*$|[;,]\s*(?:and|or)?\s*$|\b(?:is|are|was|were|has|have|may|will|should|must|considers)\b"
)


@lru_cache(maxsize=1)
def _page_words() -> frozenset[str]:
    return frozenset(lines_of("pagewords.txt"))


def title_of(
    cleaned: Cleaned,
    sections: Sequence[Section],
    found: Sequence[Field],
    number: Stated | None,
    rule: Head | None,
) -> Stated | None:
    """The title: behind its label or citation, in the title block, head or furniture; less sure each."""
    source = cleaned.source
    inner = painted(sections, len(source.blocks))
    for field in found:
        section = inner[field.at] if field.at < len(inner) else None
        if section is not None and _OTHERS.match(section.title):
            continue  # “Policy Title” over the policies that are related
        if field.kind == "title" and field.sure and len(field.value) <= 200 and not _is_kind(field.value):
            if sum(block.text == field.label for block in source.blocks) > _MOST_TITLES:
                break  # “Drug Name:” over each of many drugs names no document
            return _without_number(source, field.block, field.first, field.last, number, 1.0)
    called = [n for n, block in enumerate(source.blocks) if is_title_block(block.text)]
    called = called if len(called) <= _MOST_TITLES else []
    for n in range(len(source.blocks) - 1):
        following = source.blocks[n + 1]
        if n in called and _may_be_title(following, len(following.text)):
            # Behind other text, the layout has moved it; shown as less sure.
            sure = 0.9 if n < TOP else 0.6
            return _without_number(source, following, 0, len(following.text), number, sure)
    if rule is not None and rule.title is not None:
        return rule.title
    return _at_head(source, sections, found, number) or _elsewhere(cleaned) or _first_line(source, number)


def _at_head(
    source: Source, sections: Sequence[Section], found: Sequence[Field], number: Stated | None
) -> Stated | None:
    """The first line of the header that is no label, no kind of document and no sentence."""
    kinds = header_kinds(sections, source.blocks)
    top = [b for b in source.blocks[:FIRST] if b.kind == "heading" and b.level == 1]
    if (
        len(top) == 1
        and not (is_payer(top[0].text) or _is_kind(top[0].text))
        and _may_be_title(top[0], len(top[0].text))
    ):
        return _without_number(source, top[0], 0, len(top[0].text), number, 0.95)
    if (behind := _behind_its_kind(source, kinds, number)) is not None:
        return behind
    told = [f for f in found if (f.sure or f.start >= 0) and (not f.weak or numbers.only(f.value))]
    labels = {id(f.block): f.start for f in reversed(told)}
    brand: Stated | None = None
    named: Stated | None = None
    in_text = False
    for n, block in enumerate(source.blocks[:TOP]):
        if in_text and block.cell is not None:
            continue
        last = labels.get(id(block), len(block.text))
        last = len(block.text) if last < 0 else last
        last = min(last, marked.start()) if (marked := _MARKED.search(block.text)) else last
        if kinds[n] != "header" or not _may_be_title(block, last):
            continue
        sure = 0.95 if n == 0 or block.kind == "heading" else 0.85
        title = _without_number(source, block, 0, last, number, sure if block.cell is None else 0.6)
        if title is None or _is_kind(str(title.value)):
            continue
        if (named := _of_payer(source, block, title)) is not None:
            return named
        name = str(title.value)
        behind = behind_masthead(name)
        branded = (
            is_payer(name)
            or _BRANDED.search(name)
            or (behind is not None and (not behind or _is_kind(behind) or _KIND.match(behind)))
        )
        if branded and brand is None:
            # `Pinecrest Clinical Policy`: the title stands below, if there is another line that can be it.
            brand, in_text = _without_kind(source, block, title), block.cell is None
            continue
        if branded and named is None and n + 1 < TOP:
            named = title  # `Genetic Testing Policy`, unless the next line names a service of the text
            continue
        return title if named is None or _recurs(title, source, n) else named
    return named or brand


_OWN = re.compile(r"[A-Za-z]{5,}")


def _recurs(title: Stated, source: Source, at: int) -> bool:
    """Whether most words of a title stand in the text behind the head as well."""
    own = {w[:7].lower() for w in _OWN.findall(str(title.value))}
    text = " ".join(b.text for b in source.blocks[at + 1 : at + _BODY]).lower()
    return bool(own) and 2 * sum(w in text for w in own) >= len(own)


_BODY: Final = 60
"""Blocks behind a title in which its words are looked for."""


def _behind_its_kind(source: Source, kinds: Sequence[str], number: Stated | None) -> Stated | None:
    """The name behind the kind of the document and a colon: “Medical Policy: Night Splints”."""
    for n, block in enumerate(source.blocks[:TOP]):
        kind = _KIND.match(block.text) if kinds[n] == "header" else None
        sign = _COLON.match(block.text, kind.end()) if kind else None
        if sign is None or block.text.startswith("Billing"):
            continue
        if _may_be_title(block, len(block.text)) and block.text[sign.end() : sign.end() + 1].isupper():
            return _without_number(source, block, 0, len(block.text), number, 0.9)
    return None


_COLON = re.compile(r"\s?:\s+")


def _of_payer(source: Source, block: Block, title: Stated) -> Stated | None:
    """`Vilafine (vilafinib) — Northwind Health` less the payer behind the sign."""
    words = str(title.value)
    sign = next(reversed(list(re.finditer(r"\s[–—|]\s+", words))), None)
    if sign is None or is_payer(words[: sign.start()]) or _is_kind(words[: sign.start()]):
        return None
    behind = words[sign.end() :]
    if not (is_payer(behind.split(" (")[0]) or _BRANDED.search(behind)):
        return None
    at = block.text.index(words)
    return Stated(words[: sign.start()], source.span(block, at, at + sign.start()), title.confidence)


def _first_line(source: Source, number: Stated | None) -> Stated | None:
    """The first line where it opens the criteria and names a service: `Night Splint Coverage Criteria`."""
    if not source.blocks:
        return None
    block = source.blocks[0]
    own = {w for w in bare(_KIND.sub(" ", block.text)).split() if w.isalpha()} - words_of_sections()
    if block.cell is not None or len(own) < FEWEST or names_stage(block.text):
        return None
    if not _may_be_title(block, len(block.text)):
        return None
    return _without_number(source, block, 0, len(block.text), number, 0.6)


def _without_kind(source: Source, block: Block, title: Stated) -> Stated:
    """`Night Splints Coverage Policy` less the kind of document behind it."""
    words = str(title.value)
    last = [m for m in _KIND.finditer(words) if m.end() == len(words)]
    name = words[: last[0].start()].rstrip(" :,;–—-") if last else ""
    if not name:
        return title
    at = block.text.index(name)
    return Stated(name, source.span(block, at, at + len(name)), min(title.confidence, 0.8))


def _is_kind(text: str) -> bool:
    name = bare(text) + " "
    known = _ONLY_KIND.fullmatch(name) or _DETERMINATION.fullmatch(name) or _ANY_KIND.fullmatch(text.strip())
    return known is not None or numbers.only(text)


def _may_be_title(block: Block, last: int) -> bool:
    text = block.text[:last].strip(" :,–—-")
    if text and all(numbers.only(word) for word in text.split()):
        return False
    if not 1 <= len(text.split()) <= 25 or block.kind == "item" or (block.cell and block.cell.column > 0):
        return False
    if (
        text.casefold() in _page_words()
        or _NO_TITLE.match(text)
        or _SENTENCE.search(text)
        or label_of(text)
        or (kind_of(text) and not (_behind_kind(text) or _before_kind(text)))
        or date_label(text)
        or number_label(text)
        or (dates_in(text) and not _KIND.search(text))
    ):
        return False
    if ": " in text and label_of(text.split(": ", 1)[0]) and not _KIND.match(text):
        return False
    return not is_title_block(text)


def _without_number(
    source: Source, block: Block, first: int, last: int, number: Stated | None, sure: float
) -> Stated | None:
    """The words of a title less the policy's number and the kind of document around them."""
    text = block.text
    ending = numbers.at_end(text[first:last])
    by_form = [*numbers.numbers_in(text[first:last]), *([ending] if ending else [])]
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
    if behind := _behind_kind(text[first:last]):
        first += behind
    elif before := _before_kind(text[first:last]):
        last = first + before
    words = text[first:last].strip().rstrip(" :,;")
    if not words or _VERSION.fullmatch(words):
        return None
    start = text.index(words, first)
    return Stated(words, source.span(block, start, start + len(words)), sure)


_CALLED = re.compile(r"(?:Service|Procedure|Product|Drug)\s?:\s+(?=\S)")
"""`Service: Night Splints`."""
_SIGN = re.compile(r"\s?:\s+|\s[–—|-]\s+|\s+(?:for|on)\s+(?=[A-Z])")


def _behind_kind(text: str) -> int:
    """Where the name begins behind the kind of document: “Medical Necessity Guideline: Braces”, or 0."""
    sign = _SIGN.search(text)
    if sign is None or not text[sign.end() :].strip() or text.startswith("Billing and Coding:"):
        return 0  # contractors call their articles so
    kind = _KIND.match(text)
    known = kind is not None and kind.end() == sign.start()
    return sign.end() if known or names_kind(text[: sign.start()]) else 0


def _before_kind(text: str) -> int:
    """Where the name ends before the kind: “Braces: Prior Authorization Criteria”, or 0."""
    sign = next(reversed(list(re.finditer(r"\s?:\s+|\s[–—|-]\s+", text))), None)
    return sign.start() if sign and names_kind(text[sign.end() :]) else 0


def _elsewhere(cleaned: Cleaned) -> Stated | None:
    """The title that the file's properties name, if the text has it too; else a running head."""
    source = cleaned.source
    told = (source.properties.get("title") or "").strip()
    for block in source.blocks if len(told) > 5 else ():
        at = block.text.casefold().find(told.casefold())
        if at >= 0:
            return Stated(block.text[at : at + len(told)], source.span(block, at, at + len(told)), 0.8)
    for furniture in cleaned.furniture:
        if furniture.kind == "repeated" and 1 <= len(furniture.text.split()) <= 20:
            return Stated(furniture.text, furniture.span, 0.6)
    return None


_LINE: Final = 120
"""Characters of a line that names the kind of a document."""
_OF_THIS = re.compile(r"(?:^|\b(?:this|our|following|present))\W*(?:[\w-]+\s+){0,3}$", re.IGNORECASE)


def document_kind(cleaned: Cleaned, sections: Sequence[Section]) -> Stated | None:
    """What the document calls itself, in its words; `kind` is the policy file's word for it."""
    source = cleaned.source
    kinds = header_kinds(sections, source.blocks)
    heads = [n for n, kind in enumerate(kinds) if kind == "header"]
    order = sorted(
        heads, key=lambda n: (not is_title_block(source.blocks[n].text), len(source.blocks[n].text) > 120, n)
    )
    for n in order:
        block = source.blocks[n]
        match = _KIND.search(block.text)
        if match and len(block.text) > 120 and not _OF_THIS.search(block.text[: match.start()]):
            continue  # “… supplements the rules of payment policy” speaks of others
        if match and match.lastgroup:
            sure = 1.0 if is_title_block(block.text) else 0.9 if len(block.text) <= 120 else 0.7
            kind = _KINDS[int(match.lastgroup[1:])][0]
            return Stated(match[0], source.span(block, match.start(), match.end()), sure, kind)
        named = _ANY_KIND.search(block.text) if len(block.text) <= _LINE else None
        if named:
            kind = "clinical-um-guideline" if named["guideline"] else "medical-policy"
            return Stated(named[0], source.span(block, *named.span()), 0.8, kind)
    for furniture in cleaned.furniture:
        start, end = furniture.span.start, furniture.span.end
        match = _KIND.search(source.text, start, end)
        if match and match.lastgroup:
            place = inside(source, furniture.span, match.start(), match.end())
            return Stated(match[0], place, 0.6, _KINDS[int(match.lastgroup[1:])][0])
    return None


def aliases_of(
    source: Source,
    found: Iterable[Field],
    keywords: Iterable[Stated],
    number: Stated | None,
    title: Stated | None,
) -> Iterable[Stated]:
    """Other names: behind their labels, and keywords that repeat the title or the number in another form."""
    for field in found:
        if field.kind in ("also", "replaces") and field.sure and len(field.value) < 200:
            yield Stated(field.value, field.span(source), 1.0, field.kind)
    digits = re.findall(r"[0-9]+$", number.value) if number else []
    name = bare(str(title.value)) if title else ""
    for word in keywords:
        words = bare(str(word.value))
        longer = bool(name) and len(words) > len(name) and f" {name} " in f" {words} "
        numbered = bool(digits) and words.split()[-1:] == digits and len(words.split()) > 1
        if longer or numbered:
            yield Stated(word.value, word.span, 0.9, "keyword")
