"""Which sentences take a position, and which might matter although they were not understood."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

from coverable.document.criteria.positions import catchall, headed
from coverable.document.criteria.positions.determinations import determined
from coverable.document.criteria.positions.durations import says_how_long
from coverable.document.criteria.positions.exempt import exempts
from coverable.document.criteria.positions.informing import INFORMS, NOT_HERE
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.judgewords import OF_TIME, REASONS, TIMES
from coverable.document.criteria.positions.loosebounds import approves_use, bare_criterion, bounds
from coverable.document.criteria.positions.relative import of_whom
from coverable.document.criteria.positions.sentenceforms import without_opinions
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.positions.terms import of_terms
from coverable.document.criteria.quantifiers import leadin, quantifier
from coverable.document.criteria.text.entry import Entry
from coverable.document.criteria.text.passage import Passage, sentences
from coverable.document.criteria.text.plainnotes import changes_for_some, names_whom
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.criteria.text.wordclasses import CHANGES

_MODAL = re.compile(
    r"\b(?:must|required?s?|requires|only|exceptions?|instead\s+of|unless|shall|mandatory|at\s+least|no\s+more\s+than|contraindicated|contraindications?|prerequisite|limited\s+to|restrict\w+|waived?|once\s+(?:every|per)|per\s+(?:year|month|week|lifetime|calendar)"
    r"|may\s+be\s+(?:done|performed|used|given|furnished|supplied|tried)\s+(?:for|in|when|if))\b",
    re.IGNORECASE,
)
_SAYS_NOTHING = re.compile(
    r"\b(?:approved|accepted|adopted|re-?affirmed)\s+(?:as\s+(?:written|presented|submitted)|with(?:out|\s+no)?\s+changes?)\b"
    r"|^\W*(?:pre-?[a-z]+|prior|advance|utilization)\s+review\b[^.;:]{0,60}\b(?:is|are)\s+(?:\w+ly\s+)?(?:recommended|required|advised|encouraged|needed|suggested)\b"
    r"|^\W*(?:medically\s+necessary|medical\s+necessity|experimental|investigational|cosmetic)\W{0,3}(?:services\s*)?(?::|\bmeans?\b|[–—-])\s*(?:(?:those|any|all)\s+)?(?:health\s*care\s+|medical\s+)?(?:services|procedures|supplies|items|treatments?)\b[^:]{0,300}\bthat\b"
    r"|\bbenefit\s+categor(?:y|ies)\s+exists?\b|\bbenefits?\s+may\s+apply\b|\b(?:imply|implies|promises?|guarantees?|constitutes?|means?\s+that|read\s+as|discretion\s+to|(?P<verb>cover|approve|pay)\s+or\s+not\s+(?:to\s+)?(?P=verb))\b"
    r"|\bmedical\s+(?:need|necessity)\b(?!\s+(?:of|for)\s[^.:;]{0,60}\bcannot\b)[^.:;]{0,60}\b(?:must|should|shall|needs?\s+to|cannot|can\s+not)\s+be\s+(?:established|documented|demonstrated|supported|substantiated)\b"
    r"|\b(?:must|shall|should)\s+be\s+based\s+(?:up)?on\s+medical\s+necessity\b"
    r"|\b(?:polic(?:y|ies)|guidelines?|bulletin|document|criteria|rule|section)\s+(?:only\s+|also\s+)?(?:appl(?:y|ies)|refers?|pertains?)\s+(?:only\s+)?to\b"
    r"|\b(?:requirements?|criteria|limit(?:ation)?s?|restrictions?|rules?|polic(?:y|ies))\s+(?:(?:above|listed|stated)\s+)?(?:(?:do|does|shall|will)\s+not|need\s+not|no\s+longer)\s+appl(?:y|ies)\b"
    r"|\bmay\s+be\s+(?:either\s+)?(?:reconstructive|cosmetic|medically\s+necessary|investigational)(?:\s+\([^()]*\))?\s+or\s+(?:reconstructive|cosmetic|not\s+medically|medically|experimental)"
    r"|\b(?:protocol|polic(?:y|ies)|document|guidelines?|section)\b[^.:]{0,40}\b(?:contains?|describes?|outlines?)\b[^.:]{0,40}\bcriteria\b"
    r"|^\W*(?:note\W+)?some\s+(?:types?|forms?|kinds?)\s+of\b|\bmust\s+be\s+(?:determined|found|deemed)\s+eligible\b|\bavailable\s+to\s+(?:the|each|every)\s+(?:patient|member)\b"
    r"|\bcriteria\b[^.:]{0,60}\b(?:is|are)\s+(?:listed|described|outlined|found|provided|set\s+forth)\b[^:]*\.$"
    r"|\bcovered\s+subject\s+to\s+the\s+(?:\w+\s+)?(?:indications|criteria|conditions)\s+(?:listed|described|outlined)\s+below\b(?!\s*:)"
    r"|\bmust\s+(?:reflect|support|document|demonstrate)\s+(?:the\s+)?medical\s+necessity\s+(?:for|of)\s+(?:the\s+)?(?:care|services?)\b"
    r"|\bcovered\s+(?:in|under|by)\s+(?:the\s+)?(?:section|chapter|policy|paragraph|rule|part)\s+[0-9]"
    r"|^\W*for\s+(?:some|any|certain|an?)\s+(?:[\w-]+\s+){1,6}?to\s+be\s+(?:considered\s+)?(?:covered|approved|paid)(?:\s+by\b|,)"
    r"|\bcovered\s+(?:under|by)\s+(?:an?\s+|the\s+|its\s+)?(?:[\w’']+\s+)?warranty\b"
    r"|\bcoverage\s+for\s+(?:eligible\s+)?(?:medical\s+)?(?:treatments|services)\s+or\s+procedures\b"
    r"|^\W*medical\s+necessity\s+(?:criteria|guidelines)\b[^.;]{0,30}\b(?:are|is)\s+met\W*$"
    r"|\beligible\s+for\s+an?\s+(?:exception|waiver|exemption|appeal|review|trial)\b|^\W*we\s+(?:encourage|advise|urge|ask)\s+(?:all\s+|our\s+)?(?:members|providers|patients)\b|^\W*you\s+(?:can|may|must|should)\s+(?:check|find|see|view|search|call|contact|visit|use)\b"
    r"|\b(?:has|have)\s+(?:paid|covered|reimbursed)\b[^.;:]{0,80}\bsince\s+(?:19|20)[0-9]{2}\b"
    r"|\b(?:receives?|accepts?)\s+no\s+(?:payment|money|fee)s?\s+(?:for|from)\s+\w+ing\b"
    r"|\b(?:has|have|had|was|were)\s+(?:(?:been|previously|already|earlier|first)\s+)+(?:previously\s+)?(?:covered|approved|authori[sz]ed|paid)\b(?!\s+(?:when|if)\b)",
    re.IGNORECASE,
)
"""A sentence that leaves it open, tells of another decision, or says who shows what: no position."""
_SOMETHING = re.compile(
    r"^\W*(?:the|this|that|these|a)\s+(?:[a-z]+\s+)?(?:polic(?:y|ies)|document|guidelines?|bulletin|section|article|chapter|manual|page|table)\s*$",
    re.IGNORECASE,
)
_THIS_POLICY = re.compile(
    r"\b(?:this|these|the|our|each)\s+(?:[\w-]+\s+){0,2}(?:polic(?:y|ies)|guidelines?|documents?|bulletins?|criteria)\s*$",
    re.IGNORECASE,
)
"""“… at the time that this policy was approved”."""
_SCOPE = re.compile(
    r"^\W*(?:only\s+)?(?:under|through|by|as\s+part\s+of)\s+(?:(?:the|an?|your|their|his|her)\s+)?(?:[\w’'-]+\s+){0,2}?(?:prescription|pharmacy|medical|drug|outpatient|part\s+[a-d])\s+(?:drug\s+)?(?:benefits?|coverage)(?:\s+only)?\W*$"
    r"|^\s+separately(?:\s+(?:from|or\s+when\s+billed|when\s+billed)\b[^.;]*)?\W*$"
    r"|^\s*(?:as\s+)?an?\s+(?:[\w-]+\s+){0,2}?rental\s+(?:for|during|up\s+to)\s[^.;:]*\b(?:days|weeks|months|years)\W*$",
    re.IGNORECASE,
)
"""“… is not reimbursable under the prescription benefit”, “is reimbursed separately from X”: how it is paid, and not whether."""
_EXAMPLE = re.compile(r"\s*\(\s*(?:e\.g\.|for\s+(?:example|instance)\b)", re.IGNORECASE)
"""“(for example, custodial care is not covered)”: an example of what a text may say."""
_TRIED = re.compile(
    r"\b(?:must|has|have|had|tried|fail(?:ed|ure)|trial|when|if|unless|provided)\b|\bor\s+(?:[\w-]+\s+){0,5}$",
    re.IGNORECASE,
)
"""“Braces have been tried, or are contraindicated”: a condition, and no position on braces."""
_REFERS = re.compile(r"(?:^\W*|,\s*|\b(?:please|then)\s+)(?:see|refer\s+to|consult)\s", re.IGNORECASE)
"""“If it is used outside the home, see the section on coverage”: a pointer, whatever its heading says."""
_OF_CODES = re.compile(r"^\W*(?:(?!for\b|of\b|with\b)[\w-]+\s+){0,4}?codes?\b(?!\s+for\b)", re.IGNORECASE)
"""“The following codes are covered when …” sorts codes; what is necessary stands elsewhere."""


def _of_scope(text: str, found: Stand) -> bool:
    """Whether the words that seem to judge only say what the text is about."""
    told = NOT_HERE.search(text)
    return told is not None and told.start() < found.last and found.first < told.end()


_JUDGES = re.compile(
    r"\b(?:medical\w*|necess\w+|cover\w*|benefit\w*|approv\w+|authori\w+|pay|pays|payments?|payable|paid|reimburs\w+|eligib\w+|allow\w*|permit\w*"
    r"|den(?:y|ied|ies)|exclu\w+|investigational|experimental|unproven|evidence|proven|established|cosmetic|criteria|indicat\w+"
    r"|appropriate|accepted|acceptable|support\w*|recommend\w*|effective\w*|role|qualif\w+|use[ds]?|uses|treatment)\b",
    re.IGNORECASE,
)


UNFAVOURABLE = re.compile(
    r"\b(?:investigational|experimental|unproven|cosmetic|den(?:y|ied|ies)|exclu\w+|ineligible|non-?covered|not\s+(?:medically|covered|necessary|reasonable|eligible)|unnecessary)\b",
    re.IGNORECASE,
)
"""Words that make it doubtful that a list under a favourable heading tells what is necessary."""


ADMINISTRATION = re.compile(
    r"\b(?:claims?|bill(?:ed|ing)?|modifiers?|units?\s+of\s+service|revenue\s+code|appeal\w*|peer-to-peer|expedited|retained|legible|signed?|dated|certificate\s+of|handbook|copayment|deductible"
    r"|coinsurance|FDA|label(?:ing)?|literature|clinical\s+trials?|series|quality\s+of\s+evidence|clinical\s+input|committee|annual(?:ly)?\s+review\w*|recommended\s+(?:starting\s+)?dose|rating|scale|instrument|reviewer|reviewed"
    r"|submit\w*|on\s+file|on\s+request|upon\s+request|form|network|supplier\w*|facilit(?:y|ies)\s+must|means\s+that|is\s+defined|refers?\s+to|valid\s+for|vials?|refill\w*|proof\s+of\s+delivery|notify)\b",
    re.IGNORECASE,
)
"""How requests, claims and papers are handled, and what studies and labels say."""
_COVERS = re.compile(
    r"\b(?:cover(?:s|ed)|medically\s+necessary|payable|eligible|contraindicat\w+|must\s+(?:be\s+prescribed|have|meet))\b",
    re.IGNORECASE,
)


def judged(sentence: Passage, strict: bool) -> Stand | None:
    """The position of a sentence; outside of the criteria (`strict`) only one in plain words, or over a list."""
    found = stand_of(sentence)
    if found is None or _of_everything(sentence.text, found, strict):
        return None
    if not strict or (found.plain and found.certain):
        return found
    if found.certain and found.second is not None:
        again = judgement(sentence.text[found.second + 3 :])  # “not indicated, and considered not necessary”
        if again is not None and again.plain:
            return found
    announces = ":" in sentence.text and leadin.read(sentence).quantifier is not None
    return found if announces and found.certain else None


_EVERYTHING = re.compile(
    r"^\W*(?:(?:the|an?|this|these|any|all|no|some|other|certain|such|not|every|each|most|many|only|its?|our|your|experimental|investigational|unproven|cosmetic"
    r"|covered|non-?covered|medical|health|prior|initial|renewal|continued|additional|further|requested|individual|new)\s+)*"
    r"(?:services?|treatments?|procedures?|suppl(?:y|ies)|items?|benefits?|coverage|care|charges?|claims?|requests?|payments?|drugs?|medications?|products?|technolog(?:y|ies)"
    r"|codes?|members?|patients?|providers?|plans?|contracts?|documents?|polic(?:y|ies)|listings?|(?:approvals?|authori[sz]ations?)(?:\s+requests?\b|(?!\s+requests?\b)))?"
    r"(?:\s+(?:submitted|made|received|billed|incurred)\b)?"
    r"(?:\s+(?!(?:of|for|with|to|using|in|as)\b)|\W*$)",
    re.IGNORECASE,
)
"""A subject that names no treatment: what is said of it is said of everything."""
_NAMED = re.compile(
    r"\s*(?:of|for|to)\s+(?!(?:work|help|be|have|improve|reduce|prevent|up|an?(?=\s+(?:[a-z-]+\s+)?(?:services?|members?|patients?|persons?|individuals?|claims?|periods?|maximum|total|limited|visits?|stays?|days?|weeks?|months?|years?|courses?|items?|procedures?|drugs?|treatments?|benefits?)\b)|the(?!\s+(?:use|assessment|evaluation|application|performance|purchase|rental|administration|placement|implantation|insertion|repair|testing)\s+of\s)|no|[0-9]+|each|all|any)\b)",
    re.IGNORECASE,
)
"""“Coverage is available for X”."""
_ASKS_ON = re.compile(r"\b(?:when|if|unless|provided|once|where|criteria|above|below)\b", re.IGNORECASE)
"""What follows asks for something."""


def _of_everything(text: str, found: Stand, strict: bool) -> bool:
    """Whether a position is taken on services in general and without criteria: “Services abroad are not covered”.

    Outside of the criteria (`strict`) what such a sentence asks for is how claims and members are dealt with.
    """
    subject = text[slice(*found.subject)] if found.subject else text[: found.first]
    rest = text[found.last :]
    over = text.rstrip().endswith(":") or quantifier.governing(rest)
    asks = over or (not strict and (found.given or _ASKS_ON.search(rest)))
    closes = found.position != "medically_necessary" and catchall.speaks_of_others(text)
    return not (asks or closes or _NAMED.match(rest)) and _EVERYTHING.match(subject) is not None


def lasts(rest: str) -> bool:
    """Whether what follows a position says how long, and not whether: “for a period of 12 months”, and why."""
    said, *more = _WHY.split(rest.lower())[0].split(";")
    if more and all(_ALSO_LASTS.match(part) for part in more):
        return lasts(said)
    words = re.findall(r"[a-z]+|[0-9]+", "".join([said, *more]))
    if _OF_TWO_TIMES.match(rest):
        return True
    return not TIMES.isdisjoint(words) and all(w.isdigit() or w in TIMES | OF_TIME for w in words)


_ALSO_LASTS = re.compile(r"\s*(?:[\w-]+\s+){1,4}?for\s+(?:up\s+to\s+)?[0-9]+\s+[a-z]+\W*$")
"""“… are authorized for 5 to 7 days; | IOP for 9 sessions”."""
_WHY = re.compile(r",?\s+(?:because|since)\s")
_OF_TWO_TIMES = re.compile(
    r"\s*(?:to\s+)?(?:the\s+)?(?:shorter|lesser|longer|greater|earlier|later)\s+of\s+(?:the\s+)?[0-9]+\s+(?:days|weeks|months|years)\b",
    re.IGNORECASE,
)
"""“… may be limited to the shorter of 90 days or the number of days of the prescription”."""


def takes_position(entry: Entry) -> bool:
    return any(stand_of(s) is not None for s in sentences(entry.passage))


_OF_PROVIDERS = re.compile(
    r"^\W*(?:the|an?|each|any|all)?\s*(?:\w+\s+)?(?:prescribers?|providers?|physicians?|practitioners?|facilit(?:y|ies)|laborator(?:y|ies)|centers?|suppliers?|pharmac(?:y|ies)|surgeons?|(?:therap|audiolog|pharmac|optometr|podiatr|psycholog|counsel|dent)(?:ists?|ors?)|nurses?|chiropractors?|clinicians?|midwi(?:fe|ves)|assistants?)\W*$",
    re.IGNORECASE,
)
"""“The prescriber is certified through a program”: said of whom, and of no service."""


_OF_STUDY = re.compile(
    r"^\W*(?:[\w-]+\s+){0,3}?(?:families|patients|participants|subjects|persons|people|children|adults)\s+(?:in|of)\s+(?:the\s+|this\s+)?(?:[\w-]+\s+){0,2}?(?:stud(?:y|ies)|trials?|cohorts?|registry|surveys?)\b",
    re.IGNORECASE,
)
"""“Families in the study were eligible if”: whom a study took."""
_TAKEN = re.compile(
    r"\b(?:eligible|enrolled|included|excluded|recruited)\s+(?:for|in|from|into|to\s+enter)\s+(?:the|this|that|these|those|both)\s+(?:[\w-]+\s+){0,2}?(?:stud(?:y|ies)|trials?|cohorts?|registry|surveys?)\b",
    re.IGNORECASE,
)
"""“Those with prior surgery were not eligible for the trial.”"""


_LACKS = re.compile(
    r"\b(?:lack(?:s|ing)?|fail(?:s|ed|ing)?\s+to|devoid\s+of|short\s+of)\b[^.;:]*\bnecess(?:ity|ary)\b",
    re.IGNORECASE,
)
"""“is viewed as lacking medical necessity”, in whatever frame."""


_HOLDS = re.compile(
    r"^\W*(?:(?:the|an?|all|each|any|every|testing)\s+)*(?:laborator(?:y|ies)|providers?|facilit(?:y|ies)|suppliers?|pharmac(?:y|ies)|programs?|centers?|clinics?|hospitals?|agenc(?:y|ies)|practitioners?|clinicians?)"
    r"\s+(?:(?:must|shall|should|will|(?:are|is)\s+required\s+to)\s+)?(?:hold|have|has|maintain|possess|be|obtain)s?\b[^.;:]*\b(?:certif|accredit|licens|enroll|credential)",
    re.IGNORECASE,
)
"""“Laboratories shall hold CLIA certification for …”: what is asked of who bills."""
_NEEDED = re.compile(r"\bmedically\s+necessary\b[^.;:]{0,40}?\b(?:if|when|for|in)\b", re.IGNORECASE)
"""“Up to six cycles of X are considered medically necessary if”: more than how many."""


_OF_FUNDS = re.compile(r"\W*(?:self|fully)[\s-]+(?:funded|insured)\b", re.IGNORECASE)
"""“Self-funded (ASO)”: a kind of plan."""

_ALTERS = re.compile(
    r"\b(?:do(?:es)?|will)\s+not\s+(?:alter|affect|change|influence|determine|decide)\s+(?:the\s+)?(?:medical\s+necessity|coverage)\b",
    re.IGNORECASE,
)
"""“Pathway status does not alter medical necessity.”"""


def stand_of(sentence: Passage) -> Stand | None:
    """The position of a sentence; none for a general remark or an approval's length."""
    text = sentence.text
    found = judgement(text)
    if found is None or says_how_long(text) or of_terms(text) or exempts(text):
        return None
    if _HOLDS.match(text) or _OF_FUNDS.match(text) or _ALTERS.search(text):
        return None
    if headed.LIMIT.match(text) and not _NEEDED.search(text[found.first :]):
        return None
    if found.position == "medically_necessary" and _LACKS.search(text[found.first : found.last]):
        found = replace(found, position="not_medically_necessary")
    weighs = found.whole or text[found.first : found.last].lower().startswith("determination")
    if _REFERS.search(text[: found.first + len("see ")]):
        return None
    if (
        headed.of_others(text)
        or _OF_PLANS.search(text)
        or (not found.whole and headed.boilerplate(_clause_of(text, found)))
    ):
        return None
    told = text.partition(_LISTED)[0]
    told = told if found.last <= len(told) else text
    if _SAYS_NOTHING.search(told) and not weighs and determined(text) is None:
        return None  # “X requires all of the following: …; it is no longer covered under warranty” does
    if _SOMETHING.match(text[: found.first]) and text[found.first :].startswith("cover"):
        return None
    said = text[found.first : found.last].lower()
    if _THIS_POLICY.search(text[: found.first]) and said.endswith(("approved", "issued", "established")):
        return None
    if said.endswith("approved") and _BY_AGENCY.match(text, found.last):
        return None
    if said.startswith(("was ", "were ")) and (_OF_STUDY.match(text) or _TAKEN.search(text, found.first)):
        return None
    if _EXAMPLE.match(text[slice(*found.subject)] if found.subject else text):
        return None
    if _SCOPE.match(text[found.last :]) or _of_scope(text, found):
        return None
    if said.endswith("contraindicated") and _TRIED.search(text[: found.first]):
        return None
    if _OF_PROVIDERS.match(text[: found.first]) and said.endswith(
        ("certified", "approved", "authorized", "eligible", "qualified")
    ):
        return None
    if _OF_CODES.match(text) or lasts(text[found.last :]) or of_whom(text):
        return None
    return found


