"""`coverable demo`: what a newcomer sees first, and that every command it teaches works."""

from __future__ import annotations

import shlex

import pytest


def test_it_shows_one_rationale_in_full_and_the_others_in_short(run, tmp_path) -> None:
    done = run("demo")
    assert done.exit_code == 0
    text = done.stdout
    assert text.count("Criteria\n") == 1
    assert "? MORE INFORMATION NEEDED" in text
    others = text.partition("The other samples")[2]
    for said in (
        "✓ Criteria met",
        "? Not final: criteria not met",
        "? Not final: use named",
        "– Not addressed",
    ):
        assert said in others
    assert "the member is under 21 and has Medicaid" in " ".join(others.split())
    assert list(tmp_path.iterdir()) == []


def test_the_same_patient_is_met_under_one_payer_and_not_under_the_other(samples) -> None:
    first, second = samples["demo-1-met"]["facts"], samples["demo-2-other-payer"]["facts"]

    def stated(facts):
        return {k: v["value"] if isinstance(v, dict) else v for k, v in facts.items()}

    assert stated(first) == stated(second)


def test_every_command_it_teaches_works_when_it_is_copied(run) -> None:
    lines = [ln.strip() for ln in run("demo").stdout.partition("Try next")[2].splitlines()]
    commands = [shlex.split(ln) for ln in lines if ln and not ln.startswith("#")]
    assert [c[1] for c in commands] == ["ask", "demo", "check", "serve"]
    for command in commands[:-1]:  # that a server starts is tried in test_serve
        done = run(*command[1:], input="q\n")
        assert done.exit_code == 0, (command, done.output)


def test_samples_are_written_only_when_asked_for(run, tmp_path, samples) -> None:
    done = run("demo", "--save", "here")
    assert sorted(p.stem for p in (tmp_path / "here").iterdir()) == sorted(samples)
    assert "check here/*.json" in done.stdout
    (tmp_path / "file").touch()
    refused = run("demo", "--save", "file")
    assert refused.exit_code == 2
    assert "the samples cannot be written" in refused.stderr


@pytest.mark.parametrize("columns", ["80", "120"])
def test_it_fits_the_terminal(run, columns, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert max(map(len, run("demo").stdout.splitlines())) <= int(columns)
