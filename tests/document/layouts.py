"""Documents in the layouts of many payers. Payers, numbers and contents are made up; the words are ours."""

from __future__ import annotations

BULLETIN = """\
Standing Frames

Clinical Policy Bulletin
Number: 0777

Policy History
Last Review 09/12/2025
Effective: 03/04/2010
Next Review: 06/11/2026

Policy

I. Scope of Policy

This bulletin looks at frames that hold a person upright at home.

II. Medical Necessity

Tidewater considers a standing frame medically necessary when a person cannot stand alone.

III. Experimental, Investigational, or Unproven

Tidewater considers robotic frames experimental because their effect is not known.

Code\tCode Description
CPT codes covered if selection criteria are met:
97542\tlabel of the first
CPT codes not covered for indications listed in the CPB:
0501T\tlabel of the second
Other CPT codes related to the CPB:
97110 - 97112\tlabel of the third
HCPCS codes covered if selection criteria are met:
E0637\tframe that also lets one sit [covered only when a plan of care names it]
E0638\tframe of one position
ICD-10 codes covered if selection criteria are met:
G80.0 - G80.9\tcerebral palsy
G82.20 - G82.54\tparaplegia; tetraplegia
S14.101+ - S14.159+\tinjuries of the neck's cord
ICD-10 codes not covered for indications listed in the CPB (not all-inclusive):
M62.81\tweakness
G80.0\tspastic palsy

Background

Frames let a person stand. Two small studies saw fewer falls (Miller, 2015; Ortega et al., 2018).

References

1. Miller AB, Stone C. Frames at home. J Rehab Care. 2015;12(3):45-50.
2. Tidewater Institute. Guide to frames. 2020. Available at: https://www.tidewater.example/guide. Accessed June 3, 2025.

Copyright 2025 Tidewater Health Plan. All rights reserved.
"""

LEADERS = """\
Medical Coverage Policy

Effective Date .................. 9/15/2025
Next Review Date ................ 9/15/2026
Coverage Policy Number .......... 0512

Night Splints

Table of Contents
Overview ........................ 1
Coverage Policy ................. 1
General Background .............. 2
Coding Information .............. 3
References ...................... 4
Revision Details ................ 5

INSTRUCTIONS FOR USE
The text below holds for health benefit plans that Harborview administers. Coverage is set by the plan's own document.

Overview

This policy speaks of splints that are worn at night.

Coverage Policy

A night splint is considered medically necessary for a contracture of the ankle.

General Background

Splints are worn while a person sleeps.

Coding Information

Notes:
1) This list of codes may not be all-inclusive.

Considered Medically Necessary when criteria in the applicable policy statements listed above are met:

HCPCS Codes\tDescription
L4396\tlabel one
L4397\tlabel two

Considered Not Medically Necessary:

HCPCS Codes\tDescription
L4398\tlabel three

ICD-10-CM Diagnosis Codes\tDescription
All codes

References

1. Harborview. Night splints in review. 2024.

Revision Details

Type of Revision\tSummary of Changes\tDate
Annual review\tNo changes to coverage criteria.\t9/15/2025
Focused review\tCodes were removed.\t11/1/2024

"Harborview Companies" refers to the operating companies of Harborview. © 2025 Harborview.
"""

APPLICATION = """\
Summit Care Commercial Medical Policy

Cooling Caps

Policy Number: 2025T0777X
Effective Date: January 1, 2026

Instructions for Use

Table of Contents\tPage
Application ..................... 1
Coverage Rationale .............. 1
Applicable Codes ................ 2
Policy History/Revision Information ... 3

Application

This policy does not apply to the state of Kentucky.

Coverage Rationale

A cooling cap is proven and medically necessary during chemotherapy of solid tumors.

Applicable Codes

The following list of procedure and diagnosis codes is for reference only and may be longer in practice.

CPT Code\tDescription
0662T\tlabel of the first measurement
0663T\tlabel of the placement
CPT® is a registered trademark of the American Medical Association

Diagnosis Code\tDescription
C50.011\tlabel
C50.012, C50.019\tlabels
C60.x\tany code of the neck of the womb

Policy History/Revision Information

Date\tSummary of Changes
01/01/2026\tCoverage Rationale: Revised coverage criteria; added a limit by tumor type. Supporting Information: Archived previous policy version 2024T0777W
07/01/2024\tRoutine review; no change to coverage guidelines

Instructions for Use

This policy gives help in reading standard benefit plans of Summit Care. Summit Care reserves the right to change it.
"""

