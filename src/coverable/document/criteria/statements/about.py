"""What a sentence of position is about, where that does not stand before its predicate."""

from __future__ import annotations

import re
from dataclasses import replace

from coverable.document.criteria.positions.payers import pays
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import PERSONS
from coverable.document.criteria.text.wordclasses import any_case
from coverable.document.granted.measures import TWICE

_ENDS = (
    r",?\s+including\b|\s+(?:when(?:ever)?|if|after|for(?!\s+(?:in-)?home\s+(?:use|infusion)\b)|in|given|(?<!known\s)(?<!referred\sto\s)as|only|provided|where|{with_}|to\s+treat|under|upon|unless|except|excluding|barring|but\s+not|other\s+than|once|contingent|subject|outside|beyond"
    r"|depending|according|based(?=\s+(?:up)?on\b)|per|by|are|is|meets?)\b|\s+[–—-]\s|\s*[.:;(\[]|$"
)
_ABOUT, _WHOM = (
    any_case(
        rf"^(?:for|of|to)\s+(?P<subject>\S(?:(?!\bfollowing\b).){{1,200}}?)(?={_ENDS.replace('{with_}', word)})"
    )
    for word in (r"with(?!.*\b(?:when|whenever|if|where|provided|who)\b)", "with")
)
"""“Benefits are available for X when”; in “repeat testing with X when …” the service goes on behind “with”."""
_BY_MEANS = any_case(
    rf"^(?:for|of|to)\s+(?P<subject>(?:the\s+)?(?:assessment|evaluation|determination|measurement|testing|detection|diagnosis)\s+of\s(?:(?!\bfollowing\b).){{1,200}}?\sby\s.{{1,200}}?)(?={_ENDS.replace('{with_}', 'with').replace('per|by|are', 'per|are')})"
)
"""“Coverage is not provided for the assessment of A by X”: the service goes on behind “by”."""
_DOES = any_case(
    rf"^to\s+\w+\s+(?P<subject>\S(?:(?!\bfollowing\b).){{1,200}}?)(?={_ENDS.replace('{with_}', 'with')})"
)
_PRONOUN = any_case(r"(?:they|it|these|those|this)")
_PERSONS = any_case(
    r"(?:the\s+|all\s+|any\s+|those\s+)?(?:patients?|members?|individuals?|persons?|people|adults?|children|those|beneficiar\w+|recipients?|clients?)\b"
)
"""“They are covered for patients who …”: the patients are no service."""
_THEIRS = any_case(
    rf"{PERSONS}\s+(?:whose|(?:for|in|to|of|with|by)\s+whom|who\s+(?:has|have|had|are|is|was|were|do|does|did|can|cannot|need|use|take|received?|already)\s+(?!.*:))\b"
)
"""“Coverage is available for patients whose pressure is low”: no service is named."""
_WHO = any_case(r"\s+(?:who|that|which)$")
_CODES = r"(?:(?:CPT|HCPCS|procedure|service|billing)\s+)*codes?(?:\(s\))?"
_CODED = any_case(rf"(?:the\s+)?following\s+(?!{_CODES}\W*$)(?P<what>\S.*?)\s+{_CODES}\W*")
_PAID = any_case(
    r"(?:(?:the|its|our|all|any|network|participating|contracted|eligible)\s+)*(?:providers?|physicians?|practitioners?|facilities|suppliers?|members?|patients?|individuals?|enrollees?|beneficiaries)"
    r"|neither\s+(?:coverage|benefits?|payment|reimbursement|approval|authori[sz]ation)\s+nor\s+(?:coverage|benefits?|payment|reimbursement|approval|authori[sz]ation)"
    r"|(?:an?\s+|the\s+)?prior\s+(?:authori[sz]ations?|approvals?)"
    rf"|(?:the\s+)?following\s+{_CODES}"
)


def service(rest: str, subject: str) -> re.Match[str] | None:
    """The words behind a predicate that name what it is about; `subject` are those before it."""
    doing = _DONE.match(rest)
    match = _BY_MEANS.match(rest) or _ABOUT.match(rest)
    if doing and (named := _DOES.match(rest)):
        return named
    if match and _THEIRS.match(match["subject"]):
        return None
    if match and _PERSONS.match(match["subject"]):
        match = _WHOM.match(rest)
    if match is None or (_PRONOUN.fullmatch(subject) and _PERSONS.match(match["subject"])):
        return None
    who = _WHO.sub("", match["subject"])  # “Coverage is provided for members who meet all of these:”
    behind = who != match["subject"] or leadin.substantive(rest[match.end() :])
    persons = _PERSONS.fullmatch(who) and behind
    return None if persons else match


_PATIENTS = any_case(
    r"\s+(?:(?:(?:when\s+)?performed\s+)?(?:on|in)|for)\s+(?P<whom>(?:(?:an?|the|both|pregnant|pediatric|adult|younger|older)\s+)*(?:(?:adults|children|adolescents|infants|women|woman|men|females|males)\b"
    r"|(?:[a-z-]+(?:atic|ible|ant|ent|ised|ized)|pediatric|adult|healthy)\s+(?:members|patients|individuals|persons)\b"
    r"|(?:members|patients|individuals|persons|clients|recipients|beneficiaries)\s+(?:with|without|lacking|whose|who|under|over|aged?|of|younger|older)\b)[^,;:()]*)$"
)


def patients(subject: str) -> re.Match[str] | None:
    """Whom a subject is for, which is a condition: “surgery of the lid for adults”."""
    found = _PATIENTS.search(subject)
    return found if found and leadin.substantive(subject[: found.start()]) else None


_TIMES = any_case(rf"\s+{TWICE}\s+times?$")


