"""Negative statements that close a policy: all other uses, criteria that are not met, uses that are named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from coverable.document.criteria.text import inline
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.useframes import led_in
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Stated

_USES = r"(?:uses?|indications?|conditions?|purposes?|applications?|circumstances|situations?|cases?|reasons?|diagnos[ei]s|services?|treatments?|instances?|populations?|scenarios?|diseases?|disorders?|patients|members|individuals|requests?|procedures?|types?|forms?|settings?|devices?)"
UNLESS_NAMED = any_case(
    r"\bunless\s+(?:(?:it|they|is|are|as|so|where|otherwise|specifically|expressly|explicitly)\s+){0,3}(?:(?:listed|named|specified|addressed|mentioned|included|described|noted)"
    r"(?:\s+otherwise)?(?=\W*$|\s+(?:above|below|elsewhere|here\w*|in\s+(?:this|these|our)\b|in\s+the\s+(?:policy|guideline|list|section)\b))|covered\s+(?:elsewhere|(?:in|by|under)\s+this)\b)"
)
"""“X is not covered unless listed above”: all that is not listed."""
_OTHER = any_case(
    rf"\bon\s+which\s+(?:this|the)\s+(?:policy|document|guideline|bulletin)\s+is\s+(?:\w+\s+)?silent\b|\b(?:whatever|whichever|any)\s+\w+\s+(?:that\s+)?the\s+(?:statements?|criteria|lists?|paragraphs?|sections?)\s+(?:above|below|here)\s+(?:do|does)\s+not\b"
    rf"|\bnot\s+(?:on|in|among|within|part\s+of)\s+(?:the|this|that)\s+(?:\w+\s+)?(?:lists?|table)\b|\bwith\s+the\s+exception\s+of\s+(?:the|those)\s+(?:[\w-]+\s+)?{_USES}\b"
    rf"|\bnon-?listed\b|\b(?:save|except|but)\s+(?:for\s+|as\s+)?(?:(?:an?\s+|the\s+)?treatment\s+(?:of|for)\s+)?the\s+(?:foregoing|{_USES}\s+(?:\w+\s+)?above)\b"
    rf"|\bin\s+the\s+absence\s+of\s+(?:an?|any)\s+{_USES}\s+(?:listed|named|described)\b|\b(?:all|any|every|each)\s+other\b|\bany\s+(?:[\w-]+\s+)?{_USES}\s+(?:other\s+than|not\s+(?:listed|specified|mentioned|included|described|indicated|addressed|outlined|named|noted))"
    rf"|\b(?:other|others)\s+than\s+(?:those|the\s+ones?|that|as|for\s+(?:those|these|what|uses|indications|the\s+(?:ones?|above|foregoing|listed|(?:[\w-]+\s+){{0,2}}(?:indications?|conditions|uses|criteria)))|what|the\s+(?:above|indications|conditions|uses|criteria))\b|\bfor\s+other\s+(?:[\w-]+\s+)?{_USES}\b|(?:^|\|)\s*other\s+(?:[\w/-]+\s+){{0,2}}?(?:uses?|applications?|indications?)\b(?=\s+of\b)|^\s*other\s+{_USES}\b"
    rf"|\b(?:beyond|besides|apart\s+from|aside\s+from|different\s+from|other\s+than|outside(?:\s+of)?)\s+(?:those|these|what|that|such|the\s+(?:above|foregoing|listed|(?:[\w-]+\s+){{0,2}}(?:indications?|conditions|uses|parameters|guidelines?|circumstances)))\b|\b(?:remaining|unlisted|unnamed|unspecified|elsewhere)\b"
    rf"|\bnot\s+(?:\w+\s+){{0,2}}(?:listed|named|described|specified|addressed|mentioned|included|identified|discussed|set\s+out)\b(?!\s+(?:by|in|on)\s+(?:the\s+|its\s+)?(?:FDA|food|manufacturer|label|package|product)\b)(?:\s+\w+){{0,2}}\s*(?:above|here|herein|in|by|under|as|$|\.)"
    rf"|\b(?:every|any)thing\s+else\b|\b(?:used|requested|performed|ordered|applied)\s+otherwise\b|(?:^|[,;]\s*)otherwise\b|\bthat\s+(?:does|do)\s+not\s+(?:appear|fall)\b|\bnot\s+appearing\b|\boutside(?:\s+of)?\s+(?:the|this)\s+(?:list|table|grid|chart)\b|\bnot\s+among\s+(?:those|the\s+ones|these)\b|\boutside\s+(?:of\s+)?(?:the|these|those)\s+(?:\w+\s+){{0,2}}{_USES}|\bin\s+all\s+other\b|\bother\s+(?:uses|indications|purposes|applications)\b|\bin\s+other\s+{_USES}|\bno\s+other\s+{_USES}|\bnot\s+(?:listed|specified|outlined|mentioned|included|described|addressed)\s+(?:above|here|herein|in\s+this|as)\b|\banything\s+(?:else|other)\b|\bany\s+{_USES}\s+not\b|{UNLESS_NAMED.pattern}|\b(?:that\s+the|(?:that\s+)?this)\s+(?:policy|document|guideline|bulletin|section)\s+does\s+not\b|\b(?:additional|further)\s+(?:use(?:s|(?!\s+of))|indications?|conditions?|purposes?|diagnos[ei]s)\b|\bexcept\s+for\s+(?:the\s+|those\s+|any\s+)?(?:[\w-]+\s+)?(?:indications?|uses|conditions|diagnos[ei]s)\s+(?:\w+\s+)?(?:above|below|here\w*|in\s+this)|\bexcept\s+(?:as|those|for\s+those|when|where)\s+(?:listed|specified|outlined|indicated|described|noted|stated|criteria)"
)
_NOT_MET = any_case(
    r"\b(?:that|who|which)\s+(?:(?:do(?:es)?|did)\s+not\s+(?:meet|satisfy|fulfil\w*)|(?:meets?|satisf\w+)\s+neither)\s+(?:of\s+)?(?:the\s+)?(?:sections?|paragraphs?|items?|parts?)\s+[A-Z0-9]|"
    r"\b(?:meet(?:s|ing)?|satisf\w+|fulfil\w*)\s+none\s+of\s+(?:the|these|those)\s+(?:[\w-]+\s+)?(?:criteria|requirements|conditions|indications)\b|\b(?:criteria|requirements|conditions)\b[^.;]{0,25}\b(?:are|is|remain|stay)\s+(?:unmet|unsatisfied|unfulfilled)\b|\bfall(?:s|ing)?\s+short\s+of\s+(?:the\s+|these\s+|all\s+)*(?:[\w-]+\s+)?(?:criteria|requirements)\b"
    r"|\bunless\s+(?:and\s+until\s+)?(?:all\s+)?(?:the|these|those)\s+(?:[\w-]+\s+)?(?:criteria|requirements|conditions)\s+(?:[\w-]+\s+){0,4}?(?:are|is|have\s+been|has\s+been)\s+(?:all\s+)?(?:met|satisfied|fulfilled|documented|shown|demonstrated)\b"
    r"|\b(?:the\s+(?:above|foregoing)|these|those|they)\s+(?:is|are|was|were|has|have)\s+not\s+(?:all\s+)?(?:been\s+)?(?:met|satisfied|fulfilled)\b|\buntil\b[^.;]{0,40}\bcriteria\b[^.;]{0,30}\b(?:met|satisfied|fulfilled)\b|\b(?:when(?:ever)?|if|where(?:ver)?|unless|for\s+\w+\s+(?:who|that|which)|that|who|which)\b[^.;]{0,60}?\b(?:criteria|requirements|conditions|indications|guidelines)\b[^.;]{0,40}?\b(?:(?:are|is|have|has|were)\s+not\s+(?:all\s+|each\s+)?(?:been\s+)?(?:met|satisfied|fulfilled)|cannot\s+be\s+(?:met|satisfied|fulfilled)|not\s+met|unmet|unsatisfied|unfulfilled)\b|\bnot\s+all\s+of\s+(?:the|these)\s+(?:above|foregoing|criteria|requirements)\b"
    r"|\b(?:except|save|other\s+than)\s+(?:when|where|if)\b[^.;]{0,40}\b(?:criteria|requirements|conditions)\b[^.;]{0,30}\b(?:met|satisfied|fulfilled)\b"
    r"|\b(?:do(?:es)?\s+not|fails?\s+to|not|cannot\s+be\s+shown\s+to)\s+(?:meet(?:ing)?|satisfy(?:ing)?|fulfil\w*)\s+(?:(?:all|any|the|these|of|above|each|this|listed|coverage|medical|necessity|policy|clinical|stated)\s+){0,5}(?:criteria|requirements|conditions|guidelines|indications|tables?|chart|grid)"
    r"|\bneither\s+(?:of\s+the\s+(?:two\s+)?)?(?:rules?|options?|pathways?|alternatives?)\s+(?:above\s+)?(?:(?:is|are)\s+(?:met|satisfied|fulfilled)|appl(?:y|ies))\b"
    r"|\bfailure\s+to\s+(?:meet|satisfy|fulfil\w*)\s+(?:(?:any|all|each|every|either|one|of|the)\s+){0,4}(?:above|foregoing|preceding|listed|these)\s+(?:criteria|conditions|requirements)\b"
    r"|\b(?:do(?:es)?\s+not|fails?\s+to)\s+qualify\s+under\s+(?:(?:items?|sections?|paragraphs?|criteri(?:a|on)|either|any|the)\s+)?(?:[0-9A-Z]\b|above\b|of\s+the\s+above\b)"
    r"|\b(?:unless|absent)\b[^.;]{0,40}\bcriteria\b[^.;]{0,30}\b(?:are|is)\s+met\b|\bcriteria\s+(?:above\s+)?(?:are\s+)?not\s+met\b|\bnot\s+meeting\b[^.;]{0,40}\b(?:criteria|above|requirements)\b"
)
_CRITERIA = (
    r"(?:criteri(?:a|on)|requirements?|required\s+elements?|(?<!this\s)(?<!the\s)guidelines?|standards)"
)
_SHORT = any_case(
    rf"\b{_CRITERIA}\b[^.;|]{{0,50}}?\b(?:not|unmet|fail\w*|lack\w*|missing|absen\w+|unfulfilled|unsatisfied|fall\w*\s+short)\b"
    rf"|\b(?:not|fail\w*|lack\w*|without|absen\w+|short\s+of)\b[^.;|]{{0,40}}?\b{_CRITERIA}\b"
)
_NOT_NAMED = any_case(
    rf"\b(?:uses?|indications?|purposes?|applications?|diagnos[ei]s)\s+(?:(?:that|which)\s+(?:is|are)\s+)?not\s+(?:\w+ly\s+)?(?:listed|named|described|specified|addressed|mentioned|included|identified)\s+(?:in|by|among|under|within)\s+(?:the\s+|these\s+)?(?:[\w-]+\s+)?{_CRITERIA}"
)
"""“any use not specified in the criteria”: no criterion is unmet."""
_INCLUDING = any_case(
    r"[,;]?\s*\(?\b(?:including|which\s+includes?|such\s+as|e\.g\.,?|for\s+(?:example|instance)|examples\s+(?:are|include|being)|to\s+include|among\s+(?:them|these|which)|not\s+an?\s+all-?\s*inclusive\s+list(?=\s*:))(?:\b|(?<=[.,]))(?:,?\s*\(?but\s+(?:is\s+|are\s+|may\s+)?not\s+(?:necessarily\s+)?(?:be\s+)?(?:limited|restricted)\s+to\)?|,?\s*\(?without\s+limitation\)?)?(?:\s*,)?(?:\s+(?:any\s+of\s+)?the\s+following)?\s*:?\s*"
)
_REASON = any_case(r",\s+(?:because|since|given\s+that)\s")
_EXCEPTED = any_case(r"[,;]\s+(?:except\w*|unless|other\s+than|save)\b")
_REMARK = any_case(
    r"^\(?\s*(?:(?:this|the)\s+(?:following\s+)?list\b|list\s+is\b|not\s+(?:an?\s+)?(?:all[\s-]?inclusive|exhaustive|complete))[^()]*\)?\s*"
)
_LABEL_DOT = re.compile(r"\b([IVX]{1,4}|[A-Z]|[0-9])\.(?=\s(?:or|and|is|are|not)\b)")
"""“when criterion I. or II. is not met”: the dots end no sentence."""
_INNER_DOT = re.compile(r"(?<=[0-9A-Z])\.(?=[0-9A-Z])")
"""“criteria 3.1 through 3.5”."""
_FAILS_TEST = any_case(
    r"\b(?:as|because|since)\s+(?:it|they|these|this|such)\s+(?:\w+\s+)?(?:do(?:es)?\s+not\s+meet\b|(?:is|are)\s+(?:considered|deemed|regarded)\b)[^.;:]*"
)
"""“… because it does not meet our criteria of technology”, “… as this is considered not necessary”: a reason."""
_WHENEVER = any_case(r"\b(?:when(?:ever)?|if|where(?:ver)?)\s")
"""“considers X when criteria are not met to be unproven”: a clause inside what is judged."""
_NOT_NEEDED = any_case(
    r"\b(?:for|due\s+to|because\s+of|based\s+on)\s+(?:a\s+|the\s+)?(?:lack|absence)\s+of\s+medical\s+(?:necessity|need)\b"
)
"""“… will be denied for lack of medical necessity for A”: the ground, and no criterion that is not met."""
_CLOSES = any_case(
    rf"^\W*(?:(?P<unmet>(?:(?:when|if|where)\s+)?(?:any\s+of\s+|all\s+of\s+)?(?:the\s+|these\s+)?(?:above\s+)?(?:\w+\s+)?(?:criteria|requirements)\s+(?:(?:(?:listed\s+|stated\s+)?above|(?:in|of)\s+(?:this\s+(?:guideline|policy|document|section)|section\s+\S{{1,8}}|[IVX]{{1,4}}\.[A-Z](?:\s+(?:and|or)\s+[IVX]{{1,4}}\.[A-Z])*))\s+)?(?:are|is|have|has)\s+not\s+(?:been\s+)?met)\W*)?"
    rf"(?:(?:and|or)\s+)?(?P<other>(?:(?:for|in|when\s+used\s+for)\s+)?(?:all|any)\s+other\s+(?:\w+\s+)?{_USES}(?:\s+(?:not\s+)?(?:\w+\s+)?(?:listed|named|included|addressed|specified|mentioned)\b.{{0,40}})?)?\W*$"
)
"""An item of a negative list that closes the policy: “When the criteria above are not met and for all other uses”."""
_NOT_GRANTED = any_case(
    r"^[^.;:]{0,80}\b(?:is|are|will\s+be)\s+(?:not|never)\s+(?:recommended|covered|approved|provided|authori[sz]ed|granted|payable|considered)\b[^.;:]*"
)
_TREATMENT = any_case(r"^(?:(?:the\s+)?(?:treatment|management|use)\s+(?:of|for|in)\s+)")


_HERE = r"(?:above|below|here(?:in|after|under)?|foregoing|(?:listed|stated|described|named|specified|noted|enumerated|indicated|addressed|included|mentioned|outlined|provided)(?!\s+(?:for|to|by)\b)|expressly|on\s+this\s+list|this\s+(?:policy|document|guideline|bulletin))"
_ELSE = any_case(
    rf"\bnon-?listed\b|\b(?:not(?!\s+(?:yet\s+)?(?:been\s+)?(?:shown|established|demonstrated|proven|support\w*|recommend\w*)\b)|non|never|beyond|outside(?:\s+of)?|apart|aside|besides|with\s+the\s+exception|save|differ\w*|additional|further|others?)\b[^.;|]{{0,60}}?\b{_HERE}\b|\b{_HERE}\b[^.;]{{0,30}}?\b(?:others|anything\s+else)\b"
    rf"|\bnon-?listed\b|\b(?:beyond|outside)\s+(?:of\s+)?(?:the\s+)?scope\b"
)
"""What is set against the uses that this document names."""
_FOLLOWING_UNMET = any_case(
    r"\bfollowing\b[^.;:]{0,60}?\b(?:(?:is|are|has|have|was|were)\s+not\s+(?:been\s+)?(?:met|satisfied|fulfilled|present|documented|shown)|cannot\s+be\s+(?:met|satisfied|fulfilled|shown|documented)|(?:is|are)\s+(?:missing|absent|lacking|unmet))\b"
    r"|\b(?:do(?:es)?\s+not|cannot|fails?\s+to)\s+(?:meet|satisfy|fulfil\w*)\s+(?:all\s+|each\s+)?(?:of\s+)?the\s+following\b"
)
_MEETS_NONE = any_case(
    r"\b(?:do(?:es)?\s+not|cannot|fails?\s+to)\s+(?:meet|satisfy|fulfil\w*)\s+(?:any|at\s+least\s+one)\s+of\s+the\s+following\b"
)
_ASKED = r"(?:(?<!standard\s)(?<!diagnostic\s)(?<!accepted\s)(?<!published\s)criteri(?:a|on)|requirements?|prerequisites?|standards|elements?|eligibility\s+items|points|stipulations|rules|steps|documentation(?!\s+of\b)|conditions\s+(?:named|above|listed|stated)|(?:stated|listed|above|two|three)\s+conditions|of\s+the\s+above)"
_SOME_OTHERS = any_case(
    r"\b(?:all|any)\s+other\s+(?:types|forms|kinds|causes|categories|stages|models|brands)\s+of\b"
)
"""“all other types of seizures” are not all other uses."""
_MISSED = any_case(
    rf"\b{_ASKED}\b[^.;]{{0,50}}?\b(?:not|cannot|cease\w*|unmet|missing|absent|lacking|incomplete)\b|\b(?:absen\w+|lack\w*|without|less\s+than|fewer\s+than|neither|fail\w*|noncompliance|not\s+(?:fulfil\w*|satisf\w+|completed?|met|meet|attain\w*|present\s+any))\b[^.;]{{0,50}}?\b{_ASKED}\b"
    rf"|\boutside\s+(?:of\s+)?(?:the\s+|these\s+)?(?:\w+\s+)?criteria\b"
    rf"|\bunless\b[^.;]{{0,50}}\b(?:meets?|met|satisf(?:y|ies)|fulfil?ls?)\s+(?:(?:all|any|each|every|one)\s+(?:of\s+)?)?(?:the\s+|these\s+|our\s+)?(?:[\w-]+\s+)?{_ASKED}\s+(?:above|listed|stated|described|in\s+this|of\s+this|set\s+out)\b"
    rf"|\bnon-?(?:conforming|qualifying|compliant)\b|\bshort\s+of\b[^.;]{{0,40}}\b{_ASKED}\b|\bunless\b[^.;]{{0,60}}\b{_ASKED}\b[^.;]{{0,40}}\b(?:met|satisfied|demonstrated|fulfilled|shown|present)\b"
)
"""What is asked for and does not stand."""


_OF_USES = any_case(
    r"\b(?:uses?|indications?|diagnos[ei]s|purposes?|reasons?|applications?|settings?|(?:any|every|all)\s+(?:other|else)|anything|everything|whatever|rest|remaining)\b"
)
_BRACKETS = re.compile(r"\([^()]*\)")
_OF_CRITERIA = any_case(
    r"\b(?:when|if|where|unless|whenever|who|that|absent|absence|lack\w*|short|or|and)\b[^.;:]{0,50}?\b(?:criteri(?:a|on)|requirements?|required|standards?|prerequisites?|unmet|met|satisf\w+|fulfil\w*|shown|proof)\b"
)
"""Words of the other kind of closing, where one kind was read."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a negative statement reaches."""

    all_other_uses: bool
    criteria_not_met: bool
    named: tuple[Stated, ...]
    certain: bool
    """The words speak of one of the two only, in plain terms."""
    rest: Passage | None
    """Words after “including”, where the statement's list follows them."""