_BY_AGENCY = re.compile(
    r"\s+by\s+(?:the\s+|an?\s+)?(?:(?-i:CMS|FDA|IRB|U\.?S\.?\s+Food)\b|food\s+and\s+drug|centers\s+for|institutional)",
    re.IGNORECASE,
)
"""“All protocols must be approved by CMS”: no payer's position on a service."""
_LISTED = "following: "
"""What stands behind it says more than the sentence does."""


def _clause_of(text: str, found: Stand) -> str:
    """What a general remark is looked for in: the clause up to its judgement, without the reason before it."""
    reason = next((t.word for t in tokens_of(text) if t.word.isalpha()), "") in REASONS
    begin = found.subject[0] if reason and found.subject and found.subject[1] <= found.first else 0
    return without_opinions(text)[begin : found.first] if found.plain else text


_OF_PLANS = re.compile(
    r"^\W*(?:the|this|that|these|our)\s+(?:[\w-]+\s+){0,3}(?:stud(?:y|ies)|trials?|research|work|reviews?|registry|analys[ei]s)\s+(?:was|were|is|are)\s+(?:\w+ly\s+)?funded\b|"
    r"\bmay\s+(?:or\s+may\s+)?not\s+be\s+(?:a\s+)?(?:covered|available|included)\b(?:\s+benefits?)?\s+(?:by|under|in|on|for)\s+(?:all|every|some|each|certain|many|most|your|their)\s+(?:[\w'’-]+\s+){0,3}(?:plans?|contracts?|products?|groups?|polic(?:y|ies)|benefits?)\b"
    r"|^\W*(?:the|this|our|these)\s+(?:following\s+|medical\s+|clinical\s+)*(?:coverage|reimbursement|payment)\s+(?:polic(?:y|ies)|positions?|guidelines?|summar(?:y|ies)|bulletins?)\s+appl(?:y|ies)\b"
    r"|\bmay\s+or\s+may\s+not\b|\b(?:some|certain|many|not\s+all)\s+(?:[\w'’-]+\s+){0,3}(?:plans|contracts|products|groups|employers)\s+(?:may\s+|do\s+|will\s+)?(?:not\s+)?(?:cover|exclude|include|limit)\b",
    re.IGNORECASE,
)
"""“X may not be covered by all plans”: what a plan covers stands in its contract."""
OF_POLICIES = re.compile(
    r"\bsubject\s+to\s+the\s+(?:specific\s+)?terms\b|\b(?:this|our)\s+(?:medical\s+)?polic(?:y|ies)\s+(?:is|are|relates?|addresses)\s+(?:only\s+)?(?:designed|intended|developed|to\b)"
    r"|\b(?:unique|individual)\s+(?:clinical\s+)?circumstances\b[^.]{0,40}\bindividual\s+consideration\b|\bnot\s+(?:all[- ])?inclusive\b|\bSocial\s+Security\s+Act\b|^\W*authority\s*:"
    r"|\bmay\s+or\s+may\s+not\s+be\s+covered\b|^\W*effective\s+(?:for|on)\b[^.]{0,50}\bafter\b[^.]{0,30}:$|^\W*(?:this\s+policy\s+(?:only\s+)?(?:affects|applies\s+to)|applies\s+to)\s+(?:[\w-]+\s+){0,5}(?:plans|products)\b"
    r"|\bcoverage\s+(?:for|of)\b[^.]{0,60}\bvar(?:y|ies)\b|^\W*if\s+coverage\s+(?:for|of)\b[^.]{0,80}\bis\s+available\b|\bdependent\s+(?:up)?on\s+(?:the\s+)?(?:member.s\s+)?benefit"
    r"|^\W*in\s+cases\s+where\s+the\s+approval\s+is\b|\bstandards\s+of\s+(?:medical\s+)?practice\s+current\s+at\b|^\W*click\s+here\b|\bbased\s+on\s+generally\s+accepted\s+standards\b|\bwill\s+be\s+posted\b|\bthis\s+website\b|\bsearch\s+(?:screen|tool)\b|\bnewest\s+version\b|\bprovider\s+(?:portal|manual)\b",
    re.IGNORECASE,
)
"""What publishers say of policies, laws and web sites: it asks nothing of a request."""


