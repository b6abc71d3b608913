"""What the library has of another policy that a document names, and which uses that one decides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from coverable.base.problem import Refused
from coverable.policy.criterion import Criterion
from coverable.policy.library import Library
from coverable.policy.model import PolicyFile

State: TypeAlias = Literal["loaded", "missing", "conflicting"]
Rule: TypeAlias = tuple[str, int]
"""The outermost rule of some criteria, and over how many criteria it stands."""


@dataclass(frozen=True, slots=True)
class Decided:
    """One use that a policy of the library covers or excludes; the words are those of its encoding."""

    at: str
    """`publisher/number@version#id`"""
    words: str
    covers: bool
    rule: Rule | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the library has under a number: one policy, none, or several that could be meant."""

    state: State
    about: str = ""
    """Title, services and keywords of the policy."""
    decides: tuple[Decided, ...] = ()


Lookup: TypeAlias = Callable[[str], Known]
MISSING = Known("missing")


def known_in(library: Library) -> Lookup:
    """Looks a number up in a library. Of a policy, the version that its folder lists last is looked at."""

    def lookup(number: str) -> Known:
        found: dict[str, str] = {key.partition("@")[0]: key for key in library.find(number)}
        if len(found) != 1:
            return Known("conflicting") if found else MISSING
        [key] = found.values()
        try:
            file = library.origin(key).file
        except Refused:
            return Known("loaded")  # `library check` says what is wrong with it
        return Known("loaded", _about(file), tuple(_decided(file, key)))

    return lookup


def _about(file: PolicyFile) -> str:
    services = [one.says for one in file.services.values() if one.says]
    return " ".join([file.title, *file.also_known_as, *services, *file.keywords])


def _decided(file: PolicyFile, key: str) -> Iterator[Decided]:
    for name, one in file.indications.items():
        words = " ".join([name.replace("-", " "), one.says or "", _values(one.applies_if)])
        yield Decided(f"{key}#{name}", words, covers=True, rule=_rule(one.criteria))
    for other in file.exclusions:
        words = " ".join([other.id.replace("-", " "), other.says or "", _values(other.when)])
        yield Decided(f"{key}#{other.id}", words, covers=False)


def _values(criterion: Criterion | None) -> str:
    """The values that a criterion asks for, as words."""
    if criterion is None:
        return ""
    asked = [criterion.is_, *(criterion.in_ or ())]
    own = " ".join(one.replace("_", " ") for one in asked if isinstance(one, str))
    return " ".join([own, *(_values(one) for one in (*(criterion.all or ()), *(criterion.any or ())))])


def _rule(criterion: Criterion) -> Rule | None:
    """The outermost rule, where one is told; readings and references to other criteria tell none."""
    for name in ("all", "any", "none"):
        children = getattr(criterion, name)
        if children is not None:
            return (name, len(children)) if len(children) > 1 else _rule(children[0])
    if criterion.at_least is not None:
        return f"at least {criterion.at_least}", len(criterion.of or ())
    return ("all", 1) if criterion.fact is not None else None
