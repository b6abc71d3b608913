"""Whether the parts that a sentence was cut into are alike in grammar; where they are not, the cut may be a wrong one.

An adjective beside a noun lost its noun, a bare name behind a clause lost its verb, and a “not” in the first part may
reach over the others. Which words belong together is then nothing that a rule can know, so somebody is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.text.adjectives import ends_in_adjectives
from coverable.document.criteria.text.wordclasses import any_case

_RELATIVE = any_case(r"(?:(?:for|in|of|with|by)\s+)?(?:whom|who|whose|which)\b")
_SAID_OF = any_case(r"\b(?:whom|who|whose|which|that|having|with)\b")
_NOT = any_case(r"\b(?:not|never|cannot|without)\b|n['’]t\b")
_TURNS = any_case(
    r"\b(?:no|none|nor|neither|not|never|cannot|without|contraindicat\w+|intoleran\w+|fail\w*|absen\w+|lack\w*|refus\w+|unable)\b"
)
_OF_ITS_OWN = any_case(
    r"\b(?:of|with|without|no|not|than)\b|[0-9≥≤<>=:]|\b(?:diagnos\w+|histor\w+|document\w+|evidence|fail\w*|trial\w*|contraindicat\w+|intoleran\w+|prescri\w+|respon\w+"
    r"|absen\w+|presen\w+|age[ds]?|years?|request\w*|medical\s+record\w*|tried|used|currently|previously|consultation|tests?|results?|positive|negative)\b"
)
"""Words that make a part without a verb a condition of its own: “diagnosis of gout”, “age 12 years”."""
_BESIDE = any_case(r"\b(?:that|who|which|whose|whom|if|when|where|as)\b.*$")


def unlike(texts: Sequence[str], verb: re.Pattern[str]) -> bool:
    """Whether these parts of a sentence are of several kinds. `verb`: what makes a part a clause."""
    first, later = texts[0], texts[1:]
    if any(_RELATIVE.match(t) for t in later) and not _SAID_OF.search(first):
        return True
    if any(" " not in t and ends_in_adjectives(t) for t in texts[:-1]) and not ends_in_adjectives(texts[-1]):
        return True
    bare = [t for t in later if not verb.search(_BESIDE.sub("", t))]
    if _NOT.search(first) and bare and not any(_TURNS.search(t) for t in bare):
        return True
    clause = verb.search(_BESIDE.sub("", first)) is not None
    return clause and any(not _OF_ITS_OWN.search(t) for t in bare)
