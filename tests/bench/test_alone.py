"""Each wording alone: what a truth is held against, and that of the blind round only counts are shown."""

from __future__ import annotations

from dataclasses import replace

from bench.reading.alone import UNSEEN, read, shown, table, wordings
from bench.reading.alone_truth import Truth, Wording, rule

HELD = Wording(
    "position, uses",
    "first",
    "p1",
    "Pneumatic traction is considered medically necessary for the treatment of gout or asthma.",
    (Truth("medically_necessary", rule("any", ("Gout", "Asthma"))),),
)


def test_a_wording_that_says_what_is_true_is_exact() -> None:
    assert read(HELD).outcome == "exact"


def test_a_wording_that_differs_without_a_finding_is_silent() -> None:
    false = replace(HELD, true=(Truth("not_covered", rule("any", ("Gout", "Asthma"))),))
    assert read(false).outcome == "silent"


def test_a_wording_that_nobody_understands_is_flagged() -> None:
    odd = replace(HELD, text="Pneumatic traction sits well with what the plan pays for gout or asthma.")
    assert read(odd).outcome == "flagged"


def test_rules_are_held_against_each_other_however_they_are_nested() -> None:
    nested = rule("all", ("a", rule("all", ("b", rule("at_least", ("c",), 1)))))
    assert nested == rule("all", ("a", "b", "c")) == rule("at_least", ("a", "b", "c"), 3)


def test_of_the_round_that_nobody_may_look_at_only_counts_are_shown() -> None:
    hidden = read(replace(HELD, round=UNSEEN, true=()))
    assert hidden.outcome == "silent"
    assert [*shown([hidden])] == []
    assert "p1" not in "\n".join(table([hidden]))


def test_every_kind_of_wording_is_tried() -> None:
    made = list(wordings(("first",)))
    assert {"position, list", "negative, uses", "closing", "over a list, none", "in an item", "unless"} <= {
        one.kind for one in made
    }
    assert len(made) > 500
