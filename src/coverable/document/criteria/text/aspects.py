"""Names of what criteria are about: “Age and severity”, “Imaging”, “Preoperative evaluation (BMI)”.

Over a list they name it, and ask for nothing that its items do not say.
"""

from __future__ import annotations

import re

from coverable.document.patterns import word_set

_NAMES = word_set(
    "age sex gender weight bmi body mass index severity duration onset frequency intensity setting imaging radiology radiography symptom symptoms sign signs "
    "finding findings history examination exam laboratory lab labs results test tests testing study studies workup evaluation evaluations assessment assessments "
    "screening documentation record records photographs photos photography diagnosis diagnoses function comorbidities factors treatment treatments therapy "
    "therapies management care medication medications dose dosing prescriber provider specialist consent education counseling support candidacy selection "
    "requirement requirements criteria criterion"
)
_OF = word_set(
    "clinical physical medical prior previous past conservative nonoperative nonsurgical non operative surgical preoperative postoperative pre post "
    "subjective objective patient member functional psychological psychosocial psychiatric behavioral nutritional radiographic radiologic diagnostic risk disease "
    "general specific other additional required and or of the with to for informed current baseline work up x ray rays"
)
_WORD = re.compile(r"[A-Za-z]+")


def names_aspects(text: str) -> bool:
    """Whether words are only names of what is looked at in a patient, and say nothing of it."""
    told = [word.lower() for word in _WORD.findall(text)]
    return any(word in _NAMES for word in told) and all(word in _NAMES or word in _OF for word in told)
