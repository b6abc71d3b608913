"""Positions that a heading sets for what stands under it, and sentences that set none."""

from __future__ import annotations

import re
from functools import lru_cache

from coverable.document.criteria.positions.noposition import of_document
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position
from coverable.document.sections.titles import bare, words_of_sections

LIMIT = any_case(
    r"^\W*(?:(?:[0-9]+|one|two|three|four)\s+\w+\s+(?:per|every|each)\b|(?:no\.\s+)?only\s+(?:one|two|three|[0-9]+)\b(?!\s+of\b)|up\s+to|no\s+more\s+than|a\s+maximum\s+of|(?:an\s+)?additional\s+(?:[0-9]|units?\b|visits?\b|sessions?\b|days?\b|hours?\b|doses?\b|months?\b)|coverage\s+is\s+limited|limited\s+to|quantit(?:y|ies)\b|dos(?:e|age|ing)\b|frequency\b)"
)
"""How many or how long, not whether."""
_BOILERPLATE = any_case(
    r"\bmeans\s+that\b|\b(?:benefit|coverage|claim|payment)\s+(?:determinations?|decisions?)\b(?!\s*:)|\bmust\s+be\s+(?:approved|authorized|certified|submitted|requested)\s+(?:before|prior|in\s+advance)\b|"
    r"\b(?:prior\s+(?:authori[sz]ation|approval)|pre-?certification|notification|precert\w*)\s+(?:\([^()]{1,20}\)\s*)?(?:is|are|may\s+be)\s+(?:not\s+)?(?:required|needed|necessary)\b|"
    r"^(?:(?!\b(?:not|no|if|when|unless|that|which|considered)\b)[^.;:]){3,120}\s(?:requires?|(?:do|does)\s+not\s+(?:require|need)|needs?|(?:is|are)\s+subject\s+to)\s+(?:an?\s+)?(?:prior\s+(?:authori[sz]ation|approval)|pre-?\s?authori[sz]ation|pre-?\s?certification|precert|PA)(?:\s+(?:by|from|through)\s[^.;:]*)?\W*$|"
    r"\b(?:does|do)\s+not\s+(?:constitute|imply|guarantee|mean)\b|\bno\s+guarantee\b|\bfor\s+informational\s+purposes"
    r"|(?<!meet\sthe\s)(?<!meets\sthe\s)\bdefinition\s+of\s+medical(?:ly)?\s+necess|\btakes?\s+precedence\b|\b(?:depends?|based|subject|contingent|according)\s+(?:on|upon|to)\s+(?:the\s+)?(?:terms|language|benefits?|provisions|member.s\s+(?:benefit|contract|plan))\b|\bsubject\s+to\s+(?:the\s+)?(?:terms|change|all)"
    r"|\b(?:determination|review|determine|evaluat\w+|assess\w*)\s+(?:of|for)\s+medical\s+necessity|\bto\s+determine\b"
    r"|^\W*(?:the\s+)?(?<!medical\s)(?:need|frequency|number|amount|level)\s+(?:for|of)\b[^.;:]{3,80}?\b(?:can|may|should|will|is|are)\s+(?:be\s+)?(?:determined|assessed|evaluated|guided)\s+(?:by|on|from|using|according)\b(?![^.]*\b(?:following|criteria)\b)"
    r"|\bmedical\s+(?:policy|policies)\s+(?:express|are|is)\b|\brefer\s+to\b|\bdisclaimer\b"
    r"|\bthe\s+fact\s+that\b|\breserves?\s+the\s+right\b|\bhas\s+been\s+proposed\b|\b(?:stud(?:y|ies)|trials?|reviews?|authors?|investigators?)\s+(?:\w+\s+){0,3}(?:show\w*|found|report\w*|suggest\w*|demonstrat\w+|evaluat\w+|compar\w+|conclud\w+|enrolled|assessed|examined)\b|\bin\s+(?:a|one|two|this|several)\s+(?:\w+\s+){0,3}stud(?:y|ies)\b"
)


