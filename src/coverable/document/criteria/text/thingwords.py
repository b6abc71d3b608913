"""Names of what is done or given: “a trial of cord stimulation”, “DCS”, “ear molds”, and not those of diseases or patients."""

from __future__ import annotations

import re
from collections.abc import Sequence

from coverable.document.criteria.text.diseasewords import DISEASE
from coverable.document.criteria.text.persons import NAMES
from coverable.document.criteria.text.wordclasses import any_case

_THING = any_case(
    r"\b(?:pumps?|devices?|stimulat(?:ors?|ion)|therap(?:y|ies)|treatments?|surger(?:y|ies)|implant(?:s|ation)?|repairs?|replacements?|revisions?|removals?"
    r"|tests?|testing|panels?|scans?|imaging|studies|study|injections?|infusions?|blocks?|ablations?|monitors?|monitoring|systems?|beds?|wheelchairs?|orthos[ei]s"
    r"|prosthes[ei]s|braces?|splints?|gauges?|gadgets?|kits?|supplies|suppl(?:y|ement)|formulas?|transplant(?:s|ation)?|biops(?:y|ies)|visits?|services?|sessions?|programs?"
    r"|aids?|trials?|recorders?|telemetry|an(?:a)?esthesia|sedation|guidance|oximet\w+|watch(?:es)?|trackers?|appliances?|prosthetics?|products?|equipment|care|stays?|admissions?|consultations?|evaluations?|examinations?|drugs?|agents?|grafts?|catheters?|stents?|lenses?|vests?|\w+(?:ectomy|plasty|ostomy|otomy|scopy|graphy|gram|pexy|desis|desensitization))\b"
)
"""Words for what is done or given; a disease, a history and a person are none."""
_OF = any_case(r"\s(?:for|of|in|with|due)\s")
_PERSONS = any_case(rf"\b(?:{NAMES}|pregnan\w+|age[ds]?)\b")
_INITIALS = re.compile(r"\W*(?:An?\s+)?[A-Z][A-Z0-9-]{1,7}s?(?:\s+for\b|\W*$)")
"""“DCS for any of these indications:”."""


def names_thing(name: str) -> bool:
    """Whether a name holds a word for what is done or given."""
    return _THING.search(name) is not None


def are_things(names: Sequence[str]) -> bool:
    """Whether the names in a list are those of services: one is for certain, and none is that of a disease or a person."""
    heads = [_OF.split(name)[0] for name in names if not (names_thing(name) or _INITIALS.match(name))]
    plain = any(map(names_thing, names))
    return plain and not any(DISEASE.search(head) or _PERSONS.search(head) for head in heads)
