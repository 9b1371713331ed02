"""The short forms of the payments page: make, confirm and give up a list, check an account, declare a bank's layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication

from desktop.dialogs.act_dialog import ActDialog, Command
from desktop.page import Host
from desktop.widgets.fields import ChoiceField, LineField, TextField
from desktop.widgets.segments import Option
from models.bank_template import ANSWERS, ENCODINGS, FIELDS, FORMATS, BankTemplate
from models.casework.payment_views import RunView
from models.errors import InputError
from models.money import format_yuan

Done = Callable[[Any], object]


def tr(text: str) -> str:
    """Window text of these dialogs."""
    return QCoreApplication.translate("payment_acts", text)


def make_dialog(host: Host, numbers: Sequence[str], total_fen: int, templates: Sequence[str], done: Done) -> ActDialog:
    """编制清单: of the chosen cases, in a bank's layout."""
    template = ChoiceField(tr("银行模板"), [Option(name) for name in templates])
    template.set_text(templates[0])

    def command() -> Command:
        from models.casework.payments import make_run

        chosen = template.text()
        return lambda desk: make_run(desk, numbers, chosen)

    about = tr("{n} 件，合计 {sum}。编制后取清单号，由另一人确认，才能导出给银行。")
    return ActDialog(
        host,
        tr("编制付款清单"),
        {"template": template},
        word=tr("编制"),
        command=command,
        done=done,
        about=about.format(n=len(numbers), sum=format_yuan(total_fen)),
    )


def confirm_dialog(host: Host, view: RunView, done: Done) -> ActDialog:
    """确认清单: the second person, who has the lines before them."""

    def command() -> Command:
        from models.casework.payments import confirm_run
        from reports.payment_file import payment_files

        number = view.run.number
        return lambda desk: confirm_run(desk, number, payment_files)

    about = tr("{n} 笔，合计 {sum}，{who} 编制。确认即固定给银行的文件，以后每次导出都是同样的内容。")
    who = view.names.get(view.run.made_by, "")
    return ActDialog(
        host,
        tr("确认付款清单"),
        {},
        word=tr("确认"),
        command=command,
        done=done,
        subtitle=view.run.number,
        about=about.format(n=view.run.lines, sum=format_yuan(view.run.total_fen), who=who),
    )


def cancel_dialog(host: Host, view: RunView, done: Done) -> ActDialog:
    """撤销清单: before the bank has it; the number stays."""
    reason = TextField(tr("撤销原因"), hint=tr("记入清单"))

    def command() -> Command:
        from models.casework.payments import cancel_run

        number, words = view.run.number, reason.text()
        return lambda desk: cancel_run(desk, number, words)

    return ActDialog(
        host,
        tr("撤销付款清单"),
        {"reason": reason},
        word=tr("撤销清单"),
        command=command,
        done=done,
        subtitle=view.run.number,
        about=tr("清单里的案件回到待列入；清单号保留，不再使用。"),
        danger=True,
    )


def account_dialog(host: Host, number: str, words: str, done: Done) -> ActDialog:
    """账户核对无误: the bank rejected it, and it stands all the same."""
    note = TextField(tr("怎样核对的"), placeholder=tr("例如：电话与开户行核实，账户已恢复"))

    def command() -> Command:
        from models.casework.payments import confirm_account

        told = note.text()
        return lambda desk: confirm_account(desk, number, told)

    return ActDialog(
        host,
        tr("账户核对无误"),
        {"note": note},
        word=tr("记为核对无误"),
        command=command,
        done=done,
        subtitle=number,
        about=tr(
            "银行退票的原因：{words}。账户有错的，个人的在受理页更正，企业的在案件页“更正企业账户”，不要用这一步。"
        ).format(words=words),
    )


def template_dialog(host: Host, template: BankTemplate, done: Done) -> ActDialog:
    """银行模板: a bank's layout, declared; the same name replaces it for later lists."""
    fields = {
        "name": LineField(tr("模板名"), hint=tr("同名则替换")),
        "format": ChoiceField(tr("文件格式"), [Option(key) for key in FORMATS]),
        "separator": LineField(tr("分隔符"), hint=tr("一个字符，xlsx 不用")),
        "encoding": ChoiceField(tr("编码"), [Option(key) for key in ENCODINGS]),
        "rows_per_file": LineField(tr("每个文件笔数"), hint=tr("0 为不限")),
        "file_name": LineField(tr("文件名"), hint="{run} {date} {part}"),
        "columns": LineField(tr("栏目"), hint=tr("栏名:内容，用空格分开")),
        "first_line": LineField(tr("首行"), hint=tr("可留空；{count} 笔数，{total} 总金额")),
        "answer": LineField(tr("回单栏名"), hint=tr("依次：流水号 结果 日期 金额 原因")),
        "paid": LineField(tr("成功的用语"), hint=tr("用空格分开")),
        "rejected": LineField(tr("失败的用语"), hint=tr("用空格分开")),
    }
    shown = {
        "name": template.name,
        "format": template.format,
        "columns": " ".join(f"{title}:{field}" for title, field in template.columns),
        "separator": template.separator,
        "encoding": template.encoding,
        "first_line": " ".join(template.first_line),
        "rows_per_file": str(template.rows_per_file),
        "file_name": template.file_name,
        "answer": " ".join(template.answer_columns[key] for key in ANSWERS),
        "paid": " ".join(template.paid_words),
        "rejected": " ".join(template.rejected_words),
    }
    for key, text in shown.items():
        fields[key].set_text(text)

    def command() -> Command:
        from models.casework.payments import save_template

        made = _template({key: field.text() for key, field in fields.items()}, template)
        return lambda desk: save_template(desk, made)

    names = "、".join(f"{key} {word}" for key, word in FIELDS.items())
    return ActDialog(
        host,
        tr("银行模板"),
        fields,
        word=tr("保存模板"),
        command=command,
        done=done,
        about=tr("栏目的内容：{names}；固定文字写 =文字。").format(names=names),
        columns=2,
        wide=("columns", "first_line", "answer"),
    )


def _template(typed: dict[str, str], before: BankTemplate) -> BankTemplate:
    pairs = [pair.replace("：", ":").partition(":") for pair in typed["columns"].split()]
    if not all(title and field for title, _, field in pairs):
        raise InputError(tr("每一栏写成 栏名:内容，例如 户名:payee。"), "columns")
    answer = typed["answer"].split()
    if len(answer) != len(ANSWERS):
        raise InputError(tr("请依次写五个栏名：流水号、结果、日期、金额、原因。"), "answer")
    rows = typed["rows_per_file"].strip() or "0"
    if not rows.isascii() or not rows.isdigit():
        raise InputError(tr("每个文件的笔数应为 0（不限）或正整数。"), "rows_per_file")
    return BankTemplate(
        name=typed["name"].strip(),
        format=typed["format"],
        columns=tuple((title, field) for title, _, field in pairs),
        separator=typed["separator"] or ",",
        encoding=typed["encoding"],
        titles=before.titles,
        first_line=tuple(typed["first_line"].split()),
        rows_per_file=int(rows),
        file_name=typed["file_name"].strip(),
        answer_columns=dict(zip(ANSWERS, answer, strict=True)),
        paid_words=tuple(typed["paid"].split()),
        rejected_words=tuple(typed["rejected"].split()),
    )