_OF_OTHERS = any_case(
    r"^\W*(?:(?:the|some|many|most|several|two|three|both|other|an?|one)\s+)*(?:[\w-]+\s+){0,2}?(?:critics|supporters|opponents|proponents|advocates|authors|investigators|researchers|editors|experts|surgeons|specialists|dentists|clinicians"
    r"|societ(?:y|ies)|colleges?|academ(?:y|ies)|associations?|audits?|surveys?|manufacturers?|vendors?|sponsors?|panel\s+of\s+\w+)(?:\s+(?:in|of|on|from)\s+[\w\s-]{2,40}?)?\s+"
    r"(?:say|says|said|hold|holds|held|argue[sd]?|find|finds|found|agree[sd]?|disagree[sd]?|state[sd]?|believe[sd]?|recommend(?:s|ed)?|conclude[sd]?|suggest(?:s|ed)?|report(?:s|ed)?|note[sd]?|claim(?:s|ed)?|maintain(?:s|ed)?|prefer(?:s|red)?)\b"
    r"|^\W*the\s+(?:first|second|other|latter|former)\s+(?:considers?|supports?|views?|regards?|treats?|covers?)\b"
    r"|^\W*(?:until|before|during|in|since)\s+the\s+(?:early\s+|late\s+|mid-?)?(?:19|20)[0-9]0s\b"
)
"""What critics, societies, authors and audits hold, and what was held in the past: no position of the payer."""
_OF_CLAIMS = any_case(
    r"^\W*(?:payment|reimbursement)\s+(?:is|are|will\s+be|may\s+be)\s+(?:made|issued|released)\s+only\s+(?:when|if|for|after)\s+(?:the\s+|an?\s+)?(?:claims?|invoices?)\b"
    r"|^\W*(?:the\s+|an?\s+)?(?:pharmacy\s+|medical\s+)?claims?\s+(?:system\s+)?(?:rejects?|denies|adjudicates?|pays|stops?|suspends?)\s+(?:until|unless|when|if|at)\b"
)
"""“Payment is made only when the claim is filed on time”: how claims are handled."""


_LICENSED = any_case(
    r"\b(?:express|written)\s+(?:licen[sc]e|permission|consent)\s+(?:from|of)\b|\blicen[sc]e\s+agreement\b"
    r"|\bcopyright(?:ed|s)?\b|\ball\s+rights\s+reserved\b"
    r"|^\W*(?:(?:any|all|no|further|the|unauthori[sz]ed|public|commercial)\s+)*(?:reproduction|re-?distribution|duplication|copying|photocopying|reprinting|resale|dissemination|republication|modification)"
    r"(?:(?:,|,?\s+(?:and|or))\s+\w+){0,3}\s+(?:(?:of|for|in|by|outside|without|beyond|to)\b[^.;:]{2,90}?\s+)?(?:is|are|may|requires?|must|will)\b"
    r"|^\W*(?:this|the)\s+(?:[\w-]+\s+){0,3}?(?:policy|guideline|document|bulletin|material|content|page|publication)\s+(?:may|must|can|is|shall)\s+not\s+(?:to\s+)?be\s+(?:reproduced|copied|distributed|sold|resold|reprinted|altered|shared|redistributed)\b"
)
"""“… is only authorized with an express license from the association”: who may print codes and words."""


_DECIDERS = r"(?:(?:local|individual|medicare|administrative|regional|the|DME)\s+){0,4}(?:medicare\s+administrative\s+)?(?:contractors?|MACs?|carriers?|(?:fiscal\s+)?intermediar(?:y|ies))(?:\s*\([A-Za-z\s/]{2,12}\))?"
_LEFT_TO = any_case(
    rf"^\W*(?:(?:effective|beginning)\b[^,]{{3,60}}(?:,\s*(?:19|20)[0-9]{{2}})?,\s*)?(?:[^.;:]{{3,200}}\s(?:is|are|remains?|continues?\s+to\s+be)\s+(?:(?:left\s+)?(?:at|to|within|up\s+to|subject\s+to)\s+(?:the\s+)?(?:discretion\s+of\s+{_DECIDERS}|{_DECIDERS}\s+discretion)"
    rf"|eligible\s+for\s+local\s+coverage\s+determinations?\b)|(?:[A-Z][^.;:]{{0,80}}?\s)?{_DECIDERS}\s+(?:may|can|will|shall|have\s+(?:the\s+)?discretion\s+to|has\s+(?:the\s+)?discretion\s+to)\s+(?:\w+ly\s+)?(?:determine|decide|define)\b)"
)
"""“Coverage of all other uses is left to the discretion of the contractors”: others decide it."""
_SAYS_MORE = any_case(
    r"\b(?:when|if|only|unless|not|never|no|non-?\w+|covered|covers?|den(?:y|ied|ies)|exclu\w+|payment|payable|approved|that\s+(?:an?|the))\b"
    r"|\b(?:reasonable|necessary)\b(?!\s+(?:and\s+necessary\s+)?coverage\b)"
)
"""A position or a condition beside it."""


def decided_by_others(text: str) -> bool:
    """Whether a sentence says that contractors decide something."""
    return _LEFT_TO.match(text) is not None


def left_to_others(text: str) -> bool:
    """Whether it says that, and nothing else."""
    return decided_by_others(text) and _SAYS_MORE.search(text) is None


@lru_cache(maxsize=8192)
def of_others(text: str) -> bool:
    """Whether a sentence tells what others hold, how claims are handled, or whose words it has: no position."""
    told = (_OF_OTHERS.search(text), _OF_CLAIMS.match(text), _LICENSED.search(text))
    return any(one is not None for one in told) or left_to_others(text)


