"""Criteria of a third party are shown with its licence on file, wherever they stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from coverable.determination.engine import open_engine
from coverable.determination.need import need_view
from coverable.policy.describe import policy_view
from small_library import PLAN, POLICY, SIGNOFF, decide, write_library

DAY = date(2026, 6, 15)
OWNED = POLICY + "\ncriteria_owner: {name: Criteria House, edition: 12th LICENCE}"
BORROWS = (
    POLICY.replace("test/sleep", "test/borrows")
    .replace("CRITERIA", "{criteria_of: test/sleep#sleep}")
    .replace("INTERPRETATIONS", "")
)


def borrowed(folder: Path, licence: str) -> Path:
    """A library in which one policy takes its criteria from another, which are those of a third party."""
    plan = PLAN.replace("{policy: test/sleep}", "{policy: test/borrows}")
    write_library(folder, criteria="{fact: tired}", policy=OWNED.replace(" LICENCE", licence), plan=plan)
    place = folder / "policies" / "test" / "borrows" / "1"
    place.mkdir(parents=True)
    (place / "policy.yaml").write_text(BORROWS)
    (place / "signoff.yaml").write_text(SIGNOFF)
    return folder


@pytest.mark.sr("SR-025")
@pytest.mark.parametrize("role", ["analyst", "provider", "member"])
def test_criteria_by_reference_are_shown_only_with_the_licence_of_their_owner(
    tmp_path: Path, role: str
) -> None:
    shown: dict[str, tuple[bool, bool, str]] = {}
    for name, licence in (("without", ""), ("with", ", licence: L-7")):
        policy = open_engine(borrowed(tmp_path / name, licence)).library.policy("test/borrows@1")
        view = policy_view(policy, DAY, role)  # type: ignore[arg-type]
        shown[name] = (view["owner"]["shown"], "Tired?" in str(view), view["owner"]["says"])
    assert shown["without"] == (
        False,
        False,
        "Criteria of Criteria House, edition 12th (by reference to test/sleep@1); no licence is on file, so "
        "they are not shown.",
    )
    assert shown["with"] == (
        True,
        True,
        "Criteria of Criteria House, edition 12th (by reference to test/sleep@1).",
    )


@pytest.mark.sr("SR-025")
def test_a_result_names_the_owner_of_criteria_by_reference_and_shows_none_without_a_licence(
    tmp_path: Path,
) -> None:
    engine = open_engine(borrowed(tmp_path / "without", ""))
    got = decide(engine, {"tired": True})
    assert (got["outcome"], got["rationale"]) == ("criteria_met", None)
    assert got["governing"]["owner"] == {"name": "Criteria House", "edition": "12th"}
    assert "criteria_not_licensed" in {flag["code"] for flag in got["flags"]}
    asked = need_view(engine, "E0601", "test/plan", DAY)["codes"][0]["policies"][0]
    assert (asked["qualifier"], asked["uses"]) == ([], [])
    licensed = open_engine(borrowed(tmp_path / "with", ", licence: L-7"))
    assert decide(licensed, {"tired": True})["rationale"] is not None
