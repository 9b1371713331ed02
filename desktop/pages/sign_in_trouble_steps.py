"""What to do when the data folder cannot be opened, for each kind of trouble: plain steps, some with their command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from models.errors import StoreError, SubsidyDeskError, Trouble

# What a backup helps against, and never a full disk, a clock or a lost server: nothing is lost there.
RESTORED = frozenset(
    {Trouble.KEY, Trouble.KEY_FILE, Trouble.FOREIGN, Trouble.BACKUP, Trouble.DAMAGED}
    | {Trouble.MISSING, Trouble.NOTHING, Trouble.OTHER}
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `command` is what a technician types for it, "" where nothing is typed."""

    words: str
    command: str = ""


def trouble_of(error: SubsidyDeskError) -> Trouble:
    """The kind; what is no matter of the store is of no kind of its own."""
    return error.trouble if isinstance(error, StoreError) else Trouble.OTHER


def steps_for(trouble: Trouble, folder: str, *, shared: bool = False) -> Sequence[Step]:
    """What helps, the likeliest first; of a `shared` office the data lies on a server, and nothing of it here."""
    if shared:
        there = _about_the_server().get(trouble)
        return (*there, _join_again()) if there else (_tell_the_administrator(), _join_again(), _check(folder))
    known = {**_about_the_files(folder), **_about_the_program(folder), **_about_the_machine(folder)}
    return known.get(trouble) or (_another(), _check(folder), _restore(folder), _recovery(folder))


def _check(folder: str, words: str = "") -> Step:
    return Step(words or _tr("怀疑损坏：先检查；检查不改动数据。"), f"./run verify --data {folder}")


def _restore(folder: str, words: str = "") -> Step:
    command = f"./run restore --from 备份 --data {folder}"
    return Step(words or _tr("从最近的备份恢复：按下面的“从备份恢复”；被替换的文件会另存，不会删除。"), command)


def _another() -> Step:
    return Step(_tr("文件夹选错了：打开其他文件夹。数据文件夹里应有 office.db 和 office.keys。"))


def _unplugged() -> Step:
    return Step(_tr("U 盘、移动硬盘没插好：接好后再试一次。"))


def _recovery(folder: str) -> Step:
    return Step(
        _tr("口令都忘了：用信封里打印的恢复密钥；登录页按“忘记口令”。"), f"./run account recover 账号 --data {folder}"
    )


def _tell_the_administrator() -> Step:
    return Step(_tr("把上面的话告诉服务器管理员，处理后再试一次。"))


def _join_again() -> Step:
    return Step(
        _tr(
            "服务器的地址、密码或根证书换了，本局搬到了别的服务器：按“第一次使用”，选“加入共享服务器”，"
            "填一个新的文件夹再加入一次；数据在服务器上，不会丢。"
        )
    )


def _about_the_server() -> dict[Trouble, Sequence[Step]]:
    tr = _tr
    prepare = "./run server prepare --url postgresql://属主@主机/数据库 --window 窗口账号"
    return {
        Trouble.SERVER: (
            Step(tr("看网线、无线网络是否连着，再试一次。")),
            Step(tr("别的窗口也连不上：请服务器管理员看服务器是否开着、数据库账号有没有改。")),
        ),
        Trouble.NEWER: (
            Step(tr("本机的程序版本旧了：请升级本程序；几台电脑请一起升级，旧版本的窗口都打不开新数据。")),
        ),
        Trouble.OLDER: (
            Step(tr("先关闭其他窗口，每台电脑都关；请服务器管理员先备份数据库。")),
            Step(tr("再由数据库的属主升级，中途断电也不会半新半旧。"), prepare),
        ),
        Trouble.CLOCK: (
            Step(tr("办理时间以服务器的钟为准：请服务器管理员校准服务器的日期和时间，再试一次。")),
            Step(tr("服务器时间没有错：有人曾在错误的时间办过件，请安全管理员核对流水。")),
        ),
        Trouble.FULL: (
            Step(tr("上面说的是这台电脑的文件夹：清理本机的磁盘空间，再试一次。")),
            Step(tr("说的是服务器的磁盘：请服务器管理员清理。已保存的不会丢。")),
        ),
        Trouble.BUSY: (Step(tr("稍等再试一次；一直占用，请服务器管理员看有没有一直不结束的操作。")),),
    }


