"""Uses that a sentence names, each of which is meant: “for A, B, or C”, “A when the goal is B or C”."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from coverable.document.criteria.conditions import leaves
from coverable.document.criteria.conditions.alike import asked_if_unlike
from coverable.document.criteria.quantifiers import leadin
from coverable.document.criteria.text import inline
from coverable.document.criteria.text.adjectives import ends_in_adjectives
from coverable.document.criteria.text.clauseverbs import VERB
from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.page import Page
from coverable.document.criteria.text.passage import Passage
from coverable.document.criteria.text.persons import SOME_PERSONS
from coverable.document.criteria.text.useframes import ARTICLES, led_in
from coverable.document.criteria.text.wordclasses import NEGATING, any_case
from coverable.document.reading import Node

_JOINS = any_case(
    r"\b(?:when|if|who|whom|that|which|including|at\s+least|and|unless|except|regardless|irrespective|once|twice|per)\b|(?<!type\s)(?<!stage\s)(?<!grade\s)(?<!class\s)\b[0-9]"
)
_VERB = any_case(VERB.pattern.replace("|uses?|", "|uses|"))
_SHARED_LAST = any_case(
    r"\w\s+(?:screening|clearance|examinations?|physicals?|testing|purposes|reasons|entry)$"
)
"""A last word that may belong to the first use as well."""
_HEAD_LAST = any_case(
    r"\w\s+(?:cancers?|carcinomas?|tumou?rs?|arthritis|diseases?|disorders?|syndromes?|lymphomas?|leuk[ae]?emias?|infections?|ulcers?|failure|dysfunction|deficiency|seizures?|neuropath(?:y|ies)|injur(?:y|ies)|fractures?|stenosis|instability|anemias?|hepatitis)$"
)
"""A noun that the words before it share."""
_ORGAN = any_case(
    r"\b(?:breast|lung|colon|rectum|bowel|prostate|kidney|liver|bladder|pancreas|stomach|skin|thyroid|brain|heart|ovary|uterus|cervix|esophagus|head|neck|mouth|throat|blood|bone|joint|nerve|muscle|spine|eye|ear|vein|limb|foot|leg)$"
)
_BODY = any_case(
    r"(?:acute\s+|chronic\s+)?(?:neck|back|knee|hip|shoulder|elbow|wrist|ankle|foot|hand|leg|arm|joint|chest|head|jaw|muscle|nerve|bone|lumbar|cervical|thoracic|pelvic|abdominal|facial)$"
)
"""A part of the body, which shares the noun behind it: “neck or back pain”."""
_OF_ITS = any_case(r"(?<!of )(?<!in )(?<!on )\bthe\s+[a-z-]+$")
_ALSO_ITS = any_case(r"(?!(?:the|an?)\s)[a-z-]+\s+of\s")
"""“the shape | or | size of the nose”: two sides of one thing."""
_SHARED = any_case(
    r"\b(?:with|of|from|(?:due|related|secondary)\s+to|because\s+of|caused\s+by|after|following|in|without|as)\b"
)
"""Words after which “A or B” may share what stands before: “herniation with radiculopathy or stenosis”."""
_TAIL = any_case(
    r"\w\s+(?:with|without|from|due\s+to|after|despite|following|requiring|causing|confirmed|documented|expected)\s+\w"
)
"""Words behind the second of two uses that may be said of the first as well."""
_DONE_FOR = any_case(
    r"\w\s+(?:used|given|caused|treated|done|performed|ordered|lasting|prescribed|worn|taken|applied|provided)\s+(?:for|by|to|in|with|on|at|from|less|more|after|before|during)\b"
)
"""Words behind the last use that may be said of each."""
_DONE_BY = any_case(
    r"\w\s+(?:made|given|confirmed|diagnosed|documented|established|determined|ordered|prescribed|performed|provided|signed|certified|shown|verified|supported|evidenced)\s+(?:by|through|in|on)\s"
)
"""Who or what shows the use, of which the series may be."""
_OF_WHOM = any_case(
    r"\s(?:for|in|among)\s+(?:the\s+|those\s+)?(?:[\w-]+\s+){0,2}?(?:patients|members|individuals|persons|people|adults|children|adolescents|women|men|those|beneficiaries|recipients)\b"
)
"""Whom the last use is for, which may be said of each."""
_LED = any_case(
    r"(?:[\w-]+\s+){0,4}?(?![\w-]*(?:itis|osis|oma|ia|pathy|algia|emia|tomy|tion|sion|ease|cer|ain|yndrome|order|jury|ture|ity)s?\s)[\w-]+\s+"
    r"(?:of|for|with|by|in|to|as|like|from)\s+(?!(?:the|an?|one|both|his|her|their)\s)(?=\S)"
)
"""“pursuit of pain relief”, “cancer of the lung”: words that may lead the other uses in as well."""
_MANNER = any_case(
    r"(?:writing|person|advance|consultation|conjunction|combination|collaboration|accordance|concert)\s+(?:by|with|of)\s"
)
"""“ordered in writing by the attending physician, a nurse, or a specialist”: how, and no use."""
_SERIES = any_case(r"\s*(?:,|(?:and|or)\b)")
"""“for diagnosing | , managing and monitoring X”: the words that lead a use in are a series, and no use ends."""
_BARE = any_case(r"\W*(?:for|in|as|to)\s+(?:the\s+)?(?=\S)")
_OF = any_case(r"\w+\s+of\s")
_PERSONS_WITH = any_case(rf"{SOME_PERSONS}\s+(?:with|who)\b")
"""“for individuals with a diagnosis of A, monitoring of B, or C”: the persons belong to each."""
_SETTING = any_case(
    r"\W*(?:in|for)\s+(?:the\s+)?(?:setting|event|cases?|presence|context|course|face)\s+of\s"
)
"""“in the setting of A, evaluation of B, or C”: said of each."""
_NO_VERB = any_case(r"\bof\s+(?:\w+\s+)?causes?\b|\bfailed\s+back\b|\baffect$")
"""“neuropathy of unknown cause”, “failed back surgery syndrome”: nouns."""
_BOUND = any_case(
    r"\s+(?:with\s+an?\s+(?:[\w-]+\s+){1,5}?)?(?:above|below|over|under|exceeding|beyond|(?:greater|less|more|lower|higher)\s+than|of\s+(?:at\s+least|more\s+than)|at\s+least|[<>≤≥]=?)\s+[0-9][0-9.,]*\s*(?:%|[\w/]+(?:\s+[\w/]+)?)?$"
    r"|\s+that\s+(?:has\s+|have\s+)?(?:last(?:s|ed)?|persist(?:s|ed)?|recur(?:s|red)?|been\s+present)\s[^,;]{2,60}?\b(?:days?|weeks?|months?|years?|treatment|age|childhood|entry)$"
)
"""“myopia above 8 diopters”, “insomnia that has lasted more than 3 months”: a name with its bound."""
_SHARED_NOUN = any_case(r"^[a-z-]+\s+and\s+(?=[a-z-]+\s+[a-z-]+)")
"""“head | and | neck cancer screening”: two words before one noun, in a list that “or” joins."""
_WITH = any_case(
    r"(?:adults?|children|adolescents|infants|women|men|patients|members)\s+(?:with|who\s+have)\s"
)
_TREATS = any_case(
    r"(?:[\w-]+\s+){0,2}?(?:treatment|management|evaluation|prevention|relief|correction|control)\s+(?:of|for)\s"
)
_BEGINS = any_case(
    r"\s(?=(?P<asked>(?:(?:[a-z]+(?:ed|ly)|given|sought|undertaken|done|meant)\s+)*)(?P<word>for|in|to|against|as|when|if|with|by|at)\s)"
)
"""Where the words on a use may begin behind the name of a service."""


def uses_named(rest: Passage, page: Page, negative: bool = True) -> Node | None:
    """The uses that a sentence names, each of which is meant.

    Only plain names are taken apart: no clause, and no adjective that shares its noun (“primary or secondary
    hyperhidrosis”). A positive statement names alternatives with “or” only.
    """
    rest = _bare_of_whether(rest)
    named = rest.part(led_in(rest.text))
    found = None if _SERIES.match(named.block.text, named.first) else inline.parted(named)
    if found is not None and _MANNER.match(found.items[0].text):
        return None
    if found is None or "and/or" in found.connectors or (not negative and "and" in found.connectors):
        return None
    if "and" in found.connectors and ("or" in found.connectors or _OF_ONE.match(rest.text)):
        return None  # “when the patient has alpha and beta”
    if any(not _a_name(item.text) for item in found.items):
        return None
    if any(ends_in_adjectives(item.text) for item in found.items[1:]):
        return None  # “melanoma, unresectable or metastatic”
    if _HEAD_LAST.search(found.items[-1].text) and any(_ORGAN.search(i.text) for i in found.items[:-1]):
        return None  # “metastatic breast or ovarian cancer”
    bare = _BARE.match(rest.text)
    if (
        bare
        and not (_SETTING.match(rest.text) or _PERSONS_WITH.match(rest.text, bare.end()))
        and any(_OF.match(i.text) and led_in(f"for {i.text}") > len("for ") for i in found.items[1:])
    ):
        named = rest.part(
            bare.end()
        )  # “for evaluation of A, treatment of B, or C”: each has words of its own
        found = replace(found, items=(named.part(0, found.items[0].last - named.first), *found.items[1:]))
    before = [item.text for item in found.items[:-1]]
    if any(map(_BUT_NOT.search, before)):
        return None  # “liver disease other than hepatitis or malignancies”
    if _OF_WHOM.search(found.items[-1].text) and not any(_OF_WHOM.search(one) for one in before):
        return None  # “gout or arthritis for patients with effusion”
    if _DONE_BY.search(before[0]) and not any(_DONE_BY.search(i.text) for i in found.items[1:]):
        return None  # “gout confirmed by a physician, psychologist or nurse”
    if len(before) == 1 and _DONE_FOR.search(found.items[1].text) and not _DONE_FOR.search(before[0]):
        return None  # “pumps and related supplies used for back pain”
    tail = _TAIL.search(found.items[1].text) if len(before) == 1 else None
    if tail and not any(
        DISEASE.search(part) for part in (before[0], found.items[1].text[: tail.start() + 1])
    ):
        return None  # “neck or back pain with an expected gain”
    if found.how == "commas" and "or" in found.connectors[:-1] and None in found.connectors:
        return None  # “absent or deformed ears from trauma, disease or a birth defect”
    if any(ends_in_adjectives(one) for one in before):
        return None  # “primary or secondary hyperhidrosis”
    if len(before[0].split()) == 1 and any(_SHARED_LAST.search(i.text) for i in found.items[1:]):
        return None  # “employment or school screening”
    if len(before) == 1 and _OF_ITS.search(before[0]) and _ALSO_ITS.match(found.items[1].text):
        return None  # “change the shape or size of the nose”
    if any(map(_SIGN_ALONE.fullmatch, before)):
        return None  # “signs or symptoms of gout”
    if any(map(_BODY.match, before)):
        return None  # “neck or back pain”
    plain = found.how == "commas" and ({*found.connectors} == {"or"} or len(before) == 1)
    if plain and any(map(_SHARED.search, before)):
        return None  # “pain or stiffness after stroke or injury”
    children = tuple(leaves.leaf(i, page, None) for i in found.items)
    made = Node("any", rest.text, page.span(rest), children, confidence=0.9)
    led, treats = ([p.match(i.text) is not None for i in found.items] for p in (_LED, _TREATS))
    whom = _WITH.match(found.items[0].text) is not None
    if (
        (led[0] and not any(led[1:]))
        or (whom and not any(_WITH.match(i.text) for i in found.items[1:]))
        or (treats[0] and not any(treats[1:]))
    ):
        note = page.doubt("running_text", found.items[0], "Its first words may belong to every use")
        return replace(made, confidence=0.6, notes=(note,))
    return asked_if_unlike(made, rest, page)


_SIGN_ALONE = any_case(
    r"\W*(?:(?:an?|any|the|clinical|documented|prior|known)\s+)*(?:signs?|symptoms?|evidence|history|suspicion|risk|diagnosis|presence)\W*"
)
_OF_ONE = any_case(
    r"\W*(?:when|if|where|once)\s+(?:(?:the|an?|his|her|their|any|this)\s+)?(?:[\w-]+\s+){0,3}?(?:has|have|is|are|was|were|shows?|presents)\b"
)
"""A clause on one patient, of whom all that “and” joins is said."""
_BUT_NOT = any_case(r"\w\s+(?:other\s+than|except(?:\s+for)?|excluding|but\s+not)\s")
_CLAIMS = any_case(r"\bclaims?\b")
_TOLD_OF = any_case(r"\b(?:which|that|who)\s+(?:do|does|did|can|cannot|may|might|will|would|are|is)\b[^,;]*$")
"""A clause that says which ones are meant, and goes on."""


def uses_behind(subject: Passage, page: Page, negative: bool) -> tuple[Passage, Node] | None:
    """A service and the uses that are named behind it: “X undertaken for A, B, or C”. None where it names one or none."""
    for match in _BEGINS.finditer(subject.text):
        rest, word = subject.part(match.end()), match["word"].lower()
        if not leadin.substantive(_CLAIMS.sub("", subject.text[: match.start()])):
            continue  # “requests for …”, “use in …”, “claims for …”
        if _TOLD_OF.search(subject.text[: match.start()]):
            continue  # “items which do not contribute to the treatment of A or B”
        frame, bare = led_in(rest.text), len(match["asked"]) + len(word) + 1
        articles = ARTICLES.match(rest.text, bare)
        says = frame > (articles.end() if articles else bare)
        if not (match["asked"] or word == "for" or says):
            continue  # “an upgrade to a system or processor”, “surgery with mesh or tape”
        named = uses_named(rest, page, negative) if frame else None
        if frame and named is None and word in ("when", "if", "where"):
            named = leaves.leaf(rest.part(frame), page, None)
        if frame and named is None and _SERIES.match(rest.text, frame):
            named = leaves.leaf(rest.part(bare), page, None)
        if named:
            return subject.part(0, match.start()), named
    return None


def is_use(text: str) -> bool:
    """Whether the words of a negative statement name uses and no clause, as in “for the treatment of acne or scars”."""
    return led_in(text) > 0 and not _VERB.search(text) and not _JOINS.search(text)


_LED_IN = any_case(
    r"\W*(?:for|to|in|as|when|if|where|with|whether\s+for|(?:sought|undertaken|intended|prescribed|ordered|used|given|requested|performed|directed|aimed|targeted)(?=\s+(?:for|to|at)\b))\s"
)
_LEADS_USE = any_case(
    r"(?:\b(?:for|of|treat(?:ing)?|(?:directed|aimed|targeted)\s+at|(?:use|connection|context)\s+(?:in|with|of)|relieve|control|manage|prevent|diagnos(?:is|e)|evaluate)|\b(?:have|has|having|suffering\s+from)"
    r"|\b(?:diagnos[ei]s|indications?|reasons?|purposes?|goals?|aims?|conditions?)\s+(?:[\w-]+\s+){0,4}?(?:is|are)"
    r"|\b(?:patients|members|individuals|persons|people|those|cases|beneficiaries|recipients|clients|enrollees|anyone)\s+(?:diagnosed\s+)?with|^\W*(?:in|as))\W*(?:(?:the|an?)\s+)?$"
)


_TELLS_MORE = any_case(
    r"\b(?:primary|secondary|confirmed|prior|history|initial|first|failed)\b|^\W*(?:when|if|where|in\s+the\s+event)\b.*\b(?:has|have|having)\b"
)
"""“a primary diagnosis of X”, “when the patient has X”: more than X."""
_WHETHER = any_case(r"\W*whether\s+(?=for\b)")


def _bare_of_whether(passage: Passage) -> Passage:
    """“whether for A or B” is for A or B."""
    whether = _WHETHER.match(passage.text)
    return passage.part(whether.end()) if whether else passage


def single_use(passage: Passage) -> Passage:
    """A single use without the words that lead it in: “to treat X”, “when prescribed for X”, “when the diagnosis is X”.

    Who orders or does something, and with what, is no use: “when ordered by a surgeon” stays whole.
    """
    passage = _bare_of_whether(passage)
    led = led_in(passage.text) if _LED_IN.match(passage.text) else 0
    use = passage.part(led)
    leads = led and _LEADS_USE.search(passage.text[:led]) and not _TELLS_MORE.search(passage.text[:led])
    return use if leads and leadin.substantive(use.text) and _a_name(use.text) else passage


_LONGEST = 12
"""Words of a use."""


_NO_NAME = frozenset(("above", "below", "before", "after", "over", "under", "within", "beyond", "during"))


def _a_name(text: str) -> bool:
    """Whether a text is the name of a condition or use, and no clause or bare adjective."""
    words = ARTICLES.sub("", text, count=1).split()
    turned = words[:1] and words[0].lower() in NEGATING  # “the absence of A, B, or C”
    plain = _NO_VERB.sub("", _SHARED_NOUN.sub("", _BOUND.sub("", text), count=1))
    if len(words) == 1 and words[0].lower() in _NO_NAME:
        return False  # “to improve above and beyond normal ability”
    return len(words) <= _LONGEST and not (turned or _VERB.search(plain) or _JOINS.search(plain))


_USES_BEHIND = any_case(
    r"\S\s+(?:for|in|to|with|when|if|where|as|by|at|under|due\s+to|because\s+of|during|after|across|secondary\s+to|\w+ing\s+from)\s+[^;:]*?,?\s+or\s+\S"
)


def limits(subject: str) -> bool:
    """Whether several uses seem to stand behind the service that a sentence is about: “gadgets across A, B, or C”."""
    return _USES_BEHIND.search(subject) is not None


_FOR_USES = any_case(
    r"\W*(?:for|to\s+treat|in\s+(?:the\s+)?(?:treatment|management|setting)\s+of)\s+(?!\W*(?:the\s+|an?\s+|all\s+|any\s+|those\s+)?(?:members?|patients?|individuals?|persons?|adults?|children|child|those|beneficiar|recipients?|clients?|enrollees?)\b)"
)
_BINDS = any_case(
    r"\b(?:who|whom|whose|that|which|when|if|unless|is|are|was|were|has|have|had|must|should|can|will|not|no|without)\b"
)


def each_use(over: str, items: Sequence[str]) -> bool:
    """Whether what “and” joins are uses, each of which is enough: “for A; B; and C”."""
    return _FOR_USES.match(over) is not None and not any(_BINDS.search(item) for item in items)


def each_but_last(over: str, items: Sequence[str]) -> bool:
    """Whether only the last of several uses has words behind it, which may be said of each: “for A; B; and C who …”."""
    return len(items) > _PAIR and each_use(over, items[:-1])


_PAIR = 2
