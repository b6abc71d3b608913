"""The made-up documents hold what their truth says, and the scorer tells right from wrong."""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any

import pytest
from bench.reading.banks import HALVES, bank, half_of
from bench.reading.damage import KINDS, TRACKED, perhaps_damaged
from bench.reading.files import rendered
from bench.reading.make import make_document
from bench.reading.model import Doc
from bench.reading.places import Places
from bench.reading.render_text import render_text
from bench.reading.report import markdown, totals
from bench.reading.run import Job, document, run_one
from bench.reading.score import score
from bench.reading.trees import Tree, leaves, normal, same

from document.perfect import perfect

Json = dict[str, Any]
MANY = 120
FORMATS = ("text", "html", "docx", "pdf")


@cache
def one(half: str, number: int, format: str) -> Doc:
    return make_document(3, number, half, format)  # pyright: ignore[reportArgumentType]


def made(half: str = "develop", many: int = MANY, format: str = "text") -> Iterator[Doc]:
    return (one(half, n, format) for n in range(many))


def text_of(doc: Doc) -> str:
    return render_text(doc).decode()


def scored(doc: Doc, reading: Json) -> Any:
    return score(doc, reading, text_of(doc))


@pytest.fixture(scope="module")
def listed() -> tuple[Doc, int]:
    """A document with a statement of `all` over plain conditions in a list."""
    for doc in made(many=600):
        for number, true in enumerate(doc.truth.statements):
            tree = true.trees[0] if len(true.trees) == 1 else None
            if not tree or tree.rule != "all" or tree.form != "list" or len(tree.children) < 3 or true.stage:
                continue
            if all(c.rule == "leaf" for c in tree.children):
                return doc, number
    raise AssertionError("no such document")


# -- the banks


@pytest.mark.parametrize(
    ("path", "least"),
    [
        ("quantifiers/all", 25),
        ("quantifiers/any", 25),
        ("quantifiers/at_least", 25),
        ("quantifiers/none", 25),
        ("layouts", 15),
        ("leaves/phrases", 100),
        ("leaves/clauses", 60),
    ],
)
def test_the_banks_are_broad_and_no_half_has_one_alone(path: str, least: int) -> None:
    variants = bank(path)
    assert len(variants) >= least
    assert len({v.id for v in variants}) == len(variants)
    assert all(n >= 14 for n in Counter(half_of(v.id) for v in variants).values())


def test_there_are_more_than_thirty_sentences_of_position() -> None:
    positions = (
        "medically_necessary",
        "not_medically_necessary",
        "investigational",
        "cosmetic",
        "not_covered",
    )
    assert sum(len(bank(f"positions/{p}")) for p in positions) > 50


@pytest.mark.parametrize("half", HALVES)
def test_a_document_uses_only_variants_of_its_half(half: str) -> None:
    for doc in made(half):
        assert {half_of(used) for used in doc.used} == {half}


# -- the documents


def test_the_same_seed_makes_the_same_bytes() -> None:
    for half in HALVES:
        for n in range(8):
            for format in FORMATS:
                first, second = (make_document(5, n, half, format) for _ in range(2))
                assert rendered(first) == rendered(second)
    assert rendered(make_document(5, 1, "develop", "text")) != rendered(
        make_document(6, 1, "develop", "text")
    )


def test_the_text_holds_all_conditions_in_the_order_of_the_truth() -> None:
    for doc in made():
        places = Places(text_of(doc))
        for true in doc.truth.statements:
            before = at = 0
            for condition in leaves(true.trees[0]) if true.trees else ():
                # the foot of a page may stand within a condition; “A if B” names what is asked for first
                place = places.find(condition.text, at) or places.find(condition.text, before)
                assert place, (doc.name, condition.text)
                before, at = at, place[0]
            assert true.trees or true.other or true.unmet or "benefit grid" in true.wording


def test_every_rule_and_form_occurs() -> None:
    tags = Counter(tag for doc in made(many=400) for s in doc.truth.statements for tag in s.wording)
    wanted = [
        "rule all",
        "rule any",
        "rule at_least",
        "rule none",
        "not",
        "if",
        "if with otherwise",
        "unless",
        "age bands",
        "one level",
        "2 levels",
        "3 levels",
        "4 levels",
        "running text",
        "rule within an item",
        "condition that heads a list",
        "criteria by reference",
        "initial and continuation",
        "catch-all negative",
        "named uses",
        "unsure wording",
        "connector on its own line",
        "connector after a nested list",
        "connectors alone tell",
        "thresholds",
    ]
    assert not [tag for tag in wanted if not tags[tag]]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_can_be_rendered_damaged_or_not(format: str) -> None:
    for doc in made("report", 40, format):
        assert rendered(perhaps_damaged(doc, 3))