def how_often(subject: str) -> int:
    """Where the words on how often begin at the end of a subject, “fluoride one time” (per year); its end without them."""
    found = _TIMES.search(subject)
    return found.start() if found and leadin.substantive(subject[: found.start()]) else len(subject)


_DOING = any_case(
    r"^(?:when|if|where|once)\s+(?:the\s+|an?\s+)?(?P<what>(?:(?!(?:patients?|members?|individuals?|persons?|adults?|child(?:ren)?|beneficiar\w+|recipients?|clients?|enrollees?|it|they|he|she|no|not|and|or)\b)[\w/-]+\s+){1,6}?)"
    r"(?:is|are|has\s+been|have\s+been)\s+(?:performed|done|used|given|provided|delivered|administered|carried\s+out|combined|undertaken|billed)\b"
)


def pointed_at(given: str) -> re.Match[str] | None:
    """What “it” is behind a clause that says how it is done: “When surgery is done by laser, it is considered …”."""
    return _DOING.match(given)


_BILLED = any_case(r"(?:if|when)\s+.{2,80}\s(?:is|are)\s+billed\W*")


def billed(given: str) -> bool:
    """“If L8031 is billed, it will be denied”: it is meant whenever somebody asks for it."""
    return _BILLED.fullmatch(given) is not None


_DONE = any_case(
    r"to\s+(?:perform|provide|furnish|use|order|prescribe|authori[sz]e|approve|cover|continue|supply|repeat|do)\s+(?=\S)"
)


def done(rest: str) -> bool:
    """“It is not medically necessary to perform X”: X is what the statement is about."""
    return _DONE.match(rest) is not None


_A_PERSON = any_case(
    r"(?:an?|the|any|each|every)\s+(?:[\w-]+\s+)?(?:member|patient|individual|person|beneficiary|recipient|client|enrollee|child|adult)\b"
)


def with_others(subject: Passage, rest: Passage) -> tuple[Passage, Passage]:
    """A subject that goes on behind the position: “coverage does not extend to A | or to B”."""
    goes_on = _OR_TO.fullmatch(rest.text)
    if goes_on is None or subject.last > rest.first:
        return subject, rest
    both = replace(subject, last=rest.first + goes_on.end("more"))
    return both, rest.part(goes_on.end())


_OR_TO = re.compile(
    r"(?P<more>,?\s*(?:or|and|nor)\s+(?:to|of|for)\s+(?:(?!\b(?:when|if|where|who|with|unless)\b)[^.;:]){2,80}?)\W*",
    re.IGNORECASE,
)


def judges_persons(head: str, judged: str, rest: str) -> bool:
    """Whether a sentence says of persons what they may have: “Members are eligible for coverage of X”."""
    of_use = _FOR_USE.match(rest) is not None and head != "" and _OF_A_PERSON.search(head) is None
    return (judged.lower().endswith(_OF_PERSONS) and not of_use) or covers_person(head, judged, rest)


_FOR_USE = any_case(
    r"\W*for\s+(?:(?:the|any|all|these|those|each|such|certain|either)\s+)*(?:other\s+)?(?:[\w-]+\s+)?(?:diagnos[ei]s|indications?|conditions?|uses?|reasons?|purposes?|treatment|management|prevention|evaluation)\b"
)
"""“Septoplasty is not eligible for coverage for any other reason”: a use, and the service stands before."""
_OF_A_PERSON = any_case(
    rf"\b(?:{PERSONS}|subscribers?|insureds?|applicants?|consumers?|customers?|workers?|veterans?|students?|women|men|infants?|adolescents?|you|who)\b"
)
_OF_PERSONS = (
    *("eligible", "eligible for coverage", "eligible for benefits", "qualify", "qualifies"),
    *("candidates", "candidate"),
)


def covers_person(head: str, said: str, rest: str) -> bool:
    """“A member under age 21 is covered for X”: X is what the statement is about, and the member a condition."""
    covered = said.lower().endswith("covered") and rest.lower().startswith("for ")
    return covered and _A_PERSON.match(head) is not None


def back(head: str) -> bool:
    """Whether nothing stands before a predicate, or a word that points back: “They are not covered for X.”"""
    return not head or _PRONOUN.fullmatch(head) is not None


def named_by_codes(subject: Passage) -> Passage:
    """“… will not consider reimbursement of the following antigen tests procedure code(s)”: what its codes are for."""
    found = _CODED.fullmatch(subject.text)
    return subject.part(*found.span("what")) if found and leadin.substantive(found["what"]) else subject


def paid(subject: str) -> bool:
    """“The plan reimburses providers for X”, “Prior approval is granted for X”: whom it pays or what it gives, not for what."""
    return _PAID.fullmatch(subject) is not None


_COVERS = any_case(r"(?:\bcovers?|\breimburses?|\bexcludes?|\bpays?\s+for|\bfunds?)\W*$")


def covers_a_list(payer: str, judged: str, rest: str) -> bool:
    """“The plan does not cover:” over a list: who covers it is not what the statement is about."""
    return not rest.strip(" :–—-") and _COVERS.search(judged) is not None and pays(payer)


_SERVICES = any_case(r"services?\s+(?:is|are|may|can|will)\b")
_WHOM_FOR = any_case(r"\W*(?:only\s+)?(?:for|in|when|if|to\s+treat)\b")


def serves(text: str, judged: int) -> bool:
    """“Services are covered for recipients of 65 years or older”: the services of the document; the position ends at `judged`."""
    behind = text[judged:]
    return bool(_SERVICES.match(text) and _WHOM_FOR.match(behind)) and leadin.substantive(behind)
