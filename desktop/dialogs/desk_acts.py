"""The short forms of the working day: a note, its answer, the sentence for a call, take over, give the bundle out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.saving import write_file
from desktop.widgets.field import Field
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.pdf_images import PDFIUM
from desktop.widgets.segments import Option
from models.casework.case_days import CaseDay
from models.casework.changes import Changes, Done
from models.casework.unit_of_work import Desk
from models.desk_day import PIN_NAMES, Note, Pin
from models.errors import InputError

Answer = Callable[[Any], object]
_YES, _NO = "要", "不用"


def tr(text: str) -> str:
    """A text of these dialogs."""
    return QCoreApplication.translate("DeskActs", text)


def note_dialog(host: Host, day: CaseDay, pin: Pin, pinned_to: str, done: Answer) -> ActDialog:
    """备注: on the case, of a call, or pinned to the chosen criterion or paper."""
    targets = _targets(day)
    where = ChoiceField(tr("记在哪里"), [Option(text) for text in targets])
    where.set_text(next((text for text, target in targets.items() if target == (pin, pinned_to)), next(iter(targets))))
    body = TextField(tr("内容"), hint=tr("只在本案内看得到"), placeholder=tr("例如：申请人来电，问何时拨付"))
    waits = ChoiceField(tr("要同事答复吗"), [Option(_NO, "1"), Option(_YES, "2")])
    waits.set_text(_NO)
    number = day.number

    def command() -> Command:
        from models.casework.case_notes import add_note

        chosen, words, asks = targets.get(where.text()), body.text(), waits.text() == _YES
        if chosen is None:
            raise InputError(tr("请从名单里选一项。"), "pinned_to")
        return lambda desk: add_note(desk, number, words, *chosen, waits=asks)

    fields: dict[str, Field] = {"pinned_to": where, "body": body, "waits": waits}
    return ActDialog(host, tr("备注"), fields, word=tr("记下"), command=command, done=done, subtitle=number)


def _targets(day: CaseDay) -> dict[str, tuple[Pin, str]]:
    found = {PIN_NAMES[pin]: (pin, "") for pin in (Pin.CASE, Pin.CALL)}
    found |= {tr("材料：{name}").format(name=name): (Pin.PAPER, name) for name in day.papers}
    return found | {
        tr("条件：{words}").format(words=words): (Pin.CRITERION, name) for name, words in day.criteria.items()
    }


def settle_dialog(host: Host, day: CaseDay, note: Note, done: Answer) -> ActDialog:
    """答复: what came of a note that waits."""
    answer = TextField(tr("怎样处理的"), placeholder=tr("例如：已核对原件，无误"))
    who = day.names.get(note.written_by, "")

    def command() -> Command:
        from models.casework.case_notes import settle_note

        words = answer.text()
        return lambda desk: settle_note(desk, note.id, words)

    about = tr("{who}：{body}").format(who=who, body=note.body)
    fields: dict[str, Field] = {"answer": answer}
    word, title = tr("记为已处理"), tr("答复备注")
    return ActDialog(host, title, fields, word=word, command=command, done=done, subtitle=day.number, about=about)


def call_dialog(host: Host, day: CaseDay, done: Answer) -> ActDialog:
    """电话答复: the sentence to say, copied already, and what was said."""
    clipboard = QGuiApplication.clipboard()
    if clipboard is not None:
        clipboard.setText(day.status)
    body = TextField(tr("通话记录"), hint=tr("记下才进案卷"), placeholder=tr("例如：申请人本人来电问进度，已答复"))
    number = day.number

    def command() -> Command:
        from models.casework.case_notes import add_note

        words = body.text()
        return lambda desk: add_note(desk, number, words, Pin.CALL)

    about = tr("可以这样答复（已复制，不含个人信息）：\n{words}").format(words=day.status)
    fields: dict[str, Field] = {"body": body}
    return ActDialog(
        host, tr("电话答复"), fields, word=tr("记下通话"), command=command, done=done, subtitle=number, about=about
    )


def take_over_dialog(host: Host, day: CaseDay, done: Answer) -> ActDialog:
    """接办: take the case over from the colleague in charge."""
    reason = TextField(tr("接办原因"), hint=tr("写入案卷"), placeholder=tr("例如：原经办人休假"))
    number = day.number

    def command() -> Command:
        from models.casework.passing_on import take_over

        words = reason.text()
        return lambda desk: take_over(desk, number, words)

    about = tr("现在由“{who}”承办。接办以后由您负责，您不能再复核或签发这件案件。").format(who=day.clerk)
    fields: dict[str, Field] = {"reason": reason}
    return ActDialog(
        host, tr("接办案件"), fields, word=tr("接办"), command=command, done=done, subtitle=number, about=about
    )


def bundle_dialog(host: Host, day: CaseDay, choose: Callable[[], Path | None], done: Answer) -> ActDialog:
    """导出卷宗: what for, then where to; `choose` asks for the folder."""
    purpose = TextField(
        tr("用途"), hint=tr("记入查看登记"), placeholder=tr("例如：行政复议答复，京西政复〔2026〕12号"), rows=2
    )
    number = day.number

    def command() -> Command:
        words = purpose.text()
        if not words.strip():
            raise InputError(tr("请写明导出卷宗的用途，例如：行政复议答复。"), "purpose")
        folder = choose()
        if folder is None:
            raise InputError(tr("没有选文件夹，没有导出。"), "folder")
        return lambda desk: export_bundle(desk, number, words, folder)

    about = tr(
        "一份 PDF 和一份压缩包，含申请事实、材料、审核依据、文书、办理经过和原件校验值。内有个人信息，请妥善保管。"
    )
    fields: dict[str, Field] = {"purpose": purpose}
    return ActDialog(
        host,
        tr("导出卷宗"),
        fields,
        word=tr("选文件夹并导出"),
        command=command,
        done=done,
        subtitle=number,
        about=about,
    )


def export_bundle(desk: Desk, number: str, purpose: str, folder: Path) -> Done[Path]:
    """Write both files of a case's bundle, readable by their owner only; the PDF's place."""
    from models.casework.bundles import case_bundle
    from reports.bundle.archive import bundle_name, bundle_zip
    from reports.bundle.pdf import bundle_pdf

    bundle = case_bundle(desk, number, purpose)
    with PDFIUM:
        pdf = bundle_pdf(bundle)
    place = folder / f"{bundle_name(bundle)}.pdf"
    write_file(place, pdf)
    write_file(place.with_suffix(".zip"), bundle_zip(bundle, pdf))
    return Done(place, Changes.case(bundle.case.id))
