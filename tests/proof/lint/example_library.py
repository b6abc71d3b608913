"""A library built from an example of a rule: the example's lines take the place of those of a plain policy.

An example is lines of policy.yaml; a heading `# NAME` goes over to another file: signoff.yaml, plan.yaml,
citations.yaml, cases.yaml, glossary.yaml, another.yaml (a second policy), second.yaml (another version),
source.txt (lines of the document at hand, by number) and `first line` (of policy.yaml). `null` leaves the
file, or the key, away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from coverable.base.yamlfile import parse_yaml
from coverable.policy.cite import all_cites, passage_digest, read_place

DIGEST = "2" * 64
HEAD = "# yaml-language-server: $schema=../../../../schema/{}.schema.json"
LINES = 60

POLICY: dict[str, Any] = {
    "policy": "example/p-1",
    "version": "1",
    "kind": "medical-policy",
    "number": "P-1",
    "title": "An invented policy",
    "publisher": "Example",
    "in_effect": {"from": "2026-01-01"},
    "next_review": "2027-06",
    "lines_of_business": ["commercial"],
    "source": {"title": "An invented policy", "lines": LINES, "sha256": "0" * 64},
    "services": {"device": {"codes": ["hcpcs:E0601"], "cite": "L5"}},
    "indications": {
        "sleep": {
            "service": "device",
            "applies_if": {"fact": "use", "is": "sleep"},
            "cite": "L10",
            "criteria": {"fact": "tired"},
        }
    },
    "exclusions": [
        {"id": "other", "position": "not_medically_necessary", "all_other_uses": True, "cite": "L20"}
    ],
}
SIGNOFF: dict[str, Any] = {
    "encoding": {
        "status": "approved",
        "by": "A. Analyst",
        "second_person": "B. Reviewer",
        "on": "2026-01-02",
    },
    "approval": {"body": "Policy committee", "on": "2025-12-01", "minute": "4"},
}
PLAN: dict[str, Any] = {
    "plan": "example/plan",
    "title": "An invented plan",
    "payer": ["Example"],
    "line_of_business": "commercial_insured",
    "contact": "the number on the member's card",
    "adopts": [{"policy": "example/p-1", "by": "policy committee", "because": "agreed in January"}],
}


def _fact(type: str, **more: Any) -> dict[str, Any]:
    return {"type": type, "label": "Fact", "ask": "What is it?", "plain": "What is it?", **more}


FACTS: dict[str, Any] = {
    "use": _fact("choice", choices={"sleep": "sleep", "other": "other"}),
    "kind": _fact("choice", choices={"mask": "mask", "chair": "chair"}),
    "tired": _fact("yes_no"),
    "snores": _fact("yes_no"),
    "pauses": _fact("number"),
}
SHARED = {
    "policies": ["example/p-1", "example/p-2"],
    "by": "A. Analyst",
    "on": "2026-01-02",
    "because": "alike",
}


def sections(example: str) -> dict[str, str]:
    """{file: its lines}; lines under the same heading again are added."""
    out: dict[str, list[str]] = {}
    name = "policy.yaml"
    for line in example.splitlines():
        heading = re.fullmatch(r"# (first line|[a-z]+\.(?:yaml|txt))", line)
        if heading:
            name = heading[1]
        else:
            out.setdefault(name, []).append(line)
    return {name: "\n".join(lines) for name, lines in out.items()}


def build(folder: Path, example: str) -> Path:
    """The library of an example, written into the folder."""
    parts = sections(example)
    given = {name: _read(text, name) for name, text in parts.items() if name.endswith(".yaml")}
    policies = {"p-1/1": {**POLICY, **(given.get("policy.yaml") or {})}}
    if "another.yaml" in given:
        policies["p-2/1"] = {**POLICY, "policy": "example/p-2", "number": "P-2", **given["another.yaml"]}
    if "second.yaml" in given:
        policies["p-1/2"] = {**POLICY, "version": "2", **given["second.yaml"]}
    document = _document(parts.get("source.txt"))
    for place, policy in policies.items():
        home = folder / "policies" / "example" / place
        home.mkdir(parents=True)
        if document is not None:
            stated = policy["source"].get("sha256")
            policy["source"] = {**policy["source"], "sha256": stated or sha256(document).hexdigest()}
            (home / "source.txt").write_bytes(document)
        head = parts.get("first line", HEAD.format("policy")).strip()
        _write(home / "policy.yaml", policy, "" if head == "null" else head)
        own = place == "p-1/1"
        signoff = {**SIGNOFF, **((given.get("signoff.yaml") or {}) if own else {})}
        _write(home / "signoff.yaml", signoff, HEAD.format("signoff"))
        if not own or given.get("cases.yaml", {}) is not None:
            _write(home / "cases.yaml", {"cases": []}, HEAD.format("cases"))
        if not own or given.get("citations.yaml", {}) is not None:
            made = _citations(policy, document, given.get("citations.yaml") or {} if own else {})
            _write(home / "citations.yaml", made, HEAD.format("citations"))
    _write(folder / "plans" / "plan.yaml", {**PLAN, **(given.get("plan.yaml") or {})}, HEAD.format("plan"))
    glossary = _glossary(policies, given.get("glossary.yaml") or {}, len(policies) > 1)
    _write(folder / "glossary" / "facts.yaml", {"facts": glossary}, HEAD.format("glossary"))
    return folder


def _read(text: str, name: str) -> Any:
    return None if text.strip() in ("", "null") else parse_yaml(text, name).data


def _write(path: Path, data: Any, head: str) -> None:
    """JSON is YAML."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in data.items() if v is not None}
    text = json.dumps(kept, indent=1, default=lambda v: float(v) if isinstance(v, Decimal) else str(v))
    path.write_text(f"{head}\n{text}\n" if head else f"{text}\n", encoding="utf-8")


def _document(given: str | None) -> bytes | None:
    if given is None:
        return None
    said = parse_yaml(given, "source.txt").data
    lines = [said.get(str(n), f"Line {n} as it was read.") for n in range(1, LINES + 1)]
    return ("\n".join(lines) + "\n\n").encode()


def _citations(policy: Mapping[str, Any], document: bytes | None, given: Mapping[str, Any]) -> dict[str, Any]:
    """Digests of every cited passage as it was read, with what the example says of them."""
    read = [f"Line {n} as it was read." for n in range(1, LINES + 1)] + [""]
    passages = {
        text: DIGEST if document is None else passage_digest(read, read_place(text))
        for _, text in all_cites(json.loads(json.dumps(policy, default=str)))
    }
    passages |= given.get("passages", {})
    source = given.get("source_sha256") or policy["source"].get("sha256") or "0" * 64
    return {"source_sha256": source, "passages": {k: v for k, v in passages.items() if v is not None}}


def _glossary(policies: Mapping[str, Any], given: Mapping[str, Any], shared: bool) -> dict[str, Any]:
    """The facts that the policies test, each shared where there are several policies; then those given."""
    asked = set(_asked(json.loads(json.dumps(policies, default=str))))
    more = {"shared": [SHARED]} if shared else {}
    return {n: {**f, **more} for n, f in FACTS.items() if n in asked} | dict(given.get("facts", {}))


def _asked(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("fact"), str):
            yield value["fact"]
        for inner in value.values():
            yield from _asked(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _asked(inner)
