"""One made-up policy: its file, sign-off and document, in one or more versions."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from bench.made.criteria import Criteria
from bench.made.facts import uses
from bench.made.topics import ADJECTIVES, LINES, PUBLISHERS, WHO, Topic

LINE_COUNT = 250


@dataclass(frozen=True, slots=True)
class Made:
    """One version, as plain data for its files."""

    policy: dict[str, Any]
    signoff: dict[str, Any]
    source: str
    topic: Topic
    uses: tuple[str, ...]
    """Uses that have criteria."""
    codes: tuple[str, ...]

    @property
    def folder(self) -> str:
        return f"policies/{self.policy['policy']}/{self.policy['version']}"


def versions(rng: Random, topic: Topic, publisher: str, n: int, lend: str | None) -> list[Made]:
    """The versions of policy number `n`; `lend` names criteria of another policy that may be used here."""
    many = rng.choices((1, 2, 3), (70, 24, 6))[0]
    treatment, condition = rng.choice(topic.treatments), rng.choice(topic.conditions)
    head = {
        "policy": f"{publisher}/{publisher[:2]}-{n:04}",
        "kind": rng.choices(("medical-policy", "clinical-um-guideline"), (4, 1))[0],
        "number": f"{publisher[:2].upper()}-{n:04}",
        "title": f"{rng.choice(ADJECTIVES)} {treatment} for {condition} in {rng.choice(WHO)}".capitalize(),
        "publisher": f"{PUBLISHERS[publisher]} (fictional)",
        "also_known_as": [f"{publisher[:2].upper()} {treatment} {n}"],
    }
    codes = _codes(rng, n)
    return [_version(rng, topic, head, codes, 2026 - many + 1 + i, n, lend) for i in range(many)]


def _codes(rng: Random, n: int) -> list[str]:
    """Codes by number; what they stand for is of no matter here, so most belong to one policy only."""
    first = [f"hcpcs:{rng.choice('EKL')}{n % 10_000:04}"]
    return first + [f"cpt:{rng.randrange(10_000, 100_000)}" for _ in range(rng.randrange(3))]


def _version(
    rng: Random, topic: Topic, head: dict[str, Any], codes: list[str], year: int, n: int, lend: str | None
) -> Made:
    make = Criteria(rng, topic, 20)
    t = topic.id
    known = [u for u in uses(topic) if u != "other"]
    named = rng.sample(known, rng.randrange(1, min(3, len(known) - 1) + 1))
    line = LINES[list(PUBLISHERS).index(str(head["policy"]).split("/")[0]) % len(LINES)][0]
    indications: dict[str, Any] = {}
    for use in named:
        criteria = {"all": [make.leaf(), make.tree(), make.tree(1)]}
        if lend and rng.random() < 0.05:
            criteria["all"].append({"id": make.id("lent"), "criteria_of": lend, "cite": make.cite()})
        indications[use.replace("_", "-")] = {
            "service": "main",
            "says": f"{uses(topic)[use].capitalize()}",
            "applies_if": {"id": make.id("use"), "fact": f"{t}_use", "is": use},
            "cite": make.cite(),
            "criteria": criteria,
            **({"approves": {"for": "6 months", "cite": make.cite()}} if rng.random() < 0.5 else {}),
        }
    rest = [u for u in known if u not in named]
    exclusions: list[dict[str, Any]] = []
    if rest and rng.random() < 0.5:
        when = {"fact": f"{t}_use", "is": rest[0]}
        exclusions.append({"id": "named", "position": "investigational", "when": when, "cite": make.cite()})
    others = {"id": "others", "position": "not_medically_necessary", "all_other_uses": True}
    exclusions.append({**others, "cite": make.cite()})
    entries: list[Any] = list(codes)
    if rng.random() < 0.2:
        qualifier = {"id": make.id("level"), "fact": f"{t}_level", "in": ["medium", "full"]}
        entries[-1] = {"code": codes[-1], "only_if": qualifier, "cite": make.cite()}
    ranges = [f"icd10cm:{one}" for one in topic.ranges]
    meaning = f"{topic.measure} as the laboratory or device states it, in {topic.unit}"
    words = [*rng.sample(topic.conditions, 2), rng.choice(topic.treatments), *rng.sample(topic.drugs, 2)]
    policy: dict[str, Any] = {
        **head,
        "version": str(year),
        "in_effect": {"from": f"{year}-01-01"},
        "next_review": f"{year + 2}-06",
        "lines_of_business": [line],
        "prior_authorization": rng.choice(("required", "not_required", "not_stated")),
        "services": {
            "main": {"codes": entries, "says": head["title"].partition(" for ")[0], "cite": make.cite()}
        },
        "indications": indications,
        "exclusions": exclusions,
        "codes": [{"id": "diagnoses", "polarity": "informational", "entries": ranges, "cite": make.cite()}],
        "history": [{"kind": "originated", "on": f"{year - 3}-05", "cite": make.cite()}],
        "definitions": {topic.measure: {"says": meaning, "cite": make.cite()}},
        "keywords": words,
        "notes": [{"topic": "benefit", "says": f"The contract comes first (note {n})", "cite": make.cite()}],
    }
    if make.readings:
        policy["interpretations"] = make.readings
    if rng.random() < 0.3:
        policy["remarks"] = [
            {
                "id": "pregnancy",
                "kind": "review_reason",
                "when": {"fact": f"{t}_pregnant"},
                "says": "Pregnancy is stated; the document does not speak about it",
                "cite": make.cite(),
            }
        ]
    title = f"{head['number']} of {year} (made up)"
    policy["source"] = {"title": title, "file": "source.txt", "lines": LINE_COUNT}
    source = "".join(f"Line {i} of {head['number']}, {year}.\n" for i in range(1, LINE_COUNT + 1))
    signed = {"by": "bench", "on": f"{year}-01-02"}
    chosen = {
        name: {"option": rng.choice(("narrow", "wide")), **signed, "because": "made up"}
        for name in make.readings
        if rng.random() < 0.8
    }
    encoding = {"status": "approved", **signed, "second_person": "bench reader"}
    signoff: dict[str, Any] = {"encoding": encoding, "owner": "encoder"}
    if chosen:
        signoff["interpretations"] = chosen
    if open_ := [name for name in make.readings if name not in chosen]:
        signoff["left_open"] = {name: {**signed, "because": "made up"} for name in open_}
    return Made(policy, signoff, source, topic, tuple(named), tuple(codes))
