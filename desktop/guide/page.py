"""The guide as HTML: for a browser, for the printed PDF and for the window, which all understand this plain subset."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from desktop.guide.chapters import Block, Chapter, Kind

TITLE = "培训补贴经办台 使用手册"
Picture = Callable[[str], str]

SCREEN_STYLE = """
body{max-width:880px;margin:0 auto;padding:24px;font-family:"Noto Sans SC","Microsoft YaHei","PingFang SC",sans-serif;
  font-size:16px;line-height:1.75;color:#1A2330;background:#FFFFFF}
h1{font-size:30px;margin:8px 0 4px}h2{font-size:24px;margin:56px 0 8px;padding-top:12px;border-top:1px solid #E1E5EA}
h3{font-size:18px;margin:24px 0 4px}a{color:#1D4F91}li{margin:4px 0}
.key{font-size:13px;background:#F0F2F5;border:1px solid #C9D0D8;border-radius:4px;padding:1px 6px;white-space:nowrap}
img{max-width:100%;border:1px solid #D3D9E0;border-radius:6px}
.under{color:#4A5563;font-size:14px;margin:4px 0 24px;text-align:center}.contents{columns:2}
@media print{h2{page-break-before:always}}
"""
# What Qt's rich text understands; the body text has 10.5 pt, as in the letters.
PAPER_STYLE = """
body{font-family:"Noto Sans SC";font-size:10.5pt;color:#1A2330}
h1{font-size:24pt}h2{font-size:17pt;margin-top:36px}h3{font-size:12.5pt}
.key{background-color:#ECEFF3;font-weight:600}.under{color:#4A5563;font-size:9pt}
"""


def whole_page(chapters: Sequence[Chapter], picture: Picture, style: str) -> str:
    """All chapters with a table of contents; `picture(scene)` is the `<img …>` of a scene, "" for none."""
    listed = "".join(f'<li><a href="#{one.name}">{escape(one.title)}</a></li>' for one in chapters)
    body = "".join(chapter_html(one, picture) for one in chapters)
    head = f'<meta charset="utf-8"><title>{TITLE}</title><style>{style}</style>'
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body><h1>{TITLE}</h1>'
        f'<p class="under">图中的人和案件全是虚构的。</p><ol class="contents">{listed}</ol>{body}</body></html>'
    )


def chapter_html(chapter: Chapter, picture: Picture) -> str:
    """One chapter."""
    parts = [f'<h2 id="{chapter.name}"><a name="{chapter.name}"></a>{escape(chapter.title)}</h2>']
    for kind, blocks in groupby(chapter.blocks, key=lambda block: block.kind):
        inner = [_block(block, picture) for block in blocks]
        parts.append(f"<ul>{''.join(inner)}</ul>" if kind is Kind.ITEM else "".join(inner))
    return "".join(parts)


def _block(block: Block, picture: Picture) -> str:
    if block.kind is Kind.PICTURE:
        image = picture(block.scene)
        return (
            f'<p class="picture" align="center">{image}</p><p class="under" align="center">{escape(block.text)}</p>'
            if image
            else ""
        )
    tag = {Kind.PART: "h3", Kind.ITEM: "li"}.get(block.kind, "p")
    return f"<{tag}>{inline(block.text)}</{tag}>"


def inline(text: str) -> str:
    """A line with its keys marked."""
    return re.sub(r"`([^`]+)`", r'<span class="key">&nbsp;\1&nbsp;</span>', escape(text))