def test_damage_of_every_kind_is_done_and_noted() -> None:
    noted = Counter[str]()
    for kind in KINDS:
        for n in range(400):
            doc = make_document(3, n, "develop", "docx" if kind in TRACKED else "text")
            struck = kind(doc, Random(n))
            if struck is not None and struck.damage:
                damage = struck.damage
                noted[damage.kind] += 1
                assert damage.struck or damage.statement is not None or damage.kind == "wrong encoding"
                break
    assert len(noted) == len(KINDS)


# -- the scorer


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("choice", [0, 1, 2])
def test_a_reader_that_knows_the_truth_is_exact(half: str, choice: int) -> None:
    for doc in made(half):
        out = scored(doc, perfect(doc, text_of(doc), choice))
        assert out.exact, [s.excerpt for s in (*out.silent, *out.inexact)]
        assert not out.criteria_findings
        assert all(not wrong and not missed for _, wrong, missed in out.facts.values()), out.facts


def test_another_order_of_conditions_is_right(listed: tuple[Doc, int]) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    reading["statements"][number]["criteria"]["children"].reverse()
    assert scored(doc, reading).exact


def test_another_rule_is_silent_wrong_and_a_finding_on_it_makes_it_flagged(listed: tuple[Doc, int]) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    criteria = reading["statements"][number]["criteria"]
    criteria["rule"] = "any"
    out = scored(doc, reading)
    assert [s.why for s in out.silent] == ["the rules differ"]
    criteria["findings"] = ["F1"]
    reading["findings"] = [{"id": "F1", "rule": "made_up", "spans": []}]
    out = scored(doc, reading)
    assert not out.silent
    assert [s.why for s in out.inexact] == ["the rules differ"]
    assert out.criteria_findings == {"made_up": 1}


def test_a_finding_on_another_statement_does_not_excuse_it(listed: tuple[Doc, int]) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    reading["statements"][number]["criteria"]["rule"] = "any"
    reading["findings"] = [{"id": "F1", "rule": "made_up", "spans": [{"start": 0, "end": 1}]}]
    assert len(scored(doc, reading).silent) == 1


@pytest.mark.parametrize("part", ["lost", "invented", "split", "joined", "negated"])
def test_conditions_match_one_to_one(listed: tuple[Doc, int], part: str) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    children = reading["statements"][number]["criteria"]["children"]
    first = children[0]
    if part == "lost":
        del children[0]
    elif part == "invented":
        children.append(dict(first, text="Something that no policy would ask of anyone at all"))
    elif part == "split":
        words = first["text"].split()
        half = len(words) // 2
        children[0:1] = [dict(first, text=" ".join(words[:half])), dict(first, text=" ".join(words[half:]))]
    elif part == "joined":
        children[0:2] = [dict(first, text=f"{first['text']} {children[1]['text']}")]
    else:
        children[0] = {"rule": "not", "text": "", "span": first["span"], "children": [first]}
    assert len(scored(doc, reading).silent) == 1


@pytest.mark.parametrize(
    ("name", "value"), [("position", "not_covered"), ("all_other_uses", True), ("stage", "continuation")]
)
def test_position_catch_all_and_stage_count(listed: tuple[Doc, int], name: str, value: Any) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    reading["statements"][number][name] = value
    assert len(scored(doc, reading).silent) == 1


def test_a_statement_left_out_and_one_too_many_are_silent_wrong(listed: tuple[Doc, int]) -> None:
    doc, number = listed
    reading = perfect(doc, text_of(doc))
    less = copy.deepcopy(reading)
    del less["statements"][number]
    assert [s.why for s in scored(doc, less).silent] == ["the statement was not read"]
    far = {"start": len(text_of(doc)) - 1, "end": len(text_of(doc)), "lines": "1"}
    reading["statements"].append(
        {"id": "s99", "position": "cosmetic", "subject": "x", "span": far, "all_other_uses": False}
    )
    assert [s.why for s in scored(doc, reading).silent] == ["a statement that the document does not make"]


