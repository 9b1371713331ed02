"""The printed month, read back as text, as a picture's code, and as positions on the page."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import pytest

from models.month import MonthContent
from reports import page_style as style
from reports.layout import Page, Text
from reports.month.issue import write
from reports.month.page_flow import BOTTOM, LEFT, NOT_PRINTABLE, RIGHT
from reports.month.summary_pdf import qr_payload, summary_pages, summary_pdf
from reports.month.totals import summarise
from reports.typesetting import width
from tests.builders.months import HEAD, make_accepted, make_busy_month, make_content, make_decided, make_refused

EDGE = 0.5  # points of tolerance


def _pdf(content: MonthContent) -> bytes:
    return summary_pdf(content, summarise(content))


def _pages(content: MonthContent) -> list[Page]:
    return summary_pages(content, summarise(content))


def _read(content: MonthContent) -> list[str]:
    document = pypdfium2.PdfDocument(_pdf(content))
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return texts


def _many_streets(content: MonthContent, count: int) -> MonthContent:
    streets = tuple(f"练习第{number}街道" for number in range(count))
    rows = tuple(replace(row, street=streets[place % count]) for place, row in enumerate(content.decided))
    return replace(content, decided=rows, streets=streets)


def _end(text: Text) -> float:
    return text.x + width(text.string) / 2 * text.size


def test_every_figure_of_the_month_is_printed() -> None:
    rows = (make_decided(1, amount_fen=150_001), make_decided(2, amount_fen=234_567_89), make_refused(3))
    text = "\n".join(_read(make_content(rows, (make_accepted(9),), decided_late=1)))
    for figure in (
        "236,067.90",
        "贰拾叁万陆仟零陆拾柒元玖角",
        "66.6%",
        "期初在办 3 ＋ 收件 1 ＝ 办结 3 ＋ 撤回等 0 ＋ 期末在办 1",
    ):
        assert figure in text
    assert "不符" not in text


def test_each_page_bears_the_whole_journal_head_and_its_number() -> None:
    texts = _read(_many_streets(make_busy_month(100), 43))
    assert len(texts) == 3
    for number, text in enumerate(texts, 1):
        assert HEAD in text
        assert f"第 {number} 页，共 3 页" in text
        assert "2026年8月" in text


def test_the_places_for_signature_stand_on_the_last_page() -> None:
    texts = _read(_many_streets(make_busy_month(100), 43))
    for role in ("制表", "复核", "负责人", "日期"):
        assert f"{role}：" in texts[-1]


def test_the_rows_of_all_streets_are_printed_once_and_the_head_on_each_page() -> None:
    texts = _read(_many_streets(make_busy_month(100), 43))
    whole = "\n".join(texts)
    assert all(whole.count(f"练习第{number}街道") == 1 for number in range(43))
    assert all("街道（乡镇）" in text.splitlines()[0] for text in texts[1:])


def test_a_total_never_stands_alone_on_a_page() -> None:
    for count in range(1, 48):
        for page in _pages(_many_streets(make_busy_month(3), count)):
            words = [text.string for text in page.texts]
            assert "合计" not in words[:12]


@pytest.mark.parametrize(
    ("edition", "practice", "marks"),
    [(0, True, ["练习", "草稿"]), (0, False, ["草稿"]), (2, True, ["练习"]), (2, False, [])],
)
def test_a_draft_and_a_practice_office_are_marked_across_every_page(
    edition: int, practice: bool, marks: list[str]
) -> None:
    for page in _pages(_many_streets(make_busy_month(50, edition=edition, practice=practice), 43)):
        assert [text.string for text in page.texts if text.angle] == marks
        assert all(text.colour == style.PALE for text in page.texts if text.angle)


def test_everything_stands_within_the_margins_and_above_the_foot() -> None:
    content = _many_streets(make_busy_month(50, office_name="北京市石景山区人力资源和社会保障局"), 43)
    for page in _pages(content):
        for text in page.texts:
            if not text.angle:
                assert text.x >= LEFT - EDGE
                assert _end(text) <= RIGHT + EDGE, text.string
                assert text.baseline < BOTTOM + EDGE or text.baseline > style.FOOT_RULE


def test_no_two_texts_of_a_line_overlap() -> None:
    wide = tuple(
        make_decided(number, amount_fen=99_999_999_99, programme_name="疏解企业高技能人才配偶、子女免费职业指导和培训")
        for number in range(1, 4)
    )
    for content in (make_busy_month(80), make_content(wide)):
        for page in _pages(content):
            _assert_no_overlap([text for text in page.texts if not text.angle])


def _assert_no_overlap(texts: list[Text]) -> None:
    for left in texts:
        for right in texts:
            if left is not right and left.x <= right.x and abs(left.baseline - right.baseline) < 4:
                assert _end(left) <= right.x + EDGE, (left.string, right.string)


def test_the_figures_of_a_month_stay_apart_with_many_enterprises() -> None:
    rows = [make_decided(1, amount_fen=99_999_999_999)]
    rows += [
        replace(make_decided(2 + place), id_number=f"9111{place:014d}", of_enterprise=True) for place in range(1200)
    ]
    first = _pages(make_content(tuple(rows), ()))[0]
    label = next(text for text in first.texts if text.string == "办结人数（人，另 1,200 户）")
    after = next(text for text in first.texts if text.string == "发放金额（元）" and text.x > label.x)
    assert after.baseline == label.baseline
    assert _end(label) + label.size / 2 <= after.x


def test_the_code_holds_month_edition_figures_and_journal_head() -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    content = make_busy_month(30, edition=2)
    document = pypdfium2.PdfDocument(_pdf(content))
    picture = document[0].render(scale=3).to_pil().convert("RGB")
    document.close()
    (code,) = zxingcpp.read_barcodes(picture)
    total = content.totals
    figures = f"30 {total.granted} {total.refused} {total.persons} {total.amount_fen}"
    assert code.text == qr_payload(content) == f"2026-08 v2\n{figures}\n{HEAD}"


def test_a_rare_character_copies_out_right() -> None:
    assert "𬭎村街道" in "".join(_read(make_content((make_decided(1, street="𬭎村街道"),))))


def test_a_character_no_font_has_is_marked_and_said_so() -> None:
    text = "\n".join(_read(make_content((make_decided(1, street="甲\ud800\x07乙街道"),))))
    assert f"甲{NOT_PRINTABLE}{NOT_PRINTABLE}乙街道" in text
    assert "以工作簿为准" in text


def test_a_contradiction_is_shown_in_a_draft() -> None:
    assert "不符" in "\n".join(_read(make_busy_month(10, edition=0, open_after=0)))


def test_identical_content_gives_identical_bytes() -> None:
    content = make_busy_month(30)
    assert _pdf(content) == _pdf(replace(content, decided=content.decided[::-1]))


def test_an_empty_month_is_one_page_of_zeros() -> None:
    (text,) = _read(make_content())
    assert "人民币零元整" in text


def test_no_applicant_is_named_in_the_printed_summary() -> None:
    content = make_content((make_decided(1, person_name="某某某"),), (make_accepted(1, person_name="某某某"),))
    text = "".join(_read(content))
    row = content.decided[0]
    assert not any(value in text for value in ("某某某", row.id_number, row.bank_card, row.case_number))


def test_the_printed_summary_is_the_last_file_of_an_edition() -> None:
    last = write(make_busy_month(5))[-1]
    assert last.name == "2026-08-v1-summary.pdf"
    assert last.content.startswith(b"%PDF-")
