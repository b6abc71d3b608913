"""Bytes that do not depend on who wrote them: RFC 8785 JSON and its SHA-256.

Decimals, floats and dates are written as strings, so that no binary rounding ever enters a hash.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any, cast

_encode = json.JSONEncoder(
    ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False, check_circular=False
).encode


_AS_IS = frozenset({str, int, bool, type(None)})


def _plain(value: Any) -> Any:
    if type(value) in _AS_IS:
        return value
    if isinstance(value, dict):
        # RFC 8785 sorts by UTF-16 code units; our keys are ASCII words, where that is the same.
        return {str(k): _plain(v) for k, v in cast("dict[Any, Any]", value).items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in cast("list[Any]", value)]
    if isinstance(value, (set, frozenset)):
        return sorted(_plain(v) for v in cast("set[Any]", value))
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(Decimal(repr(value)).normalize(), "f")  # a float that a Python caller gave
    return value


def canonical(value: Any) -> bytes:
    """RFC 8785 bytes of plain data; unset (None) fields are left out, decimals become strings."""
    return _encode(_plain(value)).encode("utf-8")


def digest(value: Any) -> str:
    """SHA-256 (hex) of the canonical bytes."""
    return sha256(canonical(value)).hexdigest()
