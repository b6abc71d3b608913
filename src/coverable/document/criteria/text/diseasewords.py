"""Words that diseases are named with."""

from __future__ import annotations

import re

DISEASE = re.compile(
    r"(?:\b(?:cancers?|tumou?rs?|carcinomas?|(?:diseases?|disorders?|syndromes?)$|gout|cholera|acne|leuk[a]?emias?|migraines?|epilepsy|asthma|eczema|psoriasis|diabetes|sclerosis|fibrosis|anemia"
    r"|strokes?|syncope|seizures?|dementia|palsy|paralysis|infarctions?|embolisms?|insomnia|glaucoma|autism|schizophrenia|hypertension|spasticity)"
    r"|[a-z](?:itis|oma|omas|osis|oses|emia|pathy|algia|trophy|plegia|dystonia|edema))\b",
    re.IGNORECASE,
)
"""Words that diseases are named with; “Imaging” and “Conservative care” over lists name parts of what is asked."""
