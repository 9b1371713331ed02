"""The evidence bundle of a case: its hashes are the store's, its purpose is logged, nothing that was altered leaves."""

import hashlib
import io
import json
import zipfile

import pypdfium2
import pytest

from models.casework import closing, intake
from models.casework.bundles import case_bundle
from models.casework.case_notes import add_note
from models.casework.case_scans import paper_scan
from models.casework.reveals import log_reveal
from models.casework.timelines import case_timeline
from models.desk_day import Pin
from models.errors import InputError, NotPermitted
from models.store.access_records import Access, AccessEntry
from models.store.verify import verify
from models.timeline import Kind
from reports.bundle.archive import MANIFEST, SUMS, bundle_zip
from reports.bundle.pdf import bundle_pdf
from reports.bundle.sections import sections
from tests.builders.desk import Bureau
from tests.builders.headless import PNG

PURPOSE = "行政复议答复（测试）"


def entries(bureau: Bureau) -> tuple[AccessEntry, ...]:
    with bureau["audit"].store.reading() as rows:
        return rows.accesses()


def served_case(bureau: Bureau) -> str:
    case = bureau.open()
    intake.see_paper(bureau["intake"], case.number, "居民身份证", PNG, "image/png")
    intake.see_paper(bureau["intake"], case.number, "职业技能等级证书")
    intake.record_register_check(bureau["intake"], case.number, "查无已享受记录", ())
    from models.casework import deciding
    from reports.issue import render

    intake.accept(bureau["intake"], case.number, render)
    add_note(bureau["review"], case.number, "证书照片不清楚，请核对原件", Pin.PAPER, "居民身份证", waits=True)
    deciding.review(bureau["review"], case.number)
    bureau.decide(case.number)
    closing.serve(bureau["intake"], case.number, "直接送达", bureau.moment.date())
    return case.number


def test_given_a_served_case_when_its_bundle_is_made_then_every_hash_is_the_one_the_store_keeps(
    bureau: Bureau,
) -> None:
    number = served_case(bureau)
    bundle = case_bundle(bureau["review"], number, PURPOSE)
    pdf = bundle_pdf(bundle)
    with zipfile.ZipFile(io.BytesIO(bundle_zip(bundle, pdf))) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(files[MANIFEST])
    told = {one["path"]: one for one in manifest["files"]}
    with bureau["review"].look("case.read") as work:
        case = work.rows.case_numbered(number)
        kept = {letter.sha256 for letter in work.rows.letters(case.id)}
        kept |= {
            work.rows.attachment(paper.attachment_id).sha256
            for paper in work.rows.papers(case.id)
            if paper.attachment_id is not None
        }
    originals = {one["stored_sha256"] for one in told.values() if one["stored_sha256"]}
    assert originals == kept
    for path, one in told.items():
        assert hashlib.sha256(files[path]).hexdigest() == one["sha256"]
        assert one["stored_sha256"] in {None, one["sha256"]}
    sums = dict(reversed(line.split("  ", 1)) for line in files[SUMS].decode().splitlines())  # type: ignore[misc]
    assert sums == {name: hashlib.sha256(files[name]).hexdigest() for name in files if name != SUMS}


def test_what_the_register_showed_is_told_in_words(bureau: Bureau) -> None:
    case = bureau.open()
    award = {"programme": "skill_upgrade", "on": "2023-02-01", "occupation": "电工", "level": 5}
    intake.record_register_check(bureau["intake"], case.number, "查到1条", (award,))
    told = {section.title: section.rows for section in sections(case_bundle(bureau["review"], case.number, PURPOSE))}
    assert ("查到的记录", "2023年2月1日申请的技能提升补贴（电工，五级/初级工）") in told["已享受记录查询"]


def test_the_pdf_counts_its_pages_through_and_lists_each_original_with_its_page(bureau: Bureau) -> None:
    number = served_case(bureau)
    bundle = case_bundle(bureau["review"], number, PURPOSE)
    with pypdfium2.PdfDocument(bundle_pdf(bundle)) as document:
        texts = [page.get_textpage().get_text_range() for page in document]
    for place, text in enumerate(texts, 1):
        assert f"第{place}页，共{len(texts)}页" in text.replace(" ", "")
    contents = "".join(texts[:2]).replace("\r\n", "")
    for letter in bundle.letters:
        assert letter.letter.sha256[:20] in contents
    whole = "".join(texts).replace("\r\n", "")
    for words in ("逐项条件", "送达记录", "备注和电话记录", "办理经过", "请核对原件", PURPOSE):
        assert words in whole


def test_an_export_needs_its_purpose_and_stands_in_the_access_log_with_it(bureau: Bureau) -> None:
    number = served_case(bureau)
    with pytest.raises(InputError) as caught:
        case_bundle(bureau["review"], number, "  ")
    assert caught.value.field == "purpose"
    with pytest.raises(NotPermitted):
        case_bundle(bureau["finance"], number, PURPOSE)
    case_bundle(bureau["review"], number, PURPOSE)
    (entry,) = entries(bureau)
    assert entry.act is Access.EXPORT
    assert entry.what == f"卷宗 {number}：{PURPOSE}"
    assert entry.account_id == bureau["review"].account.id


def test_a_look_at_a_scanned_paper_is_logged_with_its_case_and_leaves_the_chain_alone(bureau: Bureau) -> None:
    number = served_case(bureau)
    with bureau["review"].store.reading() as rows:
        head, case = rows.head(), rows.case_numbered(number)
        stored = next(paper.attachment_id for paper in rows.papers(case.id) if paper.attachment_id is not None)
    other = bureau.open(person=bureau.person(2))
    for refused in (other.number, "2025-99999"):
        with pytest.raises(InputError):
            paper_scan(bureau["review"], refused, stored)
    with pytest.raises(NotPermitted):
        paper_scan(bureau["system"], number, stored)
    assert entries(bureau) == ()

    assert paper_scan(bureau["review"], number, stored) == (PNG, "image/png")
    (entry,) = entries(bureau)
    assert (entry.act, entry.account_id, entry.person_id, entry.what) == (
        Access.REVEAL, bureau["review"].account.id, case.person_id, f"扫描件 {number}：居民身份证",
    )  # fmt: skip
    with bureau["review"].store.reading() as rows:
        assert [one.act for one in rows.entries() if one.seq > head[0]] == ["person.register", "case.open"]
    assert verify(bureau["review"].store) == ()


def test_a_look_at_a_paper_stands_on_the_timeline_and_in_the_bundle_of_its_own_case_alone(bureau: Bureau) -> None:
    number = served_case(bureau)
    with bureau["review"].store.reading() as rows:
        case = rows.case_numbered(number)
        stored = next(paper.attachment_id for paper in rows.papers(case.id) if paper.attachment_id is not None)
        person = rows.person(case.person_id)
    other = bureau.open(person=person)
    paper_scan(bureau["review"], number, stored)
    log_reveal(bureau["intake"], case.person_id, "phone")

    def looks(of: str) -> list[tuple[str, str, str]]:
        seen = [event for event in case_timeline(bureau["intake"], of) if event.kind is Kind.ACCESS]
        return [(event.what, event.who, event.detail) for event in seen]

    assert looks(number) == [("查看扫描件", "review", "居民身份证"), ("查看遮盖内容", "intake", "电话")]
    assert looks(other.number) == [("查看遮盖内容", "intake", "电话")]
    with pypdfium2.PdfDocument(bundle_pdf(case_bundle(bureau["review"], number, PURPOSE))) as document:
        whole = "".join(page.get_textpage().get_text_range() for page in document)
    assert "查看扫描件" in whole.replace("\r\n", "")
