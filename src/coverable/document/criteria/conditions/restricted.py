"""A condition that its own sentence asks of some only: “A (only required when B)”, “Members with B must also have A”.

Every form says the same: where B holds A is asked for, and where it does not nothing is, or something else.
`restricted` parts such a sentence; what a sentence lifts is no such thing (`exempting.py`).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from coverable.document.criteria.conditions.exempting import NEEDLESS
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import OTHERS, SOME_PERSONS
from coverable.document.criteria.text.wordclasses import any_case


class Restricted(NamedTuple):
    """In which case something is asked for, what is asked for otherwise, and what in every case.

    `said`: the words say themselves that others need not meet it.
    """

    given: Passage
    asked: Passage
    otherwise: Passage | None = None
    besides: Passage | None = None
    said: bool = True


_TOLD_APART: Final = r"(?:with|without|who|whose|in|on|under|over|of|at|from|aged?|having|that|for|younger|older|less|more|[0-9]+|\w+(?:ed|ing)|dependent|unable|pregnant|new|already|currently|allergic)\b"
_WHO: Final = rf"{SOME_PERSONS}\s+(?={_TOLD_APART})[^;:.,()\[\]]{{3,150}}?"
_OTHER: Final = (
    rf"(?:{OTHERS}|{SOME_PERSONS}\s+(?:without|who\s+(?:do|does|is|are|has|have)\s+not)\b[^;:.,]{{0,100}}?)"
)
_MUST: Final = r"(?<!would\s)(?:must|shall|(?:has|have|needs?)\s+to|(?:is|are)\s+required\s+to)"
_CASES: Final = r"in\s+(?:(?:the|any|every|each|all|those|such)\s+)?(?:cases?|instances?|requests?|situations?|event)\s+(?:where|when|in\s+which|that)"
_WHENEVER: Final = (
    rf"(?:whenever|{_CASES}|in\s+(?:any|every|each|all)\s+(?:cases?|requests?)\s+(?:involving|of))"
)
_WHEN: Final = rf"(?:{_WHENEVER}|(?:if|when)\s+and\s+only\s+(?:if|when)|when|if|where|to\s+(?:cases|requests)\s+(?:where|in\s+which))"
_LIST: Final = r"(?:(?:at\s+least\s+)?(?:one|two|any|all|both|either)(?:\s+or\s+more)?\s+of\s+the\s+following[^:;]{0,40}:\s+[^()]{3,300})"
_SOME_G: Final = rf"(?P<g>(?:for|in|of|to|from)\s+(?:the\s+case\s+of\s+)?{_WHO})"
_GIVEN: Final = rf"(?P<g>{_WHEN}\s+(?:{_LIST}|[^;()\[\]]{{3,200}}?)|(?:for|in|of|to|from)\s+(?:the\s+case\s+of\s+)?{_WHO})"
_THIS: Final = r"(?:(?:this|that|the|which|and|it|such)\s+)?(?:(?:requirement|criterion|condition|item|element|step|rule|confirmation|documentation)\s+)?"
_ASKED: Final = r"(?:required|needed|necessary|applicable|asked\s+for|applied|applies|apply|requested|reviewed|evaluated|assessed)"
_IS: Final = r"(?:(?:is|are|will\s+be|shall\s+be|must\s+be)\s+)?"
_SOLELY: Final = r"(?:only|solely|exclusively)"
_DO: Final = r"(?:evaluate|complete|answer|apply|review|assess)(?:\s+this\s+\w+)?"
_TAG: Final = rf"(?:{_THIS}{_IS}(?:{_SOLELY}\s+)?{_ASKED}(?:\s+{_SOLELY})?|{_THIS}{_IS}limited|(?:but\s+)?{_SOLELY}|(?:\w+:?\s+)?{_DO}\s+{_SOLELY})"
_OPEN: Final = r"(?:[,;:.]\s+(?:[–—-]\s+)?[\[(]?|\s+(?:[–—-]\s+)?[\[(]|\s+[–—-]\s+)"
_SHUT: Final = r"\.?[\])]?"
_A: Final = r"(?P<a>[^;]{3,300}?)"
_B: Final = r"(?P<b>[^;]{3,300}?)"
_NOT_OTHERS: Final = rf"(?:(?:it|this)\s+(?:is|are)\s+)?(?:not\s+{_ASKED}\s+(?:for|in|of|to)\s+(?:{_OTHER}|(?:any\s+|all\s+)?other\s+cases?)|{_THIS}(?:does|do)\s+not\s+apply\s+to\s+{_OTHER}|and\s+to\s+(?:no\s+one\s+else|no\s+other\s+\w+)|leave\s+blank\s+for\s+{_OTHER})"
_ELSE: Final = rf"(?:(?:(?:for|in)\s+)?{_OTHER}(?::\s+|,\s+|\s+(?={_MUST}\b))|(?:otherwise|if\s+not|in\s+its\s+absence|where\s+neither\s+(?:\w+\s+){{0,3}}?(?:is|are|appl(?:y|ies))(?:\s+(?:present|met|true|so))?|(?:(?:for|in)\s+)?(?:all|any|every)\s+other\s+cases?|where\s+(?:the\s+)?\w+\s+(?:does|do)\s+not\s+meet\s+(?:that|this)\s+description)\s*[,:]?\s+)"
_THEN: Final = rf"(?::\s+|,\s+(?:then\s+)?|\s+(?={_MUST}\b))"
_KIND: Final = (
    r"(?:additional|special|further|conditional)\s+(?:requirement|criterion|condition|element|item)s?"
)

_WITH_OTHERS: Final = (
    # Members with G: A. All other members: B · Members with G must have A; members without G must have B
    any_case(rf"(?:(?:for|in)\s+)?(?P<g>{_WHO}){_THEN}{_A}[.;,]\s+(?:and\s+|but\s+|whereas\s+)?{_ELSE}{_B}"),
    any_case(
        rf"(?P<g>(?:if|when|where|in\s+the\s+presence\s+of)\s+[^;:,]{{3,150}}?){_THEN}{_A}[.;]\s+(?:and\s+|but\s+)?{_ELSE}{_B}"
    ),
    # A for members with G; B for all others
    any_case(rf"{_A}\s+{_SOME_G}[;,]\s+(?:and\s+|or\s+|but\s+)?{_B}\s+(?:for|in)\s+{_OTHER}"),
    # A if G; if not, B · A where G, or of B where the patient does not
    any_case(rf"{_A},?\s+(?P<g>(?:if|when|where)\s+[^;:]{{3,150}}?)[;.,]\s+(?:or\s+)?{_ELSE}{_B}"),
    any_case(
        rf"{_A},?\s+(?P<g>(?:if|when|where)\s+[^;:,]{{3,150}}?),\s+or\s+(?:of\s+)?{_B}\s+(?:if|when|where)\s+(?:(?:the\s+)?\w+\s+(?:does|is|has)\s+not|not|this\s+is\s+not\s+the\s+case)"
    ),
    any_case(
        rf"{_A},?\s+(?P<g>(?:if|when|where)\s+[^;:,]{{3,150}}?),\s+and\s+(?:that\s+)?{_B}\s+in\s+all\s+other\s+cases"
    ),
    # A (cases in which G) or B (all other cases)
    any_case(
        rf"{_A}\s+\((?P<g>(?:cases\s+(?:in\s+which|where)|if|when|where)\s+[^;:()]{{3,150}}?|{_WHO})\),?\s+or\s+(?:that\s+)?{_B}\s+\((?:(?:in\s+)?all\s+other\s+\w+|all\s+others|if\s+not|otherwise|{_OTHER})\)"
    ),
    # B, unless G, in which case A · B; if G, A instead
    any_case(rf"{_B},?\s+(?P<g>unless\s+[^;:,]{{3,150}}?),\s+in\s+which\s+case\s+{_A}"),
    any_case(
        rf"{_B}[;.]\s+(?:but\s+)?(?P<g>(?:if|when|where)\s+[^;:,]{{3,150}}?),\s+(?P<a>[^;]{{3,300}}?\s+(?:is\s+(?:required\s+)?)?instead)"
    ),
    any_case(
        rf"{_B}[;.]\s+(?:but\s+)?(?P<g>(?:if|when|where)\s+[^;:,]{{3,150}}?|{_WHO})(?:,\s+|\s+(?={_MUST}\b))(?P<a>[^;]{{0,30}}?\binstead\s+[^;]{{3,300}}?)"
    ),
)
"""What is asked of the others stands in it too."""
_AND_SOME: Final = (
    # C and, if G, A · C. In addition, where G, A · C. Members with G must additionally have A
    any_case(
        rf"(?P<c>[^;.]{{3,300}}?)(?:,?\s+and,\s+|[;.]\s+(?:and\s+)?(?:in\s+addition|additionally|also|likewise),?\s+)(?P<g>(?:if|when|where)\s+[^;:,]{{3,150}}?|(?:for|in)\s+{_WHO}),\s+{_A}"
    ),
    any_case(
        rf"(?P<c>[^;.]{{3,300}}?)[;.]\s+(?P<g>{_WHO})\s+(?P<a>{_MUST}\s+(?:also|additionally|in\s+addition|further)\s+[^;]{{3,300}}?)"
    ),
)
"""Something is asked in every case, and more in one."""
_SAID: Final = (
    # A (only required when G) · A; this criterion applies only where G · A must be shown, but only in patients with G
    any_case(rf"{_A}{_OPEN}{_TAG}\s+{_GIVEN}{_SHUT}"),
    any_case(rf"{_A}\s+only\s+(?:if\s+and\s+)?{_SOME_G}"),
    any_case(
        rf"{_A}{_OPEN}(?:if|when)\s+applicable[,;:(]*\s*(?:[–—-]\s*)?\(?(?:{_TAG}|i\.e\.,|that\s+is,)\s+{_GIVEN}{_SHUT}"
    ),
    # A (individuals with G only; leave blank for others)
    any_case(rf"{_A}{_OPEN}(?:(?:for|in)\s+)?(?P<g>{_WHO})\s+only(?:;\s+{_NOT_OTHERS})?{_SHUT}"),
    # A. Not applicable unless G
    any_case(
        rf"{_A}{_OPEN}(?:(?:this|it)\s+(?:\w+\s+)?(?:is|does)\s+)?not\s+(?:applicable|required|needed|apply)\s+(?:unless|except\s+(?:when|if|where))\s+(?P<g>[^;()\[\]]{{3,200}}?){_SHUT}"
    ),
    # A in the case of a member with G; not applicable to other members
    any_case(rf"{_A},?\s+(?:{_TAG}\s+)?{_GIVEN}[;,.]\s+{_NOT_OTHERS}"),
    any_case(rf"{_A}[;,]\s+{_TAG}\s+{_GIVEN},?\s+{_NOT_OTHERS}"),
    any_case(rf"(?:(?:for|in)\s+)?(?P<g>{_WHO}){_THEN}{_A}[;,.]\s+{_NOT_OTHERS}"),
    # (For members with G only) A · Applicable only to a child with G: A · Additional criterion when G: A
    any_case(rf"\((?:(?:for|in)\s+)?(?P<g>{_WHO})(?:\s+only)?\):?\s+{_A}"),
    any_case(rf"\((?:if|when)\s+applicable,?\s+(?:i\.e\.|that\s+is),?\s+{_GIVEN}\):?\s+{_A}"),
    any_case(rf"{_KIND}\s+{_GIVEN}:\s+{_A}"),
    any_case(rf"(?:{_KIND}\s+)?\({_TAG}\s+{_GIVEN}\):?\s+{_A}"),
    any_case(rf"(?:{_ASKED}\s+{_SOLELY}|{_SOLELY}\s+{_ASKED})\s+{_GIVEN}:\s+{_A}"),
    # In the absence of G, A · Should the records show that G, A · Is the member G? If so, A
    any_case(
        rf"in\s+(?P<g>(?:the\s+)?(?:absence|presence|setting)\s+of\s+[^;:.,]{{3,150}}?)(?::\s+|,\s+){_A}"
    ),
    any_case(
        rf"(?P<g>should\s+(?!(?:be|have|not|also|only|include|meet)\b)(?:the\s+)?\w+\s+[^;:,]{{3,150}}?),\s+{_A}"
    ),
    any_case(
        rf"(?P<g>(?:is|are|does|do|has|have|was|did)\s+[^;:.?]{{3,150}})\?\s+if\s+(?:yes|so|this\s+is\s+the\s+case)[,:]\s+{_A}"
    ),
    # Members with G must also have A · A is required when G · A in every case in which G · A, if G
    any_case(
        rf"(?P<g>{_WHO})\s+(?P<a>{_MUST}\s+(?:also|additionally|in\s+addition|further)\s+\S[^;]{{3,300}}?)"
    ),
    any_case(
        rf"(?P<a>[^;]{{3,300}}?\s(?:(?:must|should)\s+be|is|are)\s+(?:required|needed|submitted|provided|documented))\s+(?P<g>{_WHEN}\s+[^;:,()\[\]]{{3,200}}?)"
    ),
    any_case(rf"{_A}\s+(?P<g>{_WHENEVER}\s+[^;:,()\[\]]{{3,200}}?)"),
    any_case(rf"{_A},\s+(?P<g>if\s+(?:(?!\b(?:then|must|should|instead|may|can)\b)[^;:,()\[\]]){{3,200}}?)"),
)
"""The words say that it is asked of these only."""
_UNSAID: Final = (
    # Members with G must have A
    any_case(rf"(?P<g>{_WHO})\s+(?P<a>{_MUST}\s+[^;]{{3,300}}?)"),
    # For a member who G, A · For members with G: A · With respect to members who G, A
    any_case(rf"(?:for|in|among|with\s+respect\s+to|as\s+to)\s+(?P<g>{_WHO})(?::\s+|,\s+){_A}"),
)
_LONGEST: Final = 600
"""Characters of such a sentence."""
_LED: Final = any_case(
    rf"(?:unless|{_WHEN}|(?:for|in|of|to|from)\s+(?:the\s+case\s+of\s+)?(?!the\b)|in\s+the\s+presence\s+of|cases\s+(?:in\s+which|where))\s+"
)
"""“when it is the case that G”: G."""

_MERELY: Final = any_case(
    r"(?:(?:clinically|medically|otherwise|also|ever|it\s+is|this\s+is|they\s+are)\s+)*(?:applicable|available|possible|indicated|tolerated|appropriate|feasible|needed|necessary|any|so|known|present|relevant|not|required|desired|performed|done|given|used)\b.{0,20}$|\w+$"
)
"""“A, if applicable”, “A, when walking”: no case that is stated."""


def restricted(passage: Passage) -> Restricted | None:
    """A sentence that asks something in one case only, parted into the case and what it asks; None where none does."""
    text = passage.text.rstrip(" .")
    if len(text) > _LONGEST:
        return None
    for forms, said in ((_WITH_OTHERS, True), (_AND_SOME, True), (_SAID, True), (_UNSAID, False)):
        for form in forms:
            found = form.fullmatch(text)
            if found is None:
                continue
            parts = {name: passage.part(found.start(name), found.end(name)) for name in form.groupindex}
            given = parts["g"].part(led.end()) if (led := _LED.match(parts["g"].text)) else parts["g"]
            if (led and _MERELY.match(given.text)) or (said and _no_demand(text, parts["a"])):
                continue
            if not any(_NO_PART.match(p.text) or _torn(p.text) for p in (given, *parts.values())):
                otherwise = parts.get("b")
                if otherwise and NEEDLESS.fullmatch(otherwise.text.strip(" .")):
                    otherwise = None  # “A when G; otherwise not required”
                return Restricted(given, parts["a"], otherwise, parts.get("c"), said)
    return None


_NO_PART: Final = any_case(
    r"(?:in|for)\s+(?:the\s+|those\s+|all\s+)?(?:cases?|instances?|situations?)$|"
    r"(?:then\s+)?(?:(?:this|that|these|those|they|the\s+following|skip|omit)\b|neither\b(?!.*\bnor\b)|both\b(?!.*\band\b)|it\s+(?:is|was|must\s+be|shall\s+be|need|does)\b(?!.*\bthat\b))"
    r"|(?:must|shall|is|are|has|have)\s+(?:be\s+)?(?:met|shown|satisfied)\b"
)
"""“this criterion is met”, “both must be met”: words that speak of a criterion, and are none."""


_BARE_ONLY: Final = any_case(r"[,;:.(–—-]\s*(?:but\s+)?(?:only|solely)\s+(?:when|if|where|in|for)\b")
_DEMANDS: Final = any_case(
    r"\b(?:must|shall|required?|needed|document\w*|evidence|shown?|confirm\w*|records?|notes?|complet\w+|submit\w*|attest\w*|verif\w+)\b"
)
_ALLOWS: Final = any_case(
    r"\b(?:acceptable|allowed|permitted|suffic\w+|adequate|counts?|may\s+be|can\s+be)\b"
)


def _no_demand(text: str, asked: Passage) -> bool:
    """“Severe anemia: only when transfusion is impossible” bounds a use; “diets are acceptable, if A” allows one."""
    bare = _BARE_ONLY.search(text) is not None and _DEMANDS.search(asked.text) is None
    return bare or _ALLOWS.search(asked.text) is not None


def _torn(text: str) -> bool:
    """Whether a bracket is cut in two."""
    return text.count("(") != text.count(")") or text.count("[") != text.count("]")
