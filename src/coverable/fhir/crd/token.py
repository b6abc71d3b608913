"""The JWT with which a CDS client signs each call: who it is, that it means this service, and only once.

CDS Hooks 2.0, "Trusting CDS Clients"; RFC 7519. The algorithm is one of two that are named here, the key is
that of the registered client, and `jku` must be the address that was registered.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeGuard

from fastapi import Request

from coverable.base.shape import is_list, is_object
from coverable.fhir.answers import Failed, fail
from coverable.fhir.clients import Client
from coverable.fhir.jwks import ALGORITHMS, KeyRing
from coverable.fhir.payer import Payer

LEEWAY: Final = 30
"""Seconds by which clocks may differ."""
LONGEST: Final = 900
"""Seconds for which a token may be made: its id is remembered so long."""
MOST: Final = 8_000
"""Characters of a token."""


class Door:
    """Lets calls in. In open mode nobody is asked, and a token that is sent is not looked at."""

    def __init__(self, payer: Payer) -> None:
        self.payer, self.ring = payer, KeyRing()

    async def enter(self, request: Request, address: str) -> Client | None:
        """Who calls; None in open mode. Failed: 401."""
        if self.payer.clients is None:
            return None
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _denied("no token", "the call carries no `Authorization: Bearer` token", "sign the call")
        return await self.check(token.strip(), address)

    async def check(self, token: str, address: str) -> Client:
        """The client that made a token for this address, seen for the first time. Failed: 401."""
        from joserfc import jwt
        from joserfc.errors import JoseError

        assert self.payer.clients is not None
        header, claims = _unchecked(token)
        client = self.payer.clients.issuer(claims["iss"]) if isinstance(claims.get("iss"), str) else None
        if client is None or client.cds is None:
            raise _denied(
                "the caller is not registered", "its `iss` is on no list of this server", "register it"
            )
        if header.get("alg") not in ALGORITHMS:
            raise _denied(
                "the algorithm is not taken", f"it must be one of {', '.join(ALGORITHMS)}", "sign anew"
            )
        if "jku" in header and header["jku"] != client.cds.jwks_url:
            raise _denied(
                "the key set is another one", "`jku` is not the address that was registered", "correct it"
            )
        kid = header.get("kid")
        key = await self.ring.key(client.cds, kid if isinstance(kid, str) else None)
        try:
            claims = jwt.decode(token, key, algorithms=list(ALGORITHMS)).claims
        except (JoseError, ValueError, TypeError):
            raise _denied(
                "the signature does not hold", "it was not made with the client's key", "sign anew"
            ) from None
        now = self.payer.clock()
        until = _times(claims, now)
        audience = claims.get("aud")
        if address not in (audience if is_list(audience) else [audience]):
            raise _denied("the token is for another service", f"`aud` must be {address}", "sign one for it")
        tenant = claims.get("tenant")
        if client.cds.tenants and tenant not in client.cds.tenants:
            raise _denied(
                "the tenant is not registered", "`tenant` is on no list of this server", "register it"
            )
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 0 < len(jti) <= 500:
            raise _denied("the token has no id", "`jti` tells one call from a repeated one", "add it")
        if not self.payer.store.first_use(claims["iss"], jti, until, now):
            raise _denied("the token was used before", "each call needs a token of its own", "sign a new one")
        return client


def _times(claims: Mapping[str, Any], now: datetime) -> datetime:
    """Until when a token must be remembered."""
    at = now.timestamp()
    exp, iat = claims.get("exp"), claims.get("iat")
    if not _number(exp) or not _number(iat):
        raise _denied("the token has no time", "`exp` and `iat` are required", "add them")
    if exp + LEEWAY < at:
        raise _denied("the token has run out", "`exp` has passed", "sign a new one")
    if iat - LEEWAY > at or exp - iat > LONGEST or exp < iat:
        raise _denied(
            "the token's time is wrong", f"it must be of now, for at most {LONGEST} s", "sign a new one"
        )
    return datetime.fromtimestamp(exp + LEEWAY, UTC)


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e11


def _unchecked(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Header and claims as they say themselves, to find whose key must have signed them."""
    parts = token.split(".")
    if len(parts) != 3 or len(token) > MOST:
        raise _denied("this is no token", "it is not a signed JWT", "sign the call")
    try:
        header, claims = (json.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4))) for part in parts[:2])
    except (ValueError, RecursionError):
        raise _denied("this is no token", "its parts are not JSON", "sign the call") from None
    if not is_object(header) or not is_object(claims):
        raise _denied("this is no token", "its parts are no objects", "sign the call")
    return header, claims


def _denied(what: str, why: str, next: str) -> Failed:
    return fail(401, what, "Authorization", why, next, www_authenticate="Bearer")
