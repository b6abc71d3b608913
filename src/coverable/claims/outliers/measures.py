"""What providers are compared by: declared before anything is counted, in a file or from a policy.

Each measure says what it counts and among whom (its eligible denominator). Several of them look at frequency,
others at some other manner: the mix of codes, and what diagnoses stand beside them (SR-080).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, model_validator

from coverable.base.model import Model, read_model
from coverable.base.problem import refuse
from coverable.base.yamlfile import read_yaml
from coverable.plan.model import Code
from coverable.plan.period import Period
from coverable.policy.executable import Policy

Kind = Literal["rate", "units", "units_a_day", "days", "mix", "diagnoses"]
Attribute = Literal["specialty", "setting", "region", "line"]
Case = Literal["age", "sex", "diagnoses", "line"]
SHARES: Final = ("mix", "diagnoses")
SCATTERED: Final = ("units", "units_a_day", "days")
"""Kinds of which one patient may count for many."""
SAYS: Final[dict[str, tuple[str, str, str]]] = {
    # what is counted, its unit, and among whom
    "rate": ("patients with the codes", "per 1,000 patients", "all patients of the provider"),
    "units": ("units of the codes", "per patient", "patients with the codes"),
    "units_a_day": ("units of the codes", "per patient and day", "days on which a patient has the codes"),
    "days": ("days with the codes", "per patient", "patients with the codes"),
    "mix": ("patients with this code", "% of patients", "patients with any code of the group"),
    "diagnoses": (
        "patients with only diagnoses that are listed as no reason",
        "% of patients",
        "patients with the codes",
    ),
}


class Measure(Model):
    """One measure. What it does not say is what the file says of all."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_-]*$")
    kind: Kind
    codes: list[Code] = []
    group: list[Code] = []
    """Of `mix`: the codes among which the share is."""
    floor: Decimal = Field(Decimal(11), ge=0)
    """Patients (or units, days) above what is expected, below which nobody is bothered."""
    worth: Decimal | None = Field(None, gt=0)
    """Allowed amount of one unit, to rank by; it is shown to nobody outside."""

    @property
    def is_scattered(self) -> bool:
        return self.kind in SCATTERED

    @property
    def is_share(self) -> bool:
        return self.kind in SHARES

    @property
    def counted(self) -> str:
        """What is counted, in words; codes bare."""
        named, among = (", ".join(c.partition(":")[2] for c in codes) for codes in (self.codes, self.group))
        return f"{SAYS[self.kind][0]} ({named}{f', of {among}' if among else ''})"

    @property
    def says(self) -> str:
        """What is counted, and by what."""
        return f"{self.counted}, {SAYS[self.kind][1]}"

    @property
    def scale(self) -> float:
        """From the plain quotient to the figure that is shown."""
        return {"rate": 1000.0, "mix": 100.0, "diagnoses": 100.0}.get(self.kind, 1.0)


