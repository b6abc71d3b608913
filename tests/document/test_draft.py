"""A reading becomes a draft policy: everything has its place, nothing is invented, nothing decides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from coverable.base.problem import Refused
from coverable.base.yamlfile import parse_yaml
from coverable.determination.engine import Engine
from coverable.document.draft.emit import yaml_text
from coverable.document.draft.made import walk
from coverable.document.draft.names import slug, words_digest
from coverable.document.read import reading_of
from coverable.document.reading import Code, Node, Section, Statement
from coverable.document.source import Source
from coverable.policy.build import Origin
from coverable.policy.signoff import Encoding, Signoff
from coverable.proof.compare import compare
from coverable.proof.lint.registry import BY_ID
from document import handmade
from document.handmade import PAGE, document, drafted, leaf, necessary, reading, record, span, stated
from document.seed_drafts import FILES
from seed_requests import CG_MED_28

DRAFT = Signoff(encoding=Encoding(status="draft", by="A. Analyst", on="2026-11-25"))
APPROVED = Signoff(
    encoding=Encoding(status="approved", by="A. Analyst", second_person="B. Reviewer", on="2026-11-25")
)


def ids(policy: Any) -> list[str]:
    """The ids of all criteria, in order."""
    return [
        str(value["id"])
        for path, value in walk(policy)
        if isinstance(value, dict) and "id" in value and ("criteria" in path or "applies_if" in path)
    ]


def policy_of(source: Source) -> Any:
    return drafted(source).draft.policy


# -- names -------------------------------------------------------------------------------------------


def test_all_other_uses_of_one_service_do_not_close_those_of_another() -> None:
    text = (
        "Criteria\n\nWidget stimulation is medically necessary when the pain is severe.\n\n"
        "Gadget therapy is medically necessary when exercise failed.\n\n{}"
    )
    both = policy_of(document(text.format("All other uses are investigational.")))
    assert [set(e) & {"all_other_uses", "unless"} for e in both["exclusions"]] == [{"all_other_uses"}]
    one = policy_of(document(text.format("Gadget therapy is investigational for all other conditions.")))
    (closing,) = one["exclusions"]
    assert closing["all_other_uses"] is True
    assert closing["unless"]["unmapped"] is True


@pytest.mark.sr("SR-054")
def test_renumbered_labels_give_the_same_ids_and_an_empty_logic_diff(engine: Engine) -> None:
    relabelled = PAGE.replace("A. Three", "1. Three").replace("B. ANY", "2. ANY")
    relabelled = relabelled.replace("1. A triptan", "i. A triptan").replace("2. Triptans", "ii. Triptans")
    assert relabelled != PAGE
    one, other = (drafted(document(text)) for text in (PAGE, relabelled))
    assert ids(one.draft.policy) == ids(other.draft.policy)
    assert len(ids(one.draft.policy)) >= 6
    built = [handmade.checked(x, engine.library).policy for x in (one, other)]
    assert built[0]
    assert built[1]
    assert [(n.rule, n.id, n.children, n.n) for n in built[0].forest.nodes] == [
        (n.rule, n.id, n.children, n.n) for n in built[1].forest.nodes
    ]
    assert all(c.relation == "equivalent" for c in compare(engine, built[0], built[1]))


def test_a_name_holds_at_most_three_words_and_never_a_label() -> None:
    assert slug("A. Presence of medical complications or skin maceration with infection") == (
        "complications-skin-maceration"
    )
    assert slug("1) of the following:") == ""
    assert slug("Größe über 5 cm") == "grosse-uber" or len(slug("Größe über 5 cm").split("-")) <= 3


def test_the_digest_of_a_passage_does_not_see_labels_but_sees_numbers_and_signs() -> None:
    assert words_digest("a. body mass index ≥ 35") == words_digest("(iv) Body mass  index ≥ 35")
    assert words_digest("body mass index ≥ 35") != words_digest("body mass index < 35")
    assert words_digest("body mass index ≥ 35") != words_digest("body mass index ≥ 40")


def test_two_passages_that_begin_alike_have_names_that_do_not_depend_on_their_order() -> None:
    lines = ["stable oxygen saturation at rest\n", "stable oxygen saturation asleep\n"]
    made = []
    for text in ("".join(lines), "".join(reversed(lines))):
        source = document(text)
        below = tuple(leaf(source, line.strip()) for line in text.splitlines())
        all_ = Node("all", "", below[0].span, below)
        made.append(drafted(source, reading(source, statements=(necessary(source, "oxygen", all_),))))
    assert set(ids(made[0].draft.policy)) == set(ids(made[1].draft.policy))


# -- the tree ----------------------------------------------------------------------------------------


def test_every_rule_of_a_reading_becomes_the_rule_of_the_policy_language(engine: Engine) -> None:
    names = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india"]
    source = document("\n".join(names))
    a, b, c, d, e, f, g, h, i = (leaf(source, name) for name in names)
    at = a.span
    tree = Node(
        "all",
        "",
        at,
        (
            Node("any", "", at, (a, b)),
            Node("none", "", at, (c,)),
            Node("not", "", at, (d,)),
            Node("at_least", "", at, (e, f), n=2),
            Node("if", "", at, (g, h, i)),
        ),
    )
    applied = drafted(source, reading(source, statements=(necessary(source, "alpha", tree),)))
    built = handmade.checked(applied, engine.library).policy
    assert built is not None
    (one,) = built.indications
    assert [built.forest.nodes[n].rule for n in built.forest.under(one.criteria)] == [
        *("all", "any", "unmapped", "unmapped", "none", "unmapped", "not", "unmapped"),
        *("at_least", "unmapped", "unmapped", "if", "unmapped", "unmapped", "unmapped"),
    ]


@pytest.mark.parametrize(
    "odd",
    [
        lambda at, one: Node("all", "lost list", at),
        lambda at, one: Node("any", "lost list", at),
        lambda at, one: Node("at_least", "lost list", at, (one,), n=2),
        lambda at, one: Node("if", "lost list", at, (one,)),
        lambda at, one: Node("not", "lost list", at, (one, one)),
    ],
)
def test_a_rule_that_lost_its_list_becomes_one_unmapped_criterion(engine: Engine, odd: Any) -> None:
    source = document("lost list\nsecond\n")
    tree = odd(span(source, "lost list"), leaf(source, "second"))
    applied = drafted(source, reading(source, statements=(necessary(source, "second", tree),)))
    criteria = applied.draft.policy["indications"]["second"]["criteria"]
    assert criteria["unmapped"] is True
    assert criteria.comments
    handmade.checked(applied, engine.library)


def test_initial_and_continued_use_ask_for_the_kind_of_request() -> None:
    source = document("continued use\nresponse\n")
    one = necessary(source, "continued use", leaf(source, "response"), stage="continuation")
    policy = drafted(source, reading(source, statements=(one,))).draft.policy
    use = policy["indications"]["continued"]["applies_if"]
    assert use["all"][1] == {"fact": "request_kind", "is": "continuation"}


def test_positions_are_kept_apart(engine: Engine) -> None:
    positions = ["not_medically_necessary", "investigational", "cosmetic", "not_covered", "benefit_exclusion"]
    names = ["alpha", "bravo", "charlie", "delta", "echo"]
    source = document("\n".join([*names, "use"]))
    made = [
        Statement(f"s{n}", position, name, span(source, name))  # pyright: ignore[reportArgumentType]
        for n, (position, name) in enumerate(zip(positions, names, strict=True))
    ]
    made.append(necessary(source, "use", leaf(source, "use")))
    applied = drafted(source, reading(source, statements=tuple(made)))
    assert [e["position"] for e in applied.draft.policy["exclusions"]] == positions
    handmade.checked(applied, engine.library)


# -- competing statements ----------------------------------------------------------------------------


@pytest.mark.sr("SR-052")
def test_the_second_seed_raises_two_conflicts_and_cannot_be_approved_before_somebody_chose(
    engine: Engine, seeds: Path
) -> None:
    name = FILES[CG_MED_28][0]
    source = document((seeds / name).read_text(encoding="utf-8"), name)
    read = reading_of(source)
    assert len([f for f in read.findings if f.rule == "competing_statements"]) >= 2
    applied = drafted(source, read)
    policy = applied.draft.policy
    assert len(policy["interpretations"]) >= 2
    under = [one["under"] for one in (*policy["indications"].values(), *policy["exclusions"])]
    for wording, declared in policy["interpretations"].items():
        assert {u.get(wording) for u in under} >= set(declared["options"])
    made = handmade.checked(applied, engine.library)
    assert made.policy is not None
    with pytest.raises(Refused, match="unmapped in an approved policy"):
        engine.library.look(made.policy.origin, APPROVED)


def test_each_wording_of_a_redline_is_an_option_with_its_own_criteria(engine: Engine) -> None:
    source = document("new use\nold use\nnew condition\nold condition\n")
    old = necessary(source, "old use", leaf(source, "old condition"), id="s1.1")
    new = necessary(source, "new use", leaf(source, "new condition"), candidates=(old,))
    applied = drafted(source, reading(source, statements=(new,)))
    policy = applied.draft.policy
    assert list(policy["interpretations"]["wording"]["options"]) == ["later-text", "other-text"]
    assert [one["under"] for one in policy["indications"].values()] == [
        {"wording": "later-text"},
        {"wording": "other-text"},
    ]
    handmade.checked(applied, engine.library)


# -- a draft decides nothing -------------------------------------------------------------------------


def test_an_unmapped_criterion_is_refused_in_an_approved_policy_with_its_place(engine: Engine) -> None:
    made = handmade.checked(drafted(document(PAGE)), engine.library)
    assert made.policy is not None
    with pytest.raises(Refused) as refused:
        engine.library.look(made.policy.origin, APPROVED)
    said = [str(p) for p in refused.value.problems]
    assert any("`headache-attacks-week` is unmapped" in one for one in said)
    assert all(re.match(r"policy\.yaml:\d+:\d+: ", one) for one in said if "unmapped" in one)


def test_an_unmapped_criterion_is_undetermined_whatever_the_facts(engine: Engine) -> None:
    from coverable.logic.evaluate import evaluate, leaf_bits

    built = handmade.checked(drafted(document(PAGE)), engine.library).policy
    assert built is not None
    (one,) = built.indications
    bits = evaluate(built.forest, leaf_bits(built.forest, [], 0), 1, {})
    assert bits[one.criteria] == (0, 0)


def test_the_lint_has_a_rule_for_what_is_unmapped_and_for_what_is_unwritten() -> None:
    assert {"unmapped-criterion", "unwritten-words"} <= set(BY_ID)


# -- records -----------------------------------------------------------------------------------------

DOC = """Oxygen at home 2026-02-01 required Meadow Plan medicare version 4
reviewed 2025-03
reviewed in spring
Smith 2019 says
A book, 2020 https://example.org/book
Attack: a bout of pain
Benefits of the contract come first
cluster headache
E1390 K99.9 broken
see CG-9
"""


def full() -> tuple[Source, Any]:
    source = document(DOC)
    at = span(source, "E1390")
    codes = (
        Code("hcpcs", "E1390", "E1390", "Listed", "covered", at),
        Code("icd10cm", "G44.009", "G44.029", "Listed", "covered", at),
        Code("unknown", "K99.9", "K99.9", "Listed", "covered", span(source, "K99.9")),
        Code("hcpcs", "BROKEN", "BROKEN", "Listed", "covered", span(source, "broken")),
    )
    made = reading(
        source,
        metadata={
            "title": stated(source, "Oxygen at home", "Oxygen at home"),
            "number": stated(source, "CG-9", "OX 7"),
            "publisher": stated(source, "Meadow Plan", "Meadow Plan"),
            "version": stated(source, "version 4", "4"),
            "prior_authorization": stated(source, "required", "required"),
            "lines_of_business": (
                stated(source, "medicare", ["medicare"], "stated"),
                stated(source, "Meadow", ["medicaid"], "implied"),
            ),
            "dates": (stated(source, "2026-02-01", "2026-02-01", "effective"),),
        },
        sections=(Section("header", "Oxygen", "oxygen", 0, 1, span(source, "Oxygen at home")),),
        codes=codes,
        statements=(necessary(source, "cluster headache", leaf(source, "Attack")),),
        history=(
            record(source, "reviewed 2025-03", kind="reviewed", on="2025-03", changes={"criteria": False}),
            record(source, "reviewed in spring", kind="reviewed", on="spring"),
        ),
        references=(
            record(source, "A book", title="A book", year="2020", address="https://example.org/book"),
        ),
        definitions=(record(source, "Attack: a bout of pain", term="Attack", says="a bout of pain"),),
        keywords=(record(source, "cluster headache", word="cluster headache"),),
        notes=(record(source, "Benefits of the contract come first", topic="benefit"),),
        evidence=(record(source, "Smith 2019 says", condition="headache", studies=["Smith 2019"]),),
        studies=(record(source, "version 4", by="Jones", year=2001),),
        cross_references=(record(source, "see CG-9", to="CG-9", state="missing"),),
    )
    return source, made


def test_everything_found_goes_into_its_field_with_its_place(engine: Engine) -> None:
    source, read = full()
    applied = drafted(source, read, readable=lambda entry: "BROKEN" not in entry)
    policy = applied.draft.policy
    assert policy["policy"] == "meadow-plan/ox-7"
    assert policy["version"] == "4"
    assert policy["in_effect"] == {"from": "2026-02-01"}
    assert policy["lines_of_business"] == ["medicare"]
    assert (policy["prior_authorization"], policy["prior_authorization_cite"]) == ("required", "L1")
    assert policy["services"]["service"]["codes"] == ["hcpcs:E1390"]
    assert [[e["code"] for e in g["entries"]] for g in policy["codes"]] == [
        ["hcpcs:E1390"],
        ["icd10cm:G44.009-G44.029"],
    ]
    assert policy["history"] == [
        {"kind": "reviewed", "on": "2025-03", "changes": {"criteria": False}, "cite": "L2"}
    ]
    assert policy["references"][0]["host"] == "example.org"
    assert policy["definitions"] == {"attack": {"says": None, "cite": "L6"}}
    assert policy["keywords"] == ["cluster headache"]
    assert policy["notes"] == [{"topic": "benefit", "says": None, "cite": "L7"}]
    assert [row["studies"] for row in policy["evidence"]] == [["Smith 2019"], ["Jones 2001"]]
    assert policy["cross_references"] == ["meadow-plan/cg-9"]
    made = handmade.checked(applied, engine.library)
    assert made.citations.passages.keys() >= {"L1", "L6", "L7"}


def test_what_has_no_field_is_told_and_not_lost() -> None:
    source, read = full()
    loose = drafted(source, read, readable=lambda entry: "BROKEN" not in entry).draft.loose
    assert len(loose) == 4
    assert [
        word for word in ("spring", "medicaid", "K99.9", "BROKEN") if not any(word in x for x in loose)
    ] == []


def test_sentences_are_copied_only_when_that_is_asked_for() -> None:
    source, read = full()
    assert "a bout of pain" not in yaml_text(drafted(source, read).draft.policy)
    assert "a bout of pain" in yaml_text(drafted(source, read, quote=True).draft.policy)


def test_what_a_document_does_not_state_is_null_and_not_guessed() -> None:
    policy = policy_of(document("A page without anything\n"))
    assert policy["publisher"] is None
    assert policy["number"] is None
    assert policy["kind"] == "not-stated"
    assert policy["in_effect"] == {"from": None}
    assert policy["lines_of_business"] == []
    assert "next_review" not in policy
    assert "prior_authorization" not in policy


def test_a_draft_without_anything_still_loads(engine: Engine) -> None:
    source = document("Nothing here\n")
    made = handmade.checked(drafted(source, reading(source)), engine.library)
    assert made.policy is not None
    assert not made.policy.services


# -- data stays data ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "hostile",
    [
        'x"\npolicy: evil/one',
        "a: b # c",
        "{{ 7 * 7 }} {% evil %}",
        "- [&x *x] !!python/object",
        "zero\u200bwidth \u202eoverride",
        "yes",
        "=HYPERLINK(1)",
        "2026-13-45",
        "'",
        "@#",
    ],
)
def test_words_of_a_document_stay_words_in_the_file(hostile: str) -> None:
    source = document("title\ncriterion\n")
    read = reading(
        source,
        metadata={"title": stated(source, "title", hostile)},
        statements=(necessary(source, "criterion", leaf(source, "criterion")),),
        keywords=(record(source, "title", word=hostile),),
    )
    policy = drafted(source, read).draft.policy
    data = parse_yaml(yaml_text(policy), "policy.yaml").data
    assert data.keys() == policy.keys()
    assert isinstance(data["title"], str)
    assert data["policy"].startswith("unknown-publisher/")
    assert len(data["keywords"]) == 1


def test_an_origin_can_be_made_of_a_draft(engine: Engine) -> None:
    made = handmade.checked(drafted(document(PAGE)), engine.library)
    assert made.policy is not None
    assert isinstance(made.policy.origin, Origin)
    assert engine.library.look(made.policy.origin, DRAFT).signoff.encoding.status == "draft"