def reach(
    sentence: Passage,
    page: Page,
    judged: tuple[int, int] = (0, 0),
    subject: tuple[int, int] | None = None,
) -> Reach:
    """What the words of a negative statement reach, beside the list under it; `judged` are those of its position.

    `subject` may stand among the latter: “The plan considers all other uses to be investigational”.
    """
    text = sentence.text
    inside = text[slice(*subject)] if subject and judged[0] < subject[0] < judged[1] else ""
    rest = _INNER_DOT.sub("-", _LABEL_DOT.sub(r"\1", f"{text[: judged[0]]} | {text[judged[1] :]}"))
    rest = _NOT_NEEDED.sub("", _FAILS_TEST.sub("", rest))
    otherwise = past_otherwise(text) > 0
    other = otherwise or _OTHER.search(f"{inside} | {rest}") is not None
    met = _NOT_NAMED.sub("", f"{rest} | {inside}" if _WHENEVER.search(inside) else rest)
    not_met = otherwise or any(p.search(met) for p in (_NOT_MET, _SHORT, _MISSED))
    other = other and _SOME_OTHERS.search(rest) is None
    plain = other or not_met
    other = other or (not not_met and _ELSE.search(rest) is not None)
    plain = plain and (otherwise or not (other and not_met and _NOT_MET.search(rest) is None))
    odd = (
        _OF_USES
        if not_met and not (other or _NOT_MET.search(rest))
        else _OF_CRITERIA
        if other and not not_met
        else None
    )
    behind = rest.partition(" | ")[2]
    said = behind if any(c.isalpha() for c in behind) else rest
    certain = plain and (odd is None or odd.search(_BRACKETS.sub("", said)) is None)
    matches = list(_INCLUDING.finditer(text))
    if not (other or not_met) or not matches:
        return Reach(other, not_met, (), certain, None)
    ends = judged[0] if judged[0] > matches[0].end() else None  # “X for uses such as A is considered …”
    rest = sentence.part(matches[0].end(), ends)
    if rest.text.startswith(",") and (colon := rest.text.find(":")) > 0:
        rest = rest.part(colon + 1)  # “including the following, because the evidence is limited: A; B”
    if remark := _REMARK.match(rest.text):
        rest = rest.part(remark.end())  # “including the following (this list may not be complete)”
    if taken := _EXCEPTED.search(rest.text):
        page.doubt("exception_inside", sentence)
        rest = rest.part(0, taken.start())  # “including A, except under a trial”
    if reason := _REASON.search(rest.text):
        rest = rest.part(0, reason.start())
    rest = rest.trimmed(".;:()")
    return Reach(other, not_met, tuple(_named(rest, page)) if rest else (), certain, rest or None)


