"""Why a row cannot be decided: it is counted, kept with its reason, and looked at by a person."""

from __future__ import annotations

from typing import Final

FAULTS: Final = {
    "row_unreadable": "the row of the text file does not have the columns of the others",
    "facts_given_twice": "the facts file has several rows for this claim line, and nobody here can tell which holds",
    "claim_missing": "there is no claim number, so nobody could find the line again",
    "claim_unreadable": "the claim or line number holds a character that people cannot see",
    "plan_missing": "no plan is stated",
    "plan_unknown": "the plan is not in the library: whom to ask is on the member's card",
    "code_missing": "there is no code",
    "code_unreadable": "the code is none that a claim can carry",
    "date_invalid": "the date of service is not read as a day from 1900 to 2199: written as 2026-03-31, 20260331 or as the mapping says",
    "end_date_invalid": "the last day of the service is no day of the calendar, or lies before the first",
    "birth_date_invalid": "the birth date is no date, or lies after the service",
    "provider_not_npi": "the provider is not an NPI of ten digits",
    "units_invalid": "the units are no number above 0 and up to 1,000,000",
    "modifier_unreadable": "a modifier holds a character that people cannot see, or is too long",
    "place_of_service_unreadable": "the place of service holds a character that people cannot see",
    "diagnosis_unreadable": "a diagnosis is none that ICD-10-CM could have",
    "fact_wrong_type": "a fact column holds a value that the fact cannot have",
}
"""Reason of a reject: what it means. Of several reasons a row carries the first in this order."""
NUMBER: Final = {name: i for i, name in enumerate(FAULTS, 1)}
"""Reason -> its number; 0 is a row that can be decided."""
COLUMN: Final = "__fault"
"""The column in which rows that were laid down carry a fault of their own."""
