"""The program's own virtual environment: made from the hash lock, checked at every start, repaired when half made."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

RUNTIME_LOCK = "requirements.lock"
DEVELOPMENT_LOCK = "requirements-dev.lock"
# A foreign path would put other people's modules before the locked ones.
FOREIGN_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
# What a mirror or a proxy needs is kept; every other pip variable could change what the lock asks for.
PIP_VARIABLES_KEPT = frozenset(
    f"PIP_{name}"
    for name in (
        *("INDEX_URL", "EXTRA_INDEX_URL", "TRUSTED_HOST", "PROXY", "CERT", "CLIENT_CERT", "KEYRING_PROVIDER"),
        *("DEFAULT_TIMEOUT", "TIMEOUT", "RETRIES", "CACHE_DIR", "NO_CACHE_DIR", "CONFIG_FILE"),
    )
)


class SetupFailed(Exception):
    """The set-up cannot go on; the message is one Chinese sentence for the person at the keyboard."""


def say(sentence: str) -> None:
    """Report progress on stderr: stdout belongs to the command."""
    print(sentence, file=sys.stderr, flush=True)


def start(command: list[str], variables: Mapping[str, str]) -> int:
    """Become the command; on Windows, where a process cannot be replaced, wait for it and return its status."""
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, dict(variables))
    return subprocess.call(command, env=dict(variables))


def install_packages(names: list[str]) -> bool:
    """Install Debian packages as root; False where this is not possible."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say("正在安装系统软件包：" + " ".join(names))
    install = ("install", "--yes", "--no-install-recommends", *names)
    return _apt(*install, errors=subprocess.DEVNULL) or (_apt("update") and _apt(*install))


def _apt(*arguments: str, errors: int = 2) -> bool:
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    silence = subprocess.DEVNULL
    command = ["apt-get", "-qq", *arguments]
    return subprocess.call(command, env=variables, stdin=silence, stdout=silence, stderr=errors) == 0


