"""The printed month: one table sheet for signature, with its checks and the whole journal head."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from models.moment import beijing_time
from models.money import format_yuan
from models.month import MonthContent
from reports import page_style as style
from reports.fonts import Fonts, load_fonts
from reports.layout import Page, PlacedQr
from reports.month.checks import checks, corrected_cases
from reports.month.page_flow import (
    HEAVY,
    LEFT,
    NOT_PRINTABLE,
    RIGHT,
    SMALL,
    TEXT_GREY,
    THIN,
    Flow,
    TableColumn,
    TableRow,
)
from reports.month.totals import Summary, SummaryLine, Tally
from reports.month.words import (
    NOTHING,
    OUTCOME_NAMES,
    applicants,
    capitals,
    edition_name,
    grouped_yuan,
    month_name,
    on_time_rate,
    plain,
    watermark,
)
from reports.qr import encode
from reports.render_pdf import draw_pages

_WIDTH = RIGHT - LEFT
_FIGURES = ("收件", "准予", "不予", "办结", "办结人数", "发放", "发放人数")
_AMOUNT = "发放金额（元）"
_FLOW = ("期初在办", "收件", "办结", "撤回等", "期末在办", "超期办结", "按期率")
_COUNT_SHARE, _PERSONS_SHARE, _AMOUNT_SHARE = 36.0, 47.0, 84.0
_QR_TOP = 268.5 * style.MM


def summary_pdf(content: MonthContent, summary: Summary) -> bytes:
    """The file; identical content gives identical bytes on one machine (its fonts may differ elsewhere)."""
    title = f"{month_name(content.month)}职业培训补贴经办月报 {edition_name(content)}"
    identifier = sha256(qr_payload(content).encode()).hexdigest()[:32]
    return draw_pages(summary_pages(content, summary), title, identifier)[0]


def summary_pages(content: MonthContent, summary: Summary, fonts: Fonts | None = None) -> list[Page]:
    """The pages of the printed month; a street or office name that no font prints is marked 〓 and said so."""
    qr = PlacedQr(LEFT, _QR_TOP, style.QR_SIZE, encode(qr_payload(content)))
    flow = Flow(fonts or load_fonts(), qr, watermark(content))
    _title(flow, content)
    _figures(flow, summary.total.tally)
    _flow_table(flow, content, summary.total.tally)
    _tables(flow, summary)
    _corrections(flow, content)
    _checks(flow, content, summary)
    _counted_apart(flow, content)
    _signatures(flow)
    flow.on_every_page(lambda page, number, pages: _foot(page, content, number, pages), style.FOOT_RULE)
    return flow.pages


def qr_payload(content: MonthContent) -> str:
    """Month, edition, the five figures (amount in fen) and the whole journal head, for a scanner."""
    total = content.totals
    figures = f"{total.received} {total.granted} {total.refused} {total.persons} {total.amount_fen}"
    return f"{content.month} v{content.edition}\n{figures}\n{plain(content.head)}"


def _title(flow: Flow, content: MonthContent) -> None:
    flow.line(plain(content.office_name), 13, align=0.5)
    flow.space(4)
    flow.line(f"{month_name(content.month)}职业培训补贴经办月报", 21, "title", align=0.5)
    flow.space(2)
    flow.text(edition_name(content), LEFT, SMALL + 1, "body", colour=TEXT_GREY)
    made = f"{plain(content.made_by)}　{beijing_time(content.made_at)} 制"
    flow.text(made, RIGHT, SMALL + 1, "body", align=1.0, colour=TEXT_GREY)
    flow.space(14)
    flow.rule(HEAVY)
    flow.space(2)
    flow.rule(THIN / 2)


def _figures(flow: Flow, tally: Tally) -> None:
    """The five figures of the month in large type, the amount in capitals below."""
    cards = (
        ("收件（件）", f"{tally.received or 0:,}"),
        ("准予（件）", f"{tally.granted:,}"),
        ("不予（件）", f"{tally.refused:,}"),
        (
            f"办结人数（人，另 {tally.enterprises:,} 户）" if tally.enterprises else "办结人数（人）",
            f"{tally.persons:,}",
        ),
        (_AMOUNT, grouped_yuan(tally.amount_fen)),
    )
    shares = (0.15, 0.15, 0.15, 0.26, 0.29)
    flow.space(10)
    for texts, size, face, step in (
        ([c[0] for c in cards], SMALL, "body", 14.0),
        ([c[1] for c in cards], 17.0, "heading", 26.0),
    ):
        x = LEFT
        for text, share in zip(texts, shares, strict=True):
            flow.text(text, x, size, face, colour=TEXT_GREY if face == "body" else style.BLACK)
            x += share * _WIDTH
        flow.space(step)
    who = applicants(tally.paid_persons, tally.paid_enterprises)
    flow.line(f"发放金额大写：{capitals(tally.amount_fen)}（{tally.paid:,} 件，{who}）")


def _flow_table(flow: Flow, content: MonthContent, tally: Tally) -> None:
    flow.heading("一、收办情况", "单位：件", rows=1)
    late = content.decided_late
    counts = (content.open_before, tally.received or 0, tally.decided, content.withdrawn, content.open_after, late)
    columns = [TableColumn(title, _WIDTH / len(_FLOW)) for title in _FLOW]
    flow.table(columns, [TableRow([*(f"{count:,}" for count in counts), on_time_rate(tally.decided, late)])])


def _tables(flow: Flow, summary: Summary) -> None:
    unit = "单位：件、人、元"
    for title, first, lines in (
        ("二、按事项", ("事项",), summary.programmes),
        ("三、按事项和等级", ("事项", "等级"), summary.levels),
        ("四、按街道（乡镇）", ("街道（乡镇）",), summary.streets),
    ):
        flow.heading(title, unit)
        # The acceptance ledger knows no level, so that table has no column of receipts.
        skipped = 1 if len(first) == 2 else 0
        rows = [TableRow([*_labels(line, len(first)), *_shown(line.tally)[skipped:]]) for line in lines]
        tally = summary.total.tally
        total = ["合计", *[""] * (len(first) - 1), *_shown(tally)[skipped:-1], grouped_yuan(tally.amount_fen)]
        flow.table(_columns(first, skipped), rows, total)


def _corrections(flow: Flow, content: MonthContent) -> None:
    """What this month takes back of decisions counted before; the months they were published in stay as they are."""
    if not content.corrections:
        return
    flow.heading("五、更正", "单位：件、元")
    shares = (66.0, 70.0, 122.0, 52.0, 36.0, 36.0)
    titles = ("案号", "更正事由", "原决定书文号", "原月份", "原结果", "件数")
    columns = [
        *(TableColumn(title, share, title == "件数") for title, share in zip(titles, shares, strict=True)),
        TableColumn("金额（元）", _WIDTH - sum(shares)),
    ]
    rows = [
        TableRow(
            (
                *(row.case_number, row.why, plain(row.first_number), row.first_month, OUTCOME_NAMES[row.outcome]),
                *(f"{row.sign:+d}", grouped_yuan(row.fen)),
            )
        )
        for row in content.corrections
    ]
    total = ["合计", *[""] * 4, f"{corrected_cases(content):+d}", grouped_yuan(content.totals.corrected_fen)]
    flow.table(columns, rows, total)
    net = content.totals
    flow.space(5)
    granted, refused = net.granted + net.corrected_granted, net.refused + net.corrected_refused
    amount = format_yuan(net.amount_fen + net.corrected_fen)
    flow.line(f"更正后净额：准予 {granted:,} 件，不予 {refused:,} 件，{amount}。")


def _columns(first: Sequence[str], skipped: int) -> list[TableColumn]:
    figures = [TableColumn(title, _PERSONS_SHARE if "人" in title else _COUNT_SHARE) for title in _FIGURES[skipped:]]
    rest = _WIDTH - sum(column.share for column in figures) - _AMOUNT_SHARE
    shares = (rest,) if len(first) == 1 else (rest * 0.6, rest * 0.4)
    return [
        *(TableColumn(title, share, figures=False) for title, share in zip(first, shares, strict=True)),
        *figures,
        TableColumn(_AMOUNT, _AMOUNT_SHARE),
    ]


def _labels(line: SummaryLine, count: int) -> tuple[str, ...]:
    return (line.programme, line.level) if count == 2 else (line.street or line.programme,)


def _shown(tally: Tally) -> list[str]:
    counts = (tally.received or 0, tally.granted, tally.refused, tally.decided, tally.persons)
    amount = grouped_yuan(tally.amount_fen) if tally.paid else NOTHING
    return [*(f"{count:,}" for count in counts), f"{tally.paid:,}", f"{tally.paid_persons:,}", amount]


def _checks(flow: Flow, content: MonthContent, summary: Summary) -> None:
    flow.heading("六、核对" if content.corrections else "五、核对", rows=5)
    columns = [
        TableColumn("项目", 82, False),
        TableColumn("算式", _WIDTH - 82 - 48, False),
        TableColumn("结论", 48, False),
    ]
    found = checks(content, summary)
    flow.table(
        columns,
        [
            TableRow((check.label, check.statement, "相符" if check.agrees else "不符"), strong=not check.agrees)
            for check in found
        ],
    )
    flow.space(5)
    flow.line(
        "件：一份申请为一件。人：按公民身份号码去重，各行人数不能相加。发放：准予且有金额，以服务方式给予的不计。",
        SMALL,
    )


def _counted_apart(flow: Flow, content: MonthContent) -> None:
    if content.totals.enterprises:
        flow.space(3)
        flow.line("户：企业申请按统一社会信用代码去重，另计，不计入人数。", SMALL)


def _signatures(flow: Flow) -> None:
    flow.need(60)
    flow.space(26)
    for place, role in enumerate(("制表：", "复核：", "负责人：", "日期：")):
        flow.text(role, LEFT + place * _WIDTH / 4, 10.5, "body")
    flow.space(20)


def _foot(flow: Flow, content: MonthContent, number: int, pages: int) -> None:
    """Rule, journal head, page number; the QR code stands to the left of it."""
    flow.rule(THIN)
    flow.space(9)
    left = LEFT + style.QR_SIZE + 4 * style.MM
    total = summary_line(content)
    for text in (
        f"{month_name(content.month)}经办月报　{edition_name(content)}　{total}",
        "编制时的日志链首（完整）：",
        plain(content.head),
        f"本页有“{NOT_PRINTABLE}”处为本机字体不能打印的字，以工作簿为准。"
        if flow.gaps
        else "二维码内容：月份、版次、五项合计、日志链首。",
    ):
        flow.text(text, left, SMALL, "body", colour=TEXT_GREY)
        flow.space(12)
    flow.space(-12)
    flow.text(f"第 {number} 页，共 {pages} 页", RIGHT, SMALL, "body", align=1.0, colour=TEXT_GREY)


def summary_line(content: MonthContent) -> str:
    """The figures of the month in one line."""
    total = content.totals
    return f"准予 {total.granted:,} 件，不予 {total.refused:,} 件，{format_yuan(total.amount_fen)}"