_OTHERWISE = any_case(
    r"\W*(?:(?:and|but)\s+)?otherwise(?:,\s*|\s+(?=(?:it|they|this|that|these|those|such|the|all|any|coverage|requests?|services?)\b))"
)


def past_otherwise(text: str) -> int:
    """Where a sentence goes on behind “Otherwise”, with which it speaks of all that is not granted before it; else 0."""
    match = _OTHERWISE.match(text)
    return match.end() if match else 0


def closing(item: str) -> tuple[bool, bool]:
    """Whether an item of a negative list is all other uses, and whether it is criteria that are not met."""
    match = _CLOSES.match(item)
    denied = _NOT_GRANTED.match(item)
    if match is None and denied and _OTHER.search(denied[0]):
        return True, False  # “Coverage is not recommended for circumstances not listed here.”
    return (bool(match["other"]), bool(match["unmet"])) if match else (False, False)


def closings(items: Sequence[str]) -> tuple[bool, bool]:
    """What the items of a negative list reach beside the uses that they name: all other uses, criteria not met."""
    told = [closing(item) for item in items]
    return any(other for other, _ in told), any(unmet for _, unmet in told)


def _named(rest: Passage, page: Page) -> list[Stated]:
    """The uses that a sentence names, as far as commas and semicolons tell them apart."""
    found = inline.numbered(rest) or inline.parted(rest)
    parts = found.items if found else (rest,)
    confidence = 0.7 if found and found.how == "commas" else 0.9
    out: list[Stated] = []
    for part in parts:
        if not _names_use(part.text):
            continue
        match = _TREATMENT.match(part.text)
        core = part.part(match.end()) if match else part
        if core:
            out.append(Stated(core.text, page.span(core), confidence))
    return out