def _about_the_files(folder: str) -> dict[Trouble, Sequence[Step]]:
    tr = _tr
    return {
        Trouble.KEY: (
            Step(tr("刚拷贝、替换过文件：office.db 和 office.keys 要出自同一份备份，请两个一起恢复。")),
            _check(folder, tr("先检查，看清是密钥不对还是文件损坏；检查不改动数据。")),
            _restore(folder),
            _recovery(folder),
        ),
        Trouble.KEY_FILE: (
            _another(),
            Step(tr("密钥文件丢了或坏了：从最近一份备份里把 office.keys 复制回来，只复制这一个文件。")),
            _restore(folder, tr("复制回来仍打不开：那份备份是换密钥以前的，请换更近的一份，或整份恢复。")),
        ),
        Trouble.FOREIGN: (
            _another(),
            _restore(folder, tr("文件夹没有选错：文件被别的程序换过，请从最近的备份恢复。")),
        ),
        Trouble.BACKUP: (
            Step(tr("要用这份备份：按下面的“从备份恢复”，恢复到本机的另一个文件夹，再在那里办理。")),
            _another(),
        ),
        Trouble.DAMAGED: (
            Step(tr("先停办，不要反复打开，也不要删除任何文件。")),
            _check(folder, tr("检查坏在哪里；检查不改动数据。")),
            _restore(folder),
            Step(tr("硬盘可能有故障：恢复后请把备份再放一份到另一块硬盘，并请技术人员检查。")),
        ),
        Trouble.MISSING: (
            _unplugged(),
            _another(),
            _restore(folder, tr("文件被误删：从最近的备份恢复。")),
        ),
        Trouble.NOTHING: (
            _unplugged(),
            _another(),
            Step(tr("本局还没有建，或要加入共享服务器：按“第一次使用”。")),
            _restore(folder, tr("数据被误删：从最近的备份恢复。")),
        ),
    }


def _about_the_program(folder: str) -> dict[Trouble, Sequence[Step]]:
    tr = _tr
    return {
        Trouble.NEWER: (
            Step(tr("本机的程序版本旧了：请升级本程序，不要在旧版本里打开。")),
            Step(tr("办公室里几台电脑请一起升级，旧版本的窗口都打不开新数据。")),
            Step(
                tr("必须退回旧版本：升级前自动做过备份，请技术人员恢复到一个新的文件夹。"),
                "./run restore --from 备份 --data 新文件夹",
            ),
        ),
        Trouble.OLDER: (
            Step(tr("先关闭其他窗口；几台电脑共用的，每台都关。")),
            Step(
                tr("由系统管理员升级数据库；升级前自动备份，中途断电也不会半新半旧。"), f"./run migrate --data {folder}"
            ),
        ),
    }


def _about_the_machine(folder: str) -> dict[Trouble, Sequence[Step]]:
    tr = _tr
    return {
        Trouble.NETWORK: (
            Step(tr("关闭所有窗口，把整个文件夹移到本机硬盘，再打开它。")),
            Step(tr("几台电脑要一起办：请由技术人员建共享服务器，不要共用网络盘上的文件。")),
        ),
        Trouble.FULL: (
            Step(tr("清空回收站，移走下载和旧的安装包；数据文件夹里的文件不要删。")),
            Step(tr("备份占得多：把 backups 里旧的移到另一块硬盘，最新的两份留下。")),
            Step(tr("空间够还是打不开：请技术人员检查文件夹的读写权限和硬盘。")),
        ),
        Trouble.CLOCK: (
            Step(tr("校准电脑的日期和时间（时区选北京，打开自动对时），再试一次。")),
            _check(folder, tr("电脑时间没有错：有一台电脑曾在错误的时间办过件，请安全管理员核对流水。")),
        ),
        Trouble.BUSY: (
            Step(tr("关闭其他窗口，或等备份、杀毒、同步软件做完，再试一次。")),
            Step(tr("一直占用：重新启动电脑。已保存的不会丢。")),
        ),
        Trouble.SERVER: (
            Step(tr("看网线、无线网络是否连着，再试一次。")),
            Step(tr("别的窗口也连不上：请服务器管理员看服务器是否开着、地址和数据库账号有没有改。")),
        ),
    }


def headline(trouble: Trouble, *, shared: bool = False) -> str:
    """The line over the message."""
    tr = _tr
    if shared and trouble is Trouble.CLOCK:
        return tr("服务器的时间不对")
    lines = {
        Trouble.NEWER: tr("要升级程序才能打开"),
        Trouble.OLDER: tr("数据要先升级"),
        Trouble.BACKUP: tr("这是一份备份"),
        Trouble.CLOCK: tr("电脑的时间不对"),
        Trouble.FULL: tr("磁盘写不进去"),
        Trouble.BUSY: tr("数据正被占用"),
        Trouble.SERVER: tr("连不上共享服务器"),
        Trouble.MISSING: tr("文件夹里没有数据"),
        Trouble.NOTHING: tr("这里还没有本局的数据"),
    }
    return lines.get(trouble, tr("共享服务器上的数据打不开") if shared else tr("这个数据文件夹打不开"))


def _tr(words: str) -> str:
    return QCoreApplication.translate("TroubleScreen", words)
