"""Tokens that a client signed: which key, which signature, and what every such token has to say.

Only RS384 and ES384 are taken (SMART, CDS Hooks). Keys come from where the registration says; an address
inside a token is never asked.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from coverable.base.shape import is_list, is_object
from coverable.fhir.clients import Keys

ALGORITHMS: Final = ("RS384", "ES384")
LONGEST: Final = timedelta(minutes=5)
"""No assertion may be valid for longer (SMART Backend Services)."""
SKEW: Final = timedelta(seconds=60)
FRESH: Final = 300.0
"""Seconds for which fetched keys are kept."""
AGAIN: Final = 10.0
"""Seconds before keys that hold no such `kid` are fetched again."""
MOST: Final = 200_000
LONGEST_TOKEN: Final = 16_000


class Untrusted(Exception):
    """A token that is not taken; the text says why, and repeats nothing of it."""


class KeyRing:
    """Public keys of registered clients, fetched when they are needed."""

    def __init__(self) -> None:
        self._fetched: dict[str, tuple[float, Any]] = {}

    async def keys(self, where: Keys, kid: str) -> Any:
        """The key set in which to look for `kid`. Untrusted: it cannot be had."""
        from joserfc.jwk import KeySet

        if where.jwks is not None:
            return _key_set(where.jwks)
        url = where.jwks_url
        assert url is not None
        at, known = self._fetched.get(url, (float("-inf"), None))
        age = time.monotonic() - at
        if known is not None and age < FRESH and (age < AGAIN or _has(known, kid)):
            return known
        found: KeySet = _key_set(await _fetch(url))
        self._fetched[url] = (time.monotonic(), found)
        return found


async def claims_of(token: str, where: Keys, ring: KeyRing) -> dict[str, Any]:
    """The claims of a token whose signature is the client's. Untrusted: anything else."""
    from joserfc import jwt
    from joserfc.errors import JoseError

    header = header_of(token)
    key_id = header.get("kid")
    if not isinstance(key_id, str):
        raise Untrusted("the token names no key (kid)")
    keys = await ring.keys(where, key_id)
    if not _has(keys, key_id):
        raise Untrusted("the token names a key that the client has not")
    try:
        found = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
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


def _has(keys: Any, kid: str) -> bool:
    return any(key.kid == kid for key in keys.keys)


def _key_set(given: Any) -> Any:
    """The public keys of a set; private ones and those of other kinds are passed over."""
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, KeySet, RSAKey

    kinds = {"RSA": RSAKey, "EC": ECKey}
    listed: Any = given.get("keys") if is_object(given) else None
    found: list[Any] = []
    for one in filter(is_object, listed if is_list(listed) else ()):
        kind = kinds.get(str(one.get("kty")))
        if kind is not None and "d" not in one and isinstance(one.get("kid"), str):
            try:
                found.append(kind.import_key(one))
            except (JoseError, ValueError, TypeError):
                continue
    if not found:
        raise Untrusted("no public key of the client could be read")
    return KeySet(found)


async def _fetch(url: str) -> Any:
    """The JSON at a registered address: no redirects, three seconds, a bounded size."""
    import httpx2
    from msgspec import DecodeError, json

    try:
        asking = httpx2.AsyncClient(timeout=3.0, follow_redirects=False)
        async with asking as client, client.stream("GET", url) as answer:
            raw = b""
            async for piece in answer.aiter_bytes():
                raw += piece
                if len(raw) > MOST:
                    break
            if answer.status_code != 200 or len(raw) > MOST:
                raise Untrusted("the client's keys could not be fetched")
        return json.decode(raw)
    except (httpx2.HTTPError, DecodeError, RecursionError):
        raise Untrusted("the client's keys could not be fetched") from None
