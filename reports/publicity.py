"""公示名单: a masked list of grants as a PDF for the notice board and an xlsx for the web site."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC
from hashlib import sha256

from models.month import MonthFile
from models.publicity import PublicityContent, PublicityRow
from reports import page_style as style
from reports.fonts import load_fonts
from reports.issue import PRACTICE_MARK
from reports.layout import PlacedQr
from reports.letters.wording import day
from reports.month.page_flow import LEFT, RIGHT, Flow, TableColumn, TableRow
from reports.month.words import NOTHING, grouped_yuan, plain, short_level
from reports.month.workbook_style import Styles
from reports.qr import encode
from reports.render_pdf import draw_pages
from reports.sheet import foot, lines_of, titled

_TITLES = ("序号", "姓名", "证件号码", "补贴项目", "职业（工种）", "等级", "证书编号", "金额（元）")
_SHARES = (0.06, 0.13, 0.2, 0.17, 0.14, 0.07, 0.11, 0.12)
_WIDTHS = (6.0, 14.0, 22.0, 22.0, 18.0, 9.0, 14.0, 14.0)
_LAW = "证件号码按《就业补助资金管理办法》（财社〔2023〕181号）第二十八条隐去部分位数。"


def write_list(content: PublicityContent) -> tuple[MonthFile, ...]:
    """Both files of a list; the same content gives the same bytes."""
    stem = f"publicity-{content.year}-{content.serial:02d}"
    return MonthFile(f"{stem}.pdf", _pdf(content)), MonthFile(f"{stem}.xlsx", _xlsx(content))


def _title(content: PublicityContent) -> str:
    return f"{plain(content.office_name)}补贴发放公示名单（{content.year}年第{content.serial}批）"


def _period(content: PublicityContent) -> str:
    return f"公示期：{day(content.first_day)}至{day(content.last_day)}（{content.days}日，公示当日不计）"


def _objections(content: PublicityContent) -> str:
    return f"对名单有异议的，请在公示期内向本局实名反映，电话 {plain(content.phone)}。"


def _cells(place: int, row: PublicityRow) -> tuple[str, ...]:
    amount = NOTHING if row.amount_fen is None else grouped_yuan(row.amount_fen)
    names = (plain(row.person_name), row.masked_id, plain(row.programme_name), plain(row.occupation))
    return str(place), *names, short_level(row.level), row.certificate, amount


def _pdf(content: PublicityContent) -> bytes:
    name = f"{content.year}-{content.serial:02d}"
    qr = PlacedQr(LEFT, style.FOOT_TOP, style.QR_SIZE, encode(f"publicity {name}\n{content.first_day}"))
    flow = Flow(load_fonts(), qr, PRACTICE_MARK if content.practice else "")
    titled(flow, _title(content), _period(content), f"共 {len(content.rows)} 人次")
    flow.space(8)
    wide = RIGHT - LEFT
    columns = [
        TableColumn(title, share * wide, figures=title == "金额（元）")
        for title, share in zip(_TITLES, _SHARES, strict=True)
    ]
    flow.table(columns, [TableRow(_cells(place, row)) for place, row in enumerate(content.rows, 1)])
    flow.space(8)
    for text in (_objections(content), _LAW):
        for line in lines_of(text):
            flow.line(line)
    foot(flow, (_title(content), _period(content)))
    identifier = sha256(f"publicity|{name}|{content.made_at.isoformat()}".encode()).hexdigest()[:32]
    return draw_pages(flow.pages, _title(content), identifier)[0]


def _xlsx(content: PublicityContent) -> bytes:
    import xlsxwriter  # type: ignore[import-untyped]  # lazy: only a list needs it

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        made = content.made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
        book.set_properties({"title": _title(content), "company": plain(content.office_name), "created": made})
        _draw(book, content)
    return target.getvalue()


def _draw(book: object, content: PublicityContent) -> None:
    styles = Styles(book)
    sheet = book.add_worksheet("公示名单")  # type: ignore[attr-defined]
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    lines: Sequence[tuple[str, str, float]] = (
        (_title(content), "title", 30),
        (_period(content), "subtitle", 20),
        (_objections(content) + _LAW, "subtitle", 20),
    )
    for place, (text, look, height) in enumerate(lines):
        sheet.set_row(place, height)
        sheet.write_string(place, 0, text, styles[look])
    for column, title in enumerate(_TITLES):
        sheet.write_string(len(lines), column, title, styles["head"])
    for place, row in enumerate(content.rows, 1):
        for column, text in enumerate(_cells(place, row)):
            sheet.write_string(len(lines) + place, column, text, styles["code" if column in {2, 6} else "text"])
        if row.amount_fen is not None:
            sheet.write_number(len(lines) + place, len(_TITLES) - 1, row.amount_fen / 100, styles["money"])
    sheet.freeze_panes(len(lines) + 1, 2)
    sheet.repeat_rows(len(lines))
