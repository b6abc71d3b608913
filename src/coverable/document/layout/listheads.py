"""Lines that name the list under them, and so end the list above: “Exclusion criteria” between two lists.

A page that was not broken into full lines gives no other sign of it: it is as long as the rest of an item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.outline.ranks import first_in
from coverable.document.criteria.positions.headed import heading_position, names_criteria
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.quantifiers.quantifier import governing
from coverable.document.criteria.quantifiers.secondlist import asks_beside
from coverable.document.layout.lines import Line
from coverable.document.layout.markers import marker_of
from coverable.document.sections.titles import kind_of

LONGEST = 7
"""Words."""
_SENTENCE = re.compile(
    r"[.;,]$|:\s|[0-9]|\b(?:is|are|was|were|be|has|have|had|must|may|can|will|meets?|requires?)\b"
)


def heads_lists(line: Line, after: Sequence[Line]) -> bool:
    """Whether a line names the list under it, or the use that a list with a name of its own is for."""
    following = next(iter(after), None)
    if _heads(line, following):
        return True
    words = line.text.split()
    titled = 1 < len(words) <= LONGEST and all(w[0].isupper() for w in words)
    titled = titled and line.text[-1].isalpha() and not _SENTENCE.search(line.text)
    if not titled or following is None or marker_of(line.text) or marker_of(following.text):
        return False
    return len(after) > 1 and _heads(following, after[1])


def leads_second(item: Line, line: Line, after: Sequence[Line]) -> bool:
    """Whether a line asks for the list under it beside the one that `item` stands in, from no further in."""
    if marker_of(item.text) is None or not after or marker_of(after[0].text) is None:
        return False
    left = line.indent < item.indent or (line.indent == item.indent and (line.gap > 0 or item.indent > 0))
    return left and asks_beside(line.text)


def _heads(line: Line, following: Line | None) -> bool:
    """Whether a line names a list: a position, a stage or a section, right over a first item."""
    text = line.text
    if (
        following is None
        or not (text[0].isupper() and len(text.split()) <= LONGEST)
        or _SENTENCE.search(text)
    ):
        return False
    below = marker_of(following.text)
    begins = below is not None and (below.bullet or first_in(below.ranks))
    if not (begins or (governing(following.text) is not None and following.text.endswith(":"))):
        return False
    if governing(text) is not None:
        return False
    return (
        heading_position(text) is not None
        or stage_of_heading(text) is not None
        or names_criteria(text)
        or kind_of(text) is not None
    )
