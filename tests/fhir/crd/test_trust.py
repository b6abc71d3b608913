"""Who may call: the JWT of each call, its key, its service, its time, and only once."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey, RSAKey

from fhir.crd.bodies import prefetch, sign
from fhir.crd.ehr import Ehr, FhirServer, codes, fhir_server, only, outcome, said
from web.conftest import serving

ISS = "https://ehr.example.org"


KEYS = {
    "ES384": ECKey.generate_key("P-384"),
    "RS384": RSAKey.generate_key(2048),
    "ES256": ECKey.generate_key("P-256"),
}
OTHER = ECKey.generate_key("P-384")


def token(
    address: str, alg: str = "ES384", key: Any = None, header: dict[str, Any] | None = None, **claims: Any
) -> str:
    """A token as CDS Hooks wants it; a claim given as None is left out."""
    now = int(time.time())
    every = {"iss": ISS, "aud": address, "exp": now + 300, "iat": now, "jti": uuid4().hex, **claims}
    names = {"alg": alg, "typ": "JWT", "kid": alg, **(header or {})}
    made = {k: v for k, v in every.items() if v is not None}
    return jwt.encode(names, made, key or KEYS[alg], algorithms=[alg])


@pytest.fixture(scope="module")
def theirs() -> Iterator[FhirServer]:
    """The EHR's FHIR server, and beside it the key set of an EHR that publishes its keys."""
    with fhir_server() as about:
        about.holds["jwks"] = {"keys": [{**KEYS["ES384"].as_dict(private=False), "kid": "ES384"}]}
        yield about


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory, theirs: FhirServer) -> Iterator[str]:
    """A server with registered clients."""
    place = tmp_path_factory.mktemp("trust")
    keys = {"keys": [{**key.as_dict(private=False), "kid": name} for name, key in KEYS.items()]}
    clients = [
        {"name": "Example Hospital", "cds": {"iss": ISS, "jwks": keys}, "fhir_servers": [theirs.base]},
        {"name": "Tenants", "cds": {"iss": "https://many.example.org", "jwks": keys, "tenants": ["t1"]}},
        {"name": "Publishes", "cds": {"iss": "https://keys.example.org", "jwks_url": f"{theirs.base}/jwks"}},
    ]
    (place / "clients.yaml").write_text(json.dumps({"clients": clients}))
    options = ("--clients", str(place / "clients.yaml"), "--database", f"sqlite:///{place / 'a.sqlite'}")
    with serving(place / "log.txt", *options) as at:
        yield at
    assert "Error" not in (place / "log.txt").read_text()


@pytest.fixture(scope="module")
def ehr(guarded: str) -> Iterator[Ehr]:
    with httpx2.Client(timeout=60, trust_env=False) as http:
        yield Ehr(guarded, http, token)


def refused(ehr: Ehr, made: Callable[[str], str | None], says: str) -> None:
    """The call is refused with 401 and one OperationOutcome that says why."""
    body = sign()
    address = ehr.address(body)
    sent = made(address)
    answer = ehr.http.post(address, json=body, headers={"authorization": sent} if sent else {})
    assert says in outcome(answer, 401)["issue"][0]["diagnostics"]
    assert answer.headers["www-authenticate"] == "Bearer"


def test_discovery_is_open_and_shows_no_open_mode(ehr: Ehr) -> None:
    assert not any("coverable.open-mode" in one["extension"] for one in ehr.discover()["services"])
    assert "Only registered clients may call" in ehr.http.get(ehr.base + "/").text


@pytest.mark.parametrize("alg", ["ES384", "RS384"])
@pytest.mark.parametrize("family", ["2.2", "2.0"])
def test_a_signed_call_is_answered(ehr: Ehr, alg: str, family: str) -> None:
    signed = Ehr(ehr.base, ehr.http, lambda address: token(address, alg))
    assert said(signed.post(sign(), family))


def test_a_key_that_is_published_is_found_at_the_registered_address(ehr: Ehr, theirs: FhirServer) -> None:
    jku = f"{theirs.base}/jwks"
    for header in ({}, {"jku": jku}):
        made = lambda address, h=header: token(address, header=h, iss="https://keys.example.org")  # noqa: E731
        assert said(Ehr(ehr.base, ehr.http, made).post(sign()))
    assert theirs.paths.count("jwks") == 1
    for elsewhere in (f"{theirs.base}/others", "https://evil.example/jwks"):
        say = {"jku": elsewhere}
        refused(ehr, lambda a, h=say: f"Bearer {token(a, header=h, iss='https://keys.example.org')}", "jku")
    assert "others" not in theirs.paths


