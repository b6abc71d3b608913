"""The page as JSON: everything that it shows, in its order, with the columns of the SQL beside it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from coverable.policy.executable import Policy
from coverable.publish.columns import columns_of

SCHEMA_VERSION: Final = 1


def policy_data(page: Mapping[str, Any], policy: Policy) -> dict[str, Any]:
    """`schema_version` first; `sql` names the columns of `--format sql` where criteria may be shown."""
    table = columns_of(policy).view() if page["shown"] else None
    return {"schema_version": SCHEMA_VERSION, **page, "sql": table}


def json_text(data: Mapping[str, Any]) -> str:
    """Stable text: the same policy, sign-off, day and release of the codes give the same bytes."""
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
