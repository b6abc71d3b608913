"""A criterion as policy files write it: one rule, or one test of one fact."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator

from coverable.base.model import Model

RULES = (
    "all",
    "any",
    "none",
    "not",
    "at_least",
    "if",
    "interpretation",
    "criteria_of",
    "same_as",
    "unmapped",
    "fact",
)
TESTS = ("is", "in", "ge", "gt", "le", "lt", "within", "has", "exists", "count", "run")


class Criterion(Model):
    """Exactly one of `all any none not at_least if interpretation criteria_of same_as unmapped fact`.

    A `fact` alone means yes; else exactly one kind of test: `is`, `in`, bounds (`ge gt le lt`,
    `unit`), `within`, `has`, `exists`, `count`, `run`. `silent_on` lists values that the text says
    nothing about; `silent_if` a condition under which it says nothing.
    """

    id: str | None = Field(None, pattern=r"^[a-z0-9][a-z0-9-]*$")
    says: str | None = None
    cite: str | None = None
    label: str | None = None
    """How the document prints it (A, 1, a bullet): display only."""
    definition: str | None = None
    """A term of the policy's definitions that this criterion uses."""
    # rules
    all: list[Criterion] | None = None
    any: list[Criterion] | None = None
    none: list[Criterion] | None = None
    not_: Criterion | None = Field(None, alias="not")
    at_least: int | None = Field(None, ge=1)
    of: list[Criterion] | None = None
    if_: Criterion | None = Field(None, alias="if")
    then: Criterion | None = None
    else_: Criterion | None = Field(None, alias="else")
    interpretation: str | None = None
    options: dict[str, Criterion] | None = None
    criteria_of: str | None = None
    """`publisher/number#indication`: that indication's criteria, with its own citations."""
    same_as: str | None = None
    """The id of a criterion of this policy that stands here again."""
    unmapped: Literal[True] | None = None
    """The passage states a criterion that is not yet tied to a fact: undetermined whatever the facts.
    In drafts only (`coverable read`)."""
    # a test of a fact
    fact: str | None = None
    is_: Any = Field(None, alias="is")
    in_: list[Any] | None = Field(None, alias="in")
    ge: Any = None
    gt: Any = None
    le: Any = None
    lt: Any = None
    unit: str | None = None
    within: dict[str, Any] | None = None
    has: list[str] | None = None
    exists: dict[str, Any] | None = None
    """`{where}`: one event is enough."""
    count: dict[str, Any] | None = None
    """`{ge, distinct, where}`: so many events, of different `distinct` where that is given."""
    run: dict[str, Any] | None = None
    """`{n, gap, at_least, dated, where}`: n events in a row, each at most `gap` after the one before; two
    that are closer than `at_least` count once."""
    silent_on: list[Any] | None = None
    silent_if: Criterion | None = None

    @model_validator(mode="after")
    def _one_rule(self) -> Criterion:
        given = [r for r in RULES if getattr(self, r + "_" if r in ("not", "if") else r) is not None]
        if len(given) != 1:
            raise ValueError(
                f"a criterion has exactly one of {', '.join(RULES)}; "
                f"this one has {' and '.join(given) or 'none'}"
            )
        rule = given[0]
        tests = {
            "is" if t == "is_" else "in" if t == "in_" else t
            for t in ("is_", "in_", "within", "has", "exists", "count", "run")
            if getattr(self, t) is not None
        }
        if any(getattr(self, b) is not None for b in ("ge", "gt", "le", "lt")):
            tests.add("bounds")
        if rule != "fact" and (tests or self.unit or self.silent_on or self.silent_if):
            raise ValueError(
                f"`{min(tests) if tests else 'unit / silent_on / silent_if'}` tests a fact; name the fact"
            )
        if len(tests) > 1:
            raise ValueError(f"one test a criterion; this one has {' and '.join(sorted(tests))}")
        for name in ("all", "any", "none"):
            if getattr(self, name) == []:
                raise ValueError(
                    f"an empty `{name}` means nothing; a list was lost here, or the criterion should go"
                )
        if (self.at_least is None) != (self.of is None):
            raise ValueError("`at_least: n` goes with `of: [...]`")
        if self.at_least is not None and self.of is not None and self.at_least > len(self.of):
            raise ValueError(f"at least {self.at_least} of {len(self.of)} can never hold")
        if (self.if_ is None) != (self.then is None) or (self.else_ is not None and self.if_ is None):
            raise ValueError("`if` goes with `then`, and `else` with both")
        if (self.interpretation is None) != (self.options is None):
            raise ValueError("`interpretation` goes with `options: {option: criterion}`")
        return self
