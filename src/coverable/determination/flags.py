"""Flags: things that somebody should know beside the outcome; some stop an automatic approval."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Audience = Literal["analyst", "reviewer", "provider", "member"]


@dataclass(frozen=True, slots=True)
class Flag:
    """`stops`: no automatic approval while it stands; its sentence is then a review reason too."""

    code: str
    says: str
    where: str
    audience: Audience
    stops: bool = False

    def view(self) -> dict[str, str]:
        return {"code": self.code, "says": self.says, "where": self.where, "audience": self.audience}


def flag(code: str, says: str, where: str, audience: Audience, stops: bool = False) -> Flag:
    """A flag; `where` names the field of the request, policy or plan that it is about."""
    return Flag(code, says, where, audience, stops)
