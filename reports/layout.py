"""Places a document on the grid: documents in, pages of placed text, rules and QR modules out. Draws nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from reports import page_style as style
from reports.document import Document, Heading, Table
from reports.fonts import Chain, Fonts
from reports.fonts_outline import Face
from reports.qr import QrCode, encode
from reports.typesetting import Line, break_lines, width


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text. `spacing` is added after each character, `stroke` makes it heavier; all in points."""

    x: float
    baseline: float
    size: float
    runs: tuple[tuple[Face, str], ...]
    colour: style.Colour = style.BLACK
    spacing: float = 0.0
    stroke: float = 0.0
    angle: float = 0.0

    @property
    def string(self) -> str:
        return "".join(text for _face, text in self.runs)


@dataclass(frozen=True, slots=True)
class Rule:
    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    colour: style.Colour = style.BLACK


@dataclass(frozen=True, slots=True)
class PlacedQr:
    x: float
    y: float
    size: float
    code: QrCode


@dataclass(slots=True)
class Page:
    """What stands on one page, in drawing order; a page laid over others has no code."""

    qr: PlacedQr | None
    texts: list[Text] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One grid line of the body: pieces at half-cell positions. A heading is never left behind at the end of a page."""

    pieces: tuple[tuple[int, Line], ...]
    heading: bool = False
    rule_above: bool = False
    rule_below: bool = False
    columns: tuple[int, ...] = ()


def lay_out(document: Document, fonts: Fonts) -> list[Page]:
    """The pages of a letter. Raises MissingGlyph for a character that no face has."""
    title = break_title(document.title)
    first = style.BODY_LINE + len(title) - 1
    chunks = paginate(body_rows(document), style.LINES - first, style.LINES)
    qr = PlacedQr(style.LEFT, style.FOOT_TOP, style.QR_SIZE, encode(document.qr_payload()))
    pages = []
    for place, rows in enumerate(chunks):
        page, top = Page(qr), first if place == 0 else 0
        setter = _Setter(page, fonts, document.names)
        setter.watermark(document.watermark)
        if place == 0:
            setter.head(document, title)
        for offset, row in enumerate(_closed(rows)):
            setter.row(row, top + offset)
        if place == len(chunks) - 1:
            setter.signature(document, top + len(rows) + 1)
        setter.foot(document, place + 1, len(chunks))
        pages.append(page)
    return pages


def break_title(title: str) -> list[str]:
    """The title in as few lines as fit, of about the same length each."""
    halves = width(title)
    lines = -(-halves // style.TITLE_HALVES)
    even = -(-halves // lines)
    room = min(style.TITLE_HALVES, even + even % 2)
    return [line.text for line in break_lines(title, room)]


def body_rows(document: Document) -> list[Row]:
    """The body as grid lines, addressee first."""
    rows = [_plain(line) for line in break_lines(document.addressee + "：", style.HALVES)]
    for block in document.blocks:
        if isinstance(block, Table):
            rows += _table_rows(block)
        else:
            lines = break_lines(block.text, style.HALVES, style.INDENT, style.STRETCH)
            heading = isinstance(block, Heading)
            rows += [_plain(line, style.INDENT if i == 0 else 0, heading) for i, line in enumerate(lines)]
    return rows


def _plain(line: Line, at: int = 0, heading: bool = False) -> Row:
    return Row(((at, line),), heading)


def _table_rows(table: Table) -> Iterator[Row]:
    pad = style.TABLE_PADDING
    columns = (0, style.TABLE_LABEL, style.HALVES)
    for number, (label, value) in enumerate(table.rows):
        labels = break_lines(label, style.TABLE_LABEL - 2 * pad)
        values = break_lines(value, style.HALVES - style.TABLE_LABEL - 2 * pad)
        for line in range(max(len(labels), len(values))):
            pieces = [(pad, item) for item in labels[line : line + 1]]
            pieces += [(style.TABLE_LABEL + pad, item) for item in values[line : line + 1]]
            last = line == max(len(labels), len(values)) - 1
            yield Row(tuple(pieces), False, line == 0, last and number == len(table.rows) - 1, columns)


def paginate(rows: Sequence[Row], first: int, others: int) -> list[list[Row]]:
    """Rows by page. The signature fits below the last page's rows and never stands there without text."""
    pages: list[list[Row]] = []
    rest = list(rows)
    room = first
    while len(rest) > room - style.SIGNATURE_LINES:
        cut = max(1, min(room, len(rest) - style.TEXT_WITH_SIGNATURE))
        while cut > 1 and _leaves_a_heading(rest, cut):
            cut -= 1
        pages.append(rest[:cut])
        rest, room = rest[cut:], others
    return [*pages, rest]