OF_THE_PATIENT = re.compile(
    r"^\W*(?:for\s+[^:.]{3,60}:\s+)?(?:the\s+|an?\s+)?(?:patient|member|individual|beneficiary|recipient|client|enrollee|person)s?\s+(?:is|are|has|have|had|was|cannot|can)\b",
    re.IGNORECASE,
)


_OF_SERVICE = re.compile(
    r"\b(?:coverage|benefits?|approvals?|authori[sz]ations?|payments?|reimbursement|requests?|claims?|orders?)\s+(?:exists?\s+|is\s+available\s+|is\s+provided\s+)?(?:for|of)\s+(?!the\s+(?:same|member|patient|services?)\b|(?:this|these|such|all|any|services?|a|an)\b|[0-9])"
    r"[^.;:]{3,80}?\b(?:is|are|will|may|can|shall|should|cannot|exists?)\b(?!\s+(?:be\s+)?(?:submit\w*|billed|reported|coded|filed|sent|made|reviewed|required|retained|documented|accompanied|directed))"
    r"|\b(?:members?|patients?|individuals?|beneficiar\w+|recipients?|enrollees?)\s+(?:(?:who|with)\s(?:[^.;:]|(?<=\be)\.|(?<=\.g)\.){3,200}?,?\s)?(?:is|are|will\s+be|may\s+be)\s+(?:\w+ly\s+)?(?:eligible|entitled|approved|covered)\b"
    r"|\bthere\s+(?:is|are)\s+(?:no\s+)?(?:coverage|benefits?|payment|reimbursement)\b",
    re.IGNORECASE,
)
"""What is granted or asked for, of which service, and what becomes of it: “Requests for X will be turned down”."""


