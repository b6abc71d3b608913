"""What a claim line may say: its fields, and the columns that usually give them.

The usual names are those of flat 837 extracts (X12 element names in words) and of the CMS claim files
(LDS and VRDC: `LINE_1ST_EXPNS_DT`, `HCPCS_CD`, `ICD_DGNS_CD1`; DE-SynPUF). Names are compared without case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["text", "date", "number", "list"]


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a claim line says; `usual` are names of columns that give it, the best first."""

    says: str
    kind: Kind
    usual: tuple[str, ...]


FIELDS: Final = {
    "claim": Field("number of the claim", "text", ("claim", "claim_id", "clm_id", "claim_number", "icn")),
    "line": Field(
        "number of the line on the claim",
        "text",
        ("line", "line_number", "claim_line", "clm_line_num", "line_num", "service_line_number", "line_nbr"),
    ),
    "member": Field(
        "whose claim it is; no decision looks at it",
        "text",
        ("member", "member_id", "bene_id", "desynpuf_id", "patient_id", "subscriber_id", "dsysrtky"),
    ),
    "birth_date": Field(
        "the member's birth date", "date", ("birth_date", "dob", "dob_dt", "bene_birth_dt", "date_of_birth")
    ),
    "sex": Field(
        "the member's sex, for what is expected of peers only",
        "text",
        ("sex", "gender", "bene_sex_ident_cd", "member_sex", "patient_sex", "member_gender"),
    ),
    "provider": Field(
        "NPI of the provider of the line",
        "text",
        (
            "provider",
            "provider_npi",
            "rendering_provider_npi",
            "rndrng_physn_npi",
            "prf_physn_npi",
            "servicing_provider_npi",
            "billing_provider_npi",
            "org_npi_num",
            "npi",
        ),
    ),
    "specialty": Field(
        "the provider's specialty, for peers only",
        "text",
        ("specialty", "provider_specialty", "prvdr_spclty", "rndrng_physn_spclty_cd", "taxonomy"),
    ),
    "region": Field(
        "where the provider works, for peers only",
        "text",
        ("region", "provider_state", "prvdr_state_cd", "state"),
    ),
    "plan": Field("the plan, as `payer/line`", "text", ("plan", "plan_id")),
    "payer": Field("the payer's name, where no plan is named", "text", ("payer", "payer_name")),
    "line_of_business": Field(
        "the line of business, beside the payer", "text", ("line_of_business", "lob", "product_line")
    ),
    "service_date": Field(
        "date of service, which picks the policy version",
        "date",
        (
            "service_date",
            "date_of_service",
            "from_date",
            "service_from_date",
            "line_1st_expns_dt",
            "clm_line_from_dt",
            "rev_cntr_dt",
            "clm_from_dt",
        ),
    ),
    "end_date": Field(
        "last day of the service, where it spans several",
        "date",
        (
            "end_date",
            "service_end_date",
            "to_date",
            "service_to_date",
            "line_last_expns_dt",
            "clm_line_thru_dt",
        ),
    ),
    "code": Field(
        "HCPCS or CPT code",
        "text",
        ("code", "procedure_code", "hcpcs_cd", "hcpcs", "cpt", "cpt_code", "proc_code", "hcpcs_code"),
    ),
    "modifiers": Field("modifiers of the code", "list", ("modifiers",)),
    "units": Field(
        "units of service",
        "number",
        (
            "units",
            "quantity",
            "line_srvc_cnt",
            "clm_line_srvc_unit_qty",
            "service_units",
            "rev_cntr_unit_cnt",
        ),
    ),
    "place_of_service": Field(
        "place of service (two digits)",
        "text",
        ("place_of_service", "pos", "line_place_of_srvc_cd", "clm_pos_cd", "place_of_service_code"),
    ),
    "diagnoses": Field("ICD-10-CM codes", "list", ("diagnoses", "diagnosis_codes")),
}
"""Every field by name. Facts stand beside them under their own names (the glossary's)."""

NUMBERED: Final = {
    "modifiers": ("modifier", "mod", "hcpcs_{n}_mdfr_cd", "modifier_"),
    "diagnoses": ("diagnosis_", "dx", "diagnosis", "icd_dgns_cd", "dx_", "icd9_dgns_cd_", "diagnosis_code_"),
}
"""Beginnings of names that come numbered: `dx1`, `dx2`, ... (`{n}` stands for 1st, 2nd, 3rd, 4th)."""
ORDINALS: Final = ("1st", "2nd", "3rd", "4th", "5th")
PRINCIPAL: Final = ("line_icd_dgns_cd", "prncpal_dgns_cd", "principal_diagnosis")
"""Columns that name one more diagnosis, before the numbered ones."""
