"""The CDS Hooks service: discovery and hooks of both version families."""

from __future__ import annotations

from fastapi import APIRouter

from coverable.fhir import server
from coverable.fhir.payer import Payer


def router(payer: Payer) -> APIRouter:
    """Discovery, hooks and feedback."""
    return server.router()
