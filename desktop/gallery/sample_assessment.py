"""An invented assessment with a line of every verdict, for pictures only."""

from __future__ import annotations

from datetime import date

from models.assessment import AmountStep, Assessment, Clause, Line, Result, Verdict, Warning

_MUNICIPAL = Clause("京人社就发〔2017〕169号", "一、二", "", "F-B")
_NATIONAL = Clause("人社部发〔2025〕18号", "", "", "F-B")


def _line(name: str, verdict: Verdict, sentence: str, clause: Clause = _MUNICIPAL, until: date | None = None) -> Line:
    return Line(name, verdict, sentence, {}, clause, until)


def sample_assessment(result: Result = Result.INELIGIBLE) -> Assessment:
    """One assessment of the sample case with the result asked for."""
    late = Verdict.NOT_MET if result is Result.INELIGIBLE else Verdict.MET
    months = Verdict.MET if result is Result.ELIGIBLE else Verdict.UNKNOWN
    person = (
        _line("then", Verdict.MET, "取得证书时的身份：企业在职职工，要求为企业在职职工，符合条件。"),
        _line("months", months, "在本市累计缴纳失业保险费的月数：尚不清楚，要求不少于12个月，暂不能判断。", _NATIONAL),
    )
    lines = (
        _line("late", late, "须在证书核发之日起12个月内申请，已过3天，不符合条件。"),
        Line("person", months, "申请人身份（以下各项须同时满足），暂不能判断。", {}, _NATIONAL, None, person),
        _line("verified", Verdict.MET, "证书联网查询结果：联网查询一致，要求为联网查询一致，符合条件。"),
        _line("level", Verdict.MET, "证书等级：四级/中级工，补贴标准为1500元，符合条件。"),
        _line("once", Verdict.MET, "同一职业（工种）同一等级只能享受一次：没有这样的享受记录，符合条件。"),
        _line("year", Verdict.MET, "2026年度已享受0次，连同本次共1次，符合条件。", _NATIONAL, date(2026, 12, 31)),
        _line("near", Verdict.MET, "登记查询：未见其他区已领，本查询有效，符合条件。", _NATIONAL, date(2026, 9, 14)),
        _line("trade", Verdict.JUDGEMENT, "证书职业与所在企业行业是否相关，须由经办人认定。", _NATIONAL),
    )
    eligible = result is Result.ELIGIBLE
    return Assessment(
        programme="skill_upgrade",
        on=date(2026, 9, 11),
        result=result,
        version_from=date(2026, 1, 1),
        version_to=None,
        amount_fen=150_000 if eligible else None,
        criteria=() if result is Result.NOT_IN_FORCE else lines,
        warnings=(Warning("申请人在失信名单上有记录，只作提示。", Clause("京办发〔2018〕31号", "三（一）10")),)
        if eligible
        else (),
        missing=("insurance.unemployment_months", "certificate.higher_held") if months is Verdict.UNKNOWN else (),
        not_confirmed=("四级标准（练习值）",),
        amount_steps=(AmountStep("四级标准", 150_000, "京人社就发〔2017〕169号"),) if eligible else (),
        rulebook="sha256:0",
    )
