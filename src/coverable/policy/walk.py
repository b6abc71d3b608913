"""Every criterion of a policy file, with its path in the file."""

from __future__ import annotations

from collections.abc import Iterator

from coverable.policy.criterion import Criterion
from coverable.policy.model import PolicyFile

Path = tuple[str | int, ...]


def all_criteria(file: PolicyFile) -> Iterator[tuple[Criterion, Path]]:
    """Every criterion of a policy file with its path, parents first."""
    tops: list[tuple[Criterion | None, Path]] = []
    for name, service in file.services.items():
        here: Path = ("services", name)
        tops += [(service.only_if, (*here, "only_if")), (service.known_by, (*here, "known_by"))]
        tops += [
            (one.only_if, (*here, "codes", i, "only_if"))
            for i, one in enumerate(service.codes)
            if not isinstance(one, str)
        ]
    for name, indication in file.indications.items():
        tops += [
            (indication.applies_if, ("indications", name, "applies_if")),
            (indication.criteria, ("indications", name, "criteria")),
        ]
    for key in ("exclusions", "referrals", "remarks"):
        tops += [(one.when, (key, i, "when")) for i, one in enumerate(getattr(file, key))]
    tops += [(one.unless, ("exclusions", i, "unless")) for i, one in enumerate(file.exclusions)]
    stack = [(c, p) for c, p in reversed(tops) if c is not None]
    while stack:
        criterion, path = stack.pop()
        yield criterion, path
        stack.extend(reversed(_below(criterion, path)))


def _below(c: Criterion, path: Path) -> list[tuple[Criterion, Path]]:
    out: list[tuple[Criterion, Path]] = []
    for name in ("all", "any", "none", "of"):
        out += [(one, (*path, name, i)) for i, one in enumerate(getattr(c, name) or [])]
    for name, alias in (
        ("not_", "not"),
        ("if_", "if"),
        ("then", "then"),
        ("else_", "else"),
        ("silent_if", "silent_if"),
    ):
        one = getattr(c, name)
        if one is not None:
            out.append((one, (*path, alias)))
    out += [(one, (*path, "options", option)) for option, one in (c.options or {}).items()]
    return out
