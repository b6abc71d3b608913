"""Who may call the DTR endpoint: SMART Backend Services (private_key_jwt), or anybody on this machine.

A registered client proves itself at the token endpoint and gets an access token for five minutes. Tokens are
signed by the server itself, so nothing is kept of them but the identifiers of assertions that were used.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from coverable.fhir.answers import fail
from coverable.fhir.clients import Client
from coverable.fhir.jwks import KeyRing
from coverable.fhir.payer import Payer
from coverable.fhir.signed import Untrusted, check_times, claims_of, unverified

GRANT: Final = "client_credentials"
ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LASTS: Final = 300
"""Seconds for which an access token is taken."""
_SCOPE: Final = re.compile(r"system/(Questionnaire|ValueSet|\*)\.(read|\*|c?r?u?d?s?)")


class Denied(Exception):
    """What the token endpoint answers instead of a token (RFC 6749, 5.2)."""

    def __init__(self, error: str, says: str, status: int = 400) -> None:
        self.error, self.says, self.status = error, says, status
        super().__init__(says)


@dataclass
class Access:
    """The door of one payer: keys of clients as they were fetched, and how often each client called."""

    payer: Payer
    ring: KeyRing = field(default_factory=KeyRing)
    _minutes: dict[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])

    async def token(self, form: Mapping[str, Any], address: str) -> dict[str, Any]:
        """An access token for a signed assertion. Denied: anything is missing or wrong. `address`: that of
        the token endpoint, which the assertion must be made for."""
        if form.get("grant_type") != GRANT:
            raise Denied("unsupported_grant_type", f"grant_type must be {GRANT}")
        if form.get("client_assertion_type") != ASSERTION:
            raise Denied("invalid_request", f"client_assertion_type must be {ASSERTION}")
        signed = form.get("client_assertion")
        if not isinstance(signed, str) or not signed:
            raise Denied("invalid_request", "client_assertion is missing")
        try:
            client = await self._client(signed, address)
        except Untrusted as why:
            raise Denied("invalid_client", str(why), 401) from None
        scope = _granted(form.get("scope"), client)
        now = int(self.payer.clock().timestamp())
        claims = {
            "iss": self.payer.base, "aud": self.payer.base, "sub": client.name, "scope": scope,
            "iat": now, "exp": now + LASTS, "jti": secrets.token_urlsafe(16),
        }  # fmt: skip
        return {
            "access_token": self._sign(claims),
            "token_type": "bearer",
            "expires_in": LASTS,
            "scope": scope,
        }

    async def _client(self, signed: str, address: str) -> Client:
        """The client that signed an assertion which is its own, for us, still valid and not used before."""
        said = unverified(signed)
        name = said.get("iss")
        clients = self.payer.clients
        client = clients.smart_client(name) if clients and isinstance(name, str) else None
        if client is None or client.smart is None:
            raise Untrusted("no client of that name is registered (iss)")
        claims = await claims_of(signed, client.smart, self.ring)
        if claims.get("iss") != name or claims.get("sub") != name:
            raise Untrusted("iss and sub must both be the client's id")
        audience = claims.get("aud")
        if address not in (audience if isinstance(audience, list) else [audience]):
            raise Untrusted("the assertion is not made for this token endpoint (aud)")
        now = self.payer.clock()
        until = check_times(claims, now)
        used = claims.get("jti")
        if not isinstance(used, str) or not 1 <= len(used) <= 500:
            raise Untrusted("the assertion has no identifier (jti)")
        if not self.payer.store.first_use(f"smart:{name}", used, until, now):
            raise Untrusted("the assertion was used before (jti)")
        return client

    def enter(self, authorization: str | None, resource: str) -> str:
        """Who calls an operation on a resource type; "" in open mode. Failed: 401 without a valid token, 403
        without a scope for it, 429 when it calls too often."""
        if self.payer.open:
            return ""
        client, scope = self._caller(authorization)
        if not any(_allows(one, resource) for one in scope.split()):
            raise fail(
                403, "the token is not for this", "scope", f"no scope lets it read {resource}", "ask for one"
            )
        self._count(client)
        return client.name

    def _caller(self, authorization: str | None) -> tuple[Client, str]:
        from joserfc import jwt
        from joserfc.errors import JoseError

        kind, _, given = (authorization or "").partition(" ")
        try:
            if kind.lower() != "bearer" or len(given) > 4000:
                raise ValueError
            claims = jwt.decode(given.strip(), self._key, algorithms=["HS256"]).claims
            named, scope, until = str(claims["sub"]), str(claims["scope"]), int(claims["exp"])
            alive = until > self.payer.clock().timestamp() and claims["aud"] == self.payer.base
            listed = self.payer.clients.clients if self.payer.clients else []
            client = next(one for one in listed if one.name == named and one.smart)
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, StopIteration):
            alive, client, scope = False, None, ""
        if not alive or client is None:
            raise fail(
                401, "no valid access token", "Authorization", "this endpoint is for registered clients",
                "get a token as /.well-known/smart-configuration says", www_authenticate="Bearer",
            )  # fmt: skip
        return client, scope

    def _count(self, client: Client) -> None:
        assert client.smart is not None
        minute = int(time.monotonic() // 60)
        last, calls = self._minutes.get(client.name, (minute, 0))
        calls = calls + 1 if last == minute else 1
        self._minutes[client.name] = (minute, calls)
        if calls > client.smart.per_minute:
            raise fail(
                429, "too many calls", "the client", f"{client.smart.per_minute} a minute are taken",
                "wait a minute", retry_after="60",
            )  # fmt: skip

    def _sign(self, claims: dict[str, Any]) -> str:
        from joserfc import jwt

        return jwt.encode({"alg": "HS256", "typ": "JWT"}, claims, self._key)

    @property
    def _key(self) -> Any:
        """The server's own key, made of the secret of its database: other processes on it know the same."""
        from joserfc.jwk import OctKey

        made = self.payer.store.id_of(("dtr access tokens",))
        return OctKey.import_key(hashlib.sha256(made.encode()).digest())


def _granted(asked: Any, client: Client) -> str:
    """The scopes that a client asks for and may have."""
    assert client.smart is not None
    wanted = asked.split()[:50] if isinstance(asked, str) else []
    if not wanted:
        raise Denied("invalid_scope", "scope is missing")
    granted = [
        one for one in dict.fromkeys(wanted) if _SCOPE.fullmatch(one) and _covered(one, client.smart.scopes)
    ]
    if not granted:
        raise Denied("invalid_scope", "none of the scopes is registered for this client")
    return " ".join(granted)


def _covered(scope: str, registered: Iterable[str]) -> bool:
    """Whether the registration holds the scope, or one that is wider."""
    match = _SCOPE.fullmatch(scope)
    if match is None:
        return False
    kinds = ("Questionnaire", "ValueSet") if match[1] == "*" else (match[1],)
    return scope in registered or (
        not _writes(match[2]) and all(any(_allows(one, kind) for one in registered) for kind in kinds)
    )


def _writes(right: str) -> bool:
    return right == "*" or (right != "read" and any(letter in right for letter in "cud"))


def _allows(scope: str, resource: str) -> bool:
    """Whether a scope lets a client read a resource type."""
    match = _SCOPE.fullmatch(scope)
    return (
        match is not None and match[1] in (resource, "*") and (match[2] in ("read", "*") or "r" in match[2])
    )
