"""A history that says "no change in criteria" is taken at its word, and the word is checked."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from coverable.determination.engine import Engine, open_engine
from coverable.policy.library import default_root
from coverable.proof.difference import difference

FOLDER = "policies/sentara/dme-32"


def versions(tmp_path: Path, *changes: tuple[str, str]) -> Engine:
    """A library in which version 6 is version 7 with some words changed, in effect a year before."""
    root = tmp_path / "library"
    shutil.copytree(default_root(), root)
    old = root / FOLDER / "6"
    shutil.copytree(root / FOLDER / "7", old)
    (old / "cases.yaml").unlink()
    text = (old / "policy.yaml").read_text(encoding="utf-8")
    history = next(line for line in text.splitlines(True) if "on: 2025-09, implemented" in line)
    for was, now in (
        ('version: "7"', 'version: "6"'),
        ("from: 2026-01-01", "from: 2025-01-01"),
        (history, ""),
        *changes,
    ):
        assert was in text, was
        text = text.replace(was, now, 1)
    (old / "policy.yaml").write_text(text, encoding="utf-8")
    return open_engine(root)


def claim(engine: Engine) -> dict:
    library = engine.library
    view = difference(
        engine, library.policy("sentara/dme-32@6"), library.policy("sentara/dme-32@7"), examples=False
    )
    (found,) = [one for one in view["claims"] if one["what"] == "criteria"]
    return found


@pytest.mark.sr("SR-008")
def test_an_unchanged_text_bears_out_its_history(tmp_path: Path) -> None:
    found = claim(versions(tmp_path))
    assert (found["says"], found["holds"], found["differences"]) == ("unchanged", True, [])
    assert found["where"].endswith(":209:5")


@pytest.mark.sr("SR-008")
@pytest.mark.parametrize(
    ("was", "now", "named"),
    [
        pytest.param(
            "{id: social, fact: social_life_disrupted}",
            "{id: social, fact: professional_life_disrupted}",
            "disruption",
            id="a leaf",
        ),
        pytest.param(
            "          any:\n                    - {id: work",
            "          all:\n                    - {id: work",
            "disruption",
            id="an operator",
        ),
        pytest.param("in: [approved, cleared, de_novo]", "in: [approved, cleared]", "device", id="a choice"),
        pytest.param("{id: infected-maceration", "{id: infected-maceration", "", id="nothing"),
    ],
)
def test_any_changed_criterion_refutes_it_and_is_named(
    tmp_path: Path, was: str, now: str, named: str
) -> None:
    if not named:
        assert claim(versions(tmp_path))["holds"] is True
        return
    found = claim(versions(tmp_path, (was, now)))
    assert found["holds"] is False
    assert any(one.startswith(named) and "L" in one for one in found["differences"]), found["differences"]
