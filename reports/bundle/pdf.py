"""The bundle as one PDF: cover and contents, what is told of the case, then every original, with pages counted through.

PDFium may be used by one thread at a time: a caller beside other users of it holds their lock.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from models.bundle import CaseBundle
from models.moment import beijing_time
from reports import page_style as style
from reports.bundle.image_page import NotShowable, image_pdf
from reports.bundle.originals import Original, originals
from reports.bundle.sections import Section, sections
from reports.fonts import Fonts, load_fonts
from reports.layout import Page, PlacedQr
from reports.letters.wording import masked_id
from reports.month.page_flow import LEFT, RIGHT, SMALL, TEXT_GREY, THIN, Flow, TableColumn, TableRow
from reports.qr import encode
from reports.render_pdf import draw_pages
from reports.sheet import lines_of, titled

_WIDTH = RIGHT - LEFT
_PRACTICE = "练习"
_STAMP_TOP = 12 * style.MM
_CONTENTS = (
    TableColumn("序号", 0.08 * _WIDTH, figures=False),
    TableColumn("内容", 0.4 * _WIDTH, figures=False),
    TableColumn("页次", 0.1 * _WIDTH, figures=False),
    TableColumn("原件SHA-256", 0.42 * _WIDTH, figures=False),
)
_RANDOM = re.compile(rb"(/ID\[<[0-9A-F]{32}><)[0-9A-F]{32}")


@dataclass(frozen=True, slots=True)
class _Shown:
    """An original as pages; none where it can only be had from the zip."""

    original: Original
    document: Any
    pages: int


@dataclass(frozen=True, slots=True)
class _Plan:
    """What the contents list: sections with the page each begins on, then originals behind `own` pages."""

    told: tuple[Section, ...]
    shown: tuple[_Shown, ...]
    starts: tuple[int, ...]
    own: int


def bundle_pdf(bundle: CaseBundle, fonts: Fonts | None = None) -> bytes:
    """The file."""
    chosen = fonts or load_fonts()
    shown = tuple(_shown(original) for original in originals(bundle))
    told = sections(bundle)
    draft, starts = _told_pages(bundle, chosen, _Plan(told, shown, (0,) * len(told), 0))
    pages, _ = _told_pages(bundle, chosen, _Plan(told, shown, tuple(starts), len(draft)))
    total = len(pages) + sum(one.pages for one in shown)
    identifier = sha256(_payload(bundle).encode()).hexdigest()[:32]
    front, _faces = draw_pages(pages, f"{bundle.case.number}卷宗", identifier)
    return _joined(front, shown, _stamps(bundle, chosen, total, identifier))


def _payload(bundle: CaseBundle) -> str:
    return f"{bundle.case.number}\n{beijing_time(bundle.at)}\n{bundle.head}"


def _shown(original: Original) -> _Shown:
    from pypdfium2 import PdfDocument, PdfiumError  # type: ignore[import-untyped]

    try:
        content = original.content if original.media_type == "application/pdf" else image_pdf(original.content)
        document = PdfDocument(content)
        return _Shown(original, document, len(document))
    except (PdfiumError, NotShowable):
        return _Shown(original, None, 0)


def _told_pages(bundle: CaseBundle, fonts: Fonts, plan: _Plan) -> tuple[list[Page], list[int]]:
    """The pages before the originals, and on which page each section begins: set twice, so that contents can say it."""
    qr = PlacedQr(LEFT, style.FOOT_TOP, style.QR_SIZE, encode(_payload(bundle)))
    flow = Flow(fonts, qr, _PRACTICE if bundle.office.practice else "")
    _cover(flow, bundle)
    _contents(flow, plan)
    flow.next_page()
    found = []
    for section in plan.told:
        flow.need(80)
        found.append(len(flow.pages))
        _section(flow, section)
    flow.on_every_page(lambda page, _number, _pages: _foot(page, bundle), style.FOOT_RULE)
    return flow.pages, found


def _cover(flow: Flow, bundle: CaseBundle) -> None:
    titled(flow, f"{bundle.case.number} 号案件卷宗", bundle.office.name, f"{beijing_time(bundle.at)} 导出")
    flow.space(10)
    for words in (
        f"申请人：{bundle.person.name}（{masked_id(bundle.person)}）",
        f"项目：{bundle.programme_name}",
        f"用途：{bundle.purpose}",
        f"导出人：{bundle.by}",
        f"导出时日志校验链值：{bundle.head}",
        "每一件原件附其存档时的SHA-256校验值；原件另存于同名压缩包，可逐件核对。",
    ):
        for line in lines_of(words):
            flow.line(line)


def _contents(flow: Flow, plan: _Plan) -> None:
    rows = [
        TableRow((str(number), section.title, str(start), "—"))
        for number, (section, start) in enumerate(zip(plan.told, plan.starts, strict=True), 1)
    ]
    page = plan.own + 1
    for number, one in enumerate(plan.shown, len(rows) + 1):
        place = str(page) if one.pages else "见压缩包"
        rows.append(TableRow((str(number), one.original.title, place, one.original.sha256)))
        page += one.pages
    flow.section("目录", _CONTENTS, rows)


def _section(flow: Flow, section: Section) -> None:
    if not section.rows:
        flow.heading(section.title, rows=1)
        flow.line(section.empty)
        return
    columns = [TableColumn(title, share * _WIDTH, figures=False) for title, share in section.columns]
    flow.section(section.title, columns, [TableRow(row) for row in section.rows])


def _foot(flow: Flow, bundle: CaseBundle) -> None:
    flow.rule(THIN)
    flow.space(9)
    left = LEFT + style.QR_SIZE + 4 * style.MM
    for text in (
        f"{bundle.case.number} 卷宗",
        f"用途：{bundle.purpose}",
        "含个人信息，只用于上述用途，用后妥善保管或销毁。",
    ):
        flow.text(text[:60], left, SMALL, "body", colour=TEXT_GREY)
        flow.space(12)


def _stamps(bundle: CaseBundle, fonts: Fonts, total: int, identifier: str) -> bytes:
    """One page for each page of the bundle with nothing on it but its number, to be laid over."""
    flow = Flow(fonts, None, "")
    while len(flow.pages) < total:
        flow.next_page()
    flow.on_every_page(lambda page, number, pages: _stamp(page, bundle, number, pages), _STAMP_TOP)
    return draw_pages(flow.pages, f"{bundle.case.number}卷宗", identifier)[0]


def _stamp(flow: Flow, bundle: CaseBundle, number: int, pages: int) -> None:
    words = f"{bundle.case.number} 卷宗 第 {number} 页，共 {pages} 页"
    flow.text(words, RIGHT, SMALL, "body", align=1.0, colour=TEXT_GREY)


def _joined(front: bytes, shown: Sequence[_Shown], stamps: bytes) -> bytes:
    from pypdfium2 import PdfDocument

    whole, laid_over = PdfDocument(front), PdfDocument(stamps)
    for one in shown:
        if one.document is not None:
            whole.import_pages(one.document)
            one.document.close()
    for number in range(len(whole)):
        _lay_over(whole, laid_over, number)
    target = io.BytesIO()
    whole.save(target)
    laid_over.close()
    whole.close()
    return _named_by_content(target.getvalue())


def _named_by_content(content: bytes) -> bytes:
    """The same bundle is the same bytes: PDFium ends every file with a random identifier, here with a digest."""
    return _RANDOM.sub(
        lambda found: found[1] + sha256(content[: found.start()]).hexdigest()[:32].upper().encode(), content
    )


def _lay_over(whole: Any, laid_over: Any, number: int) -> None:
    """The page's number in its upper right corner, whatever the page's size."""
    from pypdfium2 import PdfMatrix

    page = whole[number]
    _left, _bottom, right, top = page.get_mediabox()
    stamp = laid_over.page_as_xobject(number, whole).as_pageobject()
    stamp.set_matrix(PdfMatrix().translate(right - style.PAGE_WIDTH, top - style.PAGE_HEIGHT))
    page.insert_obj(stamp)
    page.gen_content()
    page.close()