_NO_NAME = any_case(
    rf"\W*(?:each|any|all|every|these|those|(?:any\s+of\s+)?(?:the\s+)?(?:following\s+)?{_USES})\W*"
)


def _names_use(text: str) -> bool:
    """Whether a part of a sentence names a use: not “those not listed here”, “when the criteria are not met”, “each”."""
    others = speaks_of_others(text) or _ELSE.search(text)
    return not others and _NO_NAME.fullmatch(text) is None


def following_unmet(text: str) -> Literal["all", "any"] | None:
    """Whether a sentence is about the items of its own list that are not met, and how many of them are asked for.

    “If any of the following cannot be met, X is not covered:” asks for all of them; “does not meet any of the
    following:” for one.
    """
    if _MEETS_NONE.search(text):
        return "any"
    return "all" if _FOLLOWING_UNMET.search(text) else None


def names_examples(text: str) -> bool:
    """Whether words lead examples in: “including but not limited to”."""
    return _INCLUDING.search(text) is not None


def speaks_of_others(text: str) -> bool:
    """Whether a sentence is about all other uses, or about criteria that are not met: no favourable one is."""
    return _OTHER.search(text) is not None or _NOT_MET.search(text) is not None


def speaks_of_unmet(text: str) -> bool:
    """Whether a name is about criteria that are not met: “Admission when criteria 3.1 to 3.5 are not all met”."""
    text = _NOT_NAMED.sub("", _INNER_DOT.sub("-", text))
    return any(p.search(text) for p in (_NOT_MET, _MISSED))