@lru_cache(maxsize=8192)
def boilerplate(text: str) -> bool:
    """Whether a sentence speaks about policies and benefits in general, or reports studies."""
    return _BOILERPLATE.search(text) is not None or of_others(text) or of_document(text)


_NO = r"(?:not|non|no|never|un|in|cannot)"
_GRANT = r"(?:cover(?:ed|age)?|approv\w+|recommended|eligible|authori[sz]\w*|payable|reimburs\w+|available|provided|allowed|accepted)"
HEADINGS: tuple[tuple[re.Pattern[str], Position | None], ...] = (
    (
        any_case(rf"\b{_GRANT}\s*(?:,|and|or|/|versus|vs\.?)\s*(?:\w+\s+)?{_NO}[\s-]*(?:\w+\s+)?{_GRANT}\b"),
        None,
    ),
    (
        any_case(
            r"\b(?:prior\s+authori[sz]ation|pre-?certification|notification|documentation|submission|billing|coding)\s+(?:requirements?|information|process|guidelines?|instructions)\b|\b(?:and\s+)?warnings\b"
        ),
        None,
    ),
    (
        any_case(
            r"^cosmetic\b|\bcosmetic\s+(?:services?|procedures?|uses?|indications?)\b|\bconsidered\s+cosmetic\b"
        ),
        "cosmetic",
    ),
    (any_case(r"\b(?:experimental|investigational|unproven|investigative)\b"), "investigational"),
    (any_case(r"^.{0,30}\bindications?\b.{0,20}\blimitations?\b.*$"), "medically_necessary"),
    (
        any_case(
            rf"\b{_NO}\s+(?:\w+\s+){{0,2}}(?:medically\s+necessary|medical\s+necessity|reasonable|appropriate|indicated|necessary)\b|\b(?:inappropriate|unnecessary|contraindicat(?:ions?|ed))\b"
        ),
        "not_medically_necessary",
    ),
    (
        any_case(
            r"\b(?:contract|benefit|plan|statutory|policy|certificate|general)\s+exclusions?\b|^exclusions?(?:\s+from\b.*)?$|^services?\s+excluded\b|\bexcluded\s+(?:services?|benefits?|items?|uses?)\b"
        ),
        "benefit_exclusion",
    ),
    (
        any_case(
            rf"\b{_NO}[\s-]+(?:\w+\s+){{0,3}}?{_GRANT}\b|\bnon-?{_GRANT}\b|\b(?:denials?|denied|exclusions?|exclusionary|limitations?|ineligible|disapprov\w+)\b|\b{_GRANT}\s+(?:is|are)\s+not\s+(?:\w+\s+)?{_GRANT}\b"
        ),
        "not_covered",
    ),
    (
        any_case(
            r"\bcriteria\b|\bindications?\b|\binclusionary\b|\bmedical(?:ly)?\s+(?:necess\w+|appropriate\w*)|\b(?:covered|approvable|approved|eligible)\b|\bconditions\s+(?:of|for)\s+(?:coverage|approval|authori[sz]ation)\b"
            r"|\bcoverage\s+(?:\w+\s+)?(?:statements?|positions?|rationale|guidance|requirements|indications|is|may|provided|available)\b|\bcontinued\s+coverage\b"
            r"|^(?:coverage|policy)\s+(?:statement|position|guidance|rationale)?s?$|\bapprove\s+(?:for|when|if)\b|\b(?:initial|re-?|continu\w+)\s*(?:approval|authori[sz]ation|therapy|treatment|evaluation)\b|\b(?:authori[sz]ation|approval|coverage|payment)\s+(?:requirements|guidelines|standards|conditions|provisions|rules|checklist)\b"
            r"|\b(?:guidelines?|requirements|standards|rules|provisions|basis)\s+(?:of|for)\s+(?:approval|coverage|authori[sz]ation|payment|reimbursement)\b|^when\s+(?:[\w’'-]+\s+){1,3}?(?:will\s+|may\s+)?(?:pays?|covers?)\b(?!\s+not)"
            r"|^(?:initial|new)\s+(?:requests?|starts?|therapy)\b|^(?:renewals?|reauthori[sz]ation|re-?approval|continuation)\b|\bsupportive\s+evidence\b"
        ),
        "medically_necessary",
    ),
)


def of_label(title: str) -> bool:
    """Whether a heading speaks of the label of a drug: “FDA Approved Indication(s)”."""
    return _LABEL.search(title) is not None


_LABEL = any_case(r"\bFDA\b|\blabel(?:ed)?\s+indications?\b")
"""What a label allows is no position of the payer."""
_LONGEST = 110
"""Characters of a heading that sets a position; a longer one is a sentence."""