def _leaves_a_heading(rows: Sequence[Row], cut: int) -> bool:
    """Whether a page cut there ends with a heading, alone or with only the first line of a paragraph that runs on."""
    following = rows[cut]
    runs_on = not following.columns and following.pieces[0][0] == 0
    return rows[cut - 1].heading or (runs_on and rows[cut - 2].heading)


def _closed(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows of a page with a table that runs over its edge closed there by a rule."""
    first, last = rows[0], rows[-1]
    if not first.columns and not last.columns:
        return rows
    closed = list(rows)
    closed[0] = replace(first, rule_above=bool(first.columns))
    closed[-1] = replace(closed[-1], rule_below=bool(last.columns))
    return closed


class _Setter:
    """Puts the parts of a letter on one page."""

    def __init__(self, page: Page, fonts: Fonts, names: tuple[str, ...]) -> None:
        self._page = page
        self._fonts = fonts
        self._names = names

    def head(self, document: Document, title: Sequence[str]) -> None:
        cells = width(document.issuer) / 2
        size = min(style.ISSUER_SIZE, style.GRID_WIDTH / cells)
        title_chain = self._fonts.title
        self._centre(document.issuer, style.ISSUER_TOP, size, title_chain, style.RED)
        number_top = style.line_top(style.NUMBER_LINE)
        self._centre(document.number, number_top, style.EM, self._fonts.body)
        y = number_top + style.EM + style.RULE_GAP
        self._page.rules.append(Rule(style.LEFT, y, style.RIGHT, y, style.RULE_WIDTH, style.RED))
        for line, text in enumerate(title, style.TITLE_LINE):
            top = style.line_top(line) - (style.TITLE_SIZE - style.EM) / 2
            self._centre(text, top, style.TITLE_SIZE, title_chain)

    def row(self, row: Row, line: int) -> None:
        chain = self._fonts.heading if row.heading else self._fonts.body
        stroke = style.HEADING_WEIGHT * style.EM if row.heading and not chain.styled else 0.0
        for at, piece in row.pieces:
            gaps = max(1, len(piece.text) - 1)
            spacing = piece.short * style.HALF / gaps
            x = style.LEFT + at * style.HALF
            runs = self._runs(piece.text, chain)
            self._page.texts.append(Text(x, style.baseline(line), style.EM, runs, style.BLACK, spacing, stroke))
        self._page.rules += _table_rules(row, line)

    def signature(self, document: Document, line: int) -> None:
        signed = dated(document)
        name, day = width(document.signature) * style.HALF, width(signed) * style.HALF
        centre = style.RIGHT - style.DATE_INDENT * style.EM - day / 2
        centre = min(centre, style.RIGHT - style.NAME_INDENT * style.EM - name / 2)
        body = self._fonts.body
        for offset, (text, length) in enumerate(((document.signature, name), (signed, day))):
            runs = self._runs(text, body)
            self._page.texts.append(Text(centre - length / 2, style.baseline(line + offset), style.EM, runs))
        note = "（加盖印章）"
        x = centre - width(note) / 4 * style.SEAL_NOTE_SIZE
        runs = self._runs(note, body)
        base = style.baseline(line + 2) - style.HALF
        self._page.texts.append(Text(x, base, style.SEAL_NOTE_SIZE, runs, style.GREY))

    def foot(self, document: Document, number: int, pages: int) -> None:
        self._page.rules.append(Rule(style.LEFT, style.FOOT_RULE, style.RIGHT, style.FOOT_RULE, 0.4))
        lines, body = foot_lines(document, pages), self._fonts.body
        pitch = min(style.FOOT_PITCH, style.FOOT_HEIGHT / len(lines))
        size = style.FOOT_SIZE * pitch / style.FOOT_PITCH
        for place, text in enumerate(lines):
            base = style.FOOT_TOP + style.ASCENT * size + place * pitch
            self._page.texts.append(Text(style.FOOT_TEXT_LEFT, base, size, self._runs(text, body)))
        label = f"— {number} —"
        size = style.PAGE_NUMBER_SIZE
        x = style.RIGHT - size - width(label) / 2 * size
        base = style.PAGE_NUMBER_TOP + style.ASCENT * size
        self._page.texts.append(Text(x, base, size, self._runs(label, body)))

    def watermark(self, text: str) -> None:
        if not text:
            return
        size = style.WATERMARK_SIZE
        runs = self._runs(text, self._fonts.heading)
        centre = (style.PAGE_WIDTH / 2, style.PAGE_HEIGHT * 0.55)
        x, base = _turned(centre, width(text) / 2 * size, (style.ASCENT - 0.5) * size)
        self._page.texts.append(Text(x, base, size, runs, style.PALE, angle=style.WATERMARK_ANGLE))

    def _centre(self, text: str, top: float, size: float, chain: Chain, colour: style.Colour = style.BLACK) -> None:
        heavier = chain is self._fonts.title and not chain.styled
        stroke = style.TITLE_WEIGHT * size if heavier else 0.0
        x = style.LEFT + (style.GRID_WIDTH - width(text) / 2 * size) / 2
        base = top + style.ASCENT * size
        runs = self._runs(text, chain)
        self._page.texts.append(Text(x, base, size, runs, colour, stroke=stroke))

    def _runs(self, text: str, chain: Chain) -> tuple[tuple[Face, str], ...]:
        return tuple(_group(text, chain.assign(text, self._names)))


def dated(document: Document) -> str:
    """The date as it is printed: 2026年3月2日, no zeros in front."""
    day = document.date
    return f"{day.year}年{day.month}月{day.day}日"


def foot_lines(document: Document, pages: int) -> list[str]:
    """The small print: whom to ask, which case, what to compare."""
    foot = document.footer
    wanted = (
        f"联系人：{foot.contact}　电话：{foot.phone}",
        f"地址：{foot.address}",
        f"案号：{foot.case_number}　本文书共{pages}页",
        f"内容校验：{document.content_sha256()[:16]}　流水校验：{foot.head}",
    )
    return [line.text for text in wanted for line in break_lines(text, style.FOOT_TEXT_HALVES)]


def _table_rules(row: Row, line: int) -> Iterable[Rule]:
    top, bottom = style.band_top(line), style.band_top(line + 1)
    for at in row.columns:
        x = style.LEFT + at * style.HALF
        yield Rule(x, top, x, bottom, style.TABLE_RULE)
    if row.rule_above:
        yield Rule(style.LEFT, top, style.RIGHT, top, style.TABLE_RULE)
    if row.rule_below:
        yield Rule(style.LEFT, bottom, style.RIGHT, bottom, style.TABLE_RULE)


def _turned(centre: tuple[float, float], length: float, drop: float) -> tuple[float, float]:
    """Where a turned line of `length` starts so that its middle lies on `centre`."""
    from math import cos, radians, sin

    angle = radians(style.WATERMARK_ANGLE)
    x = centre[0] - length / 2 * cos(angle) + drop * sin(angle)
    y = centre[1] + length / 2 * sin(angle) + drop * cos(angle)
    return x, y


def _group(text: str, faces: Sequence[Face]) -> Iterator[tuple[Face, str]]:
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or faces[place] is not faces[start]:
            yield faces[start], text[start:place]
            start = place
