"""A glossary that uses every way in which a record can say a fact; made for the tests."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from coverable.glossary.facts import Glossary, load_glossary

_ASKED = "label: A made-up fact\n    ask: Is it so?\n    plain: Is it so?"
TEXT = """
codes:
  sweating: {says: Excessive sweating, entries: [icd10cm:L74.51-, icd10cm:R61, text:too much sweat]}
  palms: {says: Of the palms, entries: [icd10cm:L74.512]}
  soles: {says: Of the soles, entries: [icd10cm:L74.513, "text:of the soles*"]}
  mass: {says: Body mass index, entries: [loinc:39156-5]}
  pressure: {says: Blood pressure panel, entries: [loinc:85354-9]}
  systolic: {says: Systolic pressure, entries: [loinc:8480-6]}
  asked: {says: A question of a form, entries: [http://example.org/questions|q1]}
  said_yes: {says: Yes, entries: [loinc:LA33-6, snomed:373066001]}
  said_no: {says: No, entries: [loinc:LA32-8, snomed:373067005]}
  drug: {says: A made-up drug, entries: [rxnorm:4955, "text:madeupine*"]}
  failed: {says: It did not work, entries: [text:ineffective]}
  harmed: {says: It was not tolerated, entries: ["http://terminology.hl7.org/CodeSystem/medicationrequest-status-reason|sintol"]}
  device: {says: A made-up device, entries: [text:made-up device]}
  home: {says: At home, entries: ["http://terminology.hl7.org/CodeSystem/v3-RoleCode|PTRES"]}
  visit: {says: A visit, entries: [cpt:99213]}
facts:
  found: {type: yes_no, ASKED, record: [{resource: Condition, codes: sweating, says_no: true}, {resource: Procedure, codes: visit, says_no: true}]}
  found_past: {type: yes_no, ASKED, record: [{resource: Condition, codes: sweating, past: true}]}
  found_lately: {type: yes_no, ASKED, record: [{resource: Condition, codes: sweating, within: 2 months}]}
  absent: {type: yes_no, ASKED, record: [{resource: AllergyIntolerance, codes: drug, is: false, says_no: true}]}
  answered: {type: yes_no, ASKED, record: [{resource: Observation, codes: asked, of: value}, {resource: Observation, codes: asked, of: value, choices: {"yes": said_yes, "no": said_no}}]}
  answered_both: {type: yes_no, ASKED, record: [{resource: Observation, codes: asked, of: value, says_no: true, pick: latest}]}
  place: {type: choice, choices: {palms: palms, soles: soles}, ASKED, record: [{resource: Condition, choices: {palms: palms, soles: soles}}, {resource: Condition, codes: sweating, of: bodySite, choices: {soles: soles}}]}
  reason: {type: choice, choices: {sweat: sweat, none: none}, ASKED, record: [{resource: order, of: reason, choices: {sweat: sweating}}]}
  kind: {type: choice, choices: {device: device, drug: drug}, ASKED, record: [{resource: order, codes: device, is: device}, {resource: order, codes: drug, is: drug}]}
  setting: {type: choice, choices: {home: home}, ASKED, record: [{resource: order, of: locationCode, choices: {home: home}}]}
  model: {type: text, ASKED, record: [{resource: order, of: device.deviceName.name}, {resource: Device, codes: device, of: modelNumber}]}
  bmi: {type: quantity, unit: kg/m2, units: {g/m2: 0.001}, ASKED, record: [{resource: Observation, codes: mass, of: value, pick: latest, within: 1 year}]}
  bmis: {type: quantity, unit: kg/m2, ASKED, record: [{resource: Observation, codes: mass, of: value}]}
  systole: {type: quantity, unit: "mm[Hg]", ASKED, record: [{resource: Observation, codes: pressure, component: systolic, of: value}]}
  score: {type: number, ASKED, record: [{resource: Observation, codes: asked, of: value}]}
  words: {type: text, ASKED, record: [{resource: Observation, codes: asked, of: value}, {resource: MedicationRequest, codes: drug, reason: sweating, of: code}]}
  day: {type: date, ASKED, record: [{resource: Encounter, codes: visit, of: period.start}, {resource: Observation, codes: asked, of: value}, {resource: DocumentReference, codes: visit, of: date}]}
  trials:
    type: events
    ASKED
    attributes:
      agent: {type: text}
      ordered: {type: yes_no}
      started: {type: date}
      ended: {type: date}
      dose: {type: quantity, unit: mg}
      outcome: {type: choice, choices: {failed: failed, harmed: harmed, ongoing: going on, unknown: not known}}
    record:
      - resource: MedicationRequest
        codes: drug
        events: {agent: {of: code}, ordered: {is: true}, outcome: {of: statusReason, choices: {failed: failed, harmed: harmed}}}
      - resource: MedicationStatement
        codes: drug
        reason: sweating
        within: 1 year
        events: {agent: {of: code}, started: {of: effectivePeriod.start}, ended: {of: effectivePeriod.end}, outcome: {of: statusReason, choices: {failed: failed, harmed: harmed}}}
      - resource: MedicationAdministration
        codes: drug
        events: {started: {of: effectiveDateTime}, ordered: {is: false}, outcome: {is: ongoing}}
""".replace("ASKED,", "label: Made up, ask: Is it so?, plain: Is it so?,").replace(
    "    ASKED\n", f"    {_ASKED}\n"
)


@cache
def every() -> Glossary:
    """The glossary, loaded."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "every.yaml").write_text(TEXT, encoding="utf-8")
        return load_glossary([Path(folder)])
