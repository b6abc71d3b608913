"""`coverable check`: what people read, what programs read, and what happens to wrong input."""

from __future__ import annotations

import json
import re

import pytest


def checked(run, put, request, *options: str):
    return run("check", put("r.json", request), *options)


def test_the_screen_says_outcome_next_step_and_the_place_of_every_criterion(run, put, samples) -> None:
    done = checked(run, put, samples["demo-3-information"])
    assert done.exit_code == 0
    text = done.stdout
    assert "Request demo-3-information" in text
    assert "Result on coverage criteria, as of 2026-02-08" in text
    assert "DME 32 version 7" in text
    assert "? MORE INFORMATION NEEDED" in text
    assert "Next: ask for what is still needed" in text
    assert re.search(r"^\? undetermined +ALL +Iontophoresis for hyperhidrosis +L28$", text, re.M)
    assert re.search(r"^✓ met +.*Working life significantly disrupted by sweating — yes +L30$", text, re.M)
    assert "from attestation: letter of the employer, 2026-01-20" in text
    assert re.search(r"^\? not documented +└ The device is authorized by the FDA +L34$", text, re.M)
    assert "(2 other ways, not needed here)" in text
    assert "1. Is the device approved, cleared through 510(k)" in text
    assert "enclose: clinic notes" in text
    assert "only a licensed clinician can" in text


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_no_line_is_wider_than_the_terminal(run, put, samples, columns, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    path = put("all.json", list(samples.values()))
    lines = run("check", path, "--full", "--reviewer").stdout.splitlines()
    assert max(map(len, lines)) <= int(columns)
    assert len(lines) > 100


def test_colour_is_never_the_only_sign(run, put, samples) -> None:
    text = checked(run, put, samples["demo-2-other-payer"]).stdout
    assert "? NOT FINAL: CRITERIA NOT MET — state law not searched" in text
    assert re.search(
        r"^✗ not met +├ Prescription strength antiperspirant tried without success — no", text, re.M
    )
    assert "only a physician can decide against the request" in " ".join(text.split())


def test_what_would_settle_an_open_outcome_is_for_reviewers_only(run, put, samples) -> None:
    request = samples["demo-3-information"]
    assert "What would settle it" not in checked(run, put, request, "--full").stdout
    text = checked(run, put, request, "--reviewer").stdout
    assert "FDA status of the device: approved or cleared (510(k)) or De Novo → criteria met" in text


def test_readings_that_matter_are_told_with_what_they_would_give(run, put, samples) -> None:
    text = checked(run, put, samples["demo-1-met"]).stdout
    assert "AM-4 is read as clearance-counts" in text
    assert "criteria not met" in text
    assert "AM-13" not in text
    assert "AM-13" in checked(run, put, samples["demo-1-met"], "--full").stdout


def test_where_the_text_is_silent_the_screen_says_so(run, put, samples) -> None:
    request = json.loads(json.dumps(samples["demo-2-other-payer"]))
    request["facts"]["prescription_antiperspirant_not_tolerated"] = True
    text = checked(run, put, request).stdout
    assert "? A PERSON MUST JUDGE" in text
    said = "the text is silent if: Prescription strength antiperspirant not tolerated — so a person decides"
    assert said in " ".join(text.replace("│", " ").split())


def test_a_plan_may_want_no_suggestion_shown(run, put, samples, root, tmp_path) -> None:
    import shutil

    library = tmp_path / "library"
    shutil.copytree(root / "library", library)
    plan = library / "plans" / "healthy-blue" / "medicaid.yaml"
    plan.write_text(plan.read_text() + "display: no_adverse_suggestion\n")
    done = checked(run, put, samples["demo-2-other-payer"], "--library", str(library), "--full")
    assert "• FOR CLINICAL REVIEW" in done.stdout
    assert re.search(
        r"^• found +├ Prescription strength antiperspirant tried without success — no", done.stdout, re.M
    )
    assert re.search(r"^\? missing ", done.stdout, re.M)
    assert not re.search(r"not met|excluded|not medically necessary", done.stdout, re.I)


def test_an_unknown_plan_is_answered_and_no_error(run, put, samples) -> None:
    done = checked(run, put, samples["demo-5-unknown-plan"])
    assert done.exit_code == 0
    assert "– NOT ADDRESSED" in done.stdout
    assert "ask the number on the member's card" in " ".join(done.stdout.split())


def test_one_object_gives_one_determination_and_a_list_a_list(run, put, samples) -> None:
    one, two = samples["demo-1-met"], samples["demo-2-other-payer"]
    assert json.loads(run("check", put("a.json", one), "--format", "json").stdout)["request"] == "demo-1-met"
    listed = json.loads(run("check", put("b.json", [one]), "--format", "json").stdout)
    assert [d["request"] for d in listed] == ["demo-1-met"]
    both = json.loads(run("check", put("a.json", one), put("c.json", two), "--format", "json").stdout)
    assert [d["request"] for d in both] == ["demo-1-met", "demo-2-other-payer"]


@pytest.mark.parametrize("name", ["-", "r.jsonl"])
def test_json_lines_keep_their_order_and_an_error_row_its_place(run, put, samples, name) -> None:
    one = json.dumps(samples["demo-1-met"])
    text = f"{one}\n\n{{broken\n{one}\n"
    put("r.jsonl", text)
    done = run("check", name, "--format", "jsonl", input=text)
    assert done.exit_code == 1
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert ["refused" in row for row in rows] == [False, True, False]
    assert "this is not JSON" in done.stderr


def test_standard_input_takes_one_request(run, samples) -> None:
    done = run("check", "-", "--format", "json", input=json.dumps(samples["demo-1-met"], indent=2))
    assert json.loads(done.stdout)["lines"][0]["combined"]["outcome"] == "criteria_met"
    assert run("check", "-", "-").exit_code == 2


def test_the_day_of_looking_can_be_given(run, put, samples) -> None:
    done = checked(run, put, samples["demo-1-met"], "--format", "json", "--as-of", "2026-12-01")
    data = json.loads(done.stdout)
    assert data["as_of"] == "2026-12-01"
    assert "policy_review_overdue" in done.stdout


def test_a_what_if_reading_is_used_and_recorded(run, put, samples) -> None:
    done = checked(
        run, put, samples["demo-1-met"], "--format", "json", "--interpretation", "AM-4=approval-only"
    )
    data = json.loads(done.stdout)
    assert data["what_if"] == {"AM-4": "approval-only"}
    assert data["lines"][0]["combined"]["outcome"] == "criteria_not_met"
    shown = checked(run, put, samples["demo-1-met"], "--interpretation", "AM-4=approval-only").stdout
    assert "AM-4 read as approval-only: a question, not the readings that were signed" in shown


@pytest.mark.parametrize(
    ("given", "next"),
    [("AM-44=x", "`AM-4`"), ("AM-4=aproval-only", "did you mean `approval-only`?"), ("AM-4", "AM-4")],
)
def test_a_reading_that_no_policy_knows_is_refused(run, put, samples, given, next) -> None:
    done = checked(run, put, samples["demo-1-met"], "--interpretation", given)
    assert done.exit_code == 2
    assert next in done.stderr


@pytest.mark.parametrize(
    ("sample", "code"),
    [
        ("demo-1-met", 0),
        ("demo-2-other-payer", 3),
        ("demo-3-information", 4),
        ("demo-4-under-21", 3),
        ("demo-5-unknown-plan", 5),
    ],
)
def test_the_outcome_can_be_the_exit_code(run, put, samples, sample, code) -> None:
    assert checked(run, put, samples[sample], "--exit-code", "outcome").exit_code == code
    assert checked(run, put, samples[sample]).exit_code == 0


LINE = '"services": [{"code": "E1399", "date": "2026-02-10"}]'


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n\xff\xfe\x00", "this is not UTF-8 text"),
        (b"", "this is not JSON"),
        ('{"coverages": [', "this is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        (f'{{"coverages": ["a/b"], "coverages": ["a/b"], {LINE}}}', "the key `coverages` is given twice"),
        (f'{{"coverages": ["a/b"], {LINE}, "facts": {{"age": NaN}}}}', "`NaN` is not a number"),
        (f'{{"coverages": ["a/b"], {LINE}, "facts": {{"age": 1e999}}}}', "out of bounds"),
        (
            f'{{"coverages": ["a/b"], {LINE}, "facts": {{"devic_kind": "other"}}}}',
            "unknown fact `devic_kind`",
        ),
        (
            f'{{"coverages": ["a/b"], {LINE}, "facts": {{"use": {"[" * 300 + "]" * 300}}}}}',
            "nested too deeply",
        ),
        (f'{{"coverages": ["a/b"], {LINE}, "fact": {{}}}}', "unknown field `fact`"),
        ('"request"', "cannot be taken"),
    ],
)
def test_wrong_input_is_refused_with_what_where_why_and_next(run, put, content, what) -> None:
    done = run("check", put("wrong.json", content))
    assert done.exit_code == 2
    assert done.stdout == ""
    first, why, next = done.stderr.splitlines()[:3]
    assert first.startswith("wrong.json")
    assert what in first
    assert why.startswith("  why:  ")
    assert next.startswith("  next: ")


