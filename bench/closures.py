"""The seed policies as plain Python closures over a dict of facts, written by hand in the signed reading.

The yardstick: no engine at all. Three-valued (True, False, None), every criterion's value kept, and the
same outcome; nothing else that the engine knows (cells, other readings, places, contradictions).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Value = bool | None
Plain = Mapping[str, Any]
Test = Callable[[Plain, list[Value]], Value]
Decide = Callable[[Plain], tuple[str, list[Value]]]


class Tree:
    """Makes closures; each writes its value into its own slot."""

    def __init__(self) -> None:
        self.names: list[str] = []

    def _slot(self, name: str) -> int:
        self.names.append(name)
        return len(self.names) - 1

    def yes(self, name: str, fact: str = "") -> Test:
        """A yes/no fact."""
        slot, key = self._slot(name), fact or name

        def test(facts: Plain, out: list[Value]) -> Value:
            value = out[slot] = facts.get(key)
            return value

        return test

    def one_of(self, name: str, fact: str, *choices: str) -> Test:
        """A choice among some."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            stated = facts.get(fact)
            value = out[slot] = None if stated is None else stated in choices
            return value

        return test

    def has(self, name: str, fact: str, code: str) -> Test:
        """A code in a list: an absent one is unknown."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            value = out[slot] = True if code in facts[fact] else None
            return value

        return test

    def constant(self, name: str, value: bool) -> Test:
        """What the signed reading says, whatever the facts."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            out[slot] = value
            return value

        return test

    def all(self, name: str, *children: Test) -> Test:
        """True where all are true, False where one is false."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            value: Value = True
            for child in children:
                one = child(facts, out)
                if one is False:
                    value = False
                elif one is None and value is True:
                    value = None
            out[slot] = value
            return value

        return test

    def any(self, name: str, *children: Test) -> Test:
        """True where one is true, False where all are false."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            value: Value = False
            for child in children:
                one = child(facts, out)
                if one is True:
                    value = True
                elif one is None and value is False:
                    value = None
            out[slot] = value
            return value

        return test

    def negated(self, name: str, child: Test) -> Test:
        """True where the child is false."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            one = child(facts, out)
            value = out[slot] = None if one is None else not one
            return value

        return test

    def silent_if(self, name: str, child: Test, silent: Test) -> Test:
        """Not met only where the condition surely fails: else the text says nothing."""
        slot = self._slot(name)

        def test(facts: Plain, out: list[Value]) -> Value:
            one, condition = child(facts, out), silent(facts, out)
            value = out[slot] = None if one is False and condition is not False else one
            return value

        return test


def same(slot: int) -> Test:
    """A criterion that was already worked out for this request."""

    def test(facts: Plain, out: list[Value]) -> Value:
        return out[slot]

    return test


def dme_32() -> tuple[list[str], Decide]:
    """Sentara DME 32, version 7."""
    t = Tree()
    is_device = t.one_of("is-iontophoresis-device", "device_kind", "iontophoresis")
    applies = t.any("iontophoresis.applies", t.one_of("use-is-hyperhidrosis", "use", "hyperhidrosis"))
    met = t.any(
        "iontophoresis.met",
        t.all(
            "hyperhidrosis.met",
            same(1),
            t.all(
                "hyperhidrosis",
                t.all(
                    "burden",
                    t.any(
                        "disruption",
                        t.yes("work", "professional_life_disrupted"),
                        t.yes("social", "social_life_disrupted"),
                    ),
                    t.any(
                        "tried",
                        t.silent_if(
                            "antiperspirant",
                            t.yes("prescription_antiperspirant_failed"),
                            t.yes("prescription_antiperspirant_not_tolerated"),
                        ),
                        t.any(
                            "complications",
                            t.yes("complication", "medical_complications"),
                            t.all(
                                "infected-maceration", t.yes("skin_maceration"), t.yes("secondary_infection")
                            ),
                        ),
                        t.any(
                            "drug-treatment",
                            t.yes("drug-ineffective", "sweating_drug_ineffective"),
                            t.silent_if(
                                "drug-not-tolerated",
                                t.yes("sweating_drug_not_tolerated"),
                                t.yes("sweating_drug_contraindicated"),
                            ),
                        ),
                    ),
                ),
                t.one_of("device", "device_fda_status", "approved", "cleared", "de_novo"),
            ),
        ),
    )
    other = t.any(
        "iontophoresis.all-other-uses",
        t.all("any-other-use", t.constant("AM-11-reaches-drug-delivery", True)),
        t.all(
            "any-other-sweating-use",
            t.constant("AM-11-sweating-devices-only", False),
            t.negated("any-other-sweating-use", t.one_of("use", "use", "drug_delivery")),
        ),
    )
    secondary = t.one_of("hyperhidrosis_type", "hyperhidrosis_type", "secondary")
    count = len(t.names)

    def decide(facts: Plain) -> tuple[str, list[Value]]:
        out: list[Value] = [None] * count
        qualifier = is_device(facts, out)
        use = applies(facts, out)
        fits = met(facts, out)
        others = other(facts, out)
        secondary(facts, out)
        return outcome(qualifier, qualifier, use, fits, False, False, others), out

    return t.names, decide


def cg_med_28() -> tuple[list[str], Decide]:
    """Healthy Blue CG-MED-28."""
    t = Tree()
    known = t.one_of("known-by-device", "device_kind", "iontophoresis")
    applies = t.any(
        "iontophoresis.applies",
        t.one_of("use-is-anesthesia", "use", "local_anesthesia"),
        t.all(
            "hyperhidrosis.applies-if",
            t.constant("AM-5-anesthesia-or-hyperhidrosis", True),
            t.one_of("use-is-hyperhidrosis", "use", "hyperhidrosis"),
        ),
    )
    met = t.any(
        "iontophoresis.met",
        t.all(
            "anesthesia.met",
            same(1),
            t.any(
                "anesthesia",
                t.yes("venipuncture", "before_venipuncture"),
                t.yes("dermatologic-procedure", "before_dermatologic_procedure"),
            ),
        ),
        t.all(
            "hyperhidrosis.met",
            same(4),
            t.all(
                "hyperhidrosis",
                t.silent_if(
                    "antiperspirant",
                    t.yes("prescription_antiperspirant_failed"),
                    t.yes("prescription_antiperspirant_not_tolerated"),
                ),
                t.any(
                    "finding",
                    t.any(
                        "complications",
                        t.yes("complication", "medical_complications"),
                        t.all("infected-maceration", t.yes("skin_maceration"), t.yes("secondary_infection")),
                    ),
                    t.all(
                        "impairment", t.yes("functional_impairment"), t.yes("impairment_in_medical_record")
                    ),
                ),
            ),
        ),
    )
    qualifier = t.all(
        "home-iontophoresis-device",
        t.one_of("is-iontophoresis-device", "device_kind", "iontophoresis"),
        t.one_of("is-for-home", "device_setting", "home"),
    )
    elsewhere = t.any(
        "referrals",
        t.all(
            "hyperhidrosis-elsewhere",
            t.constant("AM-6-elsewhere", False),
            t.one_of("use", "use", "hyperhidrosis"),
        ),
    )
    named = t.any(
        "iontophoresis.named-exclusions",
        t.all(
            "drug-delivery-for-inflammation",
            t.one_of("use", "use", "drug_delivery"),
            t.one_of("drug_class", "drug_class", "nsaid", "corticosteroid"),
            t.one_of("target_condition", "target_condition", "musculoskeletal_inflammation"),
        ),
        t.all(
            "temporomandibular-disorders",
            t.constant("AM-7-later-wording", True),
            t.all(
                "temporomandibular-disorders",
                t.one_of("use", "use", "drug_delivery", "other"),
                t.one_of("target_condition", "target_condition", "temporomandibular_disorder"),
            ),
        ),
    )
    other = t.any("iontophoresis.all-other-uses", t.all("any-other-use"))
    rest = (
        t.all("criteria-not-met", same(t.names.index("AM-7-later-wording"))),
        t.yes("gustatory_hyperhidrosis"),
        t.has("diagnoses", "diagnoses", "icd10cm:R61"),
        same(t.names.index("drug_class") - 1),  # the use is drug delivery, asked once
        t.one_of("hyperhidrosis_type", "hyperhidrosis_type", "secondary"),
    )
    count = len(t.names)

    def decide(facts: Plain) -> tuple[str, list[Value]]:
        out: list[Value] = [None] * count
        by_device = known(facts, out)
        use = applies(facts, out)
        fits = met(facts, out)
        counts = qualifier(facts, out)
        referred = elsewhere(facts, out)
        excluded = named(facts, out)
        others = other(facts, out)
        for test in rest:
            test(facts, out)
        return outcome(by_device, counts, use, fits, referred, excluded, others), out

    return t.names, decide


def outcome(
    known: Value, qualifier: Value, applies: Value, met: Value, elsewhere: Value, named: Value, other: Value
) -> str:
    """The ladder of statements; `open` where the engine goes on to tell what is needed and from whom."""
    if qualifier is not True:
        if known is False or applies is False:
            return "open" if qualifier is None else "not_addressed"
        if known is None or applies is None:
            return "open"
    if elsewhere is not False:
        return "governed_elsewhere" if elsewhere else "open"
    if met is True:
        return "open" if qualifier is None else "criteria_met"
    if met is None:
        return "open"
    for name, value in (("use_excluded", named), ("criteria_not_met", applies), ("use_not_listed", other)):
        if value is True:
            return name
        if value is None:
            return "open"
    return "not_addressed"


CLOSURES: Mapping[str, Callable[[], tuple[list[str], Decide]]] = {
    "sentara/dme-32@7": dme_32,
    "healthy-blue/cg-med-28@2023-01-01": cg_med_28,
}