_ANY_OTHER = re.compile(
    r"(?:any|all|every)\s+other\b|other\s+(?:uses|indications|conditions)\b", re.IGNORECASE
)
_LIMITED = re.compile(r"\b(?:for\s+which|that|where|which|when|if)\b", re.IGNORECASE)


def before_others(rest: Passage, page: Page) -> tuple[tuple[Stated, ...], bool] | None:
    """The uses named before “or any other condition”, and whether that reaches all others.

    “for A, B, or any other condition for which it is not approved” reaches some others only.
    """
    found = inline.parted(rest.part(led_in(rest.text)).trimmed(".;:"))
    if found is None or len(found.items) < 2 or not _ANY_OTHER.match(found.items[-1].text):
        return _before_clause(rest, page)
    closing = _LIMITED.search(found.items[-1].text) is None
    named = [i for i in found.items[:-1] if _names_use(i.text)]
    return tuple(Stated(i.text, page.span(i), 0.9) for i in named), closing


_AND_OTHERS = any_case(
    r"(?:[,;]\s+|[,;]?\s+(?:and|or|as\s+well\s+as|along\s+with|plus)\s+)(?:also\s+)?(?:for|in|to\s+treat)\s+(?:any|all|every)\s+(?:other|further)\b"
)
_FOR = any_case(r"\W*(?:for|in|to\s+treat)\b")


def _before_clause(rest: Passage, page: Page) -> tuple[tuple[Stated, ...], bool] | None:
    """The uses before a clause on all others: “for A, B, or C, as well as for any other indication”."""
    clause = _AND_OTHERS.search(rest.text)
    before = rest.part(led_in(rest.text), clause.start()).trimmed(".,;:") if clause else None
    if not before or not _FOR.match(rest.text) or led_in(rest.text) == 0:
        return None
    found = inline.parted(before)
    named = [i for i in (found.items if found else (before,)) if _names_use(i.text)]
    return (tuple(Stated(i.text, page.span(i), 0.9) for i in named), True) if named else None
