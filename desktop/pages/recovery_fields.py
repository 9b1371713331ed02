"""The printed recovery key as it is typed from paper, and the new pass phrase it gives an account."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop.widgets.choice_fields import ChoiceField
from desktop.widgets.field import Field
from desktop.widgets.line_fields import LineField, SecretField
from desktop.widgets.problem import Problem
from models.errors import InputError
from models.store.passphrases import MINIMUM, check, recovery_secret


def _tr(words: str) -> str:
    return QCoreApplication.translate("RecoveryFields", words)


class RecoveryFields:
    """`account` (whose names the screen offers), `key`, `first`, `second`; `complete()` marks what is wrong.

    The key is checked as soon as it is left, group by group, against its own check characters.
    """

    def __init__(self) -> None:
        self.account = ChoiceField(
            _tr("账号"),
            [],
            hint=_tr("最好是安全管理员，其他人的口令由他重设"),
            placeholder=_tr("输入或选择账号"),
            free=True,
        )
        self.key = LineField(_tr("恢复密钥"), hint=_tr("信封里的打印件，8 组，每组 5 个；横线、空格、大小写都不要紧"))
        self.key.line.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferLatin
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.first = SecretField(_tr("新口令"), hint=_tr("至少 {n} 个字符，例如一句话").format(n=MINIMUM))
        self.second = SecretField(_tr("再输入一次"))
        self.key.left.connect(self._check_key)
        for field in self.fields():
            field.edited.connect(lambda _text, each=field: each.set_problem(None))

    def fields(self) -> tuple[Field, ...]:
        """In the order they are typed."""
        return (self.key, self.account, self.first, self.second)

    def name(self) -> str:
        """The account as typed."""
        return self.account.text().strip()

    def complete(self) -> bool:
        """Whether all is there and may be tried; the first field that is wrong says so and gets the focus."""
        wrong = self._first_wrong()
        if wrong is not None:
            field, words = wrong
            field.set_problem(Problem(words))
            field.setFocus()
        return wrong is None

    def _check_key(self) -> None:
        if words := self._key_words():
            self.key.set_problem(Problem(words))

    def _key_words(self) -> str:
        """What is wrong with the typed key; "" for none typed."""
        try:
            if self.key.text().strip():
                recovery_secret(self.key.text())
        except InputError as error:
            return error.message
        return ""

    def _first_wrong(self) -> tuple[Field, str] | None:
        first, key = self.first.text(), self._key_words()
        checks: tuple[tuple[bool, Field, str], ...] = (
            (not self.key.text().strip(), self.key, _tr("还没有恢复密钥，请照信封里的打印件输入。")),
            (bool(key), self.key, key),
            (not self.name(), self.account, _tr("请选择一个账号，恢复后用它登录。")),
            (not first, self.first, _tr("还没有新口令，请本人输入。")),
            (bool(self._weak()), self.first, self._weak()),
            (first != self.second.text(), self.second, _tr("两次输入的口令不一样，请重新输入一次。")),
        )
        return next(((field, words) for wrong, field, words in checks if wrong), None)

    def _weak(self) -> str:
        try:
            check(self.first.text(), self.name())
        except InputError as error:
            return error.message
        return ""
