"""What a heading sets for the statements under it."""

from __future__ import annotations

import re

from coverable.document.criteria.outline.heads import names_use
from coverable.document.criteria.outline.ranks import next_in
from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.judged import judged
from coverable.document.criteria.positions.stages import stage_at_end, stage_of_heading
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.statements.place import Place
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.layout.markers import Marker, marker_of
from coverable.document.reading import Stage
from coverable.document.sections.titles import kind_of

PAPERS = re.compile(
    r"\bdocumentation\b|\b(?:medical|patient|clinical)\s+records?\b|\brecords?\s+(?:to|required|needed|requirements)\b"
    r"|\bsubmission\b|\bwhat\s+to\s+(?:send|submit|include)\b|\bhow\s+to\s+(?:request|submit|apply)\b",
    re.IGNORECASE,
)


_EXCEPTIONS = re.compile(r"\W*(?:[0-9.]+\s+)?exceptions?\b", re.IGNORECASE)
"""“Exceptions” behind “Limitations”: what stands there is no further limitation."""


def stage_over(title: str, line: Passage) -> Stage | None:
    """The stage that a heading says of what follows; one that is a statement over its list says it of itself only."""
    stated = line.text.endswith(":") and judged(line, strict=True) is not None
    return None if stated else stage_of_heading(title)


def enter(entry: Entry, place: Place) -> None:
    """Take a heading: the position and stage that it sets for what follows."""
    text = entry.passage.text
    over, place.last = place.heading, text
    place.printed = f"{entry.label} {text}" if entry.label else text
    if place.loose is not None and (headed.names_criteria(text) or stage_of_heading(text)):
        place.heading, place.use = place.loose.text, place.loose
    place.loose = None
    if not (headed.names_criteria(text) and leadin.substantive(place.heading)):
        place.heading = text  # the name of a list says less than the heading over it
    found = headed.heading_position(text)
    stage = stage_over(text, entry.passage)
    marker = marker_of(f"{entry.label} x") if entry.label else None
    if marker and place.told and place.told.style == marker.style and next_in(place.told.ranks, marker.ranks):
        place.position = place.stage = None  # “D. Other” after “C. Non-Covered Indications”
    level = entry.block.level
    ended = level is not None and place.told_level is not None and level <= place.told_level
    if ended and not place.fresh:
        place.position = place.stage = None
    if found is not None or _EXCEPTIONS.match(text):
        place.position = found
    deeper = level is not None and place.told_level is not None and level > place.told_level
    if stage is not None:
        place.staged_under, place.part = over, ""
        place.staged_name = stage_at_end(text) is not None
    elif found is None and place.staged_name and not deeper:
        place.stage, place.staged_name = None, False  # “Insulin pumps” behind “Glucose monitors – Renewal”
    elif found is None and place.stage and _begins_alike(text, place.staged_under):
        place.stage = None  # “Pain: NSAIDs” behind “Pain: Opioids” and its “Subsequent approvals”
    if found is not None or stage is not None:
        place.told, place.told_level = marker, level
    if stage is None and (part := _PART.match(text)):
        if part["later"] and not place.part:
            place.stage = None  # “PART B. ADULTS” behind the “Reauthorization” of Part A
        place.part = text
    place.passed = stage is None and (place.passed or not (place.fresh or marker))
    place.stage = stage or (None if found and not place.fresh else place.stage)
    if stage is None and found is None:
        place.use = entry.passage if names_use(entry.passage) else None
    elif place.use and ((marker and not _same_rank(marker, place.use)) or _above(level, place.use)):
        place.use = None  # “V. Continuation” behind “B. Uveitis”
    place.papers = PAPERS.search(text) is not None
    place.fresh = True
    place.open_ = None


def _above(level: int | None, use: Passage) -> bool:
    """Whether a heading is of the level of the one that names a use, or of a higher one."""
    other = use.block.level
    return level is not None and other is not None and level <= other


def _same_rank(marker: Marker, use: Passage) -> bool:
    """Whether the heading that names a use is numbered like another one, or not at all."""
    other = marker_of(f"{use.block.marker} x") if use.block.marker else None
    return other is None or (other.style == marker.style and next_in(other.ranks, marker.ranks))


_PART = re.compile(
    r"\W*(?:part|section|chapter|category|group)\s+(?:(?P<first>A|1|I)|(?P<later>[B-H]|[2-9]|I{2,3}|IV|V))\b",
    re.IGNORECASE,
)
"""The number of a part: “PART A. CHILDREN”."""


def _begins_alike(text: str, other: str) -> bool:
    """Whether two headings are of one series: both begin with the same label, and name another thing behind it."""
    label, colon, name = text.partition(":")
    return bool(colon and name.strip()) and other.partition(":")[:2] == (label, colon) and text != other


def defines(entry: Entry) -> bool:
    """Whether an entry begins with a heading of definitions."""
    first = next(sentences(entry.passage), None)
    return first is not None and kind_of(first.text.rstrip(".")) == "definitions"