INDEX = """\
Medical Policy
Subject: Balloon Dilation of the Ear Tube
Document #: SURG.00999\tPublish Date: 06/28/2025
Status: Reviewed\tLast Review Date: 05/08/2025

Description/Scope

This document speaks of balloons that widen the ear tube.

Position Statement

Medically Necessary:

Dilation is considered medically necessary when symptoms last twelve months.

Not Medically Necessary:

Dilation is considered not medically necessary in all other cases.

Rationale

One trial saw better hearing (Poe, 2018). The authors of the trial ask for more data.

Coding

The following codes may be incomplete.

When services may be Medically Necessary when criteria are met:

CPT
69705\tlabel one
69706\tlabel two

ICD-10 Diagnosis
H68.101-H68.139\tlabel
H69.80-H69.83\tlabel

When services are Not Medically Necessary:
For the procedure codes listed above when criteria are not met or for all other diagnoses not listed.

References

Peer Reviewed Publications:
1. Poe D, Anand V. Balloons of the tube: a trial. Laryngo Letters. 2018; 128(5):1200-1206.

Websites for Additional Information

1. Ear Society. Tubes and balloons. Available at: http://www.ears.example/tubes. Accessed on May 2, 2025.

Index

Balloon, Ear Tube
Tubal Dilation

Document History

Status\tDate\tAction
Reviewed\t05/08/2025\tMedical Policy & Technology Assessment Committee (MPTAC) review. Updated References section.
Revised\t05/09/2024\tMPTAC review. Revised medically necessary criteria. Updated Coding section.
New\t05/11/2023\tMPTAC review. Initial document development.
"""

LOG = """\
Clinical Policy: Home Phototherapy
Reference Number: AB.CD.45
Date of Last Revision: 05/25

Coding Implications
Revision Log

See Important Reminder at the end of this policy for important regulatory and legal information.

Description

Light at home for newborns with jaundice.

Policy/Criteria

I. It is the policy of health plans affiliated with Brightwell Corporation that home phototherapy is medically necessary when:
A. The newborn is otherwise well;
B. The bilirubin stays under the limit.

Coding Implications

This clinical policy refers to codes that others own. Codes are given for information.

HCPCS codes that support coverage criteria

HCPCS Codes\tDescription
E0202\tlabel
S9098\tlabel of the visit

ICD-10-CM diagnosis codes that support coverage criteria

ICD-10-CM Code\tDescription
P59.0 through P59.9\tlabel

Reviews, Revisions, and Approvals\tRevision Date\tApproval Date
Policy created\t05/13\t06/13
Annual review. References reviewed and updated. No criteria changes.\t05/24\t05/24
Added criteria for twins. Updated coding.\t05/25\t

References

1. Maisels MJ, Watch J. Light for newborns. Pediatr Notes. 2014;94(4):558-565. doi:10.1000/x.1

Important Reminder

This clinical policy has been made by licensed professionals. ©2013 Brightwell Corporation. All rights reserved. No part of this publication may be copied without permission.
"""

CAPITALS = """\
Pinecrest Clinical Policy
Gene Panels for Tumors: Policy No. 402
Last Approval: 2/12/2025
Next Review Due By: February 2026

DISCLAIMER

This policy is meant to ease the administration of plan benefits. Coverage is no guarantee of payment. Medicare members are under other rules.

OVERVIEW

Panels read many genes at once.

COVERAGE POLICY

A panel is considered medically necessary when a treatment depends on it.

LIMITATIONS AND EXCLUSIONS

Panels for screening are considered experimental.

SUMMARY OF MEDICAL EVIDENCE

Evidence does not support panels for screening of healthy adults (Lane et al., 2021) or in patients with stable disease (Cole & Marsh, 2022).

CODING & BILLING INFORMATION

CPT (Current Procedural Terminology) Codes

Code Description
81445 label of a panel of five to fifty
81450 label of another panel
0022U label of one maker's panel

HCPCS (Healthcare Common Procedure Coding System) Codes – NA

CODING DISCLAIMER. Codes listed in this policy are for reference only.

APPROVAL HISTORY

2/12/2025 Policy reviewed, no changes to criteria, updated references.
2/14/2024 Policy revised. Added tumor types.
12/8/2021 New policy.

REFERENCES

1. Lane P, et al. Panels in the clinic. Onco Letters. 2021;3:1-9.
2. Cole R, Marsh T. Panels and care. Onco Letters. 2022;4:10-19.
"""

