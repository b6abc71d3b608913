"""The facts of one field, as a glossary file, and answers to them at random."""

from __future__ import annotations

from random import Random
from typing import Any

from bench.made.topics import Topic

KINDS = ("severe", "lasting", "worse", "supervised", "trained", "harmful", "pregnant", "ruled_out")
_SAYS = {
    "severe": "The complaint is severe",
    "lasting": "The complaint has lasted",
    "worse": "The complaint has become worse",
    "supervised": "A specialist supervises the treatment",
    "trained": "Patient or caregiver was trained",
    "harmful": "Something speaks against the treatment",
    "pregnant": "The patient is pregnant",
    "ruled_out": "Simpler treatment is ruled out",
}


def uses(topic: Topic) -> dict[str, str]:
    """The choices of the field's use: one for each condition, and another one."""
    return {c.replace(" ", "_"): c for c in topic.conditions} | {"other": "another use"}


def glossary(topic: Topic, policies: list[str]) -> dict[str, Any]:
    """The field's facts; `policies` are those that may share them, by one decision."""
    shared = [
        {
            "policies": policies,
            "by": "bench",
            "on": "2026-01-02",
            "because": "made together from one field, so that they ask the same thing",
        }
    ]

    def fact(type: str, label: str, **more: Any) -> dict[str, Any]:
        ask = f"For {topic.id}: {label[0].lower()}{label[1:]}?"
        row: dict[str, Any] = {"type": type, "label": label, "ask": ask, "plain": ask, **more}
        return row | ({"shared": shared} if len(policies) > 1 else {})

    t = topic.id
    facts = {f"{t}_{kind}": fact("yes_no", f"{_SAYS[kind]} ({t})") for kind in KINDS}
    facts |= {
        f"{t}_use": fact("choice", f"What the {t} treatment is for", choices=uses(topic)),
        f"{t}_level": fact(
            "choice", f"Level of {t} care", choices={"light": "light", "medium": "medium", "full": "full"}
        ),
        f"{t}_measure": fact("quantity", topic.measure.capitalize(), unit=topic.unit),
        f"{t}_weeks": fact("number", f"Weeks of earlier {t} treatment"),
        f"{t}_test_date": fact("date", f"Date of the {t} test"),
        f"{t}_visit_date": fact("date", f"Last visit about {t}"),
        f"{t}_trials": fact(
            "events",
            f"Earlier {t} treatments",
            attributes={
                "agent": {"type": "text"},
                "class": {"type": "choice", "choices": {d: d for d in topic.drugs}},
                "date": {"type": "date"},
                "started": {"type": "date"},
                "ended": {"type": "date"},
                "outcome": {
                    "type": "choice",
                    "choices": {
                        "failed": "without success",
                        "good": "with success",
                        "ongoing": "still running",
                    },
                },
            },
        ),
    }
    return {"facts": facts}


def answers(rng: Random, topic: Topic) -> dict[str, Any]:
    """A patient's facts: most are stated, some are not, now and then two sources disagree."""
    t = topic.id
    out: dict[str, Any] = {}
    for kind in KINDS:
        bad = kind in ("harmful", "pregnant")
        out[f"{t}_{kind}"] = rng.random() < (0.1 if bad else 0.8)
    out[f"{t}_level"] = rng.choice(("light", "medium", "full", "full"))
    out[f"{t}_measure"] = {"value": rng.randrange(0, 80) / 2, "unit": topic.unit}
    out[f"{t}_weeks"] = rng.randrange(0, 30)
    out[f"{t}_test_date"] = rng.choice(("2026-02-10", "2025-09-30", "2025-01-05", "2026-01"))
    out[f"{t}_visit_date"] = rng.choice(("2026-03-01", "2025-11-12", "2024-06-30"))
    events = [_event(rng, topic) for _ in range(rng.randrange(4))]
    out[f"{t}_trials"] = {"events": events, **({"complete": True} if rng.random() < 0.7 else {})}
    for name in rng.sample(sorted(out), rng.choice((0, 0, 1, 2, 4))):
        del out[name]
    if rng.random() < 0.1:
        out[f"{t}_severe"] = {
            "statements": [
                {"value": True, "from": [{"kind": "medical_record"}]},
                {"value": False, "from": [{"kind": "attestation"}]},
            ]
        }
    return out


def _event(rng: Random, topic: Topic) -> dict[str, Any]:
    month = rng.randrange(1, 9)
    return {
        "agent": rng.choice(topic.drugs),
        "class": rng.choice(topic.drugs),
        "date": f"2025-{month:02}-15",
        "started": f"2025-{month:02}-01",
        "ended": f"2025-{month + rng.randrange(1, 4):02}-20",
        "outcome": rng.choice(("failed", "failed", "good")),
    }