def test_a_file_that_is_missing_or_a_folder_is_refused(run, tmp_path) -> None:
    assert "nothing.json: the request cannot be read" in run("check", "nothing.json").stderr
    done = run("check", tmp_path)
    assert done.exit_code == 2
    assert "this is a folder" in done.stderr


def test_json_of_a_refused_request_is_an_error_row(run, put) -> None:
    done = run("check", put("wrong.json", {"id": "x"}), "--format", "json")
    assert done.exit_code == 2
    row = json.loads(done.stdout)
    assert row["request"] == "x"
    assert {"what", "where", "why", "next"} == row["refused"][0].keys()
    assert done.stderr


def test_some_refused_of_several_is_exit_code_1_and_the_others_run(run, put, samples) -> None:
    done = run("check", put("list.json", [samples["demo-1-met"], {"id": "x"}]))
    assert done.exit_code == 1
    assert "✓ CRITERIA MET" in done.stdout
    assert "Request x could not be read" in done.stdout
    assert "list.json $[1]" in done.stderr
    assert run("check", put("list.json", [{"id": "x"}, 1])).exit_code == 2


def test_control_characters_of_a_request_never_reach_the_terminal(run, put) -> None:
    done = run("check", put("wrong.json", {"id": "\x1b[2Jx", "facts": {"\x1b]0;t\x07": 1}}))
    assert done.exit_code == 2
    assert "\x1b" not in done.output
    assert "\x07" not in done.output