def test_a_rule_within_one_sentence_may_be_kept_whole() -> None:
    for doc in made(many=600):
        for number, true in enumerate(doc.truth.statements):
            if (
                "running text" in true.wording
                and len(true.trees[0].children) > 1
                and true.trees[0].rule == "all"
            ):
                reading = perfect(doc, text_of(doc))
                criteria = reading["statements"][number]["criteria"]
                whole = " and ".join(c["text"] for c in criteria["children"])
                reading["statements"][number]["criteria"] = {
                    "rule": "leaf",
                    "text": whole,
                    "span": criteria["span"],
                }
                out = scored(doc, reading)
                assert not out.silent
                assert not out.exact
                assert "coarse" in [v for v, _ in out.statements]
                return
    raise AssertionError("no such document")


def test_damage_counts_as_found_when_a_finding_stands_on_it_and_not_elsewhere() -> None:
    found = 0
    for n in range(200):
        doc = document(Job(3, n, "develop", "text"))
        if not doc.damage or not doc.damage.detectable or doc.format != "text":
            continue
        text = text_of(doc)
        place = Places(text).find(doc.damage.struck[0])
        assert place, (doc.name, doc.damage)
        reading = perfect(doc, text)
        assert score(doc, reading, text).detected is False
        span = {"start": place[0], "end": place[1]}
        reading["findings"] = [{"id": "F1", "rule": "made_up", "spans": [span]}]
        assert score(doc, reading, text).detected is True
        found += 1
    assert found > 20


# -- trees


def leaf(text: str) -> Tree:
    return Tree("leaf", text=text)


def equal(a: Tree, b: Tree) -> bool:
    def keys(text: str) -> tuple[str, bool]:
        return text, True

    return same(normal(a, keys), normal(b, keys))


A, B, C = leaf("a"), leaf("b"), leaf("c")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Tree("all", (A, Tree("all", (B, C)))), Tree("all", (C, B, A))),
        (Tree("any", (Tree("all", (A,)), B)), Tree("any", (A, B))),
        (Tree("none", (A, B)), Tree("not", (Tree("any", (A, B)),))),
        (Tree("at_least", (A, B, C), 3), Tree("all", (A, B, C))),
        (Tree("at_least", (A, B, C), 1), Tree("any", (A, B, C))),
        (Tree("if", (A, B)), Tree("any", (Tree("not", (A,)), B))),
        (
            Tree("not", (Tree("at_least", (A, B, C), 2),)),
            Tree("at_least", tuple(Tree("not", (x,)) for x in (A, B, C)), 2),
        ),
        (Tree("if", (A, B, C)), Tree("any", (Tree("all", (A, B)), Tree("all", (Tree("not", (A,)), C))))),
        (Tree("any", (Tree("all", (A, B)), Tree("all", (A, C)))), Tree("all", (A, Tree("any", (B, C))))),
    ],
)
def test_trees_that_say_the_same_are_the_same(one: Tree, other: Tree) -> None:
    assert equal(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Tree("all", (A, B)), Tree("any", (A, B))),
        (Tree("all", (A, B)), Tree("all", (A, B, C))),
        (Tree("at_least", (A, B, C), 2), Tree("any", (A, B, C))),
        (Tree("none", (A, B)), Tree("not", (Tree("all", (A, B)),))),
        (Tree("if", (A, B)), Tree("all", (A, B))),
        (Tree("all", (A, Tree("all", ()))), Tree("all", (A,))),
    ],
)
def test_trees_that_decide_otherwise_are_not_the_same(one: Tree, other: Tree) -> None:
    assert not equal(one, other)


# -- the run


def test_a_run_scores_the_reader_and_writes_a_page() -> None:
    results = [run_one(Job(3, n, half, "text")) for half in HALVES for n in range(6)]
    assert totals(results).documents == 12
    page = markdown({"develop": results[:6], "report": results[6:]}, 3, 60.0)
    assert "## The half `report`" in page
    assert not [line for line in page.splitlines() if "develop-" in line or "report-" in line]


def test_a_reader_that_fails_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: Any) -> Any:
        raise RuntimeError("no")

    monkeypatch.setattr("bench.reading.run.read_source", fails)
    out = run_one(Job(3, 1, "develop", "text"))
    assert out.failed == "RuntimeError: no"
    assert not out.exact