VERSIONED = """\
Medical Coverage Policy
Effective Date: 07/24/2025
Revision Date: 07/24/2025
Review Date: 07/24/2025
Policy Number: LAK-0345-012
Line of Business: Commercial, Medicare Advantage

Vein Ablation

Page: 1 of 3

Change Summary: Updated Coverage Determination

Description

Heat or glue closes a vein that leaks.

Coverage Determination

Lakeside members may be eligible under the Plan for vein ablation when ALL of the following criteria are met:
• Pain in spite of stockings
• Reflux on ultrasound

Coverage Limitations

Lakeside members may NOT be eligible under the Plan for foam in veins under 2 mm.

Coding Information

Any codes listed on this policy are for informational purposes only.

CPT® Code(s)\tDescription\tComments
36475\tlabel\t
36482\tlabel\tNot Covered if used to report foam
HCPCS Code(s)\tDescription\tComments
No code(s) identified

References

1. Vein Society. Care of the leg vein. https://www.veins.example. Updated 2023. Accessed July 1, 2025.
"""

REPLACED = """\
MEDICAL POLICY – 1.02.34
Insulin Patch Pumps

Effective Date: Sept. 1, 2025\tRELATED MEDICAL POLICIES:
Last Revised: Aug. 12, 2025\t1.01.30 Glucose Sensors
Replaces: 1.02.12

Select a hyperlink below to be redirected to that section.

POLICY CRITERIA | CODING | RELATED INFORMATION | EVIDENCE REVIEW | REFERENCES | HISTORY

Policy Coverage Criteria

A patch pump is considered medically necessary for a person who injects at least three times a day.

Coding

Code\tDescription
HCPCS
A9274\tlabel
E0784\tlabel

Note: HCPCS codes and descriptions are adapted from others.

Related Information

Definition of Terms

Basal rate: The insulin that flows all day.
Bolus: The insulin that is given for a meal.

Evidence Review

Pumps lower the number of injections.

History

Date\tComments
03/08/11\tNew policy, add to Endocrine section.
04/10/12\tReplace policy. Policy reviewed; no change in policy statement.
09/01/25\tAnnual Review, approved August 12, 2025. Policy criteria clarified. Removed HCPCS code A9999.
"""

MANUAL = """\
NC Example Medicaid\tMedicaid and Health Choice
Speech Devices\tClinical Coverage Policy No: 5A-9
\tAmended Date: March 1, 2025

Table of Contents
1.0 Description of the Procedure, Product, or Service .......... 1
2.0 Eligibility Requirements .......... 1
3.0 When the Procedure, Product, or Service Is Covered .......... 2
7.0 Additional Requirements .......... 4
8.0 Policy Implementation and History .......... 5

1.0 Description of the Procedure, Product, or Service

A device that speaks for a person.

2.0 Eligibility Requirements

2.1 Provisions

2.1.1 General

An eligible person shall be enrolled in Medicaid on the day of service.

3.0 When the Procedure, Product, or Service Is Covered

3.1 General Criteria Covered

The device is covered when it is needed.

3.2 Specific Criteria Covered

3.2.1 Specific criteria covered by Medicaid

Medicaid shall cover a device when speech fails in daily life.

5.0 Requirements for and Limitations on Coverage

5.1 Prior Approval

Prior approval is required for all devices.

8.0 Policy Implementation and History

Original Effective Date: July 1, 1998

Date\tSection or Subsection Amended\tChange
07/01/2012\tThroughout\tPolicy text consolidated.
03/01/2025\tSection 5.1\tUpdated limits.

Attachment A: Claims-Related Information

C. Code(s)

HCPCS Code(s)
E2500
E2502, E2504 and E2506
E2508 through E2511

D. Modifiers

Provider shall follow applicable modifier guidelines.
"""

