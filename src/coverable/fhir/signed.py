"""Assertions that a SMART client signed: whose key, which signature, how long each is valid.

Only RS384 and ES384 are taken. Keys come from where the registration says (`jwks`); an address inside an
assertion is never asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from coverable.base.shape import is_object
from coverable.fhir.answers import Failed
from coverable.fhir.clients import Keys
from coverable.fhir.jwks import ALGORITHMS, KeyRing

LONGEST: Final = timedelta(minutes=5)
"""No assertion may be valid for longer (SMART Backend Services)."""
SKEW: Final = timedelta(seconds=60)
LONGEST_TOKEN: Final = 16_000


class Untrusted(Exception):
    """A token that is not taken; the text says why, and repeats nothing of it."""


async def claims_of(token: str, where: Keys, ring: KeyRing) -> dict[str, Any]:
    """The claims of a token whose signature is the client's. Untrusted: anything else."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    header = header_of(token)
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise Untrusted("the token names no key (kid)")
    try:
        key = await ring.key(where, key_id)
    except Failed:
        raise Untrusted("the token names a key that the client has not") from None
    try:
        found = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
    except (JoseError, ValueError, TypeError, AttributeError):
        raise Untrusted("the signature is not that of the client") from None
    return dict(found)


def header_of(token: str) -> dict[str, Any]:
    """The header of a token in three parts, with an algorithm that is taken. Nothing of it is trusted yet."""
    from joserfc import jws
    from joserfc.errors import JoseError

    if len(token) > LONGEST_TOKEN or token.count(".") != 2:
        raise Untrusted("this is no signed token")
    try:
        header: Any = jws.extract_compact(token.encode("ascii")).headers()
    except (JoseError, ValueError, TypeError, AttributeError):
        raise Untrusted("this is no signed token") from None
    if not is_object(header) or header.get("alg") not in ALGORITHMS:
        raise Untrusted(f"the token is not signed with {' or '.join(ALGORITHMS)}")
    return header


def unverified(token: str) -> dict[str, Any]:
    """The claims before any signature was looked at: to find out whose keys to ask, and for nothing else."""
    from joserfc import jws
    from joserfc.errors import JoseError
    from msgspec import DecodeError, json

    header_of(token)
    try:
        claims: Any = json.decode(jws.extract_compact(token.encode("ascii")).payload)
    except (JoseError, DecodeError, ValueError, TypeError, AttributeError, RecursionError):
        raise Untrusted("this is no signed token") from None
    if not is_object(claims):
        raise Untrusted("this is no signed token")
    return claims


def check_times(claims: Mapping[str, Any], now: datetime) -> datetime:
    """When the token runs out. Untrusted: it has, it does not say, or it would be valid for too long."""
    until, since = claims.get("exp"), claims.get("nbf", claims.get("iat"))
    if isinstance(until, bool) or not isinstance(until, int | float) or not 0 < until < 1e11:
        raise Untrusted("the token does not say when it runs out (exp)")
    end = datetime.fromtimestamp(until, now.tzinfo)
    if end <= now:
        raise Untrusted("the token has run out (exp)")
    if end > now + LONGEST + SKEW:
        raise Untrusted("the token is valid for more than five minutes (exp)")
    begun = isinstance(since, int | float) and since <= (now + SKEW).timestamp()
    if since is not None and (isinstance(since, bool) or not begun):
        raise Untrusted("the token is not valid yet")
    return end
