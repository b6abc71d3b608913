"""What a run was, in one file: inputs by hash, what decided, and how many lines came to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from coverable import __version__
from coverable.claims.diagnoses import SAYS
from coverable.claims.faults import FAULTS
from coverable.claims.hints import SIGNALS
from coverable.determination.engine import Engine

if TYPE_CHECKING:
    from coverable.claims.run import Run

KIND: Final = (
    "A review of claims on coverage criteria: signals, and a worklist for people. A claim rarely says why a "
    "service was given, so most lines stay open. No line is decided against anyone, nothing here is a "
    "finding, and what is found in a record is for a clinician to say."
)
CODES: Final = 50
"""Codes that are named as matters of intake."""
FACTS: Final = 20
"""Facts that are named as missing most often."""


def manifest_of(
    run: Run, engine: Engine, noted: Sequence[Mapping[str, Any]], signals: Mapping[str, int]
) -> dict[str, Any]:
    """The manifest, all but the time that it took."""
    rejected = _sum(one["rejected"] for one in noted)
    verdicts = [v for one in noted for v in one["verdicts"]]
    missing = _sum(one["missing_facts"] for one in noted)

    def by(of: Callable[[Mapping[str, Any]], str | None]) -> dict[str, int]:
        out: Counter[str] = Counter()
        for one in verdicts:
            name = of(one)
            if name is not None:
                out[name] += one["lines"]
        return dict(out.most_common())

    flags: Counter[str] = Counter()
    for one in verdicts:
        flags.update(dict.fromkeys(one["flags"], one["lines"]))
    policies = by(lambda v: None if v["policy"] is None else f"{v['policy']}@{v['version']}")
    return {
        "schema_version": 1,
        "says": KIND,
        "engine": f"coverable {__version__}",
        "inputs": [{k: v for k, v in one.view().items() if k != "read"} for one in run.inputs],
        "facts": run.plan["facts"],
        "columns": run.plan["columns"],
        "as_of": run.plan["as_of"],
        "rests_on": {
            "engine": run.plan["engine"],
            "glossary": engine.library.glossary.sha256,
            "plans": {id: engine.plans.plans[id].sha256 for id in run.plan["plans"]},
            "policies": {key: _hashes(engine, key) for key in sorted(policies)},
        },
        "lines": {
            "read": sum(one["rows"] for one in noted),
            "decided": sum(v["lines"] for v in verdicts),
            "rejected": sum(rejected.values()),
        },
        "outcomes": by(lambda v: v["outcome"]),
        "next_steps": by(lambda v: v["next_step"]),
        "plans": by(lambda v: v["plan"]),
        "policies": policies,
        "diagnosis_signals": by(lambda v: v["diagnosis_signal"]),
        "units": by(lambda v: v["units"]),
        "flags": dict(flags.most_common()),
        "signals": {name: {"lines": count, "says": SIGNALS[name]} for name, count in signals.items()},
        "not_reviewed": {
            name: flags[name] for name in ("no_notice", "education_only", "not_reviewed") if name in flags
        },
        "missing_facts": dict(Counter(missing).most_common(FACTS)),
        "intake": _intake(noted),
        "rejected": {name: {"lines": n, "says": FAULTS[name]} for name, n in Counter(rejected).most_common()},
        "meanings": {"diagnosis_signal": SAYS},
    }


def _intake(noted: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The codes that most lines carry although they are not valid on the day, with what to use instead."""
    out: Counter[tuple[str, str, str]] = Counter()
    for one in noted:
        for code, state, says, lines in one["intake"]:
            out[code, state, says] += lines
    ordered = sorted(out.items(), key=lambda pair: (-pair[1], pair[0]))[:CODES]
    return [{"code": c, "state": s, "says": says, "lines": n} for (c, s, says), n in ordered]


def _hashes(engine: Engine, key: str) -> dict[str, str]:
    policy = engine.library.policy(key)
    return {"sha256": policy.sha256, "signoff_sha256": policy.signoff_sha256}


def _sum(counts: Any) -> dict[str, int]:
    out: Counter[str] = Counter()
    for one in counts:
        out.update(one)
    return dict(out)
