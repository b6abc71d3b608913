"""Words before a sentence that are no part of it, and what says that it holds beside others."""

from __future__ import annotations

import re

from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.sections.titles import kind_of

_GENERAL = re.compile(
    r"\b(?:general|universal|common)\s+(?:criteria|requirements|conditions)\b|\bcriteria\s+for\s+all\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"^[*†]*\s*(?:(?:please\s+)?notes?\s*:|please\s+note(?:\s+that\b|,)?)\s*(?=\S)", re.IGNORECASE
)
_ADVERB = re.compile(
    r"^(?:in\s+addition|additionally|also|further(?:more)?|moreover|therefore|thus|hence|accordingly|consequently|likewise|similarly|finally|however),\s+(?!(?:this|these|it|they|such)\b)(?=\S)",
    re.IGNORECASE,
)
"""“In addition, the following services are covered when …”: no part of what it is about."""
_BY_RULE = re.compile(
    r"^(?:under|per|according\s+to|pursuant\s+to|in\s+accordance\s+with|consistent\s+with|as\s+stated\s+in)\s+(?=[^,;:]*\b(?:NCD|LCD|CFR|U\.?S\.?C|section|chapter|manual|regulations?|law|statute|rules?|determination)\b)"
    r"[^,;:]{3,80},\s+(?=\S)",
    re.IGNORECASE,
)
"""“Under NCD 20.29 (C), no payment may be made for X”: by which rule, and no part of what it is about."""
_BESIDE_OTHERS = re.compile(
    r"^in\s+addition\s+to\s+[^,]{0,80}\b(?:criteria|requirements|conditions)\b"
    r"|^(?:all\s+|each\s+|the\s+)?(?:sessions?|visits?|doses?|infusions?|units?)\s+(?:is|are|will\s+be)\s+(?:payable|paid|covered|reimbursed)\s+only\b"
    r"|^[^.;:]{0,80}\b(?:the|these|all)\s+(?:services|items|tests|drugs|benefits|procedures)\s+(?:below|listed|described|in\s+this\s+\w+)\b[^.;:]*\s(?:when|if|only)\s",
    re.IGNORECASE,
)
"""“In addition to the criteria for each condition, X is necessary when …”."""
POINTS_BACK = re.compile(
    r"^(?:(?:therefore|thus|hence|accordingly),?\s+)?(?!it\s+is\s+the\s+(?:policy|position))(?:this|these|it|they|such\s+\w+)\s+(?:is|are|was|were|has|have|do|does)\b",
    re.IGNORECASE,
)
"""“This is covered …”: said of what the sentence before is about."""
_POPULACE = re.compile(
    r"^\W*(?:an?\s+|the\s+)?(?:individuals?|patients?|members?|adults?|children|persons?|those|initial|renewal|age)\b",
    re.IGNORECASE,
)


_MAY = re.compile(r"\b(?:may|can|will|shall)\s+(?!be\b)", re.IGNORECASE)
"""“Members may obtain X”: says of X what it is about, and of the members nothing."""
_FEW = 6
"""A line that may head what follows has at most so many words."""


def opened(sentence: Passage, strict: bool) -> Passage:
    """A sentence without “Note:” and without the adverb that ties it to the one before."""
    if label := _NOTE.match(sentence.text):
        sentence = sentence.part(label.end())
    adverb = _ADVERB.match(sentence.text) or _BY_RULE.match(sentence.text)
    bare = sentence.part(adverb.end()) if adverb else sentence
    return bare if adverb and judged(bare, strict) else sentence


def own_words(condition: str) -> bool:
    """Whether a condition over a list is no mere group of patients: it may hold a position of its own."""
    return not _POPULACE.match(condition) or _MAY.search(condition) is not None


def remarks(sentence: Passage) -> bool:
    """Whether a whole sentence behind “Note:” stands over a list without announcing it: it is no condition of the list."""
    text = sentence.text
    noted = _NOTE.match(sentence.block.text)
    return (
        noted is not None and noted.end() == sentence.first and text.endswith(".") and "following" not in text
    )


def general(sentence: Passage, heading: str) -> bool:
    """Whether a sentence states criteria that hold beside those of each use."""
    return _GENERAL.search(heading) is not None or _BESIDE_OTHERS.match(sentence.text) is not None


def stands_alone(line: Passage) -> bool:
    """Whether a line is a few words without a verb, as a heading whose format was lost: “gouty arthritis”."""
    text = line.text
    whole = line.text == line.block.text and line.block.marker is None
    few = len(text.split()) <= _FEW and text[-1:].isalpha() and not any(c.isdigit() for c in text)
    return whole and few and not VERB.search(text) and kind_of(text) is None


def is_sentence(line: Passage) -> bool:
    """Whether a line ends as a sentence does: it was weighed as one, and is no lost item of a list."""
    return line.text.endswith(".")


def footnote(line: Passage, page: Page) -> bool:
    """Whether the sign of a footnote is printed before a line: “*Prohibitive risk may be shown by:”."""
    start = page.span(line).start
    return page.source.text[max(0, start - 2) : start].rstrip().endswith(("*", "†", "‡"))
