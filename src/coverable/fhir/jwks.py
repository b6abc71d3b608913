"""Public keys of registered clients: given in the file, or found at the address that the file names.

A key that is not known is looked for once more (keys are changed), at most once a minute, so that nobody can
make this server ask without end.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final

from coverable.base.problem import Refused
from coverable.base.shape import is_list, is_object
from coverable.determination.request import parse_json
from coverable.fhir.answers import fail
from coverable.fhir.clients import Keys

KEPT: Final = 300.0
"""Seconds for which keys that were found are used."""
AGAIN: Final = 60.0
WAIT: Final = 3.0
MOST: Final = 200_000
"""Bytes of a key set."""
ALGORITHMS: Final = ("ES384", "RS384")
"""joserfc takes these two only where they are named; no other is ever taken."""


@dataclass(slots=True)
class _Held:
    keys: list[Any]
    at: float


@dataclass(slots=True)
class KeyRing:
    """The keys that were found, by their address."""

    _held: dict[str, _Held] = field(default_factory=dict[str, "_Held"])

    async def key(self, where: Keys, kid: str | None) -> Any:
        """The public key of a client by its id, as joserfc takes it. Failed: 401."""
        for fresh in (False, True):
            for one in await self._keys(where, fresh):
                if kid is None or one.get("kid") == kid:
                    return _imported(one)
        raise fail(
            401,
            "the key is not known",
            "kid",
            "the client's key set has no such key",
            "publish the key first",
            www_authenticate="Bearer",
        )

    async def _keys(self, where: Keys, fresh: bool) -> list[Any]:
        if where.jwks is not None:
            return _listed(where.jwks)
        assert where.jwks_url is not None
        held, now = self._held.get(where.jwks_url), time.monotonic()
        if held is not None and now - held.at < (AGAIN if fresh else KEPT):
            return held.keys
        keys = await _fetched(where.jwks_url)
        self._held[where.jwks_url] = _Held(keys, now)
        return keys


def _listed(found: Any) -> list[Any]:
    keys = found.get("keys") if is_object(found) else None
    return [one for one in keys if is_object(one)] if is_list(keys) else []


async def _fetched(url: str) -> list[Any]:
    """The key set at an address; [] where it cannot be had."""
    import httpx2

    try:
        async with (
            httpx2.AsyncClient(timeout=WAIT, follow_redirects=False, trust_env=False) as http,
            http.stream("GET", url) as answer,
        ):
            raw = bytearray()
            async for piece in answer.aiter_bytes():
                raw += piece
                if len(raw) > MOST:
                    return []
            return _listed(parse_json(bytes(raw), "jwks")) if answer.status_code == 200 else []
    except (httpx2.HTTPError, httpx2.InvalidURL, Refused):
        return []


def _imported(one: Any) -> Any:
    from joserfc.errors import JoseError
    from joserfc.jwk import ECKey, RSAKey

    public = {k: v for k, v in one.items() if k not in ("d", "p", "q", "dp", "dq", "qi", "oth")}
    try:
        match one.get("kty"):
            case "EC":
                return ECKey.import_key(public)
            case "RSA":
                return RSAKey.import_key(public)
            case _:
                pass
    except (JoseError, ValueError, TypeError, KeyError):
        pass
    raise fail(
        401, "the key cannot be used", "kid", "it is neither an EC nor an RSA key", "publish another one"
    )