class Environment:
    """The folder .venv beside the program, and the locks it must agree with.

    ``wheels`` is a folder of wheels to install from without a network, or None.
    """

    def __init__(self, root: Path, wheels: Path | None = None) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.wheels = wheels

    @property
    def python(self) -> Path:
        """The interpreter inside the environment."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def python_module(self, module: str) -> list[str]:
        """The command that runs a module; the working directory stays out of its import path."""
        return [str(self.python), "-P", "-m", module]

    def variables(self) -> dict[str, str]:
        """The caller's variables less those that would lead imports away from this environment."""
        return {name: value for name, value in os.environ.items() if name not in FOREIGN_VARIABLES}

    def prepare(self, *, development: bool = False) -> None:
        """Make the environment agree with the locks; returns at once when it already does.

        :raises SetupFailed: it could not be made; the message says what to do.
        """
        if self.folder.is_symlink():
            self._use_linked()
            return
        if self._is_ready(development):
            return
        with self._only_one():
            if not self._is_ready(development):
                self._make(development)

    def _use_linked(self) -> None:
        # It belongs to another copy of the program: made anew here, it would be taken away from there.
        if not self.python.exists():
            raise SetupFailed(
                f"{self.folder} 是一个链接，所指的运行环境不存在或不完整，程序没有改动它。"
                "请先在原来的程序文件夹运行一次 ./run，或删去这个链接（不是它所指的文件夹）再运行。"
            )
        say(f"{self.folder} 是一个链接，照原样使用所指的运行环境，不检查也不更新。")

    def _is_ready(self, development: bool) -> bool:
        locks = (RUNTIME_LOCK, DEVELOPMENT_LOCK) if development else (RUNTIME_LOCK,)
        return all(self._is_installed(lock) for lock in locks) and not self._was_taken_over()

    def _was_taken_over(self) -> bool:
        """uv, run in this folder, installs the project too and chooses versions of its own."""
        return any(self.folder.glob("lib/*/site-packages/subsidy_desk-*.dist-info"))

    def _is_installed(self, lock: str) -> bool:
        try:
            return self._stamp(lock).read_bytes() == self._stamp_content(lock)
        except OSError:
            return False

    def _stamp(self, lock: str) -> Path:
        return self.folder / "installed" / lock

    def _stamp_content(self, lock: str) -> bytes:
        # The interpreter and the place belong to it: an environment survives neither a new Python nor a move.
        made_for = f"# {sys.implementation.cache_tag} {self.root}\n"
        return made_for.encode("utf-8", "surrogateescape") + (self.root / lock).read_bytes()

    @contextmanager
    def _only_one(self) -> Iterator[None]:
        try:
            handle = (self.root / ".venv.lock").open("a+")
        except OSError as error:
            raise SetupFailed(
                f"程序所在的文件夹不能写入，无法准备运行环境：{self.root}。"
                "请把程序复制到可以写入的文件夹，或请管理员先在那里运行一次 ./run check-rules。"
            ) from error
        with handle:
            _lock(handle.fileno())
            yield

    def _make(self, development: bool) -> None:
        lock = DEVELOPMENT_LOCK if development else RUNTIME_LOCK
        keep = self._is_ready(development=False)
        shutil.rmtree(self.folder / "installed", ignore_errors=True)
        if not keep:
            self._create()
        self._install(lock)
        self._compile()
        (self.folder / "installed").mkdir()
        for installed in (RUNTIME_LOCK, lock):
            self._stamp(installed).write_bytes(self._stamp_content(installed))
        say("运行环境已就绪。")

    def _create(self) -> None:
        say("正在准备运行环境（只在第一次运行或更新后进行，约需一分钟）……")
        if self.folder.exists():
            shutil.rmtree(self.folder)
        base = getattr(sys, "_base_executable", None) or sys.executable
        if not self._can_make_with_pip(base):
            uv = shutil.which("uv")
            if uv is None:
                raise SetupFailed(_missing_venv_sentence())
            self._call([uv, "venv", "--quiet", "--seed", "--python", base, str(self.folder)])
        else:
            self._call([base, "-I", "-m", "venv", str(self.folder)])
        site = next(self.folder.glob("[Ll]ib/**/site-packages"))
        (site / "subsidy-desk.pth").write_text(os.path.relpath(self.root, site) + "\n", encoding="ascii")

    def _can_make_with_pip(self, base: str) -> bool:
        probe = [base, "-I", "-c", "import ensurepip, venv"]
        if subprocess.call(probe, stderr=subprocess.DEVNULL) == 0:
            return True
        if shutil.which("uv"):
            return False
        packages = [f"python3.{sys.version_info.minor}-venv"]
        return install_packages(packages) and subprocess.call(probe, stderr=subprocess.DEVNULL) == 0

    def _install(self, lock: str) -> None:
        say(f"正在安装 {lock} 所列的程序库……")
        source = ["--no-index", "--find-links", str(self.wheels)] if self.wheels else []
        self.pip("install", "--no-compile", *source, "-r", str(self.root / lock))

    def _compile(self) -> None:
        # Without bytecode the window takes three times as long to open; some machines never write it by themselves.
        sources = [self.folder, *(self.root / name for name in ("models", "forms", "reports", "desktop"))]
        command = [str(self.python), "-I", "-m", "compileall", "-qq", "-j", "0", *map(str, sources)]
        subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def pip(self, verb: str, *arguments: str) -> None:
        """Run pip so that only the lock decides: hashes required, wheels only, no dependency beyond the list.

        :raises SetupFailed: pip failed; its own words are on stderr.
        """
        rules = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "--quiet"]
        self._call([str(self.python), "-I", "-m", "pip", verb, *rules, *arguments])

    def _call(self, command: list[str]) -> None:
        variables = self._pip_variables()
        if subprocess.call(command, env=variables, stdin=subprocess.DEVNULL, stdout=2) == 0:
            return
        offline = f"请检查安装包文件夹 {self.wheels} 是否完整。" if self.wheels else (
            "请检查网络；没有网络的电脑请先在别处用 ./run wheels 文件夹 收集安装包，再用 ./run --offline 文件夹 安装。"
        )  # fmt: skip
        raise SetupFailed(f"运行环境没有准备好，原因见上面的信息。{offline}")

    def _pip_variables(self) -> dict[str, str]:
        variables = {
            name: value
            for name, value in self.variables().items()
            if not name.startswith("PIP_") or name in PIP_VARIABLES_KEPT
        }
        if self.wheels:
            variables["PIP_CONFIG_FILE"] = os.devnull
        ours = {"PIP_USER": "0", "PIP_REQUIRE_VIRTUALENV": "0", "PIP_NO_INPUT": "1"}
        return {**variables, **ours, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def _missing_venv_sentence() -> str:
    name = f"python3.{sys.version_info.minor}-venv"
    return f"这台电脑的 Python 缺少 venv 组件，无法准备运行环境。请先运行：sudo apt-get install {name}，再运行一次。"


def _lock(descriptor: int) -> None:
    """Wait until no other set-up runs on this folder; the system releases the lock even when we are killed."""
    if sys.platform == "win32":
        import msvcrt
        import time

        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
                return
            except OSError:
                time.sleep(0.2)
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("另一次启动正在准备运行环境，请稍候……")
        fcntl.flock(descriptor, fcntl.LOCK_EX)
