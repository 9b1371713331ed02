"""One assessment in plain words, to print for the applicant: the answer, why, what would change it, what to ask next.

For a programme that another organ decides it is the referral note. It is no letter and decides nothing: no number, no
seal, and it says so on every page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from hashlib import sha256

from models.assessment import Assessment, Line, Result, Verdict
from models.rules.remedies import Outlook
from models.rules.schema import Programme
from models.rules.sentences import selection_words
from models.version_dates import date_name
from reports import page_style as style
from reports.fonts import Fonts, load_fonts
from reports.layout import Page, PlacedQr
from reports.letters.wording import day, heading, yuan
from reports.month.page_flow import LEFT, RIGHT, Flow, TableColumn, TableRow
from reports.qr import encode
from reports.render_pdf import draw_pages
from reports.sheet import foot, lines_of, titled

PRACTICE_MARK = "练习"
_WIDTH = RIGHT - LEFT
_RESULTS = {
    Result.ELIGIBLE: "按现在知道的情况，各项条件都符合。",
    Result.INELIGIBLE: "按现在知道的情况，有条件不符合。",
    Result.CANNOT_TELL: "现在还不能判断：有的情况尚不清楚，或者须由经办人认定。",
    Result.NOT_IN_FORCE: "{day}没有生效的规则，现在不能判断，这不等于不符合条件。",
}
_VERDICTS = {
    Verdict.MET: "符合",
    Verdict.NOT_MET: "不符合",
    Verdict.UNKNOWN: "不清楚",
    Verdict.JUDGEMENT: "待认定",
}
_COLUMNS = [
    TableColumn("结果", 0.1 * _WIDTH, figures=False),
    TableColumn("条件和情况", 0.62 * _WIDTH, figures=False),
    TableColumn("依据", 0.28 * _WIDTH, figures=False),
]


def explanation_pdf(
    assessment: Assessment, programme: Programme, outlook: Outlook, printed_on: date, *, practice: bool = False
) -> bytes:
    """The file; identical content gives identical bytes on one machine."""
    identifier = sha256(_payload(assessment, printed_on).encode()).hexdigest()[:32]
    pages = explanation_pages(assessment, programme, outlook, printed_on, practice=practice)
    return draw_pages(pages, _title(programme), identifier)[0]


def explanation_pages(
    assessment: Assessment,
    programme: Programme,
    outlook: Outlook,
    printed_on: date,
    *,
    practice: bool = False,
    fonts: Fonts | None = None,
) -> list[Page]:
    """The pages of the sheet. No name and no number of the person stands on it."""
    qr = PlacedQr(LEFT, style.FOOT_TOP, style.QR_SIZE, encode(_payload(assessment, printed_on)))
    flow = Flow(fonts or load_fonts(), qr, PRACTICE_MARK if practice else "")
    titled(flow, _title(programme), f"申请日期 {day(assessment.on)}", f"{day(printed_on)} 打印")
    for number, (title, told) in enumerate(_sections(assessment, programme, outlook), 1):
        if isinstance(told, list):
            flow.section(heading(number, title), _COLUMNS, [TableRow(row) for row in told])
            continue
        flow.heading(heading(number, title), rows=1)
        for text in told:
            for line in lines_of(text):
                flow.line(line)
    foot(flow, (_title(programme), "本说明只按所述情况核算，不是决定；以书面决定为准。"))
    return flow.pages


def _title(programme: Programme) -> str:
    """A programme that another organ decides ends in a referral note."""
    return f"{programme.name}{'转介说明' if programme.act == 'referral' else '核算说明'}"


def _payload(assessment: Assessment, printed_on: date) -> str:
    return f"{assessment.programme}\n{assessment.on}\n{assessment.result}\n{printed_on}\n{assessment.rulebook}"


Section = tuple[str, tuple[str, ...] | list[tuple[str, str, str]]]


def _sections(assessment: Assessment, programme: Programme, outlook: Outlook) -> Iterator[Section]:
    yield "结论", tuple(_conclusion(assessment, programme))
    if assessment.criteria:
        yield "逐项情况", list(_rows(assessment.criteria))
    if outlook.remedies:
        yield "怎样会改变", tuple(_changes(outlook))
    if outlook.next_question:
        yield "下一步先问", (f"{outlook.next_question}（以{outlook.next_proof}为准）",)
    if assessment.amount_steps:
        yield (
            "金额",
            tuple(f"{step.label}：{yuan(step.fen)}（依据：{step.clause}）" for step in assessment.amount_steps),
        )
    if assessment.warnings:
        yield "提示", tuple(warning.sentence for warning in assessment.warnings)


def _conclusion(assessment: Assessment, programme: Programme) -> Iterator[str]:
    yield _RESULTS[assessment.result].format(day=date_name(assessment.version_by))
    yield selection_words(assessment)
    if assessment.amount_fen is not None:
        yield f"核算金额：{yuan(assessment.amount_fen)}。"
    elif assessment.result is Result.ELIGIBLE and programme.amount is not None:
        yield "金额标准尚未录入，或计算金额的情况尚不清楚，现在算不出金额。"
    if programme.act == "referral":
        yield f"本项目由{programme.organ}决定，请持有关证明向其申请；以下只说明哪些条件看来符合，不约束决定机关。"
    if assessment.not_confirmed:
        yield f"其中有{len(assessment.not_confirmed)}项规定尚待本局确认，确认前不作决定。"


def _rows(lines: Sequence[Line]) -> Iterator[tuple[str, str, str]]:
    """The top-level criteria, and of what is not met the parts that failed or are open."""
    for line in lines:
        yield (_VERDICTS[line.verdict], line.sentence, f"{line.clause.document} {line.clause.article}".strip())
        if line.verdict is not Verdict.MET:
            yield from ((_VERDICTS[part.verdict], f"— {part.sentence}", "") for part in _decisive(line))


def _decisive(line: Line) -> Iterator[Line]:
    for part in line.children:
        if part.verdict is line.verdict:
            yield part
            yield from _decisive(part)


def _changes(outlook: Outlook) -> Iterator[str]:
    for remedy in outlook.remedies:
        yield f"{remedy.label}：{remedy.sentence}"
    if outlook.eligible_from is not None:
        yield f"其他情况不变的，{day(outlook.eligible_from)}起申请，各项条件都符合。"
