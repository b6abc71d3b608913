"""What the words of a history say: the kind of an event, and which parts did or did not change (SR-007)."""

from __future__ import annotations

import re
from typing import Any, Final

from coverable.document.dates import dates_in
from coverable.document.header.labels import label_of
from coverable.document.patterns import worded

_NEW = worded(
    r"originat\w+",
    r"new (?:policy|guideline|document|program|criteria)",
    r"(?:policy|guideline|program) (?:was )?(?:created|developed|adopted as new)",
    r"initial (?:document |policy |committee )?(?:development|policy|version|release|creation)",
    r"initial (?:committee )?(?:review|approval)",
    r"original (?:policy|document|issue|version)",
    r"first (?:version|issued|written)",
    r"inception",
)
_RETIRED = re.compile(
    r"\s*(?:policy |guideline |document )?(?:was )?(?:retired|archived|withdrawn)\b", re.IGNORECASE
)
_REVISED = worded(
    r"revis(?:ed|ions?)",
    r"amend(?:ed|ment)",
    r"rewritten",
    r"(?:added|removed|updated?|changed|clarified|expanded|deleted|modified|replaced|moved)",
)
_REVIEWED = worded(r"review(?:ed)?", r"annual", r"re-?reviewed")
_REST: Final = (
    ("approved", worded(r"approv(?:ed|al)", r"p&t", r"committee")),
    ("published", worded(r"publi(?:shed|cation)", r"posted", r"released")),
    ("implemented", worded(r"implement(?:ed|ation)")),
    ("adopted", worded(r"adopt(?:ed|ion)")),
    ("effective", worded(r"effective")),
)
_STATUS: Final = {
    "reviewed": "reviewed",
    "review": "reviewed",
    "annual review": "reviewed",
    "revised": "revised",
    "revision": "revised",
    "new": "originated",
    "original": "originated",
    "created": "originated",
    "retired": "retired",
    "archived": "retired",
    "approved": "approved",
    "published": "published",
    "adopted": "adopted",
}
"""A cell or a word that is the kind of event and nothing else."""
OF_LABEL: Final = {
    "originated": "originated",
    "original_effective": "effective",
    "revised": "revised",
    "reviewed": "reviewed",
    "approved": "approved",
    "published": "published",
    "issued": "published",
    "implemented": "implemented",
    "adopted": "adopted",
    "effective": "effective",
    "revision_effective": "revised",
    "renewed": "reviewed",
    "ends": "retired",
}
"""What a label before a date makes of it; a next review is no event."""

_PARTS: Final = (
    (
        "criteria",
        worded(r"criteria", r"indications?", r"coverage (?:position|statement)", r"policy statements?"),
    ),
    ("references", worded(r"references?", r"bibliography", r"citations?")),
    ("coding", worded(r"codes?", r"coding", r"cpt", r"hcpcs", r"icd")),
    ("format", worded(r"format(?:ting)?", r"template", r"layout", r"re-?format\w*")),
)
_NO_CHANGE = re.compile(
    r"\b(?:no|without|not)\s(?:\w+\s){0,3}?(?:changes?|revisions?|updates?|changed|revised)\b"
    r"|\bunchanged\b|\bremains? the same\b",
    re.IGNORECASE,
)
_CHANGED = worded(
    r"(?:updat|revis|chang|delet|mov|replac|remov)ed?",
    r"(?:add|clarifi|expand|edit|modifi)ed",
    r"new",
)
_IMPLEMENTED = re.compile(
    r"\b(?:implementation|implemented|effective)(?: date)?(?: of| on|:)?\s", re.IGNORECASE
)
_CLAUSE = re.compile(r"[.;•]\s|\n|,\s(?=updated|revised|added|removed|no\s)")


def kind_of_label(text: str) -> str | None:
    """The kind of event that a label such as `Reviewed Dates:` names."""
    label = label_of(text)
    return OF_LABEL.get(label.kind) if label else None


def kind_of_status(text: str) -> str | None:
    """The kind that a text names when it is a status and nothing else."""
    return _STATUS.get(text.strip(" .:").casefold())


def kind_of_words(words: str) -> str:
    """The kind of event that a note describes; `event` where no word tells.

    A review without changes to the criteria stays a review, whatever else was updated.
    """
    if _RETIRED.match(words):
        return "retired"
    if _NEW.search(words):
        return "originated"
    revised, reviewed = _REVISED.search(words), _REVIEWED.search(words)
    if revised and reviewed and details(words).get("changes", {}).get("criteria") is False:
        return "reviewed"
    if revised and not (reviewed and _only_no_change(words)):
        return "revised"
    if reviewed:
        return "reviewed"
    return next((kind for kind, pattern in _REST if pattern.search(words)), "event")


def _only_no_change(words: str) -> bool:
    """Whether every word of change in it is denied: `review without revisions`."""
    return not _REVISED.search(_NO_CHANGE.sub(" ", words))


def is_implementation(before: str) -> bool:
    """Whether a date behind these words is the day from which another event holds."""
    return _IMPLEMENTED.search(before) is not None


def details(note: str) -> dict[str, Any]:
    """`implemented` and `changes` (what the note claims changed, or did not); unclaimed is absent."""
    out: dict[str, Any] = {}
    match = _IMPLEMENTED.search(note)
    dates = dates_in(note[match.end() : match.end() + 40]) if match else []
    if dates and dates[0].start < 12:
        out["implemented"] = dates[0].value
    changes: dict[str, bool] = {}
    for clause in _CLAUSE.split(note):
        denied, changed = _NO_CHANGE.search(clause), _CHANGED.search(clause)
        for name, pattern in _PARTS:
            if not pattern.search(clause):
                continue
            if denied:
                changes.setdefault(name, False)
            elif changed or name == "format":
                changes[name] = True
    if changes:
        out["changes"] = changes
    return out
