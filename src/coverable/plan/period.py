"""Days that are counted together."""

from __future__ import annotations

from pydantic import Field, model_validator

from coverable.base.model import Day, Model


class Period(Model):
    """The days over which something was counted, both included."""

    from_: Day = Field(alias="from")
    to: Day

    @model_validator(mode="after")
    def _ordered(self) -> Period:
        if self.to < self.from_:
            raise ValueError("the period ends before it begins")
        return self