LOCAL = """\
Local Coverage Determination (LCD)
Nerve Tests (L99901)

Contractor Information
Contractor Name: Eastern Contractors, Inc.

LCD Information
LCD ID\tL99901
LCD Title\tNerve Tests
Original Effective Date\tFor services performed on or after 10/01/2015
Revision Effective Date\tFor services performed on or after 11/14/2024
Revision Ending Date\tN/A
Retirement Date\tN/A
Notice Period Start Date\t03/02/2020

Coverage Guidance

Coverage Indications, Limitations, and/or Medical Necessity

Nerve tests are covered when a lesion is suspected. See NCD 160.99 for sensory tests and A99902 for codes.

Summary of Evidence

Few trials exist.

Bibliography

Blum K. Nerves. Neuro Notes. 2012;7:11-19.

Revision History Information

Revision History Date\tRevision History Number\tRevision History Explanation\tReasons for Change
11/14/2024\tR9\tUnder Bibliography changes were made to citations.\tOther
10/01/2019\tR8\tAll codes were moved to the article.\tRevisions Due To Code Removal

Keywords

Nerve
Conduction
"""

ARTICLE = """\
Billing and Coding: Nerve Tests

Article ID: A99902
Original Effective Date: 10/03/2018
Revision Effective Date: 10/01/2025
Revision Ending Date: N/A

Article Guidance

This article goes with LCD L99901. A claim must name the nerve.

Coding Information

CPT/HCPCS Codes

Group 1 Paragraph:

Codes for needle tests.

Group 1 Codes:

Code\tDescription
95885\tlabel
95886\tlabel

ICD-10-CM Codes that Support Medical Necessity

Group 1 Codes:

Code\tDescription
G56.00 - G56.03\tlabel - label
M54.12\tlabel

ICD-10-CM Codes that DO NOT Support Medical Necessity

Group 1 Paragraph:

N/A

Revision History Information

Revision History Date\tRevision History Number\tRevision History Explanation
10/01/2025\tR4\tAnnual ICD-10-CM update: added G56.03.
"""

NATIONAL = """\
National Coverage Determination (NCD)
Air Beds (210.99)

Tracking Information
Publication Number\t100-3
Manual Section Number\t210.99
Manual Section Title\tAir Beds
Version Number\t1
Effective Date of this Version\tAn old national determination whose day was never put online
Ending Effective Date of this Version\t
Implementation Date\t

Description Information

Benefit Category
Durable Medical Equipment

Item/Service Description

Air Beds

A bed of warm air.

Indications and Limitations of Coverage

An air bed is covered for wounds of stage three.

Transmittal Information

Revision History

05/1992 - Added a limit. Effective date 06/01/1992. (TN 55)
"""

PHARMACY = """\
Program Number\t2025 P 2034-16
Program\tPrior Authorization/Notification
Medication\tExampla (examplumab)
P&T Approval Date\t1/2010, 2/2011, 2/2012, 2/2013, 2/2014, 2/2015, 2/2016, 2/2017, 2/2018, 2/2019, 2/2020, 2/2021, 2/2022, 2/2023, 2/2024, 8/2024, 1/2025, 2/2025
Effective Date\t5/1/2025

1. Background:

Examplumab is given for gout.

2. Coverage Criteria:

A. Initial Authorization

1. Exampla will be approved based on all of the following criteria:
a. Diagnosis of gout
-AND-
b. History of failure of one drug

Authorization will be issued for 12 months.

3. References:

1. Exampla [package insert]. Sample City, NJ: Sample Labs; June 2024.

Program\tPrior Authorization/Notification - Exampla
Change Control
Date\tChange
1/2010\tNew program.
2/2024\tAnnual review with no changes to coverage criteria.
2/2025\tAnnual review. Updated criteria for step therapy.
"""

GRID = """\
Durable Equipment Grid

Item\tHCPCS\tCoverage\tComments
Air fluid bed\tE0194\tCovered\tsee the other text
Bath lift\tE0625\tNot covered\tconvenience item
Bed board\tE0273\tNon-covered\tnot medical
"""

SHORT = """\
Criteria for knee braces

A brace is approved when the knee gives way.
Call 800-555-0199 before 2026. A dose of 10000 units is not part of this page.
"""

ALL = {name: text for name, text in globals().items() if name.isupper() and isinstance(text, str)}