BAD: dict[str, tuple[Callable[[str], str | None], str]] = {
    "no token": (lambda a: None, "no token"),
    "another scheme": (lambda a: "Basic YTpi", "no token"),
    "not a token": (lambda a: "Bearer abc", "no token"),
    "parts that are no JSON": (lambda a: "Bearer a.b.c", "no token"),
    "an unknown issuer": (lambda a: f"Bearer {token(a, iss='https://who.example')}", "not registered"),
    "no issuer": (lambda a: f"Bearer {token(a, iss=None)}", "not registered"),
    "an issuer that is no text": (lambda a: f"Bearer {token(a, iss=['x'])}", "not registered"),
    "another key": (lambda a: f"Bearer {token(a, key=OTHER)}", "signature"),
    "an algorithm that is not named": (lambda a: f"Bearer {token(a, 'ES256')}", "algorithm"),
    "a shared secret": (
        lambda a: f"Bearer {token(a, 'HS256', OctKey.import_key('x' * 32))}",
        "algorithm",
    ),
    "an unknown key": (lambda a: f"Bearer {token(a, header={'kid': 'k9'})}", "key is not known"),
    "another service": (lambda a: f"Bearer {token(a.replace('sign', 'select'))}", "another service"),
    "the other family": (lambda a: f"Bearer {token(a.replace('/cds', '/r/2.0.1/cds'))}", "another service"),
    "no audience": (lambda a: f"Bearer {token(a, aud=None)}", "another service"),
    "run out": (
        lambda a: f"Bearer {token(a, exp=int(time.time()) - 60, iat=int(time.time()) - 300)}",
        "run out",
    ),
    "made in the future": (
        lambda a: f"Bearer {token(a, iat=int(time.time()) + 600, exp=int(time.time()) + 700)}",
        "time is wrong",
    ),
    "made for too long": (lambda a: f"Bearer {token(a, exp=int(time.time()) + 90_000)}", "time is wrong"),
    "no exp": (lambda a: f"Bearer {token(a, exp=None)}", "no time"),
    "exp that is no number": (lambda a: f"Bearer {token(a, exp='soon')}", ""),
    "no iat": (lambda a: f"Bearer {token(a, iat=None)}", "no time"),
    "no jti": (lambda a: f"Bearer {token(a, jti=None)}", "no id"),
    "a tenant that is not registered": (
        lambda a: f"Bearer {token(a, iss='https://many.example.org', tenant='t2')}",
        "tenant",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_call_that_is_not_trusted_is_refused_and_nothing_is_kept(ehr: Ehr, name: str) -> None:
    made, says = BAD[name]
    refused(ehr, made, says)


def test_an_unsigned_token_is_refused(ehr: Ehr) -> None:
    from base64 import urlsafe_b64encode

    def bare(address: str) -> str:
        now = int(time.time())
        claims = {"iss": ISS, "aud": address, "exp": now + 300, "iat": now, "jti": "n"}
        parts = (
            urlsafe_b64encode(json.dumps(p).encode()).decode().rstrip("=") for p in ({"alg": "none"}, claims)
        )
        return "Bearer " + ".".join((*parts, ""))

    refused(ehr, bare, "algorithm")


def test_a_token_is_taken_once(ehr: Ehr) -> None:
    body = sign()
    used = token(ehr.address(body))
    headers = {"authorization": f"Bearer {used}"}
    assert ehr.http.post(ehr.address(body), json=body, headers=headers).status_code == 200
    answer = ehr.http.post(ehr.address(body), json=body, headers=headers)
    assert "used before" in outcome(answer, 401)["issue"][0]["diagnostics"]


def test_a_tenant_that_is_registered_is_let_in(ehr: Ehr) -> None:
    made = lambda address: token(address, iss="https://many.example.org", tenant="t1")  # noqa: E731
    assert said(Ehr(ehr.base, ehr.http, made).post(sign()))


def test_only_the_registered_fhir_server_is_asked_and_with_the_token_that_was_given(
    ehr: Ehr, theirs: FhirServer
) -> None:
    theirs.holds |= {
        "Patient/p1": prefetch()["patient"],
        "Coverage?patient=p1&status=active": prefetch()["coverage"],
    }
    authorization = {
        "access_token": "at-1",
        "token_type": "Bearer",
        "expires_in": 300,
        "scope": "x",
        "subject": "y",
    }
    body = {**sign(prefetch={}), "fhirServer": theirs.base, "fhirAuthorization": authorization}
    assert only(said(ehr.post(body))[0], "covered") == "conditional"
    assert ("Coverage?patient=p1&status=active", "Bearer at-1") in theirs.asked
    with fhir_server() as other:
        found = said(ehr.post({**body, "fhirServer": other.base}))
        assert codes(found[0]) == ["technical"]
        assert other.asked == []


def test_clients_are_read_whole_or_refused(tmp_path: Path) -> None:
    from coverable.base.problem import Refused
    from coverable.fhir.clients import read_clients

    for text, says in (
        ("clients: [{name: a, cds: {iss: x}}]", "one of the two"),
        ("clients: [{name: a, cds: {iss: x, jwks_url: 'http://evil.example/k'}}]", "https"),
        ("clients: [{name: a, cds: {iss: x, jwks_url: 'https://u:p@h.example/k'}}]", "user"),
        (
            "clients: [{name: a, cds: {iss: x, jwks: {keys: []}}}, {name: b, cds: {iss: x, jwks: {keys: []}}}]",
            "iss",
        ),
        ("clients: [{name: a, server: x}]", "unknown field"),
    ):
        path = tmp_path / "clients.yaml"
        path.write_text(text)
        with pytest.raises(Refused, match=says):
            read_clients(path)
