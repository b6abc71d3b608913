"""What the labels of a document's head stand for, as a list has them or by their words."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from coverable.document import numbers
from coverable.document.dates import dates_in
from coverable.document.header import labelwords
from coverable.document.header.linenames import only_lines

LONGEST_LABEL = 60

_EVENTS = (
    ("effective", "effective"),
    ("revised", "revised"),
    ("revised", "revision"),
    ("revised", "updated"),
    ("reviewed", "reviewed"),
    ("reviewed", "review"),
    ("approved", "approved"),
    ("approved", "approval"),
    ("published", "published"),
    ("issued", "issued"),
    ("implemented", "implemented"),
    ("adopted", "adopted"),
)
_FORMS = (
    "{} date",
    "date {}",
    "last {}",
    "last {} date",
    "most recent {}",
    "most recent {} date",
    "latest {}",
    "latest {} date",
    "last policy {}",
    "last policy {} date",
    "policy {} date",
    "date of last {}",
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_BLANK = re.compile(r"\s+")
_OF_NAME = re.compile(r"\b(?:name|title|subject|topic)$", re.IGNORECASE)
_FEW = 6
"""Words of such a label."""
_OF_EVENTS = re.compile(
    r"\b(?:revisions|updates|amendments|reviews|changes|history|log|record)\W*$", re.IGNORECASE
)
SIGN_BEHIND = re.compile(r"\s*(?:[:=|]|(?:\s?\.){3,}|…+|_{3,}|\t|\s[-–—]\s|\s{3,})[\s:.…_]*")
_NAME = re.compile(r"(?=.{3,120}$)[A-Z0-9][^.;:|]*[a-z)®™][^.;:|]*")
_BRACKET = re.compile(r"\s?\([^()]{0,30}\)\s?$")
_SIGN = re.compile(r"[\w'-]+|[^\w\s]")


LOOSE = ("other", "publisher")
"""What a label such as “Program” or “Health Plan” stands for, unless its value names lines of business."""


class Label(NamedTuple):
    """What a label stands for, and whether its value must look like one for it to be a label."""

    kind: str
    weak: bool


@lru_cache(maxsize=1)
def labels() -> dict[str, Label]:
    """Every known label in lower case, and what it stands for."""
    out: dict[str, Label] = {}
    kind = ""
    for line in files("coverable.document").joinpath("data/labels.txt").read_text("utf-8").splitlines():
        words = line.strip()
        if words.startswith("= "):
            kind = words[2:]
        elif words and not words.startswith("# "):
            out[words.rstrip("* ")] = Label(kind, words.endswith("*"))
    for words, label in list(out.items()):
        if words.endswith(" number"):
            for other in (" no", " #", " id"):
                out.setdefault(words.removesuffix(" number") + other, label)
    for kind, name in _EVENTS:
        for form in _FORMS:
            out.setdefault(form.format(name), Label(kind, False))
    return out


@lru_cache(maxsize=1)
def pattern() -> re.Pattern[str]:
    """Any listed label, the longer ones first."""
    known = sorted(labels(), key=len, reverse=True)
    either = "|".join(r"\s*".join(re.escape(sign) for sign in _SIGN.findall(words)) for words in known)
    return re.compile(rf"(?<![\w-])(?:{either})(?:\s?\(s\)|s)?(?![\w-])", re.IGNORECASE)


def label_of(text: str) -> Label | None:
    """What a text that is a label and nothing else stands for."""
    if len(text) > LONGEST_LABEL:
        return None
    name = " ".join(_BRACKET.sub("", text.strip(" :.…*")).strip(" :.…*").casefold().split())
    known = labels()
    return known.get(name) or known.get(name.strip("# ")) or known.get(name.removesuffix("s"))


def is_entry(text: str) -> bool:
    """Whether a line is a label with a colon and its short value, such as `Next Review: 03/04/2026`."""
    name, colon, value = text.partition(":")
    label = label_of(name) if colon and 0 < len(value.strip()) <= LONGEST_LABEL // 2 else None
    return label is not None and (not label.weak or (label.kind == "number" and numbers.only(value)))


def is_label(text: str) -> bool:
    """Whether a line is the label of a field and nothing else: “Policy Number”."""
    label = label_of(text) if len(text.split()) > 1 and text[:1].isupper() else None
    return label is not None and not label.weak


def is_dated(text: str) -> bool:
    """Whether a line is a label and its date, and nothing else: “Subsequent Review Date: September 2025”."""
    name, colon, value = text.partition(":")
    printed = (
        dates_in(value) if colon and len(name) <= LONGEST_LABEL and len(value) <= LONGEST_LABEL // 2 else []
    )
    alone = (
        len(printed) == 1
        and not value[: printed[0].start].strip()
        and not value[printed[0].end :].strip(" .")
    )
    return alone and told(name, value.strip()) is not None


def is_field(text: str, following: str) -> bool:
    """Whether a line is a label of a date, number or version with its value, or such a label over its value.

    `following` is the next line. “Last Reviewed On: 3/2024” and “Criteria Version” over “7” are such.
    """
    sign = SIGN_BEHIND.search(text) or unsigned(text)
    if sign is None and _OF_EVENTS.search(text):
        return False  # “REVISIONS” over dated rows
    name, value = (text[: sign.start()], text[sign.end() :]) if sign else (text, following)
    value = value.strip(" .")
    if not value or max(len(name), len(value) // 2) > LONGEST_LABEL:
        return False
    label = told(name, value)
    if label is None or label.weak:
        return False
    printed = dates_in(value)
    dated = len(printed) == 1 and not (value[: printed[0].start] + value[printed[0].end :]).strip(" .()")
    figure = label.kind == "version" and numbers.VERSION.fullmatch(value) is not None
    named = label.kind == "title" and sign is not None
    return figure or dated or named or (label.kind == "number" and numbers.only(value))


def told(label: str, value: str) -> Label | None:
    """What the label of a value stands for: as listed, else told by its words and the form of the value.

    A date stands first in its value; a number and a version stand alone. Whether lines of business do is for
    their reader, so that label is a weak one.
    """
    listed = label_of(label)
    if only_lines(value) and (listed is None or listed.kind in LOOSE) and labelwords.of_lines(label):
        return Label("lines", True)
    if listed:
        return listed
    printed = dates_in(value[:40])
    if printed:
        kind = labelwords.date_label(label) if printed[0].start <= 3 else None
        return Label(kind, False) if kind else None
    if labelwords.version_label(label) and numbers.VERSION.fullmatch(value):
        return Label("version", False)
    if labelwords.number_label(label) and numbers.only(value):
        return Label("number", False)
    if labelwords.lines_label(label):
        return Label("lines", True)
    if labelwords.title_label(label) and _NAME.fullmatch(value):
        return Label("title", False)
    return None


def unsigned(text: str) -> re.Match[str] | None:
    """The blank between a label and its value with no sign between them: “Guideline Edition 16”."""
    if SIGN_BEHIND.search(text) or not text[:1].isupper() or dates_in(text):
        return None
    for blank in reversed([*_BLANK.finditer(text)][:_FEW]):
        label, value = text[: blank.start()], text[blank.end() :]
        if label_of(label) is not None or " " not in label or _YEAR.fullmatch(value):
            continue
        found = told(label, value)
        if found and (found.kind != "title" or _OF_NAME.search(label)):
            return blank
    return None
