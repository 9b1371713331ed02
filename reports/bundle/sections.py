"""What the bundle tells about a case before its originals, section by section, as plain tables of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from models.assessment import Assessment, Line, Verdict
from models.bundle import BundleDecision, CaseBundle
from models.case import STATE_NAMES, Outcome
from models.casework.journal_view import ACT_NAMES
from models.desk_day import PIN_NAMES, Note
from models.facts_file import read_award
from models.letter import LETTER_NAMES
from models.moment import beijing_time
from models.rounds import ROUND_NAMES
from models.rules.sentences import award, selection_words
from models.serving import EVENT_NAMES
from models.timeline import KIND_NAMES
from reports.letters.wording import day, masked_id, yuan

_VERDICTS = {
    Verdict.MET: "符合",
    Verdict.NOT_MET: "不符合",
    Verdict.UNKNOWN: "不清楚",
    Verdict.JUDGEMENT: "待认定",
}
_OUTCOMES = {Outcome.GRANTED: "准予", Outcome.REFUSED: "不予"}


@dataclass(frozen=True, slots=True)
class Section:
    """A table: titles with their share of the width; `empty` is said where there are no rows."""

    title: str
    columns: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str = "无。"


def sections(bundle: CaseBundle) -> tuple[Section, ...]:
    """In the order in which a reviewing organ reads them."""
    return (
        _case(bundle),
        _facts(bundle),
        _papers(bundle),
        _register(bundle),
        *(section for decision in bundle.decisions for section in _decision(bundle, decision)),
        _letters(bundle),
        _servings(bundle),
        _rounds(bundle),
        _notes(bundle),
        _timeline(bundle),
        _journal(bundle),
    )


def _table(title: str, columns: Sequence[tuple[str, float]], rows: Iterator[tuple[str, ...]], empty: str) -> Section:
    return Section(title, tuple(columns), tuple(rows), empty)


def _case(bundle: CaseBundle) -> Section:
    case, person = bundle.case, bundle.person
    rows = [
        ("案件编号", case.number),
        ("申请人", person.name),
        ("证件号码", masked_id(person)),
        ("项目", bundle.programme_name),
        ("申请日期", day(case.applied_on)),
        ("收件", f"{bundle.name(case.opened_by)}，{beijing_time(case.opened_at)}"),
        ("受理日期", "" if case.accepted_on is None else day(case.accepted_on)),
        ("办理期限", "" if case.due_on is None else day(case.due_on)),
        ("现在状态", STATE_NAMES[case.state]),
        ("到场人", "" if bundle.attendant is None else bundle.attendant.attendant.told()),
    ]
    told = tuple(row for row in rows if row[1])
    return Section("案件概况", (("事项", 0.2), ("内容", 0.8)), told)


def _facts(bundle: CaseBundle) -> Section:
    rows = ((one.label, one.shown, one.proof or "—", f"{one.by} {beijing_time(one.at)}") for one in bundle.facts)
    columns = (("申请事实", 0.28), ("内容", 0.22), ("以什么为准", 0.24), ("登记人和时间", 0.26))
    return _table("申请事实及来源", columns, rows, "没有登记申请事实。")


def _papers(bundle: CaseBundle) -> Section:
    rows = (
        (
            one.paper.name,
            "有扫描件" if one.scan is not None else "见过原件",
            f"{bundle.name(one.paper.seen_by)} {beijing_time(one.paper.seen_at)}",
            "—" if one.scan is None else one.scan.sha256,
        )
        for one in bundle.papers
    )
    columns = (("材料", 0.26), ("怎样收的", 0.12), ("收件人和时间", 0.24), ("扫描件SHA-256", 0.38))
    return _table("申请材料", columns, rows, "没有登记材料。")


def _register(bundle: CaseBundle) -> Section:
    check, title = bundle.register_check, "已享受记录查询"
    if check is None:
        return Section(title, (("事项", 0.2), ("内容", 0.8)), (), "没有登记查询结果。")
    rows = [("查询结果", check.result), ("查询人", f"{bundle.name(check.checked_by)} {beijing_time(check.checked_at)}")]
    rows += [("查到的记录", award(read_award(found))) for found in check.awards]
    return Section(title, (("事项", 0.2), ("内容", 0.8)), tuple(rows))


def _decision(bundle: CaseBundle, told: BundleDecision) -> Iterator[Section]:
    receipt, decision = told.receipt, told.decision
    round_ = "" if decision is None or len(bundle.decisions) == 1 else f"（第{decision.round}轮）"
    name = "审核计算" if decision is None else f"决定依据{round_}"
    yield Section(f"{name}：结论", (("事项", 0.2), ("内容", 0.8)), tuple(_conclusion(bundle, told)))
    columns = (("结果", 0.1), ("条件和情况", 0.5), ("依据", 0.4))
    yield _table(f"{name}：逐项条件", columns, _lines(receipt.criteria), "没有条件。")
    if receipt.amount_steps:
        steps = ((step.label, yuan(step.fen), step.clause) for step in receipt.amount_steps)
        yield _table(f"{name}：金额计算", (("步骤", 0.3), ("金额", 0.2), ("依据", 0.5)), steps, "")


def _conclusion(bundle: CaseBundle, told: BundleDecision) -> Iterator[tuple[str, str]]:
    decision, receipt = told.decision, told.receipt
    if decision is not None:
        amount = "" if decision.amount_fen is None else f"，{yuan(decision.amount_fen)}"
        yield "决定", f"{_OUTCOMES[decision.outcome]}{amount}，{day(decision.decided_on)}"
        people = (("受理", decision.accepted_by), ("复核", decision.reviewed_by), ("签发", decision.signed_by))
        yield "经办", "，".join(f"{part} {bundle.name(who)}" for part, who in people)
    yield "依据的申请日期", day(receipt.on)
    yield "规则版本", _version(receipt)
    yield "规则库校验值", receipt.rulebook


def _version(receipt: Assessment) -> str:
    start = "" if receipt.version_from is None else f"{day(receipt.version_from)}起"
    span = start + ("" if receipt.version_to is None else f"至{day(receipt.version_to)}")
    return "；".join(part for part in (span, selection_words(receipt).rstrip("。")) if part)


def _lines(lines: Sequence[Line], depth: int = 0) -> Iterator[tuple[str, ...]]:
    for line in lines:
        clause = line.clause
        law = f"{clause.document} {clause.article}".strip()
        quoted = f"{law}：{clause.text}" if clause.text and depth == 0 else law
        yield _VERDICTS[line.verdict], "— " * depth + line.sentence, quoted if depth == 0 else ""
        yield from _lines(line.children, depth + 1)


def _letters(bundle: CaseBundle) -> Section:
    rows = (
        (
            LETTER_NAMES[one.letter.kind] + (f"（{one.remark}）" if one.remark else ""),
            one.letter.number,
            f"{bundle.name(one.letter.issued_by)} {beijing_time(one.letter.issued_at)}",
            one.letter.sha256,
        )
        for one in bundle.letters
    )
    columns = (("文书", 0.2), ("文号", 0.2), ("出具人和时间", 0.22), ("存档文件SHA-256", 0.38))
    return _table("文书", columns, rows, "没有出具文书。")


def _servings(bundle: CaseBundle) -> Section:
    rows = (
        (
            one.letter.number,
            f"{serving.way.value} {EVENT_NAMES[serving.event]}",
            day(serving.event_on),
            f"{serving.taker} {serving.taker_as}".strip() or "—",
            f"{bundle.name(serving.recorded_by)} {beijing_time(serving.recorded_at)}",
        )
        for one in bundle.letters
        for serving in one.servings
    )
    columns = (("文号", 0.24), ("方式和结果", 0.2), ("日期", 0.16), ("签收人", 0.16), ("登记人和时间", 0.24))
    return _table("送达记录", columns, rows, "没有送达记录。")


def _rounds(bundle: CaseBundle) -> Section:
    rows = (
        (
            ROUND_NAMES[one.ground.kind],
            one.ground.reason,
            " ".join(
                part
                for part in (one.ground.document, one.ground.document_date and day(one.ground.document_date))
                if part
            )
            or "—",
            f"{bundle.name(one.opened_by)} {beijing_time(one.opened_at)}",
        )
        for one, _scan in bundle.openings
    )
    columns = (("程序", 0.16), ("事由", 0.38), ("文书", 0.22), ("开始", 0.24))
    return _table("更正、撤销、复议、诉讼", columns, rows, "没有开始过这些程序。")


def _notes(bundle: CaseBundle) -> Section:
    rows = (
        (
            PIN_NAMES[note.pin],
            _note(bundle, note),
            f"{bundle.name(note.written_by)} {beijing_time(note.written_at)}",
            _settled(bundle, note),
        )
        for note in bundle.notes
    )
    columns = (("种类", 0.13), ("内容", 0.42), ("记录人和时间", 0.2), ("处理", 0.25))
    return _table("备注和电话记录", columns, rows, "没有备注。")


def _note(bundle: CaseBundle, note: Note) -> str:
    target = bundle.criteria.get(note.pinned_to, note.pinned_to)
    return f"{target}：{note.body}" if target else note.body


def _settled(bundle: CaseBundle, note: Note) -> str:
    if note.settled_at is None:
        return "待答复" if note.open else "只作记录"
    return f"{note.answer or '已处理'}（{bundle.name(note.settled_by)} {beijing_time(note.settled_at)}）"


def _timeline(bundle: CaseBundle) -> Section:
    rows = (
        (beijing_time(event.at), KIND_NAMES[event.kind], event.what, event.who, event.detail or "—")
        for event in bundle.timeline
    )
    columns = (("时间", 0.18), ("类别", 0.12), ("事项", 0.18), ("经办", 0.12), ("说明", 0.4))
    return _table("办理经过", columns, rows, "没有办理记录。")


def _journal(bundle: CaseBundle) -> Section:
    rows = (
        (str(entry.seq), beijing_time(entry.at), ACT_NAMES.get(entry.act, entry.act), entry.hash)
        for entry in bundle.journal
    )
    columns = (("序号", 0.08), ("时间", 0.18), ("事项", 0.18), ("校验链值", 0.56))
    return _table("日志校验链", columns, rows, "没有日志。")
