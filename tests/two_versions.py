"""A publisher's small policy in two versions, of which each test changes one thing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from coverable.determination.engine import Engine, open_engine
from coverable.proof.workflow.gate import Review, review
from small_library import POLICY, write_library

Made = Callable[..., Engine]
OLD, NEW = "test/sleep@1", "test/sleep@2"
CRITERIA = "{all: [{fact: tired}, {fact: snores}]}"
SIGNED = """encoding: {status: approved, by: A, second_person: B, on: 2025-12-01}
owner: publisher
approval: {body: Committee, on: 2025-11-04, minute: 2025-11/3}
"""
NOTICE = "provider_notice: {on: 2026-05-04, how: bulletin, by: Provider relations}\n"
READING = "interpretations: {AM-1: {question: Who counts?, cite: L10, options: {a: those, b: these}}}"
EITHER = "{all: [{fact: tired}, {interpretation: AM-1, options: {a: {fact: snores}, b: {fact: bmi, ge: 40, unit: kg/m2}}}]}"
CHOICE = "interpretations: {AM-1: {option: a, by: C, on: 2025-12-01, because: it says so}}\n"
DIGEST = (
    "source_sha256: "
    + "0" * 64
    + '\npassages: {"L5": '
    + "c" * 64
    + ', "L10": '
    + "a" * 64
    + ', "L20": '
    + "b" * 64
    + "}\n"
)


def place(folder: Path, version: str) -> Path:
    return folder / "policies" / "test" / "sleep" / version


def two_versions(folder: Path, **parts: Any) -> Engine:
    """Version 2 from 2026-07-01 with these parts; version 1 has the defaults, or what is given with `old_`.

    Interpretations are those of both, unless `old_interpretations` says otherwise; without `signoff` nobody
    has signed version 2.
    """
    write_library(
        folder,
        criteria=parts.get("old_criteria", CRITERIA),
        interpretations=parts.get("old_interpretations", parts.get("interpretations", "")),
        signoff=parts.get("old_signoff", SIGNED),
    )
    (place(folder, "1") / "citations.yaml").write_text(DIGEST)
    text = parts.get("policy", POLICY).replace('version: "1"', 'version: "2"')
    text = text.replace("from: 2026-01-01", f"from: {parts.get('begins', '2026-07-01')}")
    text = text.replace("CRITERIA", parts.get("criteria", CRITERIA))
    text = text.replace("INTERPRETATIONS", parts.get("interpretations", ""))
    new = place(folder, "2")
    new.mkdir()
    (new / "policy.yaml").write_text(text)
    (new / "citations.yaml").write_text(parts.get("digests", DIGEST))
    if "signoff" in parts:
        (new / "signoff.yaml").write_text(parts["signoff"])
    return open_engine(folder)


def of_new(engine: Engine) -> Review:
    return review(engine, NEW)


def said(found: Review) -> list[str]:
    return [problem.what.removeprefix(f"{found.key}: ") for problem in found.missing]
