"""The program put together: from the first picture over the sign-in to the open office, and out again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop.arguments import Arguments, read_arguments
from desktop.crash_watch import watch_crashes
from desktop.keymap import put_in_force
from desktop.pages.sign_in import Occasion, Person, SignInScreen
from desktop.preference_keeper import PreferenceKeeper
from desktop.shell import Shell
from desktop.theme.apply import Theme, before_application
from desktop.workers.garbage import GarbageCollector
from models.errors import NotPermitted, SubsidyDeskError

if TYPE_CHECKING:
    from desktop.door import Door
    from desktop.pages.set_up_join import JoinScreen
    from desktop.pages.set_up_restore import RestoreScreen
    from desktop.pages.sign_in_recovery import RecoveryScreen
    from desktop.practice.office import PracticeOffice
    from desktop.practice.throw_away import ThrowAwayFolder
    from desktop.session import Session, SignedIn
    from desktop.workers.errand import Errand
    from desktop.workers.progress import Progress
    from desktop.workers.threaded import ThreadRunner


def run(words: Sequence[str]) -> int:
    """Open the window as the command line says; the exit status."""
    arguments = read_arguments(words)
    before_application()
    application = QApplication(sys.argv[:1])
    keeper = PreferenceKeeper()
    put_in_force(keeper.now.keys)
    theme = Theme(application, keeper.now.appearance)
    garbage = GarbageCollector(application)
    program = Program(arguments, theme, keeper)
    watch_crashes(program.say_crash)
    program.begin()
    program.shell.painted.connect(partial(_end_on_signals, program))
    status = application.exec()
    garbage.stop()
    return status


class Program(QObject):
    """One run of the program: `begin()` shows the first screen, `quit()` ends it cleanly."""

    def __init__(self, arguments: Arguments, theme: Theme, keeper: PreferenceKeeper) -> None:
        super().__init__()
        self.arguments, self.theme, self.keeper = arguments, theme, keeper
        self.shell = Shell()
        self.shell.setWindowTitle(self.tr("培训补贴经办台"))
        self.shell.may_close = self._close
        self.runner: ThreadRunner | None = None
        self.session: Session | None = None
        self.throw_away: ThrowAwayFolder | None = None
        self._errands: list[Errand] = []
        self._after_paint: list[Callable[[], None]] = []
        self.shell.painted.connect(self._painted)
        self._painted_once = False
        self._left = False

    # --- the first screen -------------------------------------------------------------------------------------------

    def begin(self) -> None:
        """Show the screen this start needs, and load the rest behind it."""
        folder = self.arguments.folder or (Path(self.keeper.now.folder) if self.keeper.now.folder else None)
        if self.arguments.practice:
            self._begin_practice(self.arguments.folder)
        elif folder is None:
            self._begin_set_up()
        else:
            self.open_folder(folder)
        self.shell.show()

    def _painted(self) -> None:
        self._painted_once = True
        waiting, self._after_paint = self._after_paint, []
        for call in waiting:
            call()

    def _later(self, call: Callable[[], None]) -> None:
        """Once the first picture stands: nothing may delay it."""
        if self._painted_once:
            call()
        else:
            self._after_paint.append(call)

    def _begin_set_up(self) -> None:
        from desktop.pages.set_up_welcome import WelcomeScreen

        screen = WelcomeScreen()
        screen.new_asked.connect(self._set_up)
        screen.folder_asked.connect(self.ask_folder)
        screen.practice_asked.connect(partial(self._begin_practice, None))
        screen.join_asked.connect(self._begin_join)
        screen.restore_asked.connect(partial(self._begin_restore, None))
        self.shell.show_screen(screen)

    def _set_up(self) -> None:
        from desktop.pages.set_up import SetUpScreen

        screen = SetUpScreen(self.arguments.folder)
        screen.finished.connect(self.open_folder)
        screen.left.connect(self._begin_set_up)
        self.shell.show_screen(screen)

    def _begin_join(self) -> None:
        from desktop.pages.set_up_join import JoinScreen

        screen = JoinScreen()
        screen.left.connect(self._begin_set_up)
        screen.submitted.connect(partial(self._join, screen))
        self.shell.show_screen(screen)
        screen.focus_first()

    def _join(self, screen: JoinScreen, call: Callable[[], object]) -> None:
        self._errand(lambda _progress: call(), lambda _names: self.open_folder(screen.folder()), screen.refuse)

    def _begin_restore(self, folder: Path | None) -> None:
        """Ask for a backup and what opens it; `folder` is the data folder in trouble, if there is one."""
        from desktop.pages.set_up_restore import RestoreScreen

        screen = RestoreScreen(folder)
        screen.left.connect(self._begin_set_up if folder is None else partial(self.open_folder, folder))
        screen.submitted.connect(partial(self._bring_back, screen))
        self.shell.show_screen(screen)
        screen.focus_first()

    def _bring_back(self, screen: RestoreScreen, call: Callable[[], object]) -> None:
        def brought_back(_kept: object) -> None:
            self.open_folder(screen.folder(), note=self.tr("备份已经恢复，请登录。"))

        self._errand(lambda _progress: call(), brought_back, screen.refuse)

    def _begin_recovery(self, folder: Path) -> None:
        """Ask for the printed key, to give an account a new pass phrase."""
        from desktop.pages.sign_in_recovery import RecoveryScreen
        from models.casework.sign_ins import account_names

        self._close_office()
        screen = RecoveryScreen(folder)
        screen.left.connect(partial(self.open_folder, folder))
        screen.submitted.connect(partial(self._recover, screen))
        self.shell.show_screen(screen)
        screen.focus_first()
        self._errand(lambda _progress: account_names(folder), screen.show_names, partial(self._trouble, folder))

    def _recover(self, screen: RecoveryScreen, call: Callable[[], object]) -> None:
        def recovered(_account: object) -> None:
            self.open_folder(screen.folder, note=self.tr("新口令已设好，请用它登录。"))

        self._errand(lambda _progress: call(), recovered, screen.refuse)

    def ask_folder(self) -> None:
        """Let the clerk point at another data folder."""
        from desktop.saving import ask_folder

        chosen = ask_folder(self.shell, self.tr("打开本局的数据文件夹"), self.keeper.now.folder)
        if chosen is not None:
            self.open_folder(chosen)

    # --- practice ---------------------------------------------------------------------------------------------------

    def _begin_practice(self, folder: Path | None) -> None:
        from desktop.pages.sign_in_progress import ProgressScreen

        screen = ProgressScreen(
            self.tr("正在准备练习局"),
            self.tr("里面的人和案件都是虚构的，文书上印有“练习”。"),
            self.tr("正在办理十二个月的练习案件"),
        )
        screen.cancelled.connect(self.quit)
        self.shell.show_screen(screen)
        if folder is not None and (folder / "office.keys").exists():
            self._open_practice(folder)
        else:
            words = self.tr("正在办理练习案件")
            self._later(partial(self._make_practice, folder, screen.line.report, words))

    def _make_practice(self, folder: Path | None, report: Callable[[int, int, str], None], words: str) -> None:
        from desktop.practice.throw_away import ThrowAwayFolder, fill, sweep

        if folder is None:
            sweep()
            self.throw_away = ThrowAwayFolder()
        target = self.throw_away.office if self.throw_away is not None else folder
        assert target is not None

        def made(_office: PracticeOffice) -> None:
            self._open_practice(target)

        self._errand(lambda progress: fill(target, progress, words), made, partial(self._trouble, target), report)

    def _open_practice(self, folder: Path) -> None:
        from desktop.practice.office import PASSPHRASE

        def people(_progress: Progress) -> tuple[Person, ...]:
            from desktop.session import people_of
            from models.casework.offices import sign_in_to_practice
            from models.casework.sign_ins import office_accounts
            from models.moment import now

            desk = sign_in_to_practice(folder, PASSPHRASE, "office.read", now)
            try:
                return people_of(office_accounts(desk))
            finally:
                desk.store.close()

        def known(found: tuple[Person, ...]) -> None:
            self.open_folder(folder, found, PASSPHRASE)

        self._later(lambda: self._errand(people, known, partial(self._trouble, folder)))

    # --- signing in -------------------------------------------------------------------------------------------------

    def open_folder(self, folder: Path, people: tuple[Person, ...] = (), practice: str = "", *, note: str = "") -> None:
        """Ask for an account and its pass phrase; nothing is opened before."""
        self._close_office()
        same = str(folder) == self.keeper.now.folder
        screen = SignInScreen(
            Occasion(
                title=self.tr("选择账号") if practice else self.tr("登录"),
                word=self.tr("登录"),
                office=self.keeper.now.office_name if same and not practice else "",
                folder=str(folder),
                people=people,
                passphrase=practice,
                practice=bool(practice),
                note=self.tr("点一个账号，或按它的数字，就以该席位登录；口令已填好。") if practice else note,
            )
        )
        screen.folder_asked.connect(self.ask_folder)
        screen.recovery_asked.connect(partial(self._begin_recovery, folder))
        self.shell.show_screen(screen)
        screen.focus_first()
        self._later(partial(self._load_behind, screen, folder, practice))

    def _load_behind(self, screen: SignInScreen, folder: Path, practice: str) -> None:
        """Behind the first picture: the threads, who can sign in, the pages."""
        from desktop.door import Door
        from desktop.workers.threaded import ThreadRunner

        door = Door(folder)
        self.runner = ThreadRunner(door.open, door.open_reading)
        screen.submitted.connect(partial(self._sign_in, screen, door, practice))

        def look_ahead(_progress: Progress) -> tuple[Person, ...]:
            from models.casework.sign_ins import account_names

            return tuple(Person(name) for name in account_names(door.folder))

        def known(people: tuple[Person, ...]) -> None:
            if self.shell.screen_shown() is screen and not screen.occasion.people:
                screen.show_people(people)
                screen.focus_first()
            self._errand(_load_pages, lambda _: None, lambda _: None)

        self.runner.run(lambda _desk: None, lambda _: None, lambda _: None)
        self._errand(look_ahead, known, partial(self._trouble, door.folder))

    def _sign_in(self, screen: SignInScreen, door: Door, practice: str, name: str, passphrase: str) -> None:
        from desktop.session import signed_in

        def opened(signed: SignedIn) -> None:
            self._open_session(door, practice, signed)

        def refused(error: SubsidyDeskError) -> None:
            if isinstance(error, NotPermitted):
                screen.refuse(error)
            else:
                self._trouble(door.folder, error)

        door.offer(name, passphrase)
        if self.runner is not None:
            self.runner.run(signed_in, opened, refused)

    def _open_session(self, door: Door, practice: str, signed: SignedIn) -> None:
        from desktop.session import Session, Surroundings

        assert self.runner is not None
        if not practice:
            self._remember(door.folder, signed.office.name)
        around = Surroundings(self.shell, self.runner, door, self.theme, self.keeper, practice)
        self.session = Session(around, signed, self)
        self.session.moved.connect(partial(self.open_folder, door.folder))
        self.session.restore_asked.connect(partial(self._restore, door.folder, signed.account.name, practice))

    def _restore(self, folder: Path, name: str, practice: str, backup: Path, passphrase: str) -> None:
        """Close the office, put the backup in its place, and ask to sign in again."""
        from desktop.pages.sign_in_progress import ProgressScreen

        self._close_office()
        text = self.tr("先校验备份，再替换；现在的数据另存在旁边。请不要关闭电脑。")
        screen = ProgressScreen(self.tr("正在恢复备份"), text, self.tr("正在恢复"), can_stop=False)
        self.shell.show_screen(screen)

        def restore(_progress: Progress) -> object:
            from models.casework.maintenance import restore_backup
            from models.moment import now

            return restore_backup(backup, folder, name, passphrase, now)

        def restored(_kept: object) -> None:
            if practice:
                self._open_practice(folder)
            else:
                self.open_folder(folder)

        self._errand(restore, restored, partial(self._trouble, folder))

    def _remember(self, folder: Path, office_name: str) -> None:
        from dataclasses import replace

        self.keeper.put(replace(self.keeper.now, folder=str(folder.resolve()), office_name=office_name))

    def _trouble(self, folder: Path, error: SubsidyDeskError) -> None:
        from desktop.pages.sign_in_trouble import TroubleScreen
        from models.store.joined import is_joined

        self._close_office()
        screen = TroubleScreen(error, str(folder), shared=is_joined(folder))
        screen.again_asked.connect(partial(self.open_folder, folder))
        screen.folder_asked.connect(self.ask_folder)
        screen.first_asked.connect(self._begin_set_up)
        screen.restore_asked.connect(partial(self._begin_restore, folder))
        screen.quit_asked.connect(self.quit)
        self.shell.show_screen(screen)
        screen.again.setFocus()

    # --- the end ----------------------------------------------------------------------------------------------------

    def _errand(
        self,
        call: Callable[[Progress], object],
        done: Callable[..., None],
        failed: Callable[[SubsidyDeskError], None],
        report: Callable[[int, int, str], None] | None = None,
    ) -> None:
        from desktop.workers.errand import Errand

        self._errands = [errand for errand in self._errands if errand.under_way]
        self._errands.append(Errand(call, done, failed, report))

    def _close_office(self) -> None:
        if self.session is not None:
            self.session.closed()
            self.session = None
        if self.runner is not None:
            self.runner.close()
            self.runner = None

    def _close(self) -> bool:
        """Whether the window may go now; an open office first keeps its drafts and makes its backup."""
        if self.session is not None and not self._left:
            self.session.leave(self._leave_for_good)
            return False
        for errand in self._errands:
            errand.close()
        self._errands = []
        self._close_office()
        if self.throw_away is not None:
            self.throw_away.close()
            self.throw_away = None
        return True

    def _leave_for_good(self) -> None:
        self._left = True
        self.quit()

    def quit(self) -> None:
        """End the program as if the window had been closed."""
        QTimer.singleShot(0, self, self.shell.close)

    def say_crash(self, words: str) -> None:
        """One line about a bug, where there is a place for it."""
        if self.session is not None:
            self.session.window.say(words, bad=True)


def _end_on_signals(program: Program) -> None:
    """Ctrl+C in the console and an ending session close the window as a person would."""
    import signal

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: program.quit())


def _load_pages(_progress: Progress) -> None:
    """Import what the first page and the first act need, while the pass phrase is typed."""
    from desktop.door import load_acts
    from desktop.page_list import page_makers

    page_makers()
    load_acts()
