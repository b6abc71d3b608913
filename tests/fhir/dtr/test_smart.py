"""SMART Backend Services in front of DTR: who gets a token, what a token opens, how often."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey
from msgspec import json

from coverable.determination.engine import Engine
from coverable.fhir.clients import Clients
from coverable.fhir.dtr.access import LASTS
from fhir.dtr.serving import (
    EC,
    EXPAND,
    PACKAGE,
    ROOT,
    RSA,
    Ehr,
    assertion,
    bundles,
    coverage,
    order,
    outcome,
    parameters,
    registered,
    serving,
    token_form,
)

BODY = parameters(coverage(), order())


@pytest.fixture(scope="module")
def ehr(engine: Engine) -> Iterator[Ehr]:
    with serving(engine, registered()) as started:
        yield started


def address(ehr: Ehr, family: str = "2.2") -> str:
    return ehr.http.get(ROOT[family] + "/.well-known/smart-configuration").json()["token_endpoint"]


def token(ehr: Ehr, signed: str | None = None, **more: str) -> Any:
    return ehr.http.post(address(ehr), data=token_form(signed or assertion(address(ehr)), **more))


def bearer(ehr: Ehr, **more: str) -> dict[str, str]:
    granted = token(ehr, **more)
    assert granted.status_code == 200, granted.text
    return {"authorization": f"Bearer {granted.json()['access_token']}"}


@pytest.mark.parametrize("family", ["2.2", "2.0.1"])
def test_smart_configuration_names_the_token_endpoint_and_the_algorithms(ehr: Ehr, family: str) -> None:
    answer = ehr.http.get(ROOT[family] + "/.well-known/smart-configuration")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("application/json")
    said = answer.json()
    assert said["token_endpoint"] == f"{ehr.payer.base}{ROOT[family]}/token"
    assert set(said["token_endpoint_auth_signing_alg_values_supported"]) == {"RS384", "ES384"}
    assert "private_key_jwt" in said["token_endpoint_auth_methods_supported"]


@pytest.mark.parametrize(("key", "alg"), [(EC, "ES384"), (RSA, "RS384")])
def test_smart_backend_services_good_assertion_yields_a_token(ehr: Ehr, key: Any, alg: str) -> None:
    answer = token(ehr, assertion(address(ehr), key, alg))
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    granted = answer.json()
    assert granted["token_type"] == "bearer" and granted["expires_in"] == LASTS
    assert granted["scope"] == "system/Questionnaire.r system/ValueSet.read"
    header = {"authorization": f"Bearer {granted['access_token']}"}
    assert len(bundles(ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=header))) == 1


def test_smart_backend_services_bad_grant_type_is_refused(ehr: Ehr) -> None:
    answer = token(ehr, grant_type="not_a_grant_type")
    assert answer.status_code == 400 and answer.json()["error"] == "unsupported_grant_type"


def test_smart_backend_services_bad_client_assertion_type_is_refused(ehr: Ehr) -> None:
    answer = token(ehr, client_assertion_type="not_an_assertion_type")
    assert answer.status_code == 400 and answer.json()["error"] == "invalid_request"


def test_smart_backend_services_bad_client_assertion_is_refused(ehr: Ehr) -> None:
    answer = token(ehr, "not_an_assertion")
    assert answer.status_code == 401 and answer.json()["error"] == "invalid_client"


def wrong(at: str) -> list[tuple[str, str]]:
    now = int(datetime.now(UTC).timestamp())
    other = ECKey.generate_key("P-384", {"kid": "ec"})
    unknown = ECKey.generate_key("P-384", {"kid": "nobody"})
    shared = OctKey.import_key(b"0123456789abcdef0123456789abcdef0123456789abcdef", {"kid": "ec"})
    none = "eyJhbGciOiJub25lIiwia2lkIjoiZWMifQ." + assertion(at).split(".")[1] + "."
    return [
        ("another key under the name of ours", assertion(at, other)),
        ("a key that was never registered", assertion(at, unknown)),
        ("a secret instead of a key pair", assertion(at, shared, "HS384")),
        ("no signature", none),
        ("another algorithm", assertion(at, RSA, "RS256")),
        ("another address", assertion(at + "/else")),
        ("another client", assertion(at, iss="ehr-2", sub="ehr-2")),
        ("somebody else as its subject", assertion(at, sub="ehr-2")),
        ("run out", assertion(at, exp=now - 1)),
        ("valid for an hour", assertion(at, exp=now + 3600)),
        ("no end", assertion(at, exp=None)),
        ("an end that is no time", assertion(at, exp="soon")),
        ("not valid yet", assertion(at, nbf=now + 900)),
        ("no identifier", assertion(at, jti=None)),
        ("too long", "a." * 9000),
    ]


def test_an_assertion_that_is_wrong_in_one_thing_yields_no_token(ehr: Ehr) -> None:
    for what, signed in wrong(address(ehr)):
        answer = token(ehr, signed)
        assert (answer.status_code, answer.json().get("error")) == (401, "invalid_client"), what
        assert "access_token" not in answer.json()


def test_an_assertion_is_taken_once(ehr: Ehr) -> None:
    signed = assertion(address(ehr))
    assert token(ehr, signed).status_code == 200
    again = token(ehr, signed)
    assert again.status_code == 401 and "used before" in again.json()["error_description"]


def test_only_scopes_that_are_registered_are_granted(ehr: Ehr) -> None:
    some = token(ehr, scope="system/ValueSet.read system/Patient.read user/Questionnaire.r")
    assert some.json()["scope"] == "system/ValueSet.read"
    for scope in ("", "system/Patient.read", "system/*.*", "system/Questionnaire.*"):
        answer = token(ehr, scope=scope)
        assert answer.status_code == 400 and answer.json()["error"] == "invalid_scope", scope


def test_a_token_opens_what_its_scope_names_and_nothing_else(ehr: Ehr) -> None:
    header = bearer(ehr, scope="system/ValueSet.read")
    refused = ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=header)
    assert refused.status_code == 403 and outcome(refused)["code"] == "forbidden"
    assert (
        ehr.post(
            ROOT["2.2"] + EXPAND, parameters({"name": "url", "valueUri": "http://x"}), headers=header
        ).status_code
        == 404
    )


@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer x", "Basic abc", "Bearer a.b.c"])
def test_without_a_valid_token_nothing_is_answered(ehr: Ehr, given: str | None) -> None:
    before = ehr.payer.store.counts()
    headers = {} if given is None else {"authorization": given}
    answer = ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=headers)
    assert answer.status_code == 401 and answer.headers["www-authenticate"] == "Bearer"
    assert outcome(answer)["code"] == "login"
    assert ehr.payer.store.counts() == before


def test_what_a_client_signs_is_no_access_token(ehr: Ehr) -> None:
    claims = {"sub": "General Hospital", "scope": "system/*.*", "aud": ehr.payer.base, "exp": 9_999_999_999}
    own = jwt.encode({"alg": "ES384", "kid": "ec"}, claims, EC, algorithms=["ES384"])
    assert (
        ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers={"authorization": f"Bearer {own}"}).status_code == 401
    )


def test_metadata_and_configuration_are_public(ehr: Ehr) -> None:
    said = ehr.get(ROOT["2.2"] + "/metadata").json()
    assert said["rest"][0]["security"]["service"][0]["text"] == "SMART Backend Services"


def test_a_token_runs_out(engine: Engine) -> None:
    passed = [0]

    def clock() -> datetime:
        return datetime.now(UTC) + timedelta(seconds=passed[0])

    with serving(engine, registered(), clock=clock) as ehr:
        header = bearer(ehr)
        assert ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=header).status_code == 200
        passed[0] = LASTS + 1
        assert ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=header).status_code == 401


def test_a_client_that_calls_too_often_waits(engine: Engine) -> None:
    with serving(engine, registered(per_minute=3)) as ehr:
        header = bearer(ehr)
        found = [ehr.post(ROOT["2.2"] + PACKAGE, BODY, headers=header) for _ in range(7)]
        assert found[0].status_code == 200 and found[-1].status_code == 429
        assert found[-1].headers["retry-after"] == "60" and outcome(found[-1])["code"] == "throttled"


class _Keys(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.asked += 1  # pyright: ignore[reportAttributeAccessIssue]
        body = json.encode(self.server.keys)  # pyright: ignore[reportAttributeAccessIssue]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def test_keys_are_fetched_from_the_registered_address_and_from_no_other(engine: Engine) -> None:
    server = HTTPServer(("127.0.0.1", 0), _Keys)
    server.keys, server.asked = {"keys": [EC.as_dict(private=False)]}, 0  # pyright: ignore[reportAttributeAccessIssue]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"http://127.0.0.1:{server.server_port}/jwks.json"
        clients: Clients = registered(jwks=None, jwks_url=url)
        with serving(engine, clients) as ehr:
            assert token(ehr).status_code == 200
            assert token(ehr).status_code == 200
            assert server.asked == 1  # pyright: ignore[reportAttributeAccessIssue]
            stranger = ECKey.generate_key("P-384", {"kid": "stranger"})
            at = address(ehr)
            claims = {
                "iss": "ehr-1",
                "sub": "ehr-1",
                "aud": at,
                "jti": "j",
                "exp": int(datetime.now(UTC).timestamp()) + 60,
            }
            head = {"alg": "ES384", "kid": "stranger", "jku": f"http://127.0.0.1:{server.server_port}/other"}
            server.keys = {"keys": [stranger.as_dict(private=False)]}  # pyright: ignore[reportAttributeAccessIssue]
            assert token(ehr, jwt.encode(head, claims, stranger, algorithms=["ES384"])).status_code == 401
            assert server.asked == 1  # pyright: ignore[reportAttributeAccessIssue]
    finally:
        server.shutdown()
        server.server_close()


def test_a_token_request_that_is_no_form_is_refused(ehr: Ehr) -> None:
    at = address(ehr)
    kind = {"content-type": "application/x-www-form-urlencoded"}
    cases: list[dict[str, Any]] = [
        {"json": {"grant_type": "client_credentials"}},
        {"content": b"\xff\xfe", "headers": kind},
        {"content": b"scope=a&scope=b", "headers": kind},
        {"content": b"a=" + b"x" * 60_000, "headers": kind},
    ]
    for given in cases:
        answer = ehr.http.post(at, **given)
        assert answer.status_code in (400, 413) and answer.json()["error"] == "invalid_request"
