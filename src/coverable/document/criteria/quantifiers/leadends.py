"""What the words over a list may end with, and what that says: the items finish the phrase, or a clause stands before them."""

from __future__ import annotations

from coverable.document.criteria.text.wordclasses import any_case

GOVERNS = any_case(
    r"\b(?:of|to|from|against|for|by|on|in|at|into|than|about|over|under|through|during|within|after|before|since|due\s+to|following|via|using|between|among|regarding|receiving|received|experiencing|exhibiting|undergoing|manifesting|taking|tried|failed|requires?|required|requiring|history|presence|trial|treat|treating)\s*,?\s*$"
)
PRESENCE_LAST = any_case(
    r"[\s,]+(?:(?:and|plus|with|in)\s+)(?:the\s+)?(?:presence|setting|context|face|documentation|evidence|proof)\s+of\s*$"
)
"""“pain in the presence of any of the following”: the pain is asked for, and what stands beside it."""
COMPLETE = any_case(
    r"\b(?:is|are|was|were|has\s+been|have\s+been)\s+(?:\w+ly\s+)?(?:contraindicated|unsuccessful|ineffective|inconclusive|non-?diagnostic|inadequate|unavailable|insufficient|intolerable|impossible|not\s+(?:tolerated|feasible|possible|available|successful|effective|appropriate))"
    r"(?P<last>\s+(?:for|due\s+to|because\s+of|in|by|from))\s*$"
    r"|\b(?:has|have)\s+not\s+been\s+(?:made|found|established|reached|achieved|obtained|identified|confirmed|successful|effective|controlled)(?P<after>\s+(?:after|despite|with|by|through|following))\s*$"
)
"""“… when colonoscopy is contraindicated for any of the following indications”: the clause is whole without its list."""
FOR_LAST = any_case(r"\s+(?:for|in|to\s+treat|in\s+the\s+treatment\s+of|for\s+the\s+treatment\s+of)\s*$")
"""“… when the patient has failed exercise for any of the following indications”: both are asked for."""
SAYS_OF_PATIENT = any_case(
    r"\b(?:has|have|had|failed|states|provided|documented|documentation\s+of|experienced|received|completed|underwent|tried|shown|demonstrated)\s+(?!(?:been\s+)?(?:requested|ordered|prescribed|used|given)\b)|\b(?:is|are)\s+(?:used|worn|given|performed|provided|applied)\s+(?!(?:only|solely|mainly|primarily)\b)\w"
)
TRAILING = any_case(
    r",\s+(?:the\s+|an?\s+)?(?:individual|patient|member|person(?:\s+(?:served|insured|covered))?|recipient|client|beneficiary|enrollee|subscriber|insured|participant|consumer|covered\s+person)\s*$"
    r"|\s+(?:for|in)\s+(?:the\s+)?(?:individuals?|patients?|members?|persons?|adults?|those|clients?|beneficiaries|enrollees?|recipients?)\s*$"
)
"""“… for long COVID for members (with)”: whom the list is about, without a word on them."""
AND_OVER = any_case(r"\b(?:and|or)\s+(?:over|under|above|below)\W*$")
"""“Age 18 years and over,”: a bound, not the beginning of a phrase."""
CLAUSE_ENDS = any_case(
    r"\s+(?=(?:when|if|where)\s)|;\s+(?:and\s+)?(?=\w)|(?<!\btrial)(?<!\btrials)(?<!\bhistory)(?<!\bevidence),?\s+and\s+(?=(?:has|have|had|is|are|was|were|documentation|evidence|failure|inadequate\s+response"
    r"|(?:provided|supplied|delivered|ordered|prescribed|performed|furnished|supervised)\s+by)\b)"
    r"|,?\s+(?=(?:along\s+with|together\s+with|as\s+well\s+as|in\s+addition\s+to|accompanied\s+by)\s)"
)
USE_IN = any_case(
    r"^\W*(?:only\s+)?(?:for|to\s+treat|in\s+the\s+(?:treatment|management)\s+of)\s+(?P<use>(?!(?:[\w-]+\s+){0,3}?(?:individuals?|patients?|members?|persons?|adults?|children|those|clients?|beneficiaries|enrollees?|recipients?|use|coverage|treatment|therapy|surgery|evaluation|diagnos[ei]s|conditions|indications|uses|purposes|reasons|situations)\s+(?:\w+\s+)?in\b)\S[^.;:]{3,}?)\s+in\s*$"
)
"""“for prevention of clots in the legs in any of the following”: the use is asked for, and where it is met."""
DONE_BY = any_case(
    r"\b(?:prescribed|ordered|recommended|referred|requested|provided|performed|supplied|delivered|administered|supervised|furnished|given|fitted)\s+by\s+(?:an?\s+|the\s+)?[a-z-]{4,}\b.*\b(?:after|within|during|following|in|for|under|before|because\s+of|due\s+to)\s*$"
)
"""“prescribed by a physician within 12 months after any of the following”: who prescribes, and when, is asked for."""
TAKES_WITH = any_case(
    r"\b(?:consultation|concurrent(?:ly)?|concomitant(?:ly)?|interfer\w+|help|assistance|screening|used?|given|taken|compli\w+|associated|contact|months?|weeks?|days?|intoleran\w+|familiar|consistent)\s*,?\s+with\s*$"
    r"|\b(?:used?|given|taken|prescribed|administered|receiv\w+)\b.{0,40}\b(?:combination|conjunction)\s+with\s*$"
    r"|^\W*(?:\w+\s+){0,2}(?:treat(?:ment|ed)|therapy|trials?|managed|management|test(?:ed|ing))\s+with\s*$"
)
"""“in consultation with one of the following”: the items finish the sentence."""