def test_the_result_goes_to_a_file_whole_or_not_at_all(run, put, samples, tmp_path) -> None:
    path = put("r.json", samples["demo-1-met"])
    assert run("check", path, "-o", "out.txt").stdout == ""
    before = (tmp_path / "out.txt").read_text(encoding="utf-8")
    assert "✓ CRITERIA MET" in before
    assert run("check", put("wrong.json", "{"), "-o", "out.txt").exit_code == 2
    assert (tmp_path / "out.txt").read_text(encoding="utf-8") == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.txt", "r.json", "wrong.json"]
    assert "the result cannot be written" in run("check", path, "-o", "no/out.txt").stderr


def test_the_combined_line_names_each_coverage_with_what_it_gave(run, put, samples) -> None:
    request = {**samples["demo-1-met"], "coverages": ["sentara/medicare", "no/plan"]}
    text = " ".join(checked(run, put, request).stdout.partition("over all its coverages")[2].split())
    assert "• sentara/medicare: ✓ Criteria met" in text
    assert "• no/plan: – Not addressed" in text


def test_policies_that_do_not_speak_about_the_service_are_counted(run, put) -> None:
    request = {"coverages": ["meadowlark/choice"], "services": [{"code": "E0601", "date": "2026-02-10"}]}
    text = checked(run, put, request).stdout
    short = [line for line in text.splitlines() if line.startswith("Looked at")]
    whole = [
        ln for ln in checked(run, put, request, "--full").stdout.splitlines() if ln.startswith("Looked at")
    ]
    assert "neither of this code nor of this service" in " ".join(text.split())
    assert len(short) < len(whole)


def test_the_order_of_levels_is_told_whole(run, put, samples) -> None:
    request = {**samples["demo-1-met"]}
    text = checked(run, put, request).stdout
    data = json.loads(checked(run, put, request, "--format", "json").stdout)
    order = " ".join(text.partition("\nOrder ")[2].partition("\n\n")[0].split())
    for level in data["lines"][0]["coverages"][0]["precedence"]:
        assert level["found"] in order


def test_a_service_under_two_versions_names_both(run, put) -> None:
    line = {"code": "E0601", "date": "2025-12-20", "end_date": "2026-01-15"}
    text = checked(run, put, {"coverages": ["meadowlark/choice"], "services": [line]}).stdout
    rests = " ".join(text.partition("Rests on:")[2].split())
    assert "meadowlark/mp-101@2024" in rests
    assert "meadowlark/mp-101@2026" in rests
