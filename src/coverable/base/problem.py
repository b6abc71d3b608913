"""How every refusal of ours is said: what, where, why, and the next step."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that stops us.

    `where` is `file:line:column` for files and a JSON path (`$.services[0].code`) for requests.
    """

    what: str
    where: str
    why: str
    next: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}\n  why:  {self.why}\n  next: {self.next}"

    def as_json(self) -> dict[str, str]:
        """The same four words for machines."""
        return {"what": self.what, "where": self.where, "why": self.why, "next": self.next}


class Refused(Exception):
    """Bad input; nothing was done. Carries every problem that was found, not just the first."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(p) for p in self.problems))

    def __reduce__(self) -> tuple[type[Refused], tuple[tuple[Problem, ...]]]:
        """Whole also when another process refused (see `share`)."""
        return type(self), (self.problems,)


def refuse(what: str, where: str, why: str, next: str) -> Refused:
    """`raise refuse(...)`: the short form for a single problem."""
    return Refused(Problem(what, where, why, next))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The next step for a misspelt name: the nearest known ones, or all of them when none is near."""
    from difflib import get_close_matches

    names = sorted(set(known))
    near = [] if len(word) > 80 else get_close_matches(word, names, n=3, cutoff=0.6)
    if near:
        return "did you mean " + " or ".join(f"`{n}`" for n in near) + "?"
    if not names:
        return "remove it"
    shown = ", ".join(f"`{n}`" for n in names[:12])
    return f"use one of {shown}" + (f" ({len(names) - 12} more)" if len(names) > 12 else "")