@lru_cache(maxsize=8192)
def heading_position(title: str) -> Position | None:
    """The position that a heading sets for what stands under it."""
    words = title.strip().rstrip(":").strip()
    if len(words) > _LONGEST or _LABEL.search(words):
        return None
    return next((position for pattern, position in HEADINGS if pattern.search(words)), None)


_KIND_OF_BAR = any_case(
    r"(?:(?:absolute|relative|major|minor|general|specific|medical|surgical|clinical|known|other|additional)\s+(?:(?:and|or)\s+)?){1,3}(?=contraindications?\b)"
)


def names_position(text: str) -> bool:
    """Whether a line says nothing but a position: “Contraindications:”, “Absolute contraindications”."""
    said = text.strip().rstrip(":").strip()
    bare = said[kind.end() :] if (kind := _KIND_OF_BAR.match(said)) else said
    return any(pattern.fullmatch(bare) for pattern, _ in HEADINGS)


_ONLY_SAYS = any_case(
    r"\W*(?:(?:this|it|the)\s+(?:(?:service|item|procedure|test)\s+)?is\s+)?(?P<not>not\s+|never\s+|non-?)?(?:an?\s+)?(?:covered|payable)(?:\s+(?:benefit|service|item|expense))?\W*"
)


def says_only(text: str) -> Position | None:
    """The position of a sentence that says nothing else, of the name over it: “Not a covered benefit.”"""
    said = _ONLY_SAYS.fullmatch(text)
    return None if said is None else "not_covered" if said["not"] else "medically_necessary"


_BARS = any_case(
    rf"(?:{_KIND_OF_BAR.pattern})?(?P<bars>contraindications?|exclusions?|exclusion(?:ary)?\s+criteria)\s+(?:to|for|of|from)\s+"
    r"(?:(?:the\s+)?use\s+of\s+|(?:any|all)\s+(?:patients?|members?|persons?|individuals?)\s+(?:being\s+)?considered\s+for\s+)?"
    r"(?P<what>(?!(?:any|all|each|the\s+following|coverage|this|these)\b)\S[^:;.]{1,80}?)"
    r"(?:\s+(?:includes?|are|as\s+follows)(?:\s+(?:any\s+of\s+)?the\s+following)?(?:,?\s+but\s+(?:are\s+)?not\s+limited\s+to)?)?\s*:?"
)


def bars(text: str) -> tuple[str, Position] | None:
    """What words over a list of bars are about, and the position that they take: “Contraindications to X include:”."""
    found = _BARS.fullmatch(text.strip())
    if found is None:
        return None
    against = found["bars"].lower().startswith("contra")
    return found["what"], "not_medically_necessary" if against else "not_covered"


_NAMES_CRITERIA = any_case(
    r"(?:[\w/&(),’'-]+\s+){0,8}?(?:criteri(?:a|on)|requirements?|indications|(?:approved|covered|accepted)\s+uses|guidelines)\s*(?:\([^()]*\)\s*)?[*†]?\s*:?"
)


@lru_cache(maxsize=8192)
def names_criteria(text: str) -> bool:
    """Whether a line only says that criteria follow: “Clinical PA Criteria:”, “FDA-Approved Indications”."""
    return _NAMES_CRITERIA.fullmatch(text) is not None


_MORE_USES = any_case(
    r"\W*(?:other|additional|further)\s+(?:(?:approved|covered|accepted|supported)\s+)?(?:uses|indications)(?:\s+with\s+supportive\s+evidence)?\W*"
)


_USES = any_case(r"\W*(?:FDA[\s-]approved|covered|approved|labell?ed)\s+(?:uses|indications)\W*")


def heads_uses(text: str) -> bool:
    """Whether a line is the name of a list of uses, each of which is granted: “FDA-Approved Indications”."""
    return _USES.fullmatch(text) is not None


def heads_more_uses(text: str) -> bool:
    """Whether a line between two uses of a list only says of which kind those behind it are: “Other Uses with
    Supportive Evidence”."""
    return _MORE_USES.fullmatch(text) is not None


_DENIES = any_case(r"\b(?:non-?|not\s+)(?:\w+\s+)?covered\b")


def denies(text: str) -> bool:
    """Whether a line over a list says what is not covered in so many words: “Non-covered services include:”."""
    return _DENIES.search(text) is not None


_FOR_TIME = any_case(
    r"\W*\b(?:for\s+)?(?:up\s+to\s+)?(?:[0-9]+|one|two|three|six|twelve)[\s-]+(?:days?|weeks?|months?|years?)\W*$"
)
"""“Initial approval (6 months):”."""


def names_nothing(text: str) -> bool:
    """Whether a heading names no service: it is the name of a section, or only says a position, or how long it holds."""
    text = _FOR_TIME.sub("", text)
    return names_criteria(text) or names_position(text) or {*bare(text).split()} <= words_of_sections()
