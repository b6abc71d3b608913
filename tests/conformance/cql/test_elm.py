"""The ELM that we write is the translator's, node by node, and runs without the CQL."""

from __future__ import annotations

from typing import Any

import pytest

from conformance.cql.judge import BUNDLES, Judge, case
from conformance.cql.nodes import bare, unlike
from coverable.base.dates import read_day, read_duration
from coverable.determination.engine import Engine
from coverable.fhir.cql.elm import elm
from coverable.fhir.cql.eventtests import event_test
from coverable.fhir.cql.facts import PARAMETERS, facts_library, library_parts
from coverable.fhir.cql.policy import policy_library
from coverable.fhir.cql.terms import Define, Library
from coverable.fhir.cql.text import cql
from coverable.fhir.record import compile_record
from coverable.glossary.events import EventTest, Lasted, Window, answer
from coverable.glossary.values import Stated, read_facts
from coverable.logic.cells import YES
from fhir.bundles import SERVICE, Maker
from fhir.every import every

pytestmark = pytest.mark.heavy("node")


def differences(judge: Judge, library: Library) -> list[str]:
    """Where our ELM of a library differs from the translator's of our CQL."""
    answer = judge.ask({"cql": cql(library)})
    assert answer["faults"] == []
    return list(unlike(bare(elm(library)), bare(answer["elm"])))


def test_elm_of_every_kind_of_declaration_is_the_translators(judge: Judge) -> None:
    assert differences(judge, facts_library(every())) == []


def test_elm_of_every_policy_is_the_translators(judge: Judge, engine: Engine) -> None:
    for id in engine.library.ids():
        for policy in engine.library.versions(id):
            assert differences(judge, policy_library(policy)) == [], policy.key


def test_a_node_that_differs_is_noticed(judge: Judge) -> None:
    library = facts_library(every())
    theirs = judge.ask({"cql": cql(library).replace("and R.status.value in", "or R.status.value in", 1)})
    assert list(unlike(bare(elm(library)), bare(theirs["elm"])))


OUTCOME = ("outcome", frozenset(["failed", "harmed", "ongoing"]))
TESTS = (
    EventTest("exists", ()),
    EventTest("count", (OUTCOME,), 2),
    EventTest("count", (), 2, "outcome"),
    EventTest("count", (("ordered", frozenset([False])),), 2, "started"),
    EventTest("count", (), 3, "started"),
    EventTest("exists", (("lasted", Lasted(read_duration("3 months"))),)),
    EventTest("count", (("lasted", Lasted(read_duration("10 days"))),), 2, "agent"),
    EventTest("exists", (("started", Window("before", None, read_duration("6 months"))),)),
    EventTest("count", (("started", Window("before", read_duration("10 days"))), OUTCOME), 2),
    EventTest("run", (OUTCOME,), 2, dated="started"),
    EventTest("run", (), 3, gap=read_duration("2 months"), dated="started"),
    EventTest("run", (), 2, gap=read_duration("60 days"), apart=read_duration("2 weeks"), dated="started"),
)


class Trials(Maker):
    """Records full of a made-up drug that was taken or given."""

    def bundle(self) -> tuple[dict[str, Any], None]:
        self.conditions = ["c0"]
        condition = {**self.condition("c0"), "code": {"text": "too much sweat"}}
        made = [{"resourceType": "Patient", "id": "p1"}, condition]
        made += [self.trial(f"t{i}") for i in range(self.rng.randint(2, 8))]
        return {
            "resourceType": "Bundle",
            "type": "collection",
            "entry": [{"resource": r} for r in made],
        }, None

    def lately(self, first: int, last: int) -> str:
        day = f"2025-{self.rng.randint(first, last):02}-{self.rng.randint(1, 28):02}"
        return self.rng.choice((day, day, day[:7]))

    def trial(self, id: str) -> dict[str, Any]:
        given = self.rng.random() < 0.4
        span = self.some(0.9, start=self.lately(2, 8), end=self.lately(7, 12))
        when = {"effectiveDateTime": self.date()} if given else {"effectivePeriod": span}
        return {
            "resourceType": "MedicationAdministration" if given else "MedicationStatement",
            "id": id, **self.subject(), **when, "status": self.rng.choice(("completed", "stopped")),
            "medicationCodeableConcept": {"text": self.rng.choice(("Madeupine 5 mg", "Madeupine 10 mg", "Other"))},
            "reasonCode": [{"text": "too much sweat"}], "statusReason": [self.status_reason()],
        }  # fmt: skip


def test_what_is_asked_of_events_is_answered_as_by_the_engine(judge: Judge) -> None:
    glossary, reader, maker = every(), compile_record(every()), Trials(13, plain=True)
    fact = glossary.facts["trials"]
    asked = [Define(f"asked {i}", event_test(fact, "trials", test)) for i, test in enumerate(TESTS)]
    library = Library("Events", "1", PARAMETERS, (*library_parts(glossary, ["trials"]), *asked))
    assert differences(judge, library) == []
    judge.ask({"elm": elm(library)})
    made = [maker.bundle()[0] for _ in range(BUNDLES)]
    rows = judge.ask(
        {"own": True, "define": [one.name for one in asked], "cases": [case(b, SERVICE, None) for b in made]}
    )
    yes = [0] * len(TESTS)
    for bundle, row in zip(made, rows, strict=True):
        stated = read_facts(reader.facts(bundle, SERVICE, None), glossary, "$").get("trials", Stated())
        for i, test in enumerate(TESTS):
            sure = answer(test, stated, read_day(SERVICE)) == YES
            if test.kind == "run" and sure and row[f"asked {i}"] is None and same_day(stated, test.dated):
                continue  # their order in the record tells which came first: a list in CQL has none
            assert row[f"asked {i}"] is (True if sure else None), (test, bundle)
            yes[i] += sure
    assert min(yes) > len(made) / 20, yes


def same_day(stated: Stated, dated: str) -> bool:
    """Whether two of the events are of one day."""
    days = [event[dated] for event in stated.events if dated in event]
    return len(set(days)) < len(days)
