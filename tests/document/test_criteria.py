"""What the criteria of a text are: one wording a test case, in our own words.

The traps are those of real policies: see `docs/reading.md`.
"""

from __future__ import annotations

import pytest

from document.trees import read

TREES = [
    pytest.param(
        """
Gadget therapy is considered medically necessary when ALL of the following criteria are met:
1. Documented alpha
2. Any one of the following:
   a. Severe beta
   b. Chronic gamma
3. No delta
""",
        "all(alpha, any(beta, gamma), not(delta))",
        id="all of three, one of which is any of two",
    ),
    pytest.param(
        """
The Plan considers gadget therapy medically necessary when both of the following are met:
A. alpha is present; and
B. beta is present.
""",
        "all(alpha, beta)",
        id="both, with letters",
    ),
    pytest.param(
        """
Gadget therapy may be considered medically necessary when the following criteria are met:
- alpha; and
- beta; and
- gamma.
""",
        "all(alpha, beta, gamma)",
        id="implied by a conjunction at every end",
    ),
    pytest.param(
        """
Gadget therapy is covered for members with:
- alpha; or
- beta
""",
        "any(alpha, beta)",
        id="or at the end of an item",
    ),
    pytest.param(
        """
Coverage for gadget therapy will be provided when the member meets criteria for one of the following:
I. Initial alpha with all of the following:
   A. beta
   B. gamma
II. delta
""",
        "any(all(alpha, beta, gamma), delta)",
        id="the head of a list is a condition besides it",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when ALL of the following are met:
1. alpha
2. At least two of the following:
a. beta
b. gamma
c. delta
3. epsilon
""",
        "all(alpha, at_least_2(beta, gamma, delta), epsilon)",
        id="at least two, letters without indents",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when ALL of the following are met:
• alpha
• None of the following contraindications:
  o beta
  o gamma
""",
        "all(alpha, none(beta, gamma))",
        id="none of the contraindications",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when:
- alpha

-AND-

- beta

-AND-

- One of the following:
   - gamma
   - OR
   - delta
""",
        "all(alpha, beta, any(gamma, delta))",
        id="dashed connectors on lines of their own",
    ),
    pytest.param(
        """
Gadgets are medically necessary for adults with alpha when either of the following is present:
1. beta
2. gamma
""",
        "all(alpha, any(beta, gamma))",
        id="a condition of the sentence besides either of two",
    ),
    pytest.param(
        """
Gadgets are medically necessary unless one of the following applies:
1. beta
2. gamma
""",
        "none(beta, gamma)",
        id="unless",
    ),
    pytest.param(
        """
Gadgets are medically necessary when the member has alpha and has failed beta.
""",
        "all(alpha, beta)",
        id="running text",
    ),
    pytest.param(
        """
Gadgets are medically necessary when (1) alpha is present; (2) beta is present; and (3) gamma is absent.
""",
        "all(alpha, beta, not(gamma))",
        id="numbers in the sentence",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary if any of the following: alpha, beta, or gamma.
""",
        "any(alpha, beta, gamma)",
        id="a list after the colon",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when one of the following is met:
1. alpha with both:
   a. beta; and
   b. gamma; or
2. delta
""",
        "any(all(alpha, beta, gamma), delta)",
        id="both within one of two, the last or joins the parents",
    ),
    pytest.param(
        """
When ALL of the following criteria are met, gadgets are considered medically necessary:
1. alpha
2. beta
""",
        "all(alpha, beta)",
        id="the list's words before the position",
    ),
    pytest.param(
        """
The following are considered not medically necessary:
- alpha
- beta
""",
        "any(alpha, beta)",
        id="any of the uses called not necessary",
    ),
    pytest.param(
        """
Gadgets are considered investigational for all other uses, among them:
- alpha
- beta
""",
        "any(alpha, beta)",
        id="named uses of a catch-all",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when ALL of the following are met:
1. alpha
2. If beta is planned, then one of the following:
   a. gamma
   b. delta
""",
        "all(alpha, if(beta, any(gamma, delta)))",
        id="if and then",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when ALL of the following are met:
1. alpha

Note: beta counts as alpha.

2. gamma
""",
        "all(alpha, gamma)",
        id="a note between items",
    ),
    pytest.param(
        """
Policy
Acme covers gadgets when all of the following are met:
1. alpha AND one of the following:
   a. beta
   b. gamma
""",
        "all(alpha, any(beta, gamma))",
        id="an item with AND in capitals and a list",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when criteria A and B are met:
A. alpha
B. beta
""",
        "all(alpha, beta)",
        id="criteria A and B",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when criteria A through C are met:
A. alpha
B. beta
C. gamma
""",
        "all(alpha, beta, gamma)",
        id="criteria A through C",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when A or B is met:
A. alpha
B. beta
""",
        "any(alpha, beta)",
        id="A or B",
    ),
    pytest.param(
        """
Criteria
Member must meet all of the following:
1. alpha
2. beta
""",
        "all(alpha, beta)",
        id="criteria without a position",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when one of the following is met:
1. alpha
2. beta

And all of the following:
1. gamma
2. delta
""",
        "all(any(alpha, beta), gamma, delta)",
        id="a second group with And",
    ),
    pytest.param(
        """
Gadgets are considered medically necessary when ALL of the following criteria are met:
Documented alpha;
Documented beta; and
Documented gamma

All other uses are not covered.
""",
        "all(alpha, beta, gamma)",
        id="markers lost",
    ),
]


@pytest.mark.parametrize(("text", "tree"), TREES)
def test_the_tree_of_a_wording_is_what_a_careful_nurse_reads(text: str, tree: str) -> None:
    found = read(text)
    assert any(one.split(": ", 1)[1].split(" + ")[0] == tree for one in found.short), found.short


FINDINGS = [
    pytest.param(
        "Gadgets are medically necessary when:\n1. alpha\nAND\n2. beta\nOR\n3. gamma",
        "mixed_connectors",
        id="and beside or",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met (i, ii, and iii):\ni. alpha\nii. beta\nii. gamma",
        "labels_mismatch",
        id="labels that are not there",
    ),
    pytest.param(
        "Gadgets are medically necessary when ALL of the following are met:\n\nGadgets are not covered otherwise.",
        "list_lost",
        id="a list that vanished",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n- alpha; or\n- beta",
        "connector_contradicts_quantifier",
        id="all over or",
    ),
    pytest.param(
        "Gadgets are covered when both of the following are met:\n- alpha\n- beta\n- gamma",
        "count_mismatch",
        id="both over three",
    ),
    pytest.param(
        "Gadgets are covered when 3 of the following are met:\n- alpha\n- beta",
        "count_mismatch",
        id="three of two",
    ),
    pytest.param(
        "Gadgets are covered when two (3) of the following are met:\n- alpha\n- beta\n- gamma",
        "quantifier_unclear",
        id="words against digits",
    ),
    pytest.param("Gadgets are covered when:\n- alpha\n- beta", "no_quantifier", id="no word on how many"),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n- Severe alpha as evidenced by one of the following:\n  - beta\n  - gamma",
        "double_role",
        id="condition and head of a list",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n1. alpha\n2. beta\n4. gamma",
        "list_structure",
        id="a number is missing",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n- alpha\n- beta provided that gamma",
        "exception_inside",
        id="an exception inside",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n- alpha\n- beta\n\nNote: gamma is not required after delta.",
        "exception_in_note",
        id="a note that changes",
    ),
    pytest.param(
        "Gadgets are covered when all of the following are met:\n- alpha\n- For members under 18, both of the following:\n  - beta\n  - gamma",
        "only_for_some",
        id="for some only",
    ),
]


@pytest.mark.parametrize(("text", "rule"), FINDINGS)
def test_what_is_doubtful_is_a_finding(text: str, rule: str) -> None:
    assert rule in read(text).rules


def test_initial_and_continued_criteria_are_told_apart() -> None:
    found = read(
        """
        Initial criteria

        Gadgets are approved when all of the following are met:
        1. alpha
        2. beta

        Continuation criteria

        Gadgets are approved when all of the following are met:
        1. gamma
        2. delta

        All other uses are considered experimental and investigational.
        """
    )
    assert found.short == [
        "medically_necessary: all(alpha, beta)",
        "medically_necessary: all(gamma, delta)",
        "investigational: other uses",
    ]
    assert [s.stage for s in found.statements] == ["initial", "continuation", None]
