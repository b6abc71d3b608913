"""The assertions of Inferno's CRD server suite 2.0.1, each under its test id, over HTTP."""

from __future__ import annotations

import json
import re
import socket
import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest

from fhir.crd import bodies
from fhir.crd.bodies import book, device, dispatch, encounter, sign
from fhir.crd.ehr import Ehr, extensions, only, said
from web.conftest import serving

BODIES: dict[str, list[dict[str, Any]]] = {
    "appointment-book": [book()],
    "encounter-start": [encounter(), encounter(code="E1399")],
    "encounter-discharge": [encounter("encounter-discharge"), encounter("encounter-discharge", "E1399")],
    "order-select": [sign(hook="order-select")],
    "order-dispatch": [dispatch(device(), "2.0")],
    "order-sign": [sign(), sign(device(), bodies.service("97033", bodies.CPT))],
}
PRIMARY = ("appointment-book", "order-sign", "order-dispatch")
TYPES = {
    "appointment-book": {"Appointment"},
    "encounter-start": {"Encounter"},
    "encounter-discharge": {"Encounter"},
}


def cards(ehr: Ehr) -> list[dict[str, Any]]:
    return [card for hook in BODIES for body in BODIES[hook] for card in ehr.post(body, "2.0")["cards"]]


def test_crd_server_tls_version_stu2(tmp_path: Path) -> None:
    """TLS 1.2 and 1.3 are spoken, and nothing older."""
    certificate, key = _self_signed(tmp_path)
    options = ("--certificate", str(certificate), "--key", str(key), "--database", "sqlite://")
    with serving(tmp_path / "log.txt", *options, scheme="https") as at:
        host, port = at.removeprefix("https://").split(":")
        for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
            assert _shaken(host, int(port), version)
        with pytest.raises((ssl.SSLError, ConnectionError)):
            _shaken(host, int(port), ssl.TLSVersion.TLSv1_1)


def _shaken(host: str, port: int, version: ssl.TLSVersion) -> bool:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if version < ssl.TLSVersion.TLSv1_2:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.maximum_version = ssl.TLSVersion.TLSv1_3
    # setting an old minimum is what is tried here, so Python's warning about it is expected
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    with socket.create_connection((host, port), timeout=30) as plain, context.wrap_socket(plain) as secured:
        return secured.version() is not None


def _self_signed(folder: Path) -> tuple[Path, Path]:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def test_crd_discovery_endpoint_test(ehr: Ehr) -> None:
    assert ehr.discover("2.0")


def test_crd_discovery_services_validation(ehr: Ehr) -> None:
    services = ehr.discover("2.0")["services"]
    for one in services:
        assert all(isinstance(one[name], str) and one[name] for name in ("hook", "description", "id"))
    assert {one["hook"] for one in services} == set(BODIES)


def test_crd_server_demonstrate_hook_response(ehr: Ehr) -> None:
    assert ehr.post(sign(), "2.0")["systemActions"]


@pytest.mark.parametrize("hook", BODIES)
def test_crd_service_call_test(ehr: Ehr, hook: str) -> None:
    for body in BODIES[hook]:
        ehr.post(body, "2.0")


@pytest.mark.parametrize("hook", BODIES)
def test_crd_service_response_validation(ehr: Ehr, hook: str) -> None:
    for body in BODIES[hook]:
        response = ehr.post(body, "2.0")
        for card in response["cards"]:
            check_card(card)
        if hook in PRIMARY:
            assert isinstance(response["systemActions"], list)
        for action in response["systemActions"]:
            assert action["type"] in ("create", "update", "delete")
            assert isinstance(action["description"], str)
            assert action["resource"]["resourceType"] if action["type"] != "delete" else action["resourceId"]


def check_card(card: dict[str, Any]) -> None:
    """What every card must have."""
    assert isinstance(card["summary"], str)
    assert 0 < len(card["summary"]) < 140
    assert card["indicator"] in ("info", "warning", "critical")
    assert isinstance(card["source"]["label"], str)
    assert card["source"]["label"]
    topic = card["source"]["topic"]
    assert topic["code"]
    assert topic["system"]


def test_crd_card_optional_fields_validation(ehr: Ehr) -> None:
    for card in cards(ehr):
        assert re.fullmatch(r"[0-9a-f-]{36}", card["uuid"])
        assert isinstance(card.get("detail", ""), str)
        assert "suggestions" not in card, "nothing is suggested, so nothing needs a selectionBehavior"
        for link in card.get("links", ()):
            assert link["label"]
            assert link["url"].startswith(ehr.base)
            assert link["type"] in ("absolute", "smart")
            assert link["type"] == "smart" or "appContext" not in link
            json.loads(link.get("appContext", "{}"))


def test_crd_external_reference_card(ehr: Ehr) -> None:
    """A card whose links are all absolute: the policy, as this server shows it; and the page is there."""
    found = [c for c in cards(ehr) if c.get("links") and all(n["type"] == "absolute" for n in c["links"])]
    assert found
    for link in {n["url"] for c in found for n in c["links"]}:
        assert ehr.http.get(link).status_code == 200, link


def test_crd_launch_smart_app_card(ehr: Ehr) -> None:
    found = [c for c in cards(ehr) if c.get("links") and all(n["type"] == "smart" for n in c["links"])]
    assert found
    assert all(
        set(json.loads(n["appContext"])) >= {"questionnaire", "context"} for c in found for n in c["links"]
    )


def test_crd_valid_instructions_card(ehr: Ehr) -> None:
    assert [c for c in cards(ehr) if not c.get("links") and not c.get("suggestions")]


@pytest.mark.parametrize("hook", BODIES)
def test_crd_coverage_info_system_action_received(ehr: Ehr, hook: str) -> None:
    wanted = TYPES.get(hook, {"DeviceRequest", "ServiceRequest"})
    found = [
        action
        for body in BODIES[hook]
        for action in ehr.post(body, "2.0")["systemActions"]
        if action["resource"]["resourceType"] in wanted and extensions(action["resource"])
    ]
    assert found


@pytest.mark.parametrize("hook", BODIES)
def test_crd_coverage_info_system_action_validation(ehr: Ehr, hook: str) -> None:
    for body in BODIES[hook]:
        for action in ehr.post(body, "2.0")["systemActions"]:
            assert action["type"] == "update"
            check_ids(extensions(action["resource"]))


def check_ids(found: list[dict[str, Any]]) -> None:
    """Equal within a coverage, distinct across coverages."""
    for name in ("coverage-assertion-id", "satisfied-pa-id"):
        ids: dict[str, set[str]] = {}
        for one in found:
            coverage = json.dumps(only(one, "coverage"), sort_keys=True)
            value = only(one, name)
            if value is not None:
                ids.setdefault(coverage, set()).add(value)
        assert all(len(values) == 1 for values in ids.values()), ids
        assert len(set().union(*ids.values())) == len(ids) if ids else True


def test_crd_server_required_card_response_validation(ehr: Ehr) -> None:
    """Across hooks: external references, instructions and coverage information are each seen."""
    responses = [ehr.post(body, "2.0") for hook in BODIES for body in BODIES[hook]]
    every = [card for one in responses for card in one["cards"]]
    assert any(c.get("links") and all(n["type"] == "absolute" for n in c["links"]) for c in every)
    assert any(not c.get("links") and not c.get("suggestions") for c in every)
    assert any(said(one) for one in responses)