@lru_cache(maxsize=8192)
def of_service(text: str) -> bool:
    """Whether a sentence says what becomes of requests for a service, in whatever words."""
    if (
        headed.boilerplate(text)
        or says_how_long(text)
        or OF_POLICIES.search(text)
        or _SAYS_NOTHING.search(text)
    ):
        return False
    found = judgement(text)
    return _OF_SERVICE.search(text) is not None and not (found and lasts(text[found.last :]))


_RESTRICTS = re.compile(
    r"(?:(?:age|prescriber|required|other|medical|information|criteria|restrictions?)\W*){2,4}", re.IGNORECASE
)
"""Headings of forms: “Prescriber Restrictions”, “Required Medical Information”, “Other Criteria”."""


def may_matter(text: str, heading: str = "") -> bool:
    """Whether a sentence among the criteria that was not understood could be one; `heading` stands over it."""
    if headed.boilerplate(text) or of_terms(text) or _OF_PLANS.search(text):
        return False
    if approves_use(text):
        return True
    if says_how_long(text):
        return False
    if (
        exempts(text)
        or bare_criterion(text)
        or names_whom(text)
        or (bounds(text) and not text.rstrip().endswith(("?", ":")))
    ):
        return True
    if INFORMS.match(text):
        return False
    if OF_POLICIES.search(text) or text.rstrip().endswith("?"):
        return False
    if (found := judgement(text)) and lasts(text[found.last :]):
        return False
    if (
        not of_service(text)
        and ADMINISTRATION.search(text)
        and not UNFAVOURABLE.search(text)
        and not (_COVERS.search(text) or CHANGES.search(text))
    ):
        return False
    told = (
        of_service(text)
        or _MODAL.search(text)
        or CHANGES.search(text)
        or _JUDGES.search(text)
        or OF_THE_PATIENT.match(text)
        or _RESTRICTS.fullmatch(heading)
    )
    return (len(text.split()) > 4 and told is not None) or (len(text.split()) > 1 and changes_for_some(text))
