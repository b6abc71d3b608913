"""The names of lines of business: Medicare, Medicaid, plans of employers and of the exchange."""

from __future__ import annotations

import re
from typing import Final

LINES: Final[dict[str, str]] = {
    "medicare_advantage": r"medicare advantage(?: plans?)?|medicare[- ]part c|medicare (?:hmo|ppo|pos)"
    r"|mapd|ma-pd",
    "dual_special_needs": r"dual(?:[- ]eligible)? special needs|d-?snp|dual eligibles?",
    "medicaid": r"medicaid(?: managed care)?|medi-cal|masshealth|tenncare|soonercare|badgercare(?: plus)?"
    r"|apple health|ahcccs",
    "medicare": r"medicare",
    "chip": r"chip|children['’]s health insurance(?: program)?|child health plus",
    "commercial_insured": r"fully[- ]insured",
    "self_funded": r"self[- ](?:funded|insured)|aso",
    "commercial": r"commercial",
    "federal_employees": r"fep|fehb|federal employees?(?: health benefits)?(?: program)?",
    "exchange": r"(?:health insurance )?marketplace(?!\(s\))|health insurance exchanges?|exchange"
    r"|individual (?:and|&) family(?: plans?)?|qualified health plans?|(?-i:HIM)",
}
"""The usual words for each line; longer names stand before the words that they begin with."""
_START = "(?:(?<![A-Za-z])|(?<=[a-z])(?=[A-Z]))"  # some lists run together: MedicareMedicaid
LINE = re.compile(_START + "(?i:" + "|".join(f"(?P<{k}>{v})" for k, v in LINES.items()) + ")(?![a-z])")
_BESIDE = re.compile(
    r"\b(?:and|or|plans?|members?|only|products?|hmo|ppo|epo|pos|dual)\b|[\W_]", re.IGNORECASE
)
_PROGRAM = re.compile(rf"(?:\b[A-Z][\w’'-]*\s+){{1,3}}(?=\({LINE.pattern}\))")
"""The name of a program before its line in brackets: “Carobee Kids (CHIP)”."""
_LONGEST: Final = 120


def only_lines(text: str) -> bool:
    """Whether a text names lines of business and little else."""
    if len(text) >= _LONGEST or LINE.search(text) is None:
        return False
    return not _BESIDE.sub("", LINE.sub("", _PROGRAM.sub("", text)))


def lines_in(text: str) -> list[str]:
    """The lines of business that a short text names, in order."""
    return [m.lastgroup for m in LINE.finditer(text) if m.lastgroup]
