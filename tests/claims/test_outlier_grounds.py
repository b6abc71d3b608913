"""From a flag to a recorded ground: a person confirms, every other reason was looked at, and it expires."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claims.practices import FREQUENT, MIXED, ONCE, compare, lines_of, usual, write
from coverable.base.problem import Refused
from coverable.claims.outliers.confirm import confirm
from coverable.claims.outliers.view import found_view
from coverable.plan.ground import INNOCENT, Ground
from coverable.plan.model import Notice
from coverable.policy.library import Library

LOOKED = dict.fromkeys(INNOCENT, "looked at, and not so")
ON = date(2026, 2, 1)


@pytest.fixture(scope="module")
def result(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("result")
    lines = lines_of([*usual(range(14)), FREQUENT, MIXED, ONCE])
    found = compare(write(folder / "claims.parquet", lines), Library(root / "library"))
    path = folder / "result.json"
    path.write_text(json.dumps(found_view(found)), encoding="utf-8")
    return path


def confirmed(result: Path, provider: str = FREQUENT.npi, *measures: str, **more: Any) -> Notice:
    given: Any = {"by": "Committee", "because": "far above", "considered": LOOKED, "on": ON, **more}
    return confirm(result, provider, measures or ("rate",), **given)


def said(refused: pytest.ExceptionInfo[Refused]) -> str:
    return str(refused.value)


@pytest.mark.sr("SR-080")
def test_a_ground_holds_measure_figure_peers_period_method_and_who_decided(result: Path) -> None:
    notice = confirmed(result)
    [ground] = notice.grounds
    [row] = [
        r
        for r in json.loads(result.read_text())["rows"]
        if r["provider"] == FREQUENT.npi and r["measure"] == "rate"
    ]
    assert (ground.measure, ground.unit) == ("rate", "per 1,000 patients")
    assert ground.counted == "patients with the codes (97033)"
    assert (str(ground.figure), str(ground.expected)) == (row["figure"], row["expected"])
    assert ground.figure > ground.usual.to > ground.expected > ground.usual.from_
    assert ground.interval.from_ > 1.5
    assert ground.peers.number == row["peers"]["number"] >= 10
    assert ground.peers.alike == ["specialty", "setting", "region", "line of business"]
    assert ground.peers.group == "physical therapy, place of service 11, VA, healthy-blue/medicaid"
    assert ground.period.from_ > ground.before.period.to
    assert ground.method == "peers-1"
    assert (ground.by, ground.on, ground.because) == ("Committee", "2026-02-01", "far above")
    assert ground.considered == LOOKED
    assert ground.expires == "2027-02-01" == notice.to
    assert notice.codes == ["cpt:97033"]
    assert "rate" not in notice.ground
    assert "14" in notice.ground or "15" in notice.ground


@pytest.mark.sr("SR-080")
def test_each_provider_gets_its_own_measure_on_record(result: Path) -> None:
    [by_mix] = confirmed(result, MIXED.npi, "mix-97033").grounds
    assert by_mix.counted == "patients with this code (97033, of 97033, 97110, 97140)"
    assert by_mix.unit == "% of patients"


def test_a_ground_is_what_it_was_when_it_is_read_again(result: Path) -> None:
    notice = confirmed(result)
    again = Notice.model_validate(json.loads(notice.model_dump_json(by_alias=True)))
    assert again == notice


def test_who_does_not_stand_out_gets_no_notice(result: Path) -> None:
    with pytest.raises(Refused) as refused:
        confirmed(result, ONCE.npi)
    assert "does not stand out by `rate`" in said(refused)
    assert "not in the period before" in said(refused)
    with pytest.raises(Refused) as refused:
        confirmed(result, FREQUENT.npi, "mix-97033")
    assert "it stands out by rate" in said(refused)


def test_a_provider_who_was_not_compared_gets_no_notice(result: Path) -> None:
    with pytest.raises(Refused, match="too few patients or peers, or no such provider"):
        confirmed(result, "1234567893")


@pytest.mark.parametrize("reason", INNOCENT)
def test_every_reason_that_is_not_billing_was_looked_at_by_somebody(result: Path, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        confirmed(result, considered={k: v for k, v in LOOKED.items() if k != reason})
    assert f"nobody says what was found of {reason}" in said(refused)
    assert f'--considered {reason}="what was found"' in said(refused)


def test_a_flag_expires(result: Path) -> None:
    with pytest.raises(Refused, match="this flag has expired"):
        confirmed(result, on=date(2027, 3, 1))
    with pytest.raises(Refused, match="within a year after it was decided"):
        confirmed(result, until=date(2028, 1, 1))
    with pytest.raises(Refused, match="within a year after it was decided"):
        confirmed(result, until=date(2026, 1, 1))


def test_a_text_that_may_identify_a_member_is_refused_and_not_repeated(result: Path) -> None:
    with pytest.raises(Refused) as refused:
        confirmed(result, because="see member 123456789")
    assert "what may identify a member" in said(refused)
    assert "123456789" not in said(refused)


def test_nobody_is_no_person_who_decides(result: Path) -> None:
    with pytest.raises(Refused, match="it says nothing"):
        confirmed(result, by=" ")


def test_an_unknown_measure_is_told_with_the_nearest(result: Path) -> None:
    with pytest.raises(Refused, match="did you mean `rate`"):
        confirmed(result, FREQUENT.npi, "rates")


@pytest.mark.parametrize("content", ["{}", "[]", '{"rows": []}'])
def test_another_file_is_no_result(tmp_path: Path, content: str) -> None:
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(Refused, match="this is no comparison of providers"):
        confirmed(path)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="the result cannot be read"):
        confirmed(tmp_path / "nowhere.json")


def test_a_notice_does_not_outlive_its_grounds(result: Path) -> None:
    notice = confirmed(result)
    for to in (None, "2027-02-02"):
        with pytest.raises(ValueError, match="a notice ends when the first of its grounds expires"):
            Notice.model_validate({**notice.model_dump(by_alias=True), "to": to})


def test_a_ground_with_few_peers_or_patients_is_none(result: Path) -> None:
    [ground] = confirmed(result).grounds
    data = ground.model_dump(by_alias=True)
    for wrong in ({"patients": 10}, {"peers": {**data["peers"], "number": 9}}):
        with pytest.raises(ValueError, match="greater than or equal"):
            Ground.model_validate({**data, **wrong})
