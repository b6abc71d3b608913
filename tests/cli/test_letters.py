"""`coverable plan letters`: files in a folder, all of them or none."""

from __future__ import annotations

from pathlib import Path

import pytest

FIGURES = (
    "provider,policy,measure,value,unit,from,to,peers,peer_group,source\n"
    "1234567893,,injections,2.4,per patient and year,2025-01-01,2025-12-31,1.6,41 practices nearby,made up\n"
    "1992999999,POLICY,injections,0.4,per patient and year,2025-01-01,2025-12-31,1.6,41 practices nearby,made up\n"
)
DAY = ("--on", "2026-11-22", "-o", "letters")


def written(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.sr("SR-077")
def test_each_policy_that_a_plan_educates_about_gives_a_letter_as_page_and_as_text(
    run, tmp_path: Path
) -> None:
    done = run("plan", "letters", "meadowlark/employer", *DAY)
    assert done.exit_code == 0, done.stderr
    assert written(tmp_path / "letters") == {"meadowlark/mp-145.html", "meadowlark/mp-145.md"}


@pytest.mark.sr("SR-081")
def test_with_figures_each_provider_of_the_file_gets_its_own(run, put, tmp_path: Path) -> None:
    path = put("figures.csv", FIGURES.replace("POLICY", "meadowlark/mp-145"))
    done = run("plan", "letters", "meadowlark/employer", "--format", "html", "--figures", path, *DAY)
    assert done.exit_code == 0, done.stderr
    assert written(tmp_path / "letters") == {
        "meadowlark/mp-145/1234567893.html",
        "meadowlark/mp-145/1992999999.html",
    }
    first = (tmp_path / "letters/meadowlark/mp-145/1234567893.html").read_text(encoding="utf-8")
    assert ">2.4<" in first
    assert "1992999999" not in first


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody/plan",), "no plan `nobody/plan`"),
        (("meadowlark/choice",), "educates about no policy"),
        (("meadowlark/employer", "--policy", "mp-101"), "educates about nothing in meadowlark/mp-101"),
        (("meadowlark/employer", "--figures", "nowhere.csv"), "the figures cannot be read"),
    ],
)
def test_what_cannot_be_written_is_refused_and_nothing_is(run, tmp_path: Path, words, said: str) -> None:
    done = run("plan", "letters", *words, *DAY)
    assert done.exit_code == 2
    assert said in done.stderr
    assert not (tmp_path / "letters").exists()


def test_figures_of_a_policy_without_a_letter_are_refused(run, put, tmp_path: Path) -> None:
    path = put("figures.csv", FIGURES.replace("POLICY", "meadowlark/mp-101"))
    done = run("plan", "letters", "meadowlark/employer", "--figures", path, *DAY)
    assert done.exit_code == 2
    assert "there are letters on meadowlark/mp-145" in done.stderr
    assert not (tmp_path / "letters").exists()
