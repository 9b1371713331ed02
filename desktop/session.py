"""An open office in the window: the pages for the account that is signed in, locking, and changing the account."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.backup_keeper import BackupKeeper
from desktop.camera_folder import CameraFolder
from desktop.door import Door
from desktop.draft_keeper import DraftKeeper
from desktop.finder import Finder
from desktop.frame_status import FrameStatus
from desktop.idle import IdleWatch
from desktop.keymap import moved
from desktop.main_window import MainWindow
from desktop.news_watch import NewsWatch
from desktop.page_list import blocked_pages, first_page, page_makers, seat_words
from desktop.page_shelf import PageMaker
from desktop.pages.settings import SettingsPage
from desktop.pages.settings_section import Services
from desktop.pages.sign_in import Occasion, Person, SignInScreen
from desktop.pages.sign_in_progress import ProgressScreen
from desktop.preference_keeper import PreferenceKeeper
from desktop.preferences import BackupPlaces, backup_places
from desktop.presence_keeper import PresenceKeeper
from desktop.shell import Shell
from desktop.system_lock import watch_system
from desktop.theme.apply import Theme
from desktop.tour import show_round
from desktop.widgets.keyed_words import move_keys
from desktop.widgets.modal import question
from desktop.workers.runner import Runner
from models.casework.changes import Changes
from models.casework.sign_ins import account_after_passphrase, office_accounts
from models.casework.unit_of_work import Desk
from models.districts import DISTRICTS
from models.errors import SubsidyDeskError
from models.office import Account, Office
from models.store.joined import is_joined
from models.store.rehearsal import Rehearsal


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the program brings to every session."""

    shell: Shell
    runner: Runner
    door: Door
    theme: Theme
    keeper: PreferenceKeeper
    practice_passphrase: str = ""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the window must know of the office at once."""

    account: Account
    office: Office
    accounts: tuple[Account, ...]


def signed_in(desk: Desk) -> SignedIn:
    """Ask it of the office."""
    with desk.look("office.read") as work:
        return SignedIn(work.actor, work.office, work.rows.accounts())


def people_of(accounts: tuple[Account, ...]) -> tuple[Person, ...]:
    """The accounts that can sign in, as tiles."""
    return tuple(Person(account.name, seat_words(account)) for account in accounts if account.active)


class Session(QObject):
    """`Session(surroundings, signed)`; `window` is shown in the shell.

    `leave(then)` before it ends, `closed()` after; `moved` when the office lies somewhere else now.
    `restore_asked(backup, passphrase)`: the program closes the office, restores, and asks to sign in again.
    """

    account_changed = Signal()
    restore_asked = Signal(object, str)
    moved = Signal()

    def __init__(self, around: Surroundings, signed: SignedIn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.around, self.signed = around, signed
        self.locked = False
        self._covered: SignInScreen | None = None
        self.backups = BackupKeeper(around.runner, self._backup_places, self)
        self.window = self._make_window()
        self.idle = IdleWatch(around.shell.windowHandle() or around.shell, around.keeper.now.idle_minutes)
        self.idle.idle.connect(self.lock)
        self.system = watch_system(self)
        self.system.locked.connect(self.lock)
        around.keeper.changed.connect(self._preferences_changed)
        self.backups.failed.connect(self._backup_failed)
        self.backups.rehearsed.connect(self._rehearsed)
        self._leaving = self._leaves_anyway = False
        self._prefer_printer()
        self._show_window()

    def _show_window(self) -> None:
        """Bring the window in, with everything that works for it."""
        bus, practice = self.around.runner.bus, self.signed.office.practice
        bus.listen(self._changed)
        self.drafts = DraftKeeper(self.window)
        self.finder = Finder(self.window, self.signed.account)
        self.status = FrameStatus(
            self.window, self.around.door.folder, lambda: self._backup_places().first, practice=practice
        )
        self.backups.made.connect(self.status.ask)
        self.presence = PresenceKeeper(self.window, self.signed.account)
        self.news = NewsWatch(self.window)
        self.news.back.connect(self.drafts.save)
        self.news.back.connect(self.window.catch_up)
        self.camera = CameraFolder(self.window, self.around.keeper.now.camera_folder)
        self.backups.rehearsed.connect(self.status.ask)
        self.drafts.restore()
        self.around.shell.show_screen(self.window)
        page = self.window.page()
        if page is not None:
            page.activated()
        self._show_title()
        self._offer_tour()

    def _offer_tour(self) -> None:
        """Once on this machine, at the first practice."""
        keeper = self.around.keeper
        if not self.around.practice_passphrase or keeper.now.tour_offered:
            return
        keeper.put(replace(keeper.now, tour_offered=True))
        text = self.tr("第一次来的话，用五分钟看看什么在哪里。以后按 Shift+F1 随时再看。")

        def begin() -> None:
            asked.close()
            self.window.start_tour()

        asked = question(self.tr("五分钟导览"), text, self.tr("开始导览"), begin, cancel_word=self.tr("先不看"))
        self.window.open_modal(asked)

    def _make_window(self) -> MainWindow:
        account = self.signed.account
        window = MainWindow(
            self.around.runner,
            [self._with_services(maker) for maker in page_makers()],
            account=account,
            blocked=blocked_pages(account),
            first=first_page(account),
        )
        window.lock_asked.connect(self.lock)
        window.switch_asked.connect(self.switch)
        window.tour_asked.connect(partial(show_round, window))
        window.top_bar.show_account(account.name, seat_words(account))
        window.top_bar.show_office(self.place_words(), practice=self.signed.office.practice)
        return window

    def _with_services(self, maker: PageMaker) -> PageMaker:
        """The settings need more than the window gives."""
        if maker is not SettingsPage:
            return maker
        around = self.around
        emit, practice = self.restore_asked.emit, self.signed.office.practice
        services = Services(around.door.folder, around.keeper, around.theme, emit, self.moved.emit, practice)
        return partial(SettingsPage, services=services)

    def place_words(self) -> str:
        """District and window: 西城区 · 3号窗口."""
        district = DISTRICTS.get(self.signed.office.district, self.signed.office.name)
        return " · ".join(part for part in (district, self.around.keeper.now.window) if part)

    def _show_title(self) -> None:
        name = self.tr("培训补贴经办台")
        state = self.tr("已锁定") if self.locked else self.place_words()
        practice = self.tr("（练习）") if self.signed.office.practice and not self.locked else ""
        self.around.shell.setWindowTitle(f"{state}{practice} — {name}")

    def _backup_places(self) -> BackupPlaces:
        return backup_places(self.around.keeper.now)

    def _changed(self, changes: Changes) -> None:
        if not self.signed.office.practice and not is_joined(self.around.door.folder):
            self.backups.note(changes)
        if changes.office:
            self.around.runner.read(signed_in, self._office_changed, self.window.fail)

    def _office_changed(self, signed: SignedIn) -> None:
        self.signed = signed
        self.window.top_bar.show_office(self.place_words(), practice=signed.office.practice)
        self._show_title()

    def _backup_failed(self, words: str) -> None:
        self.window.say(words, bad=True)

    def _rehearsed(self, outcome: Rehearsal) -> None:
        if not outcome.ok:
            words = self.tr("最近的备份 {name} 演练恢复没有通过：{why}请马上再备份一次，并告诉系统管理员。")
            self.window.say(words.format(name=outcome.backup, why=outcome.findings[0]), bad=True)

    def _prefer_printer(self) -> None:
        from desktop.printing import use_papers

        use_papers(self.around.keeper.now.printers, self.around.keeper.now.trays)

    def _move_keys(self) -> None:
        if self.around.keeper.now.keys != moved():
            move_keys(self.around.keeper.now.keys)

    def _preferences_changed(self) -> None:
        self._prefer_printer()
        self._move_keys()
        self.idle.minutes = self.around.keeper.now.idle_minutes
        self.camera.watch(self.around.keeper.now.camera_folder)
        self.window.top_bar.show_office(self.place_words(), practice=self.signed.office.practice)
        self._show_title()

    # --- lock -------------------------------------------------------------------------------------------------------

    def lock(self) -> None:
        """Cover everything until the pass phrase of the account is typed."""
        if self.locked or self._leaving:
            return
        self.locked = True
        self.drafts.save()
        account = self.signed.account
        screen = self._ask(
            Occasion(
                title=self.tr("已锁定"),
                word=self.tr("解锁"),
                people=(Person(account.name, seat_words(account)),),
                chosen=account.name,
                only_chosen=True,
                passphrase=self.around.practice_passphrase,
                practice=self.signed.office.practice,
                note=self.tr("没有提交的内容还在，解锁后接着办。"),
            ),
            self._unlocked,
        )
        screen.other_asked.connect(self._switch_from_lock)
        self._show_title()

    def _unlocked(self, account: Account) -> None:
        if account.id != self.signed.account.id:
            self._switched(account)
            return
        self.locked = False
        self._uncover()

    # --- another account --------------------------------------------------------------------------------------------

    def switch(self) -> None:
        """F11: ask who takes over; Esc goes back to the work."""
        if self._covered is None:
            self._ask_who(leaves=True)

    def _switch_from_lock(self) -> None:
        self._ask_who(leaves=False)

    def _ask_who(self, *, leaves: bool) -> None:
        screen = self._ask(
            Occasion(
                title=self.tr("换账号"),
                word=self.tr("登录"),
                office=self.signed.office.name,
                people=people_of(self.signed.accounts),
                chosen=self.signed.account.name,
                passphrase=self.around.practice_passphrase,
                practice=self.signed.office.practice,
                leaves=leaves,
            ),
            self._switched,
        )
        screen.left.connect(self._uncover)

    def _ask(self, occasion: Occasion, done: Callable[[Account], None]) -> SignInScreen:
        screen = SignInScreen(occasion)
        screen.submitted.connect(partial(self._check, screen, done))
        self._covered = screen
        self.window.cover(screen)
        screen.focus_first()
        return screen

    def _check(self, screen: SignInScreen, done: Callable[[Account], None], name: str, passphrase: str) -> None:
        folder = self.around.door.folder

        def known(desk: Desk) -> Account:
            return account_after_passphrase(desk, folder, name, passphrase)

        def refused(error: SubsidyDeskError) -> None:
            if self._covered is screen:
                screen.refuse(error)

        self.around.runner.read(known, done, refused)

    def _uncover(self) -> None:
        self._covered = None
        self.window.uncover()
        self.idle.wake()
        self._show_title()

    def _switched(self, account: Account) -> None:
        """The pass phrase was right: both threads work for the other account, then the pages are made anew."""
        self.presence.stop()
        self.news.stop()
        runner, accounts = self.around.runner, office_accounts

        def take_over(desk: Desk) -> tuple[Account, ...]:
            desk.account = account
            return accounts(desk)

        def on_both(_seen: object) -> None:
            runner.read(take_over, partial(self._begin_again, account), self._not_switched)

        # What is typed belongs to the account that leaves.
        self.drafts.save(lambda: runner.run(take_over, on_both, self._not_switched))

    def _not_switched(self, error: SubsidyDeskError) -> None:
        """The office could not be asked: this window is still its account's, and no thread may work for the other."""
        account, runner = self.signed.account, self.around.runner

        def give_back(desk: Desk) -> None:
            desk.account = account

        for ask in (runner.run, runner.read):
            ask(give_back, lambda _: None, self.window.fail)
        self.presence.go_on()
        self.news.go_on()
        self.window.fail(error)
        if self._covered is not None:
            self._covered.refuse(error)

    def _begin_again(self, account: Account, accounts: tuple[Account, ...]) -> None:
        self.signed = SignedIn(account, self.signed.office, accounts)
        self.locked, self._covered = False, None
        self.window.retire()
        self.window = self._make_window()
        self._show_window()
        self.idle.wake()
        self.account_changed.emit()

    # --- the end ----------------------------------------------------------------------------------------------------

    def leave(self, then: Callable[[], None]) -> None:
        """Keep what is typed, make the backup that is due, then call `then`; not when a page wants to stay.

        What cannot be kept or backed up is told, and the window stays; asked once more, it leaves without.
        """
        page = self.window.page()
        if self._leaving or (not self.locked and page is not None and not page.before_leaving()):
            return
        screen = ProgressScreen(
            self.tr("正在关闭"),
            self.tr("正在保存草稿并做一次备份，完成后自动退出。"),
            self.tr("正在备份"),
            can_stop=False,
        )
        self._leaving = True
        self.presence.stop()
        self.news.stop()
        self.window.cover(screen)
        go_on = partial(self._back_up_and, then)
        self.drafts.save(go_on, go_on if self._leaves_anyway else self._not_kept)

    def _not_kept(self, error: SubsidyDeskError) -> None:
        self._stay(self.tr("还没有提交的内容存不下来：{reason}再关闭一次，将不保存就退出。"), error)

    def _not_backed_up(self, error: SubsidyDeskError) -> None:
        self._stay(self.tr("退出前的备份没有完成：{reason}再关闭一次，将不备份就退出。"), error)

    def _stay(self, words: str, error: SubsidyDeskError) -> None:
        self._leaving, self._leaves_anyway = False, True
        self._uncover()
        self.presence.go_on()
        self.news.go_on()
        self.window.say(words.format(reason=error.message), bad=True)

    def _back_up_and(self, then: Callable[[], None], _unkept: SubsidyDeskError | None = None) -> None:
        def ended(error: SubsidyDeskError | None) -> None:
            if error is None:
                then()
            else:
                self._not_backed_up(error)

        if self.backups.needed and not self._leaves_anyway:
            self.backups.make(ended)
        else:
            then()

    def closed(self) -> None:
        """No longer watch anything."""
        self.idle.stop()
        self.backups.stop()
        self.around.runner.bus.forget_all()
