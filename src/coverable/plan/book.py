"""All plans of a library, found as requests name them: by id, or by payer and line of business."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from coverable.base.canonical import digest
from coverable.base.model import read_model
from coverable.base.problem import Problem, Refused
from coverable.base.yamlfile import YamlFile, read_yaml
from coverable.plan.model import FAMILIES, PlanFile, in_line
from coverable.policy.library import Library


@dataclass(frozen=True, eq=False)
class Plan:
    """A plan file with its hash, which tells two apart."""

    file: PlanFile
    sha256: str

    @property
    def id(self) -> str:
        return self.file.plan

    def __hash__(self) -> int:
        return hash(self.sha256)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Plan) and self.sha256 == other.sha256


class PlanBook:
    """Every plan of the library."""

    def __init__(self, library: Library, leave_out: bool = False) -> None:
        """`leave_out`: a plan with something wrong in its file is no plan (a server goes on without it); else
        everything that is wrong is refused together."""
        self.library, self.leave_out = library, leave_out

    @property
    def plans(self) -> Mapping[str, Plan]:
        """Every plan by its id."""
        return self._read[0]

    @property
    def left_out(self) -> list[Problem]:
        """What is wrong in the files of plans that were left out."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Mapping[str, Plan], list[Problem]]:
        out: dict[str, Plan] = {}
        problems: list[Problem] = []
        for root in self.library.roots:
            for path in sorted((root / "plans").rglob("*.yaml")):
                try:
                    yaml = read_yaml(path, self.library.name(path))
                    file = read_model(PlanFile, yaml)
                except Refused as refused:
                    problems.extend(refused.problems)
                    continue
                wrong = [*_twice(file, yaml, out), *self._unknown(file, yaml), *_both(file, yaml)]
                problems += wrong
                if not wrong:
                    out[file.plan] = Plan(file, digest(file.model_dump(exclude_unset=True, by_alias=True)))
        if problems and not self.leave_out:
            raise Refused(problems)
        return out, problems

    def _unknown(self, file: PlanFile, yaml: YamlFile) -> Iterator[Problem]:
        known = self.library.ids()
        for i, one in enumerate(file.adopts):
            if one.policy not in known:
                yield Problem(
                    f"adopts an unknown policy `{one.policy}`",
                    yaml.where(("adopts", i)),
                    "the plan would review nothing",
                    "load the policy, or remove the line",
                )

    def find(self, payer: str, line: str) -> tuple[list[Plan], bool]:
        """The plans of a payer that fit a line of business, and whether the payer is known at all.

        More than one is no answer: the request must name the plan.
        """
        same = [
            p
            for p in self.plans.values()
            if _folded(payer) in {_folded(n) for n in (*p.file.payer, p.id.split("/")[0])}
        ]
        want = _folded(line).replace(" ", "_")
        fits = [
            p
            for p in same
            if want == p.file.line_of_business
            or (want in FAMILIES and in_line([want], p.file.line_of_business))
        ]
        return fits, bool(same)


def _twice(file: PlanFile, yaml: YamlFile, known: Mapping[str, Plan]) -> Iterator[Problem]:
    if file.plan in known:
        yield Problem(
            f"the plan `{file.plan}` is there twice",
            yaml.where(("plan",)),
            "one of the two would silently win",
            "rename one",
        )


def _both(file: PlanFile, yaml: YamlFile) -> Iterator[Problem]:
    for (_, a), (j, b) in combinations(enumerate(file.adopts), 2):
        differ = (a.mode == "not_adopted") != (b.mode == "not_adopted")
        if a.policy == b.policy and differ and not a.apart(b):
            yield Problem(
                f"`{b.policy}` is adopted and not adopted on the same days",
                yaml.where(("adopts", j)),
                "nobody could tell whether requests are reviewed",
                "give the two lines dates that do not overlap, or remove one",
            )


def _folded(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("_", " ").split())
