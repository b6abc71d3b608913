"""`coverable ask`: only questions that can still matter, every answer understood, never stuck."""

from __future__ import annotations

import json
import re

import pytest

DME = ("ask", "DME 32", "--plan", "sentara/medicare", "--date", "2026-02-10")


def questions(text: str) -> list[str]:
    return re.findall(r"^\d+\. (.+?)(?: \(at most|  |$)", text, re.M)


def test_it_stops_as_soon_as_the_outcome_is_settled(run, tmp_path) -> None:
    answers = "1\n1\ny\ny\n2\n"  # device, use, working life, antiperspirant failed, cleared
    done = run(*DME, "-o", "r.json", input=answers)
    assert done.exit_code == 0, done.output
    assert len(questions(done.stdout)) == 5
    assert "No further question can change this." in done.stdout
    assert "✓ CRITERIA MET" in done.stdout
    request = json.loads((tmp_path / "r.json").read_text())
    assert request["facts"] == {
        "device_kind": "iontophoresis",
        "use": "hyperhidrosis",
        "professional_life_disrupted": True,
        "prescription_antiperspirant_failed": True,
        "device_fda_status": "cleared",
    }
    again = run("check", "r.json", "--exit-code", "outcome")
    assert again.exit_code == 0


@pytest.mark.sr("SR-043")
def test_the_use_selects_what_is_asked(run) -> None:
    where = ("ask", "97033", "--plan", "healthy-blue/medicaid", "--date", "2026-02-10")
    done = run(*where, input="2\ny\n")
    assert questions(done.stdout)[0] == "What is iontophoresis to be used for?"
    assert len(questions(done.stdout)) == 2
    assert "before a venipuncture" in done.stdout
    assert "antiperspirant" not in done.stdout
    assert "✓ CRITERIA MET" in done.stdout


def test_an_unknown_answer_is_not_asked_again(run) -> None:
    done = run(*DME, input="1\n1\n" + "u\n" * 30)
    asked = questions(done.stdout)
    assert len(asked) == len(set(asked))
    assert "Nothing more can be asked; what is not documented stays open." in done.stdout
    assert "? MORE INFORMATION NEEDED" in done.stdout


def test_back_takes_an_answer_away_and_help_explains(run) -> None:
    done = run(*DME, input="b\n2\n?\nb\n1\nb\n1\n?\nq\n")
    assert "This is the first question." in done.stdout
    done = run(*DME, input="1\n1\nb\n?\nq\n")
    assert questions(done.stdout).count("What is iontophoresis to be used for?") == 2
    assert "The use decides which criteria apply" in done.stdout
    assert "b back" in done.stdout


def test_what_cannot_be_read_is_asked_again_with_the_way_to_say_it(run) -> None:
    done = run(*DME, input="9\n1\n1\nmaybe\ny\nq\n")
    assert "type a number from 1 to 2, or u" in done.stdout
    assert "type y, n or u (not documented)" in done.stdout
    assert done.exit_code == 0


@pytest.mark.parametrize("answers", ["", "1\n", "1\n1\nq\n"])
def test_it_ends_politely_when_the_input_does(run, answers) -> None:
    done = run(*DME, input=answers)
    assert done.exit_code == 0
    assert "This is what the answers so far come to." in done.stdout
    assert "? MORE INFORMATION NEEDED" in done.stdout


def test_the_date_of_service_and_the_code_are_asked_when_they_are_open(run, tmp_path) -> None:
    done = run("ask", "CG-MED-28", "--plan", "healthy-blue/medicaid", "-o", "r.json",
               input="97033\n2026-02-30\n2026-02-10\n2\ny\n")  # fmt: skip
    assert "Which code is requested?" in done.stdout
    assert "there is no day 30" in done.stdout
    assert json.loads((tmp_path / "r.json").read_text())["services"] == [
        {"code": "97033", "date": "2026-02-10"}
    ]
    assert "✓ CRITERIA MET" in done.stdout


def test_numbers_quantities_codes_and_events_can_be_answered(run, tmp_path, root) -> None:
    import shutil

    library = tmp_path / "library"
    shutil.copytree(root / "library", library)
    (library / "glossary" / "more.yaml").write_text(
        "facts:\n"
        "  bmi: {type: quantity, unit: kg/m2, label: Body mass index, ask: What is the index?, plain: x}\n"
    )
    policy = library / "policies" / "sentara" / "dme-32" / "7" / "policy.yaml"
    wanted = """criteria:
      all:
        - {id: heavy, fact: bmi, ge: 18.5, unit: kg/m2}
        - {id: grown, fact: age, ge: 18}
        - {id: sweating, fact: diagnoses, has: [icd10cm:L74.512]}
        - {id: drugs, fact: sweating_drug_trials, exists: {where: {outcome: failed}}}
"""
    text = policy.read_text(encoding="utf-8")
    text = re.sub(r"criteria:\n      all:\n", wanted, text, count=1)
    policy.write_text(text, encoding="utf-8")
    events = ["y", "glycopyrrolate", "y", "2025-03", "u", "1", "n"]
    answers = ["1", "1", "18.5", "x", "44", "L74.512, R61", *events]
    done = run(*DME, "--library", library, "-o", "r.json", input="\n".join(answers) + "\n")
    assert done.exit_code == 0, done.output
    request = json.loads((tmp_path / "r.json").read_text())
    assert request["facts"]["bmi"] == {"value": 18.5, "unit": "kg/m2"}
    assert request["facts"]["age"] == 44
    assert request["diagnoses"] == ["icd10cm:L74.512", "icd10cm:R61"]
    assert request["facts"]["sweating_drug_trials"] == {
        "events": [
            {"agent": "glycopyrrolate", "prescription": True, "started": "2025-03", "outcome": "failed"}
        ],
        "complete": True,
    }


@pytest.mark.parametrize(
    ("arguments", "next"),
    [
        (["ask", "CG-MED-2", "--plan", "sentara/medicare"], "`cg-med-28`"),
        (["ask", "E1399"], "`sentara/medicare`"),
        (["ask", "E1399", "--plan", "sentara/medicare", "--date", "soon"], "write YYYY-MM-DD"),
    ],
)
def test_what_it_cannot_start_with_is_refused(run, arguments, next) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert next in done.stderr


def test_a_plan_that_is_not_loaded_is_answered_with_a_hint(run) -> None:
    done = run("ask", "E1399", "--plan", "sentara/medicar")
    assert done.exit_code == 0
    assert "did you mean `sentara/medicare`?" in done.stderr
    assert "– NOT ADDRESSED" in done.stdout