class MeasuresFile(Model):
    """The measures file. `coverable claims outliers --declare` writes the one that a policy gives."""

    codes: list[Code] = Field(min_length=1)
    among: list[Code] = []
    """Other codes of the same kind of visit: the mix is a share of these and `codes` together."""
    no_reason: list[str] = []
    """Diagnoses that are listed as no reason for the service (ICD-10-CM, as a policy writes them)."""
    reason: list[str] = []
    """Diagnoses that are listed as possible with the criteria: a patient who has one is not counted."""
    peers: list[list[Attribute]] = Field(
        default=[
            ["specialty", "setting", "region", "line"],
            ["specialty", "setting", "region"],
            ["specialty", "setting"],
            ["specialty"],
        ],
        min_length=1,
    )
    """Whom providers are compared with, the nearest first; the next where there are too few."""
    adjust: list[Case] = ["age", "sex", "diagnoses"]
    """In what patients differ: expected figures are those of peers for the same patients. Diagnoses are used
    among patients with the codes only (units, days): who bills a code writes its diagnosis too, so that a
    rate, a mix or a share of diagnoses would explain itself away."""
    periods: list[Period] = []
    """At least two; empty: the days of the claims, cut into two halves."""
    measures: list[Measure] = Field(min_length=1)

    @model_validator(mode="after")
    def _whole(self) -> MeasuresFile:
        ids = [one.id for one in self.measures]
        if len(set(ids)) < len(ids):
            raise ValueError("two measures have the same id")
        if any("specialty" not in level for level in self.peers):
            raise ValueError("peers have at least the specialty in common")
        for one in self.measures:
            if one.kind == "diagnoses" and not self.no_reason:
                raise ValueError(f"`{one.id}` needs `no_reason`, the diagnoses that it counts")
            if one.kind == "mix" and len({*self._codes(one), *self._group(one)}) < 2:
                raise ValueError(f"`{one.id}` needs another code to be a share of: name it under `among`")
        return self

    def _codes(self, one: Measure) -> list[str]:
        return one.codes or self.codes

    def _group(self, one: Measure) -> list[str]:
        if one.kind != "mix":
            return []
        return list(dict.fromkeys([*(one.group or [*self.codes, *self.among]), *self._codes(one)]))

    @property
    def complete(self) -> list[Measure]:
        """The measures with everything that the file says of all."""
        return [
            one.model_copy(update={"codes": self._codes(one), "group": self._group(one)})
            for one in self.measures
        ]


@dataclass(frozen=True, slots=True)
class Declared:
    """Measures, and what could not be measured and why."""

    file: MeasuresFile
    left_out: tuple[str, ...]


def read_measures(path: Path) -> Declared:
    """The measures file. Refused with every fault and its place."""
    if not path.is_file():
        raise refuse(
            "no file of measures there",
            path.name,
            "nothing can be counted without them",
            "write one: coverable claims outliers CLAIMS --policy POLICY --declare -o FILE",
        )
    return Declared(read_model(MeasuresFile, read_yaml(path, path.name)), ())


def measures_of(codes: Sequence[str], among: Sequence[str], policy: Policy | None) -> Declared:
    """The measures that codes and a policy give: all kinds for which they say enough."""
    codes = list(codes) or (sorted(policy.codes) if policy else [])
    if not codes:
        raise refuse(
            "there is nothing to compare by",
            "--code",
            "neither codes, nor a policy that lists some, nor a file of measures is named",
            "name --code, --policy or --measures",
        )
    no_reason, reason = (_excluded(policy), _supporting(policy)) if policy else ([], [])
    left: list[str] = []
    measures = [
        {"id": kind.replace("_", "-"), "kind": kind} for kind in ("rate", "units", "units_a_day", "days")
    ]
    every = list(dict.fromkeys([*codes, *among]))
    if len(every) < 2:
        left.append("mix: only one code is named; name others of the same visits with --among")
    else:
        for code in codes:
            bare = code.partition(":")[2].lower()
            measures.append({"id": f"mix-{bare}", "kind": "mix", "codes": [code]})  # type: ignore[dict-item]
    if no_reason:
        measures.append({"id": "diagnoses", "kind": "diagnoses"})
    else:
        left.append("diagnoses: no policy that lists diagnoses as no reason is named; name one with --policy")
    said = {"codes": codes, "among": list(among), "no_reason": no_reason, "reason": reason}
    return Declared(MeasuresFile.model_validate({**said, "measures": measures}), tuple(left))


def _excluded(policy: Policy) -> list[str]:
    return list(dict.fromkeys(entry for codes, _ in policy.excluded_diagnoses for entry in codes.printed))


def _supporting(policy: Policy) -> list[str]:
    return list(dict.fromkeys(_listed(policy)))


def _listed(policy: Policy) -> Iterator[str]:
    for group in policy.file.codes:
        if group.polarity == "with_criteria":
            for entry in group.entries:
                code = entry if isinstance(entry, str) else entry.code
                if code.startswith("icd"):
                    yield code
