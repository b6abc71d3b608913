"""What makes a condition needless, in the sentence of the condition: “A, unless B”, “A (waived if B)”, “B may replace A”.

Every form says the same: A or B is enough. `exempted` parts such a sentence into A, what is asked for, and B, what
lifts or replaces it.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from coverable.document.criteria.text.casewords import NOT_THE_CASE
from coverable.document.criteria.text.frames import told
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import PERSONS
from coverable.document.criteria.text.wordclasses import any_case

UNLESS: Final = re.compile(r"\b(?:unless|except\s+(?:when|if|where))\b", re.IGNORECASE)


class Exempted(NamedTuple):
    """What a sentence asks for, and what makes that needless."""

    asked: Passage
    exception: Passage


_THIS = r"(?:(?:this|that|the|it|which|such|these|both)\s+)?(?:(?:requirements?|criteri(?:on|a)|conditions?|items?|steps?|rules?|provisions?)\s+)?"
_MAY_BE = r"(?:(?:is|are|may\s+be|can\s+be|will\s+be|shall\s+be|has\s+been)\s+)?"
_NOT_NEEDED = r"not\s+(?:required|needed|applicable|necessary|asked\s+for|applied)|needless|inapplicable|n/a"
_FREED = r"exempt(?:ed)?|excused|waived|omitted"
_LIFTED = (
    rf"(?:{_MAY_BE}(?:{_FREED}|lifted|skipped|disregarded|bypassed|dropped|set\s+aside|{_NOT_NEEDED})"
    r"|(?:does|do|shall|will)\s+not\s+apply|(?:does|do)\s+not\s+(?:have|need)\s+to\s+be\s+(?:met|satisfied|shown|fulfilled)|need\s+not\s+be\s+(?:met|satisfied|shown|fulfilled))"
)
_MET = rf"(?:{_LIFTED}|{_MAY_BE}(?:(?:considered|deemed|regarded\s+as|automatically)\s+)?(?:met|satisfied|fulfilled))"
_WHEN = r"(?:when(?:ever)?|if|where|(?:in\s+)?(?:the\s+)?(?:cases|requests|instances)\s+(?:where|in\s+which|for\s+which)|in\s+the\s+(?:event|case)\s+that)"
_IN = r"(?:in\s+the\s+(?:presence|setting|case|event)\s+of|on\s+the\s+(?:basis|grounds?)\s+of|because\s+of|due\s+to|based\s+on)"
_WHOM = rf"(?:for|in|of|with)\s+(?={PERSONS}\b)"
_AN_EXCEPTION = r"an\s+exception\s+(?:applies|is\s+(?:made|allowed|granted|possible|warranted)|may\s+be\s+(?:made|allowed|granted))"
_NEITHER = r"neither\s+(?:of\s+which\s+)?is\s+(?:required|needed|necessary)"
_BUT = r"(?:(?:but|(?:al)?though|however|yet|and),?\s+)?"
_ELSE = r"(?:otherwise|if\s+not|if\s+this\s+is\s+not\s+the\s+case|(?:in|for)\s+(?:all|every|any)\s+other\s+(?:cases?|instances?|situations?))\s*[,:]?\s+"
_X = r"(?P<x>[^;:()\[\]]{3,200}?)"
_Y = r"(?P<y>[^;]{3,300})"
_EVERY_CASE = r"(?:in|for)\s+(?:all|every|each)\s+(?:cases?|instances?|situations?|circumstances)\s+"

_FIRST = (
    # Unless B, A · Except where B, A · In all cases other than those where B, A
    any_case(
        rf"(?:unless|{NOT_THE_CASE}|(?:{_EVERY_CASE})?(?:other\s+than|barring|save|(?:with\s+)?(?:the\s+)?exceptions?\s+(?:of|for|to))\s+"
        r"(?:(?:the\s+)?(?:cases?|instances?|situations?)\s+(?:where|when|in\s+which)|when|if|where)"
        rf"|(?:{_EVERY_CASE})?except\s+(?:when|if|where|(?:for|in)\s+cases\s+(?:where|in\s+which)))\s+(?P<x>[^,;:]{{3,200}})[,:]\s+{_Y}"
    ),
    # Except for members with B, A · Except in the presence of B, A · In all members other than those with B, A
    any_case(
        rf"(?:except|with\s+the\s+exception\s+of|other\s+than|(?:in|for)\s+all\s+{PERSONS}\s+(?:but|except(?:ing)?|other\s+than))\s+"
        rf"(?:(?:in|for|of)\s+)?(?P<x>(?:{PERSONS}|(?:in\s+)?(?:the\s+)?(?:presence|setting|case)\s+of)\s[^,;:]{{3,150}}),\s+{_Y}"
    ),
    # Required unless B: A · The following is required in all members except those with B: A
    any_case(
        rf"(?:the\s+following\s+(?:is|are)\s+)?required\s+(?:unless|except\s+(?:when|if|where|for|in)|(?:in|of|for)\s+all\s+{PERSONS}\s+(?:but|except(?:\s+for)?|other\s+than))\s+{_X}:\s+{_Y}"
    ),
    # Skip this criterion if B. In all other cases: A
    any_case(
        rf"(?:(?:skip|disregard|omit|waive)\s+this\s+(?:criterion|requirement|item|step)|this\s+(?:criterion|requirement|item|step)\s+{_MET})\s+{_WHEN}\s+{_X}[;.,]\s+{_ELSE}{_Y}"
    ),
    # The requirement that A is lifted if B · The requirement for A is waived in members with B
    any_case(
        rf"(?:the|a|any)\s+requirement\s+(?:that|for|of|to\s+be|to\s+have)\s+(?P<y>[^;:]{{3,300}}?)\s+{_LIFTED}\s+(?:{_WHEN}|{_IN}|{_WHOM})\s*{_X}"
    ),
    # Members with B are exempt from this requirement: A · Exempt: members with B. All other members: A
    any_case(
        rf"(?P<x>{PERSONS}\s[^;:.]{{3,150}}?)\s+(?:is|are)\s+(?:{_FREED})\s+from\s+(?:this|the\s+following)(?:\s+(?:requirement|criterion))?:\s+{_Y}"
    ),
    any_case(
        rf"exempt(?:ed|ions?)?:\s+(?P<x>[^;:.]{{3,150}}?)[;.]\s+(?:all|any|every)\s+other\s+[\w-]+(?::|\s+must\s+have)\s+{_Y}"
    ),
)
"""Sentences in which the exception stands first, or frames what is asked for."""
_INSTEAD = (
    # B may be accepted in lieu of A
    any_case(
        r"(?P<x>[^;:,.]{3,150}?)\s+(?:may|can|will)\s+be\s+(?:substituted\s+for|(?:accepted|used|submitted|substituted|provided)\s+(?:in\s+lieu\s+of|instead\s+of|in\s+place\s+of|as\s+an\s+alternative\s+to))\s+"
        r"(?P<y>(?!this\b|that\b|it\b|the\s+(?:above|former)\b|[0-9])[^;:,.]{3,150}?)(?:\s+in\s+meeting\s+this\s+(?:requirement|criterion))?"
    ),
)
"""Sentences in which something else comes first that serves as well."""
_OPEN = r"[,;:.]?\s+(?:[–—-]\s+)?(?:[\[(](?=[^()\[\]]*[\])]$))?"
_LAST = (
    # A, unless B · A (not required if B) · A. This requirement is waived if B · A; N/A if B
    any_case(
        rf"(?P<y>[^;]{{3,300}}?){_OPEN}{_BUT}(?:exceptions?\s*:\s*)?(?:(?:required|needed|applies|applicable)\s+)?"
        rf"(?:unless|(?:(?:with\s+)?(?:(?:an|the)\s+)?except(?:ion)?:?(?:\s+of)?|{_THIS}{_LIFTED}|{_AN_EXCEPTION}|{_NEITHER})\s+{_WHEN}|a\s+waiver\s+of\s+this\s+(?:criterion|requirement)\s+is\s+(?:granted|allowed)\s+{_WHEN})\s+"
        r"(?:one\s+of\s+the\s+following\s+applies:\s+)?(?P<x>(?:(?!,\s+(?:that|which|who)\s)[^;()\[\]]){3,200}?)[)\]]?"
    ),
    # A; not required for members with B · A, except in members with B · A; waived in the presence of B
    any_case(
        rf"(?P<y>[^;]{{3,300}}?){_OPEN}{_BUT}(?:except|{_NEITHER}|with\s+the\s+exception\s+of|{_THIS}{_LIFTED}|with\s+no\s+such\s+requirement|{_AN_EXCEPTION})\s+"
        rf"(?:(?:for|in|of|to)\s+(?=(?:{PERSONS})\b)|(?=in\s+the\s+(?:presence|setting)\s+of\b)|(?=(?:{PERSONS})\s+(?:with|who)\b))(?P<x>[^;()\[\]]{{3,200}}?)[)\]]?"
    ),
    # A; members with B are exempt from this requirement · A. A member who B does not have to meet this criterion
    any_case(
        rf"(?P<y>[^;]{{3,300}}?){_OPEN}{_BUT}(?P<x>{PERSONS}\s(?:(?!\b(?:is|are)\s+(?:{_FREED})\b)[^;:.()\[\]]){{3,150}}?)\s+"
        rf"(?:(?:is|are)\s+(?:{_FREED}|not\s+held\s+to)|(?:do|does)\s+not\s+(?:have|need)\s+to\s+(?:meet|satisfy)|need\s+not\s+(?:meet|satisfy))(?:\s+(?:from\s+)?(?:this|it|that)(?:\s+(?:requirement|criterion|item|step))?)?[)\]]?"
    ),
    # A, except that no B is required when C
    any_case(
        rf"(?P<y>[^;]{{3,300}}?),\s+(?:except|but|though)\s+(?:that\s+)?no\s+(?:[\w-]+\s+){{1,4}}?(?:is|are)\s+(?:required|needed|asked\s+for|necessary)\s+{_WHEN}\s+(?P<x>[^;()]{{3,200}})"
    ),
    any_case(rf"(?P<y>[^;]{{3,300}}?)[,;:.]\s+exempt\s+are\s+(?P<x>{PERSONS}\s[^;()]{{3,150}})"),
    # A. Exception: B.
    any_case(
        r"(?P<y>[^;]{3,300}?)[,;.]\s+(?:[\[(])?exceptions?:\s+(?P<x>(?:(?!\b(?:may|can|will|must|need|needs|shall|should|requires?|approv\w+|limited|cover\w*|allowed|not)\b)[^;:.()\[\]]){3,150})[)\]]?"
    ),
    # A, or an exception is warranted because B · A, or is exempt because he or she B
    any_case(
        r"(?P<y>[^;]{3,300}?),?\s+or\s+(?:that\s+)?(?:(?:is|are)\s+exempt|qualifies\s+for\s+an\s+exception|an\s+exception\s+(?:is\s+(?:warranted|made|granted)|applies))\s+"
        r"(?:because|based\s+on|on\s+the\s+basis\s+of|due\s+to)\s+(?P<x>[^;()]{3,150})"
    ),
)
"""Sentences in which it stands last."""
_INSTEAD_LAST = (
    # A or, in lieu of that, B · A or, failing that, B
    any_case(
        r"(?P<y>[^;]{3,300}?)[,;]?\s+or,?\s+(?:in\s+lieu\s+of\s+(?:that|this)|failing\s+(?:that|this)|instead\s+of\s+(?:that|this)|in\s+place\s+of\s+(?:that|this)|in\s+its\s+place),\s+(?P<x>[^;]{3,200})"
    ),
    # A; in lieu of this, B will be accepted · A; B may be submitted instead · A; this criterion may also be met by B
    any_case(
        r"(?P<y>[^;]{3,300}?)[;.]\s+(?:in\s+lieu\s+of\s+(?:this|that)|instead),\s+(?P<x>[^;]{3,200}?)\s+(?:will|may|can)\s+be\s+(?:accepted|submitted|used|provided)"
    ),
    any_case(
        r"(?P<y>[^;]{3,300}?)[;.]\s+(?P<x>[^;]{3,200}?)\s+(?:will|may|can)\s+be\s+(?:accepted|submitted|used|provided)\s+(?:instead|in\s+(?:lieu|place)\s+of\s+(?:this|that)|in\s+its\s+place)"
    ),
    any_case(
        r"(?P<y>[^;]{3,300}?)[;.]\s+this\s+(?:criterion|requirement)\s+(?:may|can)\s+(?:also|alternatively)\s+be\s+(?:met|satisfied|fulfilled)\s+(?:by|with|if|when)\s+(?P<x>[^;]{3,200})"
    ),
)
"""Sentences in which something else serves as well, which excepts nothing."""
NEEDLESS: Final = any_case(
    rf"(?:then\s+)?(?:(?:this|the|these)\s+{_THIS}{_MET}|neither\s+of\s+these(?:\s+\w+){{0,2}}\s+appl(?:y|ies)|none\s+of\s+these(?:\s+\w+){{0,2}}\s+appl(?:y|ies)|no\s+(?:further|such|other)\s+(?:requirement|criterion|criteria|condition)s?\s+(?:appl(?:y|ies)|(?:is|are)\s+(?:needed|required))|(?:(?:it|this)\s+is\s+)?(?:{_NOT_NEEDED}))\W*"
)
"""What a case answers that asks for nothing: “this criterion does not apply”."""
_WHICH_OF_TWO = re.compile(r"\b(?:the\s+)?(?:latter|former|first|second|last)\s*$", re.IGNORECASE)
"""“A and B, although the latter is waived if C”: only a part of what is asked for is waived."""
_THAT_WOULD = re.compile(r"\b(?:that|which|who)\s+(?:would|could|will|may|might)\b", re.IGNORECASE)
"""“a disease that would end in death unless X is done”: said of the disease, and no way around it."""
_SHOWN_THAT = any_case(
    r"(?:waived\s+(?:on\s+the\s+(?:basis|grounds?)\s+of|because\s+of|due\s+to)\s+|the\s+(?:situation|case|circumstance|instance)\s+is\s+one\s+(?:in\s+which|where)\s+|(?:it\s+(?:is|was|can\s+be|could\s+be|has\s+been|must\s+be|may\s+be)|there\s+is)\s+(?:[\w-]+\s+){1,3}?that\s+)"
)
"""“unless it can be shown that X”: how it is known, and X."""
_SOMETIMES = any_case(
    r"^(?:all\s+|any\s+)?other(?:s\b|\s)|\b(?:some|certain|rare|select(?:ed)?|exceptional)\s+(?:cases|instances|situations|circumstances|members|patients)\b|\bcase[\s-]by[\s-]case\b"
)
"""“In some cases, B may be accepted instead”: which ones is not said."""
_BARS = any_case(
    rf"\b(?:except|with\s+the\s+exception\s+of)\s+(?:(?:for|in|of|to)\s+)?(?:{PERSONS}\s+(?:with|who)\s+)?$"
)
_ASKS = any_case(
    r"\b(?:must|shall|required?|requirement|document\w*|evidence|records?|complet\w+|fail\w*|tri(?:al|als|ed))\b"
)
"""“A must be shown, except in members with B” frees them; “for A, except in members with B” can bar them."""
_SHOWS = any_case(r"(?:the\s+)?(?:medical\s+)?(?:records|chart|notes)\s+must\s+show\s+that\s+")
_NO_CONDITION = any_case(
    rf"(?:the\s+)?{PERSONS}|the\s+following(?:\s+(?:is|are|must\s+be))?(?:\s+\w+)?|(?:this|it)\s+(?:is|must\s+be)\s+\w+"
)
"""“The member, unless B, has A”: the sentence goes on behind the exception."""


_LONGEST: Final = 600
"""Characters of such a sentence."""


_MORE_THAN_ONE = re.compile(
    r",\s+and,?\s+unless\b|\.\s+not\s+\w+\s+unless\b|,\s+nor\b|^on\s+the\s+condition\b.*\beither\b",
    re.IGNORECASE,
)
"""“A, and, unless C, B”, “no A, nor B unless C”: what is made needless is one of several."""


def exempted(passage: Passage) -> Exempted | None:
    """A sentence in which one thing makes another needless, parted into both; None where no form of it fits."""
    text = passage.text
    if len(text) > _LONGEST:
        return None
    for form in (*_FIRST, *_INSTEAD, *_LAST, *_INSTEAD_LAST):
        if found := form.fullmatch(text):
            break
    else:
        return None
    if (
        _WHICH_OF_TWO.search(found["y"])
        or _MORE_THAN_ONE.search(text)
        or _THAT_WOULD.search(found["y"])
        or _NO_CONDITION.fullmatch(found["y"].strip(" ,:"))
    ):
        return None
    if _SOMETIMES.search(found["x"]) or (
        _BARS.search(text[: found.start("x")]) and not _ASKS.search(found["y"])
    ):
        return None
    exception = _untold(passage.part(found.start("x"), found.end("x")))
    if shown := _SHOWN_THAT.match(exception.text):
        exception = exception.part(shown.end())
    asked = _untold(passage.part(found.start("y"), found.end("y")))
    if shown := _SHOWS.match(asked.text):
        asked = asked.part(shown.end())
    return Exempted(asked, exception) if asked and exception else None


def excepts_first(text: str) -> bool:
    """Whether an item begins with what makes the rest of it needless: “Unless X, Y”."""
    return any(form.fullmatch(text) for form in (*_FIRST, *_INSTEAD))


def excepts(text: str) -> bool:
    """Whether a sentence excepts something: “A, unless B”, “A (waived if B)”; not “A or, in lieu of that, B”."""
    return UNLESS.search(text) is not None or any(form.fullmatch(text) for form in (*_FIRST, *_LAST))


def _untold(part: Passage) -> Passage:
    """A part without the words that say who tells it: “it is documented that X”."""
    return part.part(told(part.text))
