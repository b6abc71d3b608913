"""What the name of a column says of its cells: services, uses, positions, conditions, limits, or nothing of coverage."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from coverable.document.criteria.grids.says import position_of
from coverable.document.criteria.positions.headed import heading_position
from coverable.document.criteria.positions.stages import stage_of_heading
from coverable.document.criteria.positions.stand import NEGATIVE
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.reading import Position

SUBJECT: Final = any_case(
    r"^(?:item|service|procedure|benefit|treatment|device|drug|medication|product|equipment|test|indication|condition|diagnosis|use|testing|therapy|program|feature|component"
    r"|accessory|accessorie|supply|supplie|level\s+of\s+care)s?\b.{0,40}$"
)
"""Names that say of themselves that the column names services, or uses."""
_THING = any_case(
    r"\b(?:items?|services?|procedures?|benefits?|treatments?|devices?|drugs?|medications?|products?|agents?|equipment|tests?|therap(?:y|ies)|programs?|supply|supplies|components?|modality|modalities|study|studies|systems?|panels?|genes?|vaccines?|level\s+of\s+care|(?:item|service|device|monitor|drug|test|equipment)\s+types?)\W*$"
)
_OF_PATIENTS: Final = (
    r"(?:patient\s+|member\s+)?(?:ages?|age\s+(?:group|band|range)s?|population)(?:\s+of\s+(?:the\s+)?\w+)?"
)
AGES: Final = any_case(rf"^{_OF_PATIENTS}$")
"""Names of columns of groups of patients: whom a row is for, and no service."""
USE: Final = any_case(
    r"^(?:(?:clinical|approvable|covered|approved)\s+)?(?:indication|diagnos[ei]s|condition|disease|use|(?:clinical\s+)?presentation|disorder)s?\b.{0,30}$|^(?:(?:clinical|presenting)\s+)?(?:problems?|complaints?|findings?|scenarios?|situations?|reasons?(?:\s+for\s+[\w\s-]{3,30})?)$|^(?:cancer|tumou?r|disease)\s+(?:types?|sites?|settings?)$|^(?:applies\s+to|used\s+(?:for|in)|for\s+use\s+(?:for|in))$"
    rf"|^{_OF_PATIENTS}$"
)
"""Names of columns of uses and of patients, which are conditions beside a column of services."""
COVERAGE: Final = any_case(
    r"^(?!.*\b(?:when|if|after|once|criteria|requirements?|conditions)$)(?:(?:(?:the\s+)?plan(?:['’]s)?|our)\s+(?=position|decision|policy|determination)|do\s+(?:we|you|they)\s+(?=cover|pay)|is\s+it\s+(?:an?\s+)?)?(?:cover|pay|paid|payable|benefit\?|coverage|covered|status|position|determination|decision|policy|medical\s+necessity|eligib\w+)\b.{0,40}$"
)
"""Names of columns that say the position of their row."""
CRITERIA: Final = any_case(
    r"^(?:comments?|remarks?|criteria|requirements?|conditions?|notes?|limits?|limitations?|guidelines?|when|coverage criteria|medical necessity)\b.{0,40}$"
)
_ASKING: Final = any_case(
    r"^required\b(?!\s+(?:documents?|documentation|forms?|information|prescriber))|\b(?:criteri(?:a|on)|requirements?|conditions|elements|qualifying|qualifications|eligibility|rules?|must\s+(?:meet|have|be)|requires|clinical\s+guidelines?|(?:payable|paid|approved|approvable|covered|authori[sz]ed|necessary|allowed|criteria|met|satisfied|shown)\s+(?:only\s+)?(?:when|if|after|once))\b"
    r"|^(?:for\s+whom|who(?:m)?\s+(?:and\s+(?:when|why)|qualifies|is\s+(?:covered|eligible)|may\s+(?:receive|get|have|use)|can\s+(?:receive|get|have|use)))\b"
    r"|^step\s+[0-9]$|^(?:for\s+whom|who)$"
    r"|^what\s+(?:we\s+(?:need|require|ask)|(?:must|has\s+to|needs\s+to)\s+be)\b"
)
PART: Final = any_case(
    r"^(?:biomarkers?\b|lines?\s+of\s+therapy\b)|^(?:diagnostic|laboratory|lab|genetic|biomarker|imaging)\s+(?:confirmation|evidence|findings?|results?)\b|^(?:prior|previous|required\s+prior)\s+(?:treatments?|therap(?:y|ies)|trials?|medications?|drugs?)\b"
    r"|^(?:required\s+)?combinations?(?:\s+therapy)?\W*$|^(?:specialists?|prescribers?|prescribed\s+by|prescriber\s+(?:specialty|restrictions?))\W*$"
)
"""Names of columns that each hold a part of what is asked for, beside others that do."""
REMARKS: Final = any_case(r"^(?:comments?|remarks?|notes?|limits?|limitations?|guidelines?)\b")
"""Names of columns of remarks, of which some are conditions."""
GRANTED: Final = any_case(
    r"^[^,;]*\b(?:approved|approvable|covered|authorized|allowed|necessary|appropriate)\s+(?:when|if|after|once)$|\bwhen\b.*\b(?:approved|covered|authorized|allowed|necessary|appropriate)$"
)
"""“Covered when”, “When imaging is approved”."""
LIMIT: Final = any_case(
    r"\b(?:limits?|limitations?|frequency|how\s+often|maximum|max|allowance|allowed|quantit(?:y|ies)|per\s+(?:year|month))\b"
)
"""Names of columns that say how much is granted."""
TELLS: Final = any_case(
    r"(?<![\w-])(?:pa|auth(?=\W*$)|prior\s+auth\w*|pre-?cert\w*|pre-?auth\w*|prior\s+approval|approval\s+(?:needed|required)|replacement(?!\s+(?:or|and|criteria|coverage)\b)|authori[sz]ation\s+(?:required|period|length)|referral|co-?pay\w*|co-?insurance|cost|price|fee|codes?|cpt|hcpcs|icd|ndc|modifiers?|phone|fax|hours?"
    r"|dates?|changes?|revisions?|duration|length|tier|strength|dos(?:e|age|ing)|meaning|definitions?|abbreviations?|terms?|contacts?|reasons?|links?|resources?|forms?|step(?!\s+[0-9]))\b"
)
"""Names of columns that say nothing of coverage."""
PLACES: Final = any_case(r"\W*(?:pos|places?\s+of\s+service)(?:\s+(?:codes?|numbers?))?\W*")
"""Names of columns of where a service may be given."""
CHECKED: Final = any_case(
    r"\W*(?:(?:yes|y|no|n|met|not\s+met|present|absent|true|false|documented|n/?a|check(?:\s+if\s+\w+)?|yes\s*/\s*no|y\s*/\s*n|(?:criteri(?:a|on)\s+)?met)\W*)+"
)
"""Names of columns for marks: “Met?”, “Yes”, “Check if present”."""
PROVES: Final = any_case(
    r"\W*(?:(?:required|supporting|acceptable|source|clinical|chart)\s+)*(?:documentation|documents?|evidence|proof|source|verification|records?"
    r"|(?:where|how)\s+(?:it\s+(?:is\s+)?)?(?:found|documented|shown|verified|proven|recorded))"
    r"(?:\s+(?:is\s+)?(?:needed|required|accepted|expected|to\s+(?:submit|send|attach|provide)))?\W*"
)
"""Names of columns of what shows that a condition is met: “Documentation”, beside one of criteria."""
_WHEN = any_case(r"\b(?:when|if|cases|situations|criteria)\b")
_BARE = any_case(
    r"\W*(?:clinical\s+)?(?:indications?|diagnos[ei]s|conditions?|uses?|comments?|notes?|limits?|limitations?)\W*"
)
_ANSWERED_NO = any_case(r"\bcovered\W+no\W*$")
_INCLUDED = any_case(r"\W*(?:included|appropriate|payable|eligible|allowed)\b")
_EXCLUDED = any_case(
    r"\W*(?:excluded|inappropriate|ineligible|not\s+(?:included|payable|eligible|allowed))\b"
)


_PAYS = any_case(
    r"\W*(?:(?:when|if)\s+)?(?:we|the\s+(?:plan|program|department|division|state|agency)|plan|medicaid|medicare)\s+(?:will\s+|would\s+|(?:do|does)\s+(?=not|never))?(?P<never>(?:not|never)\s+)?(?:pays?|covers?|approves?|reimburses?|says?\s+(?:yes|(?P<no>no)))(?:\s+for)?(?:\s+(?:it|them|this|these))?(?:\s+(?:when|if|for))?\W*$"
)
"""“We pay for it when”, “The plan does not cover”."""
ABSENT: Final = any_case(
    r"\bcontra-?indications?\b|\bmust\s+(?:be\s+absent|not\s+be\s+present)\b|\babsence\s+of\b"
)
"""Names of columns of what a patient must not have: “Contraindications”, beside one of what is asked for."""
REASON: Final = any_case(
    r"\W*(?:reasons?|rationale|basis)(?:\s+(?:for|of)\s+(?:non-?coverage|denial|exclusion))?\W*"
)
"""Names of columns that tell why; where every cell says a position, it is that of the row."""
EXCLUSIONS: Final = any_case(r"\W*(?:exclusions?|exclusion(?:ary)?\s+criteria)\W*")
RULES: Final = any_case(r"\W*(?:rule|scenario|case|option|path(?:way)?)\W*(?:[0-9]{1,2}|[A-Z])\W*")
"""Names of columns that number rules: “Rule 1”. What they mark belongs together down the column."""


GROUPS: Final = any_case(
    r"\b(?:adults?|child(?:ren)?|pediatric|members?|patients?|ages?|aged|under|over|older|younger|years?|men|women|males?|females?|pregnan\w+|infants?|adolescents?"
    r"|inpatient|outpatient|home|office|facility|clinic|plans?|hmo|ppo|pos|rider|tier|medicare|medicaid|chip|commercial|exchange|network|benefit|coverage|covered)\b|[0-9]"
)
"""Names of columns of positions that say for whom, where or under which plan: “Child”, “HMO”; others name services."""


def denial(name: str) -> Position | None:
    """The position of a column whose name says when a service is denied."""
    found = position_named(name) if _PAYS.match(name) else None
    found = found or (heading_position(name) if _WHEN.search(name) else None)
    return found if found in NEGATIVE else None


def names_services(name: str) -> bool:
    """Whether a column of this name holds services: “Item”, “Non-formulary drug”; not “Benefit limit”, “Diagnosis”."""
    told = SUBJECT.match(name) or _THING.search(name)
    return (
        bool(told)
        and not (USE.match(name) or LIMIT.search(name) or TELLS.search(name) or _ASKING.search(name))
        and (stage_of_heading(name) is None or SUBJECT.match(name) is not None)
    )


def position_named(name: str) -> Position | None:
    """The position that a column is for: “Covered uses”, “Cosmetic”, “Excluded”; None for “Criteria”."""
    if (
        TELLS.search(name)
        or _BARE.fullmatch(name)
        or re.fullmatch(r"(?i)\W*(?:\w+\s+){0,2}(?:criteria|requirements?|conditions?)\W*", name)
    ):
        return None
    if _EXCLUDED.match(name) or _ANSWERED_NO.search(name):
        return "not_covered"
    if pays := _PAYS.match(name):
        return "not_covered" if pays["never"] or pays["no"] else "medically_necessary"
    return heading_position(name) or ("medically_necessary" if _INCLUDED.match(name) else None)


def asks(name: str) -> bool:
    """Whether a column of this name holds conditions: “PA criteria”, and not “PA required”."""
    told = TELLS.search(name) is None or _CRITERIA_NAMED.search(name) is not None
    return told and bool(CRITERIA.match(name) or GRANTED.search(name) or _ASKING.search(name))


_CRITERIA_NAMED = any_case(r"\bcriteria\b")


def is_mark(text: str) -> bool:
    """Whether a cell is a tick, a cross, a box or “X”."""
    return _MARK.fullmatch(text.strip()) is not None


def ticked(text: str) -> bool | None:
    """Whether a cell for a mark is ticked; None where it is empty."""
    if not text.strip(" –—-"):
        return None
    return _UNTICKED.fullmatch(text.strip()) is None


_UNTICKED = any_case(r"no|n|0|false|nc|[✗✘○◯☐□_]+|\[\s*\]|n/?a")
_MARK = re.compile(r"(?:[✓✔✗✘×☐☑☒□■●•◯○_xX*]|\[\s*[xX]?\s*\]|(?i:yes|no|y|n|n/a|nc|c|true|false)|[01]|\s)+")


def says_position(text: str) -> bool:
    """Whether the words of a cell take a position, alone or before its conditions."""
    return position_of(text) is not None


def tells_only(names: Iterable[str]) -> bool:
    """Whether a table says something else than coverage of its first column: “Service | Prior authorization required?”."""
    first, *others = names
    return (
        bool(others)
        and len(first.split()) <= _FEW
        and any(TELLS.search(n) and len(n.split()) <= _FEW for n in others)
    )


_FEW = 5
"""Words of the name of a column."""
