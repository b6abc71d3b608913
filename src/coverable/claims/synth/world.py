"""The made-up world that claims are drawn from: providers, plans, codes, diagnoses, and who bills unusually.

Nothing in it is of a real person or provider: numbers are made, and names there are none. Shares are guesses
that look like outpatient billing; no statistic should be read off them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

PLANS: Final = {"sentara/medicare": 0.3, "healthy-blue/medicaid": 0.35, "sample/commercial": 0.35}
SPECIALTIES: Final = {
    "physical therapy": 0.4,
    "dermatology": 0.15,
    "equipment supplier": 0.15,
    "family medicine": 0.2,
    "pediatrics": 0.1,
}
REGIONS: Final = ("VA", "NC", "LA", "SC")
NOTIFIED: Final = "1234567893"
"""The provider whom the sample plan has told that its claims are looked at; it bills unusually."""
ION: Final = "97033"
DEVICE: Final = "E1399"
CODES: Final = {
    # each specialty: code and weight
    "physical therapy": {"97110": 30, "97140": 22, "97112": 12, "97530": 12, "97035": 8, ION: 6, "97161": 5, "97032": 5},
    "dermatology": {"99213": 35, "99214": 20, "11102": 10, "17110": 10, "17000": 9, ION: 3, "J0585": 5, "99203": 8},
    "equipment supplier": {"E0601": 15, "E1399": 8, "A7030": 20, "E0143": 12, "K0001": 8, "A4595": 10, "E0730": 6, "A9270": 2},
    "family medicine": {"99213": 45, "99214": 30, "36415": 10, "90471": 5, "99395": 5, "81002": 5},
    "pediatrics": {"99213": 40, "99392": 20, "90460": 15, "36415": 10, ION: 1, "99214": 10},
}  # fmt: skip
DIAGNOSES: Final = {
    # weight of each diagnosis, whatever the specialty
    "M54.50": 12, "M25.511": 8, "M25.561": 7, "M62.81": 7, "M75.101": 4, "S93.401A": 3, "M77.11": 4, "M72.2": 4,
    "I10": 12, "E11.9": 8, "J06.9": 6, "Z00.129": 5, "L70.0": 4, "L57.0": 4, "D22.9": 2, "G47.33": 5, "J44.9": 3,
    "R26.89": 3, "Z79.4": 3, "E78.5": 8, "K21.9": 4, "F41.9": 4, "N39.0": 2, "R51.9": 2, "G44.89": 2, "M79.10": 3,
}  # fmt: skip
SWEATING: Final = {
    "L74.510": 22,
    "L74.511": 6,
    "L74.512": 38,
    "L74.513": 18,
    "L74.519": 4,
    "L74.52": 4,
    "R61": 8,
}
"""Diagnoses of lines for sweating."""
NO_REASON: Final = {
    "M26.601": 3,
    "M26.621": 3,
    "M26.69": 2,
    "M79.12": 3,
    "G44.89": 3,
    "S03.00XA": 1,
    "M19.91": 3,
}
"""Diagnoses that a guideline lists as no reason for iontophoresis."""
WRONG: Final = {"L74.51": 3, "M26.62": 3, "M54.5": 4, "Z99.999": 1}
"""Headers, ended codes and one that does not exist: matters of intake."""
MODIFIERS: Final = {"physical therapy": ("GP", "GP", "59"), "equipment supplier": ("NU", "RR", "NU")}
PLACES: Final = {"physical therapy": "11", "equipment supplier": "12", "pediatrics": "11"}

YES_NO: Final = (
    "professional_life_disrupted",
    "social_life_disrupted",
    "prescription_antiperspirant_failed",
    "prescription_antiperspirant_not_tolerated",
    "medical_complications",
    "skin_maceration",
    "secondary_infection",
    "functional_impairment",
    "impairment_in_medical_record",
    "sweating_drug_ineffective",
    "sweating_drug_not_tolerated",
    "sweating_drug_contraindicated",
    "before_venipuncture",
    "before_dermatologic_procedure",
    "gustatory_hyperhidrosis",
)
CHOICES: Final = {
    "use": ("hyperhidrosis", "local_anesthesia", "drug_delivery", "other"),
    "device_kind": ("iontophoresis", "other"),
    "device_fda_status": ("approved", "cleared", "de_novo", "not_authorized"),
    "device_model": ("Drionic", "Fisher MD-1a", "Hidrex", "Dermadry", "a shower chair"),
    "drug_class": ("local_anesthetic", "nsaid", "corticosteroid", "other", "none"),
    "target_condition": ("musculoskeletal_inflammation", "temporomandibular_disorder", "other"),
    "hyperhidrosis_type": ("primary", "secondary", "unspecified"),
}
"""Facts that some extracts have, from prior authorizations; most lines have none."""


@dataclass(frozen=True)
class World:
    """Providers by number, and what is unusual about some."""

    providers: int
    seed: int

    @cached_property
    def _random(self) -> Any:
        return np.random.default_rng([self.seed, 1])

    @cached_property
    def npis(self) -> list[str]:
        """The first is the notified one; the others have valid check digits."""
        return [NOTIFIED, *(npi(100_000_000 + 97 * i) for i in range(1, self.providers))]

    @cached_property
    def specialty(self) -> Any:
        """The number of each provider's specialty; the first is a physical therapist."""
        out = self._random.choice(len(SPECIALTIES), self.providers, p=list(SPECIALTIES.values()))
        out[0] = 0
        return out.astype(np.int8)

    @cached_property
    def region(self) -> Any:
        return np.random.default_rng([self.seed, 2]).integers(0, len(REGIONS), self.providers).astype(np.int8)

    @cached_property
    def planted(self) -> dict[str, list[str]]:
        """Who bills unusually: by frequency, and by the mix of diagnoses and units."""
        every = [i for i in range(1, self.providers) if self.specialty[i] == 0]
        each = max(1, len(every) // 50)
        return {
            "frequency": [self.npis[i] for i in (0, *every[:each])],
            "mix": [self.npis[i] for i in every[each : 2 * each]],
        }

    @cached_property
    def unusual(self) -> Any:
        """1 by frequency, 2 by mix, for each provider; else 0."""
        out = np.zeros(self.providers, np.int8)
        number = {one: i for i, one in enumerate(self.npis)}
        for kind, name in enumerate(("frequency", "mix"), 1):
            out[[number[one] for one in self.planted[name]]] = kind
        return out


def world_of(rows: int, seed: int) -> World:
    """A world for so many rows: about 2,500 lines a provider."""
    return World(min(40_000, max(60, rows // 2_500)), seed)


def npi(nine: int) -> str:
    """A National Provider Identifier: nine digits and the check digit of ISO 7812 over 80840 and them."""
    digits = [int(c) for c in f"80840{nine:09d}"]
    doubled = [2 * d if i % 2 else d for i, d in enumerate(digits)]  # 14 digits: every second from the right
    total = sum(d - 9 if d > 9 else d for d in doubled)
    return f"{nine:09d}{-total % 10}"
