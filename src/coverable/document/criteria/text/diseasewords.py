"""Words that diseases are named with."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from coverable.document.criteria.text.wordclasses import any_case

DISEASE = re.compile(
    r"(?:\b(?:cancers?|tumou?rs?|carcinomas?|(?:diseases?|disorders?|syndromes?)$|gout|cholera|acne|leuk[a]?emias?|migraines?|epilepsy|asthma|eczema|psoriasis|diabetes|sclerosis|fibrosis|anemia)"
    r"|[a-z](?:itis|oma|omas|osis|oses|emia|pathy|algia|trophy|plegia|dystonia|edema))\b",
    re.IGNORECASE,
)
"""Words that diseases are named with; “Imaging” and “Conservative care” over lists name parts of what is asked."""
_ALSO_EFFECTS: Final = any_case(
    r"\b(?:strokes?|syncope|seizures?|dysfunctions?|dementia|palsy|paralysis|infarctions?|embolisms?|insomnia|glaucoma|autism|schizophrenia|hypertension|spasticity|headaches?|obesity|depression|lupus|infertility|incontinence)\b"
)
"""Diseases that are effects of drugs as well, or stand in names of services: “Imaging for dementia”."""


@lru_cache(maxsize=8192)
def is_illness(text: str) -> bool:
    """Whether words hold one for a disease, in a place where no list of effects and no service can stand."""
    return DISEASE.search(text) is not None or _ALSO_EFFECTS.search(text) is not None
