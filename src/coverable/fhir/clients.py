"""Who may call the endpoints for EHRs: a file that the operator writes, one entry for each client.

One file serves both doors: CDS Hooks (a client signs each call; `cds`) and DTR (a client gets an access
token; `smart`). Where a client's keys are found is fixed here, never taken from what it sends.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, model_validator

from coverable.base.model import Model, read_model
from coverable.base.yamlfile import read_yaml


def _https(url: str) -> str:
    parts = urlsplit(url)
    loopback = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and loopback):
        raise ValueError("an address begins with https:// (http:// only on this machine)")
    if not parts.hostname or parts.username or parts.password or parts.fragment:
        raise ValueError("an address has a host, and neither a user nor a fragment")
    return url


Url = Annotated[str, AfterValidator(_https)]


class Keys(Model):
    """Where public keys are: an address that is asked when needed (`jwks_url`), or the keys themselves."""

    jwks_url: Url | None = None
    jwks: dict[str, Any] | None = None

    @model_validator(mode="after")
    def _one(self) -> Keys:
        if (self.jwks_url is None) == (self.jwks is None):
            raise ValueError("keys are found by `jwks_url`, or given as `jwks`: one of the two")
        return self


class CdsClient(Keys):
    """A CDS Hooks client: it signs a token for each call."""

    iss: str = Field(min_length=1)
    tenants: list[str] = []
    """Tenants of the client that may call; none named: any."""


class SmartClient(Keys):
    """A SMART Backend Services client: private_key_jwt, system scopes."""

    client_id: str = Field(min_length=1)
    scopes: list[str] = []
    per_minute: int = Field(600, ge=1)


class Client(Model):
    """One organization (or its EHR) that may call."""

    name: str
    cds: CdsClient | None = None
    smart: SmartClient | None = None
    fhir_servers: list[Url] = []
    """Its FHIR servers: prefetch that is missing is asked there, and nowhere else."""


class Clients(Model):
    """The whole file. No two entries may answer to one name."""

    clients: list[Client] = []

    @model_validator(mode="after")
    def _distinct(self) -> Clients:
        for kind, names in (
            ("iss", [c.cds.iss for c in self.clients if c.cds]),
            ("client_id", [c.smart.client_id for c in self.clients if c.smart]),
        ):
            if len(names) != len(set(names)):
                raise ValueError(f"two clients have one `{kind}`, so nobody could tell who called")
        return self

    def issuer(self, iss: str) -> Client | None:
        """The client that signs CDS Hooks calls under this name."""
        return next((c for c in self.clients if c.cds and c.cds.iss == iss), None)

    def smart_client(self, client_id: str) -> Client | None:
        """The client that asks for access tokens under this name."""
        return next((c for c in self.clients if c.smart and c.smart.client_id == client_id), None)


def read_clients(path: Path) -> Clients:
    """The clients of a file. Refused with line and column."""
    return read_model(Clients, read_yaml(path, path.name))
