"""Counts as bars: numbers for an SVG that the server draws, each bar with its words and its figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

ROW: Final = 30
LABELS: Final = 285
"""Width left for the words."""
WIDEST: Final = 330
MOST: Final = 12
"""Bars at most; the table below has all."""


def bars(counts: Mapping[str, int]) -> dict[str, Any]:
    """{height, width, rows: [{label, value, y, x, width}]}, the largest first."""
    rows = sorted(counts.items(), key=lambda pair: -pair[1])[:MOST]
    top = max((n for _, n in rows), default=0) or 1
    return {
        "width": LABELS + WIDEST + 110,
        "height": ROW * len(rows),
        "rows": [
            {"label": label, "value": n, "y": ROW * at, "x": LABELS, "width": max(2, round(WIDEST * n / top))}
            for at, (label, n) in enumerate(rows)
        ],
    }
