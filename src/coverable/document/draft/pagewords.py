"""What the page shows instead of the fields of a policy file: events, codes and records in words."""

from __future__ import annotations

from typing import Any, Final

from coverable.base.shape import is_list, is_object
from coverable.document.draft.criteria import OPS
from coverable.document.draft.emit import flow
from coverable.document.draft.made import Made
from coverable.policy.criterion import TESTS

SYSTEMS: Final = {
    "cpt": "CPT",
    "hcpcs": "HCPCS",
    "icd10cm": "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "icd9cm": "ICD-9-CM",
    "ndc": "NDC",
    "revenue": "Revenue",
}
_UNSAID: Final = ("cite", "says", "id")
_UNREAD: Final = ("unread",)
"""Values that only say what the tag beside them says."""


def plain(value: Any) -> str:
    """`clinical-um-guideline` and `federal_employees` as words."""
    return str(value).replace("_", " ")


def code(written: str) -> str:
    """`icd10cm:L74.52` as `ICD-10-CM L74.52`."""
    system, _, rest = written.partition(":")
    return f"{SYSTEMS.get(system, system)} {rest}" if rest else written


def tested(one: Made) -> str:
    """The test of a fact in words: `request kind: initial`, `bmi: at least 40 kg/m2`."""
    if "fact" not in one:
        return ""
    said = [_test(name, one[name]) for name in TESTS if name in one]
    unit = f" {one['unit']}" if said and "unit" in one else ""
    return f"{plain(one['fact'])}: {' and '.join(said) or 'yes'}{unit}"


def _test(name: str, value: Any) -> str:
    if name in ("is", "in"):
        shown = {True: "yes", False: "no"}.get(value) if isinstance(value, bool) else None
        return shown or (" or ".join(map(plain, value)) if is_list(value) else plain(value))
    return f"{OPS.get(name, plain(name))} {value if isinstance(value, (int, float, str)) else flow(value)}"


def event(one: Made) -> str:
    """An event of the history: what it was, when, and what it says about changes."""
    words = [f"{one.get('kind')} {one.get('on')}"]
    if one.get("implemented"):
        words.append(f"implemented {one['implemented']}")
    claims: Any = one.get("changes")
    if is_object(claims):
        words += [f"{name} {'changed' if changed else 'not changed'}" for name, changed in claims.items()]
    return ", ".join(words)


def record(name: str, one: Made) -> str:
    """Any record beside the criteria, without what its tag and its place say."""
    if name == "history":
        return event(one)
    shown = {k: v for k, v in one.items() if k not in _UNSAID and v not in (None, "", [], {}, *_UNREAD)}
    said = [str(one["says"])] if isinstance(one.get("says"), str) else []
    return ", ".join([*said, *(_field(k, v) for k, v in shown.items())])


def _field(name: str, value: Any) -> str:
    if isinstance(value, str):
        return value
    if is_list(value) and all(isinstance(v, str) for v in value):
        return f"{plain(name)}: {', '.join(map(str, value))}"
    return f"{plain(name)} {flow(value)}"
