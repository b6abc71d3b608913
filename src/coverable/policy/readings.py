"""All interpretations of a library with their options, for the question "what if it were read so?"."""

from __future__ import annotations

from collections.abc import Mapping

from coverable.base.problem import did_you_mean, refuse
from coverable.policy.library import Library


def readings_of(library: Library) -> dict[str, set[str]]:
    """{interpretation: its options} over all policies of the library."""
    out: dict[str, set[str]] = {}
    for key in library.folders:
        for name, one in library.origin(key).file.interpretations.items():
            out.setdefault(name, set()).update(one.options)
    return out


def check_reading(known: Mapping[str, set[str]], name: str, option: str, where: str) -> None:
    """Refused when no policy knows the interpretation, or it has no such option: it would change nothing."""
    if name not in known:
        why = "no policy of the library has it"
        raise refuse(f"no interpretation `{name[:60]}`", where, why, did_you_mean(name, known))
    if option not in known[name]:
        next = did_you_mean(option, known[name])
        raise refuse(f"`{option[:60]}` is no option of {name}", where, "it would change nothing", next)
