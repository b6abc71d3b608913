"""What a number can be at all: an age of 400 is a slip of the pen, and nothing may be decided on it."""

from __future__ import annotations

from decimal import Decimal

from pydantic import Field, model_validator

from coverable.base.model import Model
from coverable.base.problem import refuse


class Possible(Model):
    """The least and the greatest value that anybody can have, in the fact's own unit, both inclusive."""

    least: Decimal | None = Field(None, alias="from")
    most: Decimal | None = Field(None, alias="to")

    @model_validator(mode="after")
    def _some(self) -> Possible:
        if self.least is None and self.most is None:
            raise ValueError("`possible` has `from`, `to` or both")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("nothing is possible: `from` is greater than `to`")
        return self

    def holds(self, value: Decimal) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def says(self, unit: str | None) -> str:
        """`from 0 to 130 a`, `at least 0`, `at most 24 h`."""
        if self.least is not None and self.most is not None:
            said = f"from {self.least} to {self.most}"
        else:
            said = f"at most {self.most}" if self.least is None else f"at least {self.least}"
        return f"{said} {unit}" if unit else said


def check_possible(possible: Possible | None, value: Decimal, unit: str | None, where: str) -> Decimal:
    """The value; Refused, without repeating it, where nobody can have it."""
    if possible is None or possible.holds(value):
        return value
    why = f"the glossary knows values {possible.says(unit)}; what nobody can have must not decide anything"
    raise refuse("a number that is not possible here", where, why, "check the number and its unit")
