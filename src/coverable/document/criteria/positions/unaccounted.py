"""Words of logic that no rule took: over a list, in an item, in a sentence of position.

Whatever turns, bounds or excepts a condition has to be accounted for. The classes are words, never phrases of one payer:
what stands in a text and belongs to none of its parts that were read is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from coverable.document.criteria.positions import headed
from coverable.document.criteria.positions.judgement import judgement
from coverable.document.criteria.positions.judgewords import (
    AUXILIARIES,
    EVIDENCE,
    NEGATORS,
    NOUN_VERBS,
    PAY_STEMS,
    PAYS,
    TERMS,
    VIEW_STEMS,
    VIEWS,
)
from coverable.document.criteria.positions.payers import AMONG_SERVICES, pays
from coverable.document.criteria.positions.sentenceforms import without_opinions
from coverable.document.criteria.positions.stand import Stand
from coverable.document.criteria.positions.unknown import NEGATIVE, unknown
from coverable.document.criteria.quantifiers import quantifier
from coverable.document.criteria.quantifiers.leadin import LeadIn
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.criteria.text.wordclasses import NUMBERS, any_case
from coverable.document.patterns import word_set
from coverable.document.reading import Rule, Statement, leaves_of

EXCEPTING = word_set("unless except excepting excluding barring save otherwise instead notwithstanding")
COUNTING = (
    word_set(
        "any all each every either both one single singly sole alone some several most half many few enough suffice suffices sufficient "
        "alternative alternatives together separately individually whichever"
    )
    | NUMBERS.keys()
)


def left(text: str, taken: Iterable[tuple[int, int]], words: frozenset[str]) -> list[str]:
    """The words of a class in a text that stand in none of the parts taken, as printed."""
    parts = [*taken]
    return [
        text[t.first : t.last]
        for t in tokens_of(text)
        if t.word in words and not any(first <= t.first < last for first, last in parts)
    ]


_HARMLESS = any_case(
    r"\b(?:do(?:es)?|will)\s+not\s+(?:require|need)\s+(?:prior\s+(?:authori[sz]ation|approval)|pre-?(?:authori[sz]ation|certification))\b|\bbut\s+(?:is\s+|are\s+|may\s+)?not\s+(?:necessarily\s+)?(?:be\s+)?(?:limited|restricted)\s+to\b|\bwithout\s+(?:exception|limitation)\b|\bno\s+exceptions?\b|\bnot\s+only\b"
    r"|\bnone\s+of\s+(?:which|them|these)\s+(?:may|can|will)\s+be\s+(?:waived|omitted|skipped|left\s+out|missing)\b"
    r"|\((?:otherwise|else|if\s+not,?)\s+(?:it\s+is\s+)?not\s+(?:applicable|required|needed)\)"
    r"|\b(?:adults?\s+(?:and|or)\s+(?:children|adolescents)|(?:children|adolescents)\s+(?:and|or)\s+adults?)\b"
    r"|\bnot\s+(?:an?\s+)?(?:all[\s-]*inclusive|exhaustive)\b|\((?:please\s+)?(?:see|refer\s+to)\s[^()]*\)"
    r"|\bno[t]?\s+(?:less|fewer|more|longer|later)\s+than\s+(?:[0-9]+|[a-z]+)\s+(?:\([0-9]+\)\s+)?(?:days?|weeks?|months?|years?|hours?|sessions?|visits?)\b"
)


def harmless(text: str) -> list[tuple[int, int]]:
    """The places of words that change nothing: “but not limited to”, “children and adults”."""
    return [m.span() for m in _HARMLESS.finditer(text)]


_ALL = word_set("all each every both together")
_ANY = word_set("any either one single whichever")
_EVERY = any_case(
    r"\b(?:all|any|each|every)\s+(?:[\w-]+\s+)?(?:indications?|uses?|diagnos[ei]s|conditions?|requests?|members?|patients?|individuals?|adults?|children|products?|strengths?)\b"
)
"""“For all indications:” says what a list is for."""


def over_list(over: Passage, lead: LeadIn, rule: Rule | None) -> list[str]:
    """The words of logic over a list that neither its quantifier nor a condition of its own took.

    `rule`: what connectors or the usual sense of the words say of the number, where no quantifier does; a word of number
    that does not say the same is left over as well.
    """
    taken = [(c.first - over.first, c.last - over.first) for c in lead.conditions]
    taken += [m.span() for m in _EVERY.finditer(over.text)]
    taken += harmless(over.text)
    found = lead.quantifier
    if found is not None:
        # “the following are not present”: the negation behind the words made the rule
        taken.append((found.first, len(over.text) if found.rule == "none" else found.last))
    if lead.inline is not None:
        taken.append((lead.inline.first - over.first, lead.inline.last - over.first))
    words = NEGATIVE if lead.joint == "unless" else NEGATIVE | EXCEPTING
    counts = COUNTING - {"all": _ALL, "any": _ANY}.get(rule, frozenset[str]()) if rule else frozenset[str]()
    return left(over.text, taken, words | counts)


_CASE = any_case(
    r"^\W*(?!when\s+(?:assessed|measured|scored|compared|calculated)\s+(?:by|with|using|to|on)\b)(?:should\s+(?:the|an?|his|her)|provided(?!\s+(?:in|at|by|to|for|with|on|under|through|as|within)\s)|given|assuming|supposing|granted|in\s+(?:the\s+)?(?:event|case)|on\s+condition|if|when|whenever|where|once)\b"
    r"[^,:]{5,}[,:]\s(?!such\s+as\s|including\s|e\.g\.|for\s+example\s)(?!.*,?\s(?:and|or)\s)"
)
_TURNED = any_case(
    r"\b(?:barring|(?<!would\s)(?<!could\s)(?<!cannot\s)(?<!not\s)(?<!is\s)(?<!are\s)(?<!and\s)otherwise(?!\s+(?:healthy|eligible)|\W*$)|failing\s+(?:that|which|this)|if\s+not\b|save\s+(?:where|when|for|if|in|that)|(?<!or\s)else\s*[:,]|absent\s+(?:such|this|that)"
    r"|(?:for|in)\s+(?:everyone|everybody|anyone|all)\s+(?:else|others?)|(?:is|are)\s+(?:waived|excused|immaterial|irrelevant|dispensed(?!\s+(?:by|at|from|in|through)\b))"
    r"|(?:waived|excused|exempt\w*|dispensed\s+with|set\s+aside|lifted|suspended|disregarded|needless|optional|irrelevant|immaterial)\s+(?:if|when|where|for|in|from)"
    r"|\bn\s*/\s*a\s+(?:if|when|where|for|in)\b|(?:does|do|need)\s+not\s+(?:apply|matter|count|be\s+(?:met|shown|tried|present))|(?<!:\s)(?<!^)not\s+(?:needed|required|necessary|applicable|asked\s+for|expected)\b(?:\s+(?:if|when|where|for|in|of)\b|\s*[)\].]?\s*$)"
    r"|with\s+the\s+exception\s+of|exceptions?\s*(?:[:(]|(?:is|are|may\s+be)\s+(?:made|allowed|granted)|when|if|where|for)|(?<!^)only\s+(?:when|if|where)\b)"
)


def turns(item: str) -> bool:
    """Whether an item that was kept as one condition holds a case or an exception of its own."""
    return _CASE.match(item) is not None or _TURNED.search(item) is not None


_TURNING = word_set("no not none never nothing nobody neither nor cannot hardly")
_PERSONS = any_case(
    r"^\W*(?:(?:the|an?|all|any|each|our|such|those|plan|eligible)\s+)*(?:you|patients?|members?|individuals?|persons?|people|adults?|children|beneficiar\w+|recipients?|clients?|enrollees?|subscribers?|customers?|participants?)?(?:\s+already\s+(?:approved|receiving|taking|using|on)\b.*)?\W*$|^[^.;]{2,90}:\s*$"
)
_EACH = any_case(r"^\W*(?:each|every)\s+(?:procedure|service|item|device|treatment|test|drug|component)\W*$")
_WITH_OR_WITHOUT = any_case(r"\bwith\s+or\s+without\b")
_AMONG = any_case(rf"^.*\b{AMONG_SERVICES}\s+")
_CONTRACT_OF = any_case(r"\bevidence\s+of\s+coverage\b")
_OF_STUDY = any_case(r"\b(?:stud(?:y|ies)|trials?|cohorts?|registry|surveys?|requests)\b")
_CLAIM = any_case(r"\b(?:claims?|invoices?)(?:\W*$|\s+for\b)")
_CONTRAST = any_case(r"^\W*(?:(?:al|even\s+)?though|whereas)\b|\brequests\b.{0,60}\balthough\b")
_PLAN = any_case(
    r"^\W*(?:the|our|this|your)?\s*(?:medicaid|medicare|plan|company|agency|department|program|payer|insurer|health\s+plan)\W*$"
)
"""“Medicaid covers only necessary transport”: who pays, and not for what."""
_ELSE = word_set(
    "all any every each other others else rest remaining remainder whatever whichever anything everything anyone anybody "
    "everyone above below list listed listing named described specified mentioned addressed included covered here document policy guideline "
    "section criteria criterion requirements requirement conditions standards elsewhere otherwise beyond outside apart aside "
    "besides additional further different unlisted absent unmet missing not no without lacking lacks fails fail short"
)


_SETS_APART = word_set(
    "other others else remaining above below listed unlisted criteria criterion requirements unmet whenever beyond outside short besides"
)
"""Words that no name of a service has."""


def _tells(agent: str) -> bool:
    """Whether another verb says or views something; a stem does only behind an auxiliary: “to treat X”, “a back-up rate”."""
    tokens = tokens_of(agent)
    if any(t.word in _TELLING and not (t.first and agent[t.first].isupper()) for t in tokens):
        return True  # “the United States” states nothing
    return any(a.word in AUXILIARIES | NEGATORS and b.word in VIEW_STEMS for a, b in pairwise(tokens))


_TELLING = VIEWS | word_set(
    "believe believes recommend recommends suggest suggests state states stated conclude concludes concluded report reports reported "
    "say says said argue argues advise advises propose proposes describe describes define defines list lists"
)
CLAIM = any_case(
    r"(?P<who>.{2,80}?)\s+(?:(?:has|have)\s+)?(?:concluded?s?|determined?s?|found|finds|decided|believes?|states?)\s+that\b"
)
_TOLD_THAT = any_case(
    r"\b(?:held|said|stated|reported|noted|concluded|agreed?|argued|advised|suggested|recommended|believed|thought|felt|proposed|opined|wrote)\s+that\b"
)
"""Verbs that have an object or a sentence of their own: before the verb that judges they are not understood."""


_CRITERIA = word_set("following criteria requirements conditions")
"""“The following criteria must be met for approval of X”: nobody says so."""
_IS = word_set("is are was were what whatever")
_POLICY_IS = any_case(r"\W*(?:it\s+is\s+)?(?:the\s+|our\s+|its\s+)?(?:\w+\s+)?(?:policy|position|practice)\b")


_HANDLED = any_case(
    r"\b(?:requires?|required|needs?|subject\s+to|must\s+be|should\s+be)\s+(?:\w+\s+)?(?:prior|pre-?auth\w*|pre-?cert\w*|notification)\b"
    r"|\b(?:prior\s+authori[sz]ation|pre-?authori[sz]ation|pre-?certification|notification)\s+(?:is|are)\s+(?:not\s+)?(?:required|needed|necessary)\b"
    r"|\blimited\s+to\s+(?:[0-9]|one|two|three)|\bper\s+(?:year|month|week|day|lifetime|calendar)\b"
)
"""How requests are made, and how many are granted."""


def handled(text: str) -> bool:
    """Whether a sentence says how requests are made, or how many are granted."""
    return _HANDLED.search(text) is not None


_BY_CONTRACT = any_case(
    r"^\W*benefits\s+(?:do|does|shall|will)\s+not\s+(?:include|cover|extend)|\b(?:exclu\w+|contract\w*|certificate|agreement|booklet|handbook|statut\w+|plans?|benefits?\s+(?:packages?|schedules?|language|terms)|terms\s+of\s+(?:the\s+|your\s+|our\s+)?benefits?|evidence\s+of\s+coverage)\b"
)
_FREQUENCY = any_case(
    r"^\W*(?:without\s+[^,;]{2,30}\s+)?(?:at\s+a\s+frequency|limited\s+to|up\s+to|no\s+more\s+than)\b.{3,120}\b(?:per|every|each|in\s+an?)\s"
    r"|^\W*(?:only\s+)?(?:once|twice|(?:one|two|three|[0-9]+)\s+times?)\s+(?:per|every|each|in|within|during|an?)\s"
)
"""“… covers shoes at a frequency of one pair per 12 months”: what is granted."""
_BECAUSE_OF = any_case(r"\s*,?\s*(?:based\s+on|because|due\s+to|as\s+a\s+result\s+of)\b")
"""“Frequent changes are necessary based on Y” tells of a patient."""
_BY_RULE = any_case(r"\s*(?:per|under|by|according|pursuant|through|via|in\s+accordance|on\s+an?)\b")
"""“Coverage will be considered per § 3”: nothing is granted yet."""
LASTING = any_case(
    r"^\W*(?:(?:\w+\s+)?(?:authori[sz]ations?|approvals?|coverage)\s+(?:of|for)\s+(?:up\s+to\s+)?[0-9]|(?:up\s+to\s+)?\w+\s+(?:more\s+)?(?:days?|weeks?|months?|years?)\s*$)"
)
"""“Authorization of 12 months may be granted for X”."""
_BESIDE = any_case(
    r"(?:from|by|at|on|through|via|into|(?:under|within)\s+(?:the|an?|any|most|all|this|our|its|their))\b"
)
"""What may still belong to the predicate: “excluded from the package of benefits”."""
_BRACKETS = any_case(r"\([^()]*\)")
_CONDITIONS = any_case(
    r"\b(?:when|if|unless|where|provided\s+that)\b|\bon\s+(?:the\s+)?condition\b|(?<=\w)\s+(?:any|all|one|each|none|both|either|more)\s+of\s+(?:the|these|those)\b"
)


_SERIES = any_case(r"\w,\s+\w")
_SERIES_ENDS = any_case(r"^[^.;:]{0,120},\s+(?:and|or)\s+\w")
"""“does not cover X, Y in the home, or Z in a clinic”: a series that the words on one of its members interrupt."""
_THESE = any_case(r"(?:these|those|such)\s+[a-z-]+(?:\s+[a-z-]+)?")
"""“These beds will be denied”."""
_SUCH_CASES = any_case(
    r"\b(?:in|for|under)\s+(?:such|this|that|these|those)\s+(?:cases?|situations?|circumstances?|instances?|events?|settings?|scenarios?)\b"
)
_POINTS_BACK = any_case(
    r";\s+(?:such|this|that|these|those|it|they)\b|\b(?:do|does|did|is|are|was|were|must|may|can|will|should)\b[^;.]*;\s"
)
"""“A is no reason for B; such B is …”."""
_AMOUNT = any_case(
    r"(?<!not\s)(?<!no\s)\b(?:more|greater|fewer|less)\s+than\s+[0-9]|\bin\s+excess\s+of\s+[0-9]|\bexceeding\s+[0-9]"
    r"|\b(?:but|and|or)\W*$"
)
"""“more than 15 kits per month”, “for a woman over age 34, but”: a bound, or a half of one."""


_GROUNDS = word_set("evidence literature proven") | {w for p in TERMS["invest"] for w in p if len(w) > 7}


def _judges_at_once(text: str) -> bool:
    """Whether a condition begins with a predicate: “will not be paid to treat A”."""
    found = judgement(text)
    return found is not None and found.first == 0 and tokens_of(text)[0].word in AUXILIARIES | NEGATORS


_MEETS = any_case(
    r"\b(?:criteri(?:a|on)|requirements?|indications?|met|meets?|satisf\w+|must|requires?|required|present|exists?|shown|documented|documentation|appl(?:y|ies)|true|approv\w+|necessary|covered|has|have|with)\b"
)


_ASKS = any_case(
    r"\b(?:members?|patients?|individuals?|persons?|beneficiar(?:y|ies)|recipients?|clients?|enrollees?|diagnos\w+|documented|documentation|must|unless|only|except|criteria|after|trial|failure|required|needed)\b"
)


def asks_something(remark: str) -> bool:
    """Whether a remark in a table speaks of the patient or of what has to be, and is no mere limit or pointer."""
    return _ASKS.search(remark) is not None and not handled(remark)


OF_GRANT = any_case(
    r"\b(?:coverage|benefits?|payments?|reimburse\w*|pay|pays|paid|payable|cover|covers|covered|approv(?:es?|ed|al)|authori[sz](?:es?|ed|ation)|certif(?:y|ies|ied)|necess\w+|proven"
    r"|unjustif\w+|unwarrant\w+|qualif(?:y|ies|ied)|recommend\w*|unproven|evidence|efficacy|effective|contract|investigat\w+|experiment\w+|exclu\w+|eligib\w+|refus\w+|declin\w+|den(?:y|ied|ies))\b"
)
_SAYS_SO = any_case(r"\b(?:is|are|was|were|be|been|do|does|will|shall|may|can|cannot|exists?|[a-z]{3,}s)\b")


def may_judge(text: str, lead: LeadIn) -> bool:
    """Whether words over a list that were not understood may judge: they speak of coverage, and have a verb.

    What stands before the words that count is looked at, up to the conditions: “X lies beyond benefits for any of …”.
    """
    head = text[: lead.quantifier.first] if lead.quantifier else text
    head = _CONDITIONS.split(head, maxsplit=1)[0]
    named = OF_GRANT.search(head)
    return named is not None and not headed.names_criteria(head) and _SAYS_SO.search(head) is not None


def announces(lead: LeadIn, text: str, listed: bool) -> bool:
    """Whether words over a list that judge nothing say that it is one of criteria, and not of anything else."""
    stated = lead.quantifier is not None and lead.quantifier.how == "stated"
    return (stated and listed) or _MEETS.search(text) is not None


def questions(
    sentence: Passage, found: Stand, made: Statement, listed: bool, strict: bool
) -> list[tuple[str, str]]:
    """What a statement leaves unaccounted for, each as a kind of finding and what it says.

    `listed`: a list stands under the sentence. `strict`: it stands outside of the criteria.
    """
    text = sentence.text
    begin = found.given[1] if found.given else 0
    closes = made.all_other_uses or made.criteria_not_met
    favourable = made.position == "medically_necessary"
    out: list[tuple[str, str]] = []
    inside = found.subject is not None and found.subject[0] >= found.first
    agent, clause = without_opinions(text)[begin : found.first], text[begin : found.last]
    agent = _AMONG.sub("", agent)
    said = [t.word for t in tokens_of(text[found.first : found.last])]
    active = inside or bool(said and said[-1] in VIEWS | PAYS | PAY_STEMS)
    if (
        active
        and not (pays(agent) or _PERSONS.match(agent) or left(agent, (), _CRITERIA))
        and EVIDENCE.isdisjoint(t.word for t in tokens_of(agent))
    ):
        out.append(("position_unclear", "Who says so may be no payer"))
    if active and made.position != "investigational" and left(agent, (), _IS) and not _POLICY_IS.match(agent):
        out.append(("position_unclear", "Another verb stands before the one that judges"))
    told = CLAIM.match(agent)
    if not inside and not (told and pays(told["who"])) and (_tells(agent) or _TOLD_THAT.search(agent)):
        out.append(("position_unclear", "Another verb stands before the one that judges"))
    subject = found.subject if inside and found.subject else (0, 0)
    said_of = subject[0] - begin, subject[1] - begin
    turning = left(clause, [said_of, *harmless(clause)], _TURNING) if favourable else []
    if turning := [*turning, *(unknown(text, found) if found.certain else ())]:
        out.append(("words_left", f"No rule took “{'”, “'.join(turning)}”"))
    if favourable and not listed and any(_FREQUENCY.search(n.text) for n in leaves_of(made.criteria)):
        out.append(("running_text", "How many are granted, or a condition?"))
    needed = said[-1:] == ["necessary"] and {"medically", "clinically"}.isdisjoint(said)
    if favourable and needed and _BECAUSE_OF.match(text[found.last :]):
        out.append(("position_unclear", "What is needed, and why: a condition, or a position?"))
    counts = quantifier.counts(text[found.last :])
    told = listed or found.plain or said[-1:] == ["proven"] or counts
    if favourable and not told:
        out.append(("position_unclear", "Its words name no ground, and no list stands under it"))
    if favourable and not listed and said[-1:] == ["considered"] and _BY_RULE.match(text, found.last):
        out.append(("position_unclear", "What is considered: is it granted, or decided later?"))
    if favourable and not (listed or counts) and said and said[-1] in NOUN_VERBS:
        out.append(("position_unclear", "A verb that says so of a benefit, and of much else"))
    if favourable and headed.decided_by_others(text):
        out.append(("position_unclear", "Contractors decide it: is it granted?"))
    plain = {"covered", "benefit"} <= {w.removesuffix("s") for w in said}
    if _OF_STUDY.search(made.subject) and "were" in said:
        out.append(("position_unclear", "It tells of a study, or takes a position?"))
    if _CLAIM.search(made.subject):
        out.append(("position_unclear", "How a claim is handled, or a position?"))
    if favourable and any(_CONTRAST.search(n.text) for n in leaves_of(made.criteria)):
        out.append(("position_unclear", "What stands in contrast to it, or a condition?"))
    if made.position == "benefit_exclusion" and not (plain or _BY_CONTRACT.search(text)):
        out.append(("position_unclear", "Does the contract exclude it, or does the payer not cover it?"))
    if (
        made.position == "not_covered"
        and left(text, [found.subject] if found.subject else (), _GROUNDS)
        and not _CONTRACT_OF.search(text)
    ):
        out.append(("position_unclear", "Not covered, or not proven?"))
    if not listed and _SERIES.search(made.subject) and _SERIES_ENDS.search(text[found.last :]):
        out.append(("running_text", "Several services: to which of them do the words behind them belong?"))
    if _POINTS_BACK.search(text[begin : found.first]):
        out.append(("position_unclear", "A clause stands before a semicolon: what is it about?"))
    if not (closes or listed) and made.criteria is None and _SUCH_CASES.search(text):
        out.append(("position_unclear", "It points back to cases: to which?"))
    if not closes and _THESE.fullmatch(made.subject):
        out.append(("position_unclear", "It points back to something: to what?"))
    if _AMOUNT.search(made.subject):
        out.append(("position_unclear", "A bound stands in what it seems to be about"))
    if not closes and _CONDITIONS.search(_BRACKETS.sub("", made.subject)):
        out.append(("position_unclear", "Conditions stand in what it seems to be about"))
    if not listed and any(_judges_at_once(n.text) for n in leaves_of(made.criteria)):
        out.append(("position_unclear", "A second position may stand in its conditions"))
    if not listed and any(
        judgement(p.strip()) for n in leaves_of(made.criteria) for p in n.text.split(";")[1:]
    ):
        out.append(("position_unclear", "A second position may stand behind a semicolon"))
    if favourable and not listed and text[found.last :].lstrip().startswith(";"):
        out.append(("running_text", "A clause behind a semicolon: a condition?"))
    behind = next((n.text for n in leaves_of(made.criteria)), "")
    if _BESIDE.match(behind) and text[found.last :].lstrip(" ,)").startswith(behind[:12]):
        out.append(("running_text", "A condition, or words that belong to the position?"))
    if favourable and made.criteria is None and not made.candidates:
        out.append(("statement_bare", "A favourable sentence without a condition"))
    lasting = LASTING.match(text[begin : found.first]) is not None
    running = favourable and not (listed or made.subject or lasting) and made.criteria is not None
    if running or (
        made.subject and not closes and any(p.match(made.subject) for p in (_PERSONS, _PLAN, _EACH))
    ):
        out.append(("position_unclear", "It names no service"))
    swallowed = made.criteria is None and not (listed or closes or favourable or made.named_uses)
    if swallowed and (words := left(made.subject, (), _SETS_APART)):
        out.append(
            ("position_unclear", f"“{'”, “'.join(words)}” may reach other uses, or criteria that are not met")
        )
    tail = made.criteria if not (listed or closes or favourable) else None
    if (
        tail is not None
        and tail.rule == "leaf"
        and (words := left(_WITH_OR_WITHOUT.sub("", tail.text), (), _ELSE))
    ):
        out.append(
            ("running_text", f"“{'”, “'.join(words)}” may reach other uses, or criteria that are not met")
        )
    if strict and not (listed or closes):
        out.append(("position_elsewhere", "A sentence of position outside of the criteria"))
    return out
