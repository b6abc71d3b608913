"""A stored request in its usual form, from its text, in the types that it should have.

Most stored requests are written by a program: plain ASCII, facts with a value and perhaps evidence. These are
read and checked by one typed reader of JSON. Whatever is not surely right (another form, a number with a
point, a key that stands twice, a character that is escaped) is not taken here; it is read as `determine`
reads it, so what is refused, and how, is said in one place.
"""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import UNSET, Meta, MsgspecError, Raw, Struct, UnsetType, field
from msgspec.json import Decoder, Encoder

from coverable.glossary.scalars import MAX_TEXT

MAX_ID = 200
Text = Annotated[str, Meta(max_length=MAX_TEXT)]
Whole = Annotated[int, Meta(ge=-(10**18), le=10**18)]


class Evidence(Struct, forbid_unknown_fields=True, gc=False):
    """Where a value was found; the kind is looked at by whoever reads the fact."""

    kind: str
    source: Text | UnsetType = UNSET
    date: str | UnsetType = UNSET
    place: Text | UnsetType = UNSET


class Said(Struct, forbid_unknown_fields=True, gc=False):
    """A value and its evidence."""

    value: bool | str | Whole | None
    evidence: list[Evidence] | UnsetType = field(default=UNSET, name="from")

    def plain(self) -> dict[str, Any]:
        """The same for who reads facts; where and when the evidence was found decides nothing."""
        return {"value": self.value, "from": [{"kind": one.kind} for one in self.evidence or ()]}


Fact = bool | str | Whole | Said | None


class Member(Struct, forbid_unknown_fields=True, gc=False):
    """Whom the request is about."""

    id: Annotated[str, Meta(max_length=MAX_ID)] | UnsetType | None = UNSET
    birth_date: str | UnsetType | None = UNSET


class Usual(Struct, forbid_unknown_fields=True, gc=False):
    """The request. What is `Raw` is the same in many requests, and read once for each text."""

    coverages: Raw
    services: list[Raw]
    id: Annotated[str, Meta(max_length=MAX_ID)] | UnsetType | None = UNSET
    received: str | UnsetType = UNSET
    as_of: Raw | UnsetType = UNSET
    urgency: Raw | UnsetType = UNSET
    stage: Raw | UnsetType = UNSET
    member: Member | UnsetType = UNSET
    ordering_provider: Raw | UnsetType = UNSET
    servicing_provider: Raw | UnsetType = UNSET
    diagnoses: Raw | UnsetType = UNSET
    benefits: Raw | UnsetType = UNSET
    facts: dict[str, Fact] | UnsetType = UNSET


SHARED = ("coverages", "as_of", "urgency", "ordering_provider", "servicing_provider", "benefits")
"""Fields that must be right, and of which nothing matters here."""
_PLAIN = bytes(set(range(32, 127)) - set(b"\\"))
"""Characters that people can see, each of which stands for itself."""
_decoder = Decoder(Usual)
_encoder = Encoder()


def usual(text: bytes) -> Usual | None:
    """The request, or None when it must be read in the ordinary way."""
    if text.translate(None, _PLAIN):
        return None
    try:
        found = _decoder.decode(text)
    except MsgspecError:
        return None
    # A field that is not given is UNSET, and never written.
    # Of a key that stands twice only one is written again; without escapes no colon can come or go elsewhere.
    if text.count(b":") != _encoder.encode(found).count(b":"):
        return None
    return found
