"""Words that judge a use, by what they say; a payer's own word belongs into its class here.

Tables are phrases between bars. The classes: `need` (medical necessity), `cover` (the payer pays), `given` (says the
same, and only of a judging noun: “coverage is available”), `favour` (a favourable word that names no ground),
`invest`, `cosmetic`, `exclude`, `refuse` (unfavourable ones), `met` (“criteria for X are met”).
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from coverable.document.criteria.text.tokens import tokens_of
from coverable.document.patterns import word_set

Kind: TypeAlias = Literal[
    "need",
    "unneeded",
    "cover",
    "given",
    "favour",
    "invest",
    "cosmetic",
    "exclude",
    "benefit",
    "refuse",
    "met",
]
Phrase: TypeAlias = tuple[str, ...]


def _phrases(text: str) -> tuple[Phrase, ...]:
    return tuple(tuple(t.word for t in tokens_of(one)) for one in text.split("|") if one.strip())


TERMS: dict[Kind, tuple[Phrase, ...]] = {
    "need": _phrases(
        """medically necessary | medical necessity | reasonable and necessary | reasonable and medically necessary
        | medically reasonable and necessary | medically reasonable | medically appropriate | medically indicated | medically needed
        | medically required | medically justified | medically warranted | clinically necessary | clinically appropriate
        | clinically indicated | clinically justified | clinically warranted | clinical necessity | medical appropriateness
        | reasonable nor necessary | reasonable nor medically necessary | medically and clinically necessary | necessary and reasonable"""
    ),
    "unneeded": _phrases("medically unnecessary | medically needless | medically unwarranted | medically unjustified | clinically unjustified | clinically unwarranted | clinically unnecessary | unnecessary | not - medically - necessary | medically inappropriate | inappropriate"),
    "cover": _phrases(
        """covered | payable | paid | reimbursed | reimbursable | approved | approvable | authorized | authorised | authorizable
        | certified | benefit | eligible | eligible for coverage | eligible for benefits | eligible for reimbursement | eligible for reimbursement consideration | eligible for coverage consideration | eligible for payment
        | eligible for approval | eligible for authorization | eligible to receive | allowed | allowable | permitted | compensable
        | funded | commissioned | covered benefit | included in the benefit | included in the benefits | included in the plan | entitled to | honored | cost - shared | covered service | covered item | covered expense | covered under the plan | within the benefit
        | considered for coverage | approved for coverage | considered for approval | considered for authorization | considered for payment
        | considered for reimbursement | considered for prior authorization | qualify for coverage | a benefit of | in benefit | continued | renewed
        | reauthorized | reauthorised | repeated | extended | resumed | started | initiated | prescribed under the plan | pre - authorized
        | reconstructive | reconstructive in nature | preauthorized | precertified | recommended for approval | recommended for coverage | recommended for authorization | approved for coverage | recertified | reapproved | issued"""
    ),
    "given": _phrases(
        """provided | available | given | granted | extended | issued | made | offered | recommended | appropriate
        | limited to | restricted to | established | supported | demonstrated | determined | contingent on | contingent upon
        | conditional on | conditioned on | dependent on | dependent upon | subject to | based on | confined to | reserved for | afforded
        | made available | accessible | in place | possible | included | met | satisfied | shown | documented | confirmed
        | supplied | furnished | obtained | recognized | recognised | acknowledged"""
    ),
    "favour": _phrases(
        """appropriate | indicated | recommended | supported | justified | warranted | acceptable | accepted | proven | established
        | effective | reasonable | necessary | of proven benefit | of proven value | of proven efficacy | clinically useful | clinically valid | an option | an alternative | beneficial
        | reserved for use | suitable | standard of care | safe and effective | clinically proven | scientifically validated"""
    ),
    "invest": _phrases(
        """experimental | investigational | investigative | unproven | unestablished | unsubstantiated | under investigation | in the investigational stage | in the experimental stage | in an investigational stage
        | experimental in nature | investigational in nature | under study | in research | research | in the research stage | e / i | e / i / u | eiu | unvalidated
        | experimental / investigational | of unproven benefit | of unproven value | of unproven efficacy | of unproven effectiveness | of unproven usefulness | of unproven utility
        | of uncertain benefit | of uncertain value | of uncertain effectiveness | of unknown benefit | of unknown value | of unknown effectiveness"""
    ),
    "cosmetic": _phrases(
        "cosmetic | cosmetic in nature | for cosmetic purposes | for cosmetic reasons | aesthetic | primarily cosmetic"
    ),
    "exclude": _phrases(
        """excluded | exclusion | exclusions | an exclusion | exempt from coverage | excluded from coverage"""
    ),
    "benefit": _phrases(
        """benefit exclusion | contract exclusion | contractual exclusion | plan exclusion | policy exclusion | certificate exclusion
        | non - benefit | nonbenefit | benefit exclusions | contract exclusions | plan exclusions | among the exclusions | self - help
        | convenience item | convenience items | excluded from benefits | excluded from the benefit | excluded by the benefit
        | an exclusion of the benefit | an exclusion of the benefits | exclusion of the benefit | an exclusion of the contract | an exclusion of the plan
        | excluded by plan design | excluded by the plan design | excluded by benefit design | excluded by contract | excluded by the contract
        | ruled out by the terms | ruled out by the benefit | ruled out by the benefits | ruled out by the contract | ruled out by the plan
        | ruled out by the certificate | barred by the terms | barred by the contract | barred by the plan | barred by the benefit"""
    ),
    "refuse": _phrases(
        """denied | withheld | rejected | disallowed | ineligible | declined | non - covered | noncovered | non - reimbursable | nonreimbursable
        | non - payable | nonpayable | uncovered | non - compensable | noncompensable | nonallowable | non - allowable | ineligible for coverage | ineligible for benefits | ineligible for reimbursement | ineligible for payment | contraindicated | refused"""
    ),
    "met": _phrases("met | satisfied | fulfilled"),
}  # fmt: skip
TERMS["cover"] += tuple(
    (given, *before, noun)
    for given in ("granted", "given", "afforded", "accorded")
    for before in (("prior",), ("initial",), ("continued",), ())
    for noun in ("authorization", "approval", "coverage", "certification", "payment", "reimbursement")
)
HANDED = word_set("available provided furnished supplied offered")
"""What a payer does with a thing: where it is not, nothing is said of need."""
RECEIVES = word_set("receive obtain get bill furnish perform order")
"""“Members may receive X when …”, “Providers may not bill for X.”"""
PERSONS = word_set(
    "you member members patient patients individual individuals recipient recipients beneficiary beneficiaries enrollee enrollees client "
    "clients provider providers physician physicians facility facilities supplier suppliers practitioner practitioners"
)
UNESTABLISHED = word_set("proven established supported effective validated demonstrated shown substantiated")
"""Favourable words whose negation says that evidence is missing."""
NAMES_BENEFIT = word_set(
    "agreement subscriber benefit benefits contract contracts contractual certificate certificates plan plans"
)
AUXILIARIES = word_set(
    "is are was were be been being am may can could will shall should must would might has have had do does did remain remains stay stays "
    "isn't aren't wasn't won't doesn't don't cannot can't shouldn't"
)
NEGATORS = word_set(
    "not never no neither nor cannot without rarely seldom hardly scarcely isn't aren't wasn't won't doesn't don't can't shouldn't"
)
FILLERS = word_set(
    "so only also then generally usually currently therefore always typically hereby thus otherwise both either solely yet sufficiently "
    "considered deemed regarded viewed judged held determined found recognized recognised classified seen thought treated felt "
    "assessed returned ruled designated defined categorized listed looked upon reckoned rated counted classed as to be a an the of been being longer under normally ordinarily routinely "
    "primarily medically clinically together it automatically specifically explicitly still now hence additionally deemed"
)
JOINS = word_set(", / and or but ( ) & plus")
VIEWS = word_set(
    "rates classes sees takes lists categorizes designates renders makes considers regards deems views judges classifies recognizes recognises finds treats holds determines accepts"
)
VIEW_STEMS = word_set(
    "rate class see categorize designate render make consider regard deem view judge classify recognize find treat hold determine accept"
)
"""After an auxiliary: “does not consider”, “will regard”."""
PAYS = word_set(
    "considers restricts limits confines covers approves authorizes authorises reimburses pays allows permits supports grants certifies provides offers reauthorizes "
    "reapproves recertifies funds finances underwrites subsidizes honors endorses sanctions issues gives extends renders bears assumes makes supplies "
    "furnishes affords awards accords releases arranges secures ensures guarantees recommends"
)
PAY_STEMS = word_set(
    "consider cover approve authorize authorise reimburse pay allow permit support grant certify continue renew provide offer reauthorize "
    "reapprove recertify fund finance underwrite subsidize honor endorse sanction issue give extend render bear assume make supply "
    "furnish afford award accord release arrange secure ensure guarantee recommend"
)
GIVES = word_set(
    "consider restrict limit confine provide offer make issue give extend render bear assume supply furnish afford award accord release arrange secure ensure "
    "guarantee recommend"
)
"""Verbs that pay only with what is given: “will issue approval of X”, “bears the cost of X”."""
GRANTS = word_set(
    "coverage benefit benefits approval approvals authorization authorisation payment payments reimbursement certification "
    "preauthorization precertification cost costs"
)
TREATING = word_set("treatment retreatment therapy management use associated")
"""“treatment with X”, “costs associated with X”: X belongs to what is judged."""
PAYERS = word_set(
    "we reviewers directors administrators plans documents contracts policies benefits certificates"
)
"""Who pays, in the plural: “our plans cover X”."""
REFUSES = word_set("excludes denies disallows rejects declines prohibits")
DECLINING = word_set("declines decline declined refuses refuse refused")
"""“declines to cover X”."""
REFUSE_STEMS = word_set("include exclude deny disallow reject decline prohibit")
VERB_STEMS = VIEW_STEMS | PAY_STEMS | REFUSE_STEMS
SAYS = word_set("determined found concluded decided established demonstrated shown documented confirmed")
"""With “that” after them they judge nothing: what they say does."""
MEETS = word_set(
    "meets meet satisfies satisfy fulfills fulfill fulfils demonstrates demonstrate establishes establish supports support qualifies "
    "qualify achieves achieve reaches reach attains attain has have shows show lacks lack fails fail"
)
JUDGED_NOUNS = word_set(
    "coverage benefit benefits approval approvals reapproval reapprovals preapproval authorization authorizations authorisation pa tar payment reimbursement eligibility "
    "certification preauthorization precertification reauthorization recertification renewal renewals necessity"
)
DECISIONS = word_set(
    "rule rules limit limits form forms process procedure procedures terms schedule determination determinations decision decisions policy policies letter letters request requests"
)
"""After such a noun: “coverage decisions are made case by case” judges nothing."""
TIMES = word_set(
    "day days week weeks month months year years annually lifetime duration course courses cycle cycles increments session sessions visit visits"
)
OF_TIME = word_set(
    "for up to every in of a an the at time period maximum total term no more longer than one two three four six eight twelve initial additional "
    "first further only duration noted below listed above specified stated indicated table all as for treatment benefit plan calendar member therapy through until end and renewed same full its another rolling year"
)
"""Words beside a time in “for a maximum period of 12 months at a time”."""
GRANTED = word_set("prior initial continued further additional plan program benefit the a re -")
"""What stands before such a noun: “eligible for prior approval”."""
REACHES = word_set("extends extend applies apply reaches reach continues continue")
"""“Coverage does not extend to X.”"""
NOUN_VERBS = word_set("requires require depends needs need demands calls hinges") | REACHES
"""“Approval requires all of the following”: a judging noun and what it asks for."""
CONDITION_WORDS = word_set(
    "whether when whenever if unless once where until provided because since although whereas while except"
)
REASONS = word_set("because since although whereas while")
"""Words that begin a reason before the clause that judges: “Because trials show Y, X is considered …”."""
EVIDENCE = word_set(
    "validity reliability accuracy usefulness merit worth evidence data literature studies research trials efficacy effectiveness safety benefit benefits value utility role outcomes"
)
LACKING = word_set(
    "insufficient inadequate few lacking limited inconclusive unproven unknown uncertain unclear scarce weak conflicting mixed sparse poor "
    "scant"
)
ENOUGH = word_set("sufficient adequate enough suffice")
"""What evidence is said not to be, or not to do: “is not sufficient to conclude that …”."""
OUTSIDE = word_set("outside beyond")
INSIDE = word_set("part among within")
"""Where a service stands: “outside of coverage”, “not part of the benefits of the contract”."""
STANDS = word_set("fall falls lie lies sit sits stand stands")
STATUS = word_set("status position determination decision conclusion")
"""A label that names its service: “Coverage status of X: not covered”."""
SCOPE = (
    word_set(
        "coverage scope category categories covered program package language booklet handbook document documents"
    )
    | NAMES_BENEFIT
)
"""What it stands outside of."""
THINGS = word_set(
    "technology technologies therapies drugs methods techniques service services procedure procedures item items treatment treatments surgery therapy expense option test device benefit enhancement improvement"
)
"""Nouns that a judging word can stand before: “a covered service”."""
OF_BENEFIT = NAMES_BENEFIT | word_set(
    "dental vision pharmacy medical prescription drug hearing behavioral terms booklet handbook language category categories package medicare medicaid statutory program by from under in the a most many all member's members' document documents coverage health of standard every our your plan's"
)
MODALS = word_set("may can will shall should must could would")
GOES_ON = word_set(
    "continued renewed extended resumed started initiated issued reauthorized reauthorised repeated"
)
"""Words that judge only after “may be”: a therapy that is continued judges nothing."""
VIEWED = word_set("considered deemed regarded")
HAS_VIEWED = word_set(
    "classified classed categorized designated labeled labelled rated judged deemed listed found"
)
"""Behind “has”: what a payer has called a service, it calls so still."""
VAGUE = word_set(
    "subject based dependent conditional determined included appropriate depends depend hinges calls demands"
)
"""“Benefits are subject to the terms of the contract” says that of every service."""
OF_POLICIES = word_set(
    "rule rules policy policies guidance guideline guidelines regulation regulations law laws statute manual coverage contract"
)
"""What a payer goes by: “in accordance with state law, …” is no condition."""
SELDOM = word_set("rarely seldom occasionally sometimes")
OBJECT_ENDS = word_set(
    "when if for in as only provided where with to under upon unless until apart aside except once : subject based per according after during by "
    "outside absent without beyond besides whenever assuming short save whether excluding barring even whatever – —"
)
"""Words that end what a verb speaks of, and begin the conditions."""
STANDS_BEFORE = (
    OBJECT_ENDS
    | JOINS
    | word_set(
        ". ; – — - because depending according following level alternative prior treatment therapy procedure treatments option use care"
    )
)
"""What may follow a favourable word that names no ground (“is appropriate when”); an adjective has its noun there."""
NO_USE = word_set(
    "example instance addition accordance general particular contrast order dates purposes other most some all any this "
    "these those our such each every summary short conclusion fact light keeping compliance conjunction consultation "
    "reference coverage benefits information details questions only"
)
"""After “for” or “in” at the beginning of a sentence: no use and no patients follow."""
JUDGING = (
    frozenset(word for phrases in TERMS.values() for phrase in phrases for word in phrase)
    | HANDED | RECEIVES | UNESTABLISHED | NAMES_BENEFIT | AUXILIARIES | NEGATORS | VIEWS | VIEW_STEMS | PAYS | PAY_STEMS
    | GIVES | GRANTS | PAYERS | REFUSES | SAYS | MEETS | JUDGED_NOUNS | DECISIONS | REACHES | EVIDENCE | LACKING
)  # fmt: skip
"""All words that can belong to what a sentence judges: none of them says anything of a patient."""
