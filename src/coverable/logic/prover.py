"""Exact answers about all possible patients: can this happen, and to whom with the fewest facts?

A patient is one cell of each dimension, or nothing known of it. Questions are wires (`logic.wires`) over
these cells; z3 answers them. A question that takes longer than its budget raises `Undecided`: there is
no guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from coverable.logic.wires import FALSE, TRUE, Wire, wire

Patient: TypeAlias = Mapping[int, int]
"""Dimension to cell; a dimension that is absent is unknown."""


class Undecided(Exception):
    """The question was too large for its budget; the message says how much time it had."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something of a fact that lies in one of a number of cells. A fact may have several (codes, events).

    `settles`: a fully documented patient has a value here. Where not, being in no cell says nothing more.
    """

    fact: str
    cells: int
    settles: bool = True


Look: TypeAlias = tuple[tuple[int, int, int], ...]
"""What a probe sees: (dimension, cell, mask of the probe's cells); dimension -1 always holds."""


def _z3() -> Any:
    """The solver, loaded when the first question is asked; it has no types."""
    import z3

    return z3


def load_solver() -> None:
    """Load it before a question is asked, which takes longer than most answers."""
    _z3()


def seen(look: Look) -> list[tuple[int, Wire]]:
    """The cells of a probe with the patients that lie in them, as evaluation takes them."""
    planes: dict[int, Wire] = {}
    for dimension, cell, mask in look:
        one = TRUE if dimension < 0 else wire((dimension, cell))
        planes[mask] = planes.get(mask, FALSE) | one
    return list(planes.items())


class Prover:
    """Questions about the patients of one space, of all of whom the `laws` hold. `budget` is in milliseconds
    for each question."""

    def __init__(
        self, dimensions: Sequence[Dimension], laws: Sequence[Wire] = (), budget: int = 5000
    ) -> None:
        self.dimensions = tuple(dimensions)
        self.laws = tuple(laws)
        self.budget = budget
        self._terms: dict[Wire, Any] = {}

    def possible(self, goal: Wire) -> Patient | None:
        """Some fully documented patient of whom `goal` holds, or None: it is proved that there is none."""
        return self._ask(self._documented, goal)

    def anyone(self, goal: Wire) -> Patient | None:
        """Some patient, however little is known of them, of whom `goal` holds; None: there is none."""
        return self._ask(self._any, goal)

    def never(self, goal: Wire) -> bool:
        """Whether it is proved that `goal` holds of no fully documented patient."""
        return self.possible(goal) is None

    def smallest(self, goal: Wire) -> Patient | None:
        """A patient with the fewest known facts of whom `goal` holds; None when there is none.

        Among several the first one in the order of facts and cells, whatever the order of the criteria.
        """
        z3 = _z3()
        found = self._ask(self._any, goal)
        if found is None:
            return None
        solver = self._any
        solver.push()
        try:
            solver.add(self._term(goal))
            known = self._known
            size = len({self.dimensions[d].fact for d in found})
            while size:
                solver.push()
                solver.add(z3.PbLe([(one, 1) for one in known.values()], size - 1))
                fewer = self._check(solver)
                solver.pop()
                if fewer is None:
                    break
                found = fewer
                size = len({self.dimensions[d].fact for d in found})
            solver.add(z3.PbLe([(one, 1) for one in known.values()], size))
            return self._first(solver, found)
        finally:
            solver.pop()

    def _first(self, solver: Any, found: Patient) -> Patient:
        """The first in order of all patients that the solver still allows, from one of them."""
        z3 = _z3()
        chosen: dict[int, int] = {}
        for fact in sorted(self._known):
            mine = [i for i, d in enumerate(self.dimensions) if d.fact == fact]
            unknown = z3.Not(self._known[fact])
            if any(i in found for i in mine):
                without = self._check(solver, unknown)
                found = found if without is None else without
            if not any(i in found for i in mine):
                solver.add(unknown)
                continue
            for i in mine:
                found = self._first_cell(solver, i, found, chosen)
        return chosen

    def _first_cell(self, solver: Any, i: int, found: Patient, chosen: dict[int, int]) -> Patient:
        """Settles one dimension: nothing if possible, else its first possible cell."""
        z3 = _z3()
        cells = [self._input(i, cell) for cell in range(self.dimensions[i].cells)]
        if i in found:
            without = self._check(solver, z3.Not(z3.Or(cells)))
            found = found if without is None else without
        if i not in found:
            solver.add(z3.Not(z3.Or(cells)))
            return found
        for cell in range(found[i]):
            other = self._check(solver, cells[cell])
            if other is not None:
                found = other
                break
        solver.add(cells[found[i]])
        chosen[i] = found[i]
        return found

    def _ask(self, solver: Any, goal: Wire) -> Patient | None:
        if goal is FALSE:
            return None
        solver.push()
        try:
            solver.add(self._term(goal))
            return self._check(solver)
        finally:
            solver.pop()

    def _check(self, solver: Any, *assumed: Any) -> Patient | None:
        z3 = _z3()
        solver.set("timeout", self.budget)
        answer = solver.check(*assumed)
        if answer == z3.unsat:
            return None
        if answer != z3.sat:
            raise Undecided(f"no answer within {self.budget / 1000:g} s")
        model = solver.model()
        return {
            i: cell
            for i, dimension in enumerate(self.dimensions)
            for cell in range(dimension.cells)
            if z3.is_true(model.eval(self._input(i, cell)))
        }

    @cached_property
    def _any(self) -> Any:
        """All patients, however little is known of them: at most one cell of each dimension."""
        z3 = _z3()
        solver = z3.Solver()
        solver.add(*[self._term(law) for law in self.laws])
        for i, dimension in enumerate(self.dimensions):
            if dimension.cells > 1:
                solver.add(z3.AtMost(*[self._input(i, cell) for cell in range(dimension.cells)], 1))
        return solver

    @cached_property
    def _documented(self) -> Any:
        """Patients of whom everything is known."""
        z3 = _z3()
        solver = z3.Solver()
        solver.add(*[self._term(law) for law in self.laws])
        for i, dimension in enumerate(self.dimensions):
            cells = [self._input(i, cell) for cell in range(dimension.cells)]
            if dimension.settles:
                solver.add(z3.Or(cells))
            if len(cells) > 1:
                solver.add(z3.AtMost(*cells, 1))
        return solver

    @cached_property
    def _known(self) -> dict[str, Any]:
        """For each fact, that something of it is known."""
        z3 = _z3()
        out: dict[str, list[Any]] = {}
        for i, dimension in enumerate(self.dimensions):
            cells = [self._input(i, cell) for cell in range(dimension.cells)]
            out.setdefault(dimension.fact, []).extend(cells)
        return {fact: z3.Or(cells) for fact, cells in out.items()}

    def _input(self, dimension: int, cell: int) -> Any:
        return self._term(wire((dimension, cell)))

    def _term(self, goal: Wire) -> Any:
        """The wire as a z3 formula; chains of one gate become one formula."""
        z3 = _z3()
        stack = [goal]
        while stack:
            one = stack[-1]
            if one in self._terms:
                stack.pop()
                continue
            parts = _parts(one)
            waiting = [p for p in parts if p not in self._terms]
            if waiting:
                stack.extend(waiting)
                continue
            terms = [self._terms[p] for p in parts]
            match one.gate:
                case "const":
                    made = z3.BoolVal(one is TRUE)
                case "input":
                    made = z3.Bool("d{}c{}".format(*one.args[0]))
                case "and":
                    made = z3.And(terms)
                case "or":
                    made = z3.Or(terms)
                case _:
                    made = z3.Not(terms[1]) if parts[0] is TRUE else z3.Xor(*terms)
            self._terms[one] = made
            stack.pop()
        return self._terms[goal]


def _parts(one: Wire) -> list[Wire]:
    """The parts of a gate, with those of the same gate opened."""
    if one.gate in ("const", "input"):
        return []
    if one.gate == "xor":
        a, b = one.args
        return [TRUE, a] if b is TRUE else [a, b]
    out: dict[Wire, None] = {}
    stack = [one]
    while stack:
        top = stack.pop()
        for part in top.args:
            if part.gate == one.gate:
                stack.append(part)
            else:
                out[part] = None
    return list(out)


def exactly(cells: Patient) -> Wire:
    """The patients who lie in all of these cells."""
    out = TRUE
    for dimension, cell in cells.items():
        out = out & wire((dimension, cell))
    return out


def value(goal: Wire, patient: Patient) -> bool:
    """Whether a wire holds of one patient."""
    done: dict[Wire, bool] = {TRUE: True, FALSE: False}
    stack = [goal]
    while stack:
        one = stack[-1]
        if one in done:
            stack.pop()
        elif one.gate == "input":
            dimension, cell = one.args[0]
            done[one] = patient.get(dimension) == cell
        else:
            waiting = [p for p in one.args if p not in done]
            if waiting:
                stack.extend(waiting)
                continue
            a, b = (done[p] for p in one.args)
            done[one] = (a and b) if one.gate == "and" else (a or b) if one.gate == "or" else a != b
    return done[goal]
