"""One letter of ours against the same letter by typst, interleaved in one run; prints medians and their ratio.

Both start from the same order, compose the same document, encode the same QR code, set it in the same typefaces on
the same grid and return the bytes of a PDF with its fonts embedded. Typst keeps its compiler and fonts between
letters, as we keep our glyphs; its PDF tags, which we do not write, are switched off.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import pylopdf_fonts_zh_cn
import typst

from models.letter import LetterKind, LetterOrder
from reports.document import Document, Heading, Table
from reports.issue import compose, render
from reports.layout import dated, foot_lines
from reports.qr import encode
from tests.builders.letters import NUMBER, make_order, named, refused_assessment

ROUNDS = 60
NAMES = ("王某", "练习甲", "欧阳𬭎", "阿卜杜拉·买买提·吐尔逊江")

TEMPLATE = """#let d = json(bytes(sys.inputs.letter))
#set text(font: "Noto Serif SC", size: 15.75pt, lang: "zh")
#set par(leading: 13.87pt, spacing: 13.87pt, first-line-indent: (amount: 2em, all: true), justify: true)
#let foot = grid(columns: (20mm, 1fr, auto), column-gutter: 4mm,
  image(bytes(d.qr), format: "svg", width: 20mm),
  text(9pt, d.foot.join(linebreak())),
  text(14pt, context [— #counter(page).display() —]))
#set page(paper: "a4", margin: (top: 37mm, left: 28mm, right: 26mm, bottom: 35mm), footer: foot)
#align(center, text(27pt, fill: red, d.issuer))
#align(center, d.number)
#line(length: 100%, stroke: 1.4pt + red)
#align(center, text(22pt, d.title))
#par(first-line-indent: 0em, d.addressee + "：")
#for b in d.blocks {
  if b.at(0) == "table" { table(columns: (auto, 1fr), ..b.at(1).flatten()) }
  else if b.at(0) == "heading" { par(text(font: "Noto Sans SC", b.at(1))) }
  else { par(b.at(1)) }
}
#align(right, d.signature)
#align(right, d.date)
"""


def typst_letter(compiler: typst.Compiler, order: LetterOrder) -> bytes:
    """The order as a PDF by typst."""
    document = compose(order, NUMBER)
    letter = {
        "issuer": document.issuer,
        "number": document.number,
        "title": document.title,
        "addressee": document.addressee,
        "blocks": [_block(block) for block in document.blocks],
        "signature": document.signature,
        "date": dated(document),
        "foot": foot_lines(document, 2),
        "qr": _svg(document),
    }
    made = compiler.compile(sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)}, format="pdf", pdf_tags=False)
    assert isinstance(made, bytes)
    return made


def _block(block: object) -> list[object]:
    if isinstance(block, Table):
        return ["table", block.rows]
    return ["heading" if isinstance(block, Heading) else "text", getattr(block, "text", "")]


def _svg(document: Document) -> str:
    code = encode(document.qr_payload())
    path = "".join(f"M{x} {y}h{length}v1h-{length}z" for x, y, length in code.runs)
    size = f"0 0 {code.side} {code.side}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{size}"><path d="{path}"/></svg>'


def orders(kind: LetterKind) -> list[LetterOrder]:
    changes = {"assessment": refused_assessment(6, 3)} if kind is LetterKind.REFUSAL else {}
    return [make_order(kind, person=named(NAMES[n % 4] + str(n)), **changes) for n in range(ROUNDS)]


def timed(make: Callable[[LetterOrder], bytes], order: LetterOrder) -> tuple[float, int]:
    start = time.perf_counter()
    data = make(order)
    return (time.perf_counter() - start) * 1e3, len(data)


def main() -> None:
    fonts = str(Path(pylopdf_fonts_zh_cn.__file__).parent)
    with tempfile.TemporaryDirectory() as folder:
        template = Path(folder) / "letter.typ"
        template.write_text(TEMPLATE, "utf-8")
        start = time.perf_counter()
        compiler = typst.Compiler(str(template), font_paths=[fonts], ignore_system_fonts=True)
        typst_letter(compiler, make_order())
        typst_first = (time.perf_counter() - start) * 1e3
        ours_first = timed(lambda order: render(order, NUMBER).content, make_order())[0]
        print(f"first letter          ours {ours_first:7.2f} ms   typst {typst_first:7.2f} ms")
        for kind in LetterKind:
            ours, theirs = [], []
            for order in orders(kind):
                ours.append(timed(lambda item: render(item, NUMBER).content, order))
                theirs.append(timed(lambda item: typst_letter(compiler, item), order))
            report(kind.value, ours, theirs)


def report(kind: str, ours: list[tuple[float, int]], theirs: list[tuple[float, int]]) -> None:
    mine, other = (statistics.median(time for time, _size in row) for row in (ours, theirs))
    sizes = [statistics.median(size for _time, size in row) / 1024 for row in (ours, theirs)]
    figures = f"ours {mine:6.2f} ms {sizes[0]:4.0f} kB   typst {other:6.2f} ms {sizes[1]:4.0f} kB"
    print(f"{kind:10s} letter     {figures}   ratio {mine / other:.2f}")


if __name__ == "__main__":
    main()
