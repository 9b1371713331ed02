"""The system libraries that Qt's wheels expect on Linux: found missing by ldd, then installed or named.

Qt's own message blames the cursor library whatever is missing, so the loader is asked instead.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from desktop.setup.environment import Environment, SetupFailed, install_packages, say

# Debian's package for each library; a library that is not listed is named as it is.
PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libGLdispatch.so.0": "libglvnd0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libexpat.so.1": "libexpat1",
    "libpng16.so.16": "libpng16-16",
    "libbrotlidec.so.1": "libbrotli1",
    "libbrotlicommon.so.1": "libbrotli1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libpcre2-8.so.0": "libpcre2-8-0",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libXau.so.6": "libxau6",
    "libXdmcp.so.6": "libxdmcp6",
    "libbsd.so.0": "libbsd0",
    "libmd.so.0": "libmd0",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
}
LIBRARIES = ("libQt6Core.so.6", "libQt6Gui.so.6", "libQt6Widgets.so.6", "libQt6PrintSupport.so.6", "libQt6Svg.so.6")
MAXIMUM_ROUNDS = 6


def prepare_display(environment: Environment, variables: dict[str, str], *, offscreen: bool) -> dict[str, str]:
    """Variables for a command that draws on a display, or offscreen when ``offscreen`` asks for it.

    :raises SetupFailed: there is no display, or a library is missing and cannot be had.
    """
    if offscreen or variables.get("QT_QPA_PLATFORM", "").startswith("offscreen"):
        return prepare_offscreen(environment, variables)
    if sys.platform != "linux":
        return variables
    if not any(variables.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")):
        raise SetupFailed("没有找到显示器，窗口打不开。请在图形桌面里运行；命令行用法见 README。")
    plugins = ["libqxcb.so"] + (["libqwayland.so"] if variables.get("WAYLAND_DISPLAY") else [])
    return _with_libraries(environment, variables, "display", plugins)


def prepare_offscreen(environment: Environment, variables: dict[str, str]) -> dict[str, str]:
    """Variables for a command that uses Qt without a display.

    :raises SetupFailed: a library is missing and cannot be had.
    """
    variables = {"QT_QPA_PLATFORM": "offscreen", **variables}
    if sys.platform != "linux":
        return variables
    return _with_libraries(environment, variables, "offscreen", ["libqoffscreen.so"])


def prepare_virtual_display(environment: Environment, variables: dict[str, str]) -> dict[str, str]:
    """Variables with which the tests can also open the window on a virtual display, as far as one can be had.

    Without it the test that needs one is skipped and says so.
    """
    if sys.platform != "linux" or not (shutil.which("Xvfb") or install_packages(["xvfb"])):
        return variables
    with suppress(SetupFailed):
        return _with_libraries(environment, variables, "display", ["libqxcb.so"])
    return variables


def _with_libraries(
    environment: Environment, variables: dict[str, str], purpose: str, plugins: list[str]
) -> dict[str, str]:
    private = environment.folder / "native"
    variables = _with_library_path(variables, private)
    proven = environment.folder / "installed" / f"native-{purpose}"
    if proven.exists() or not shutil.which("ldd"):
        return variables
    files = _qt_files(environment.folder, plugins)
    missing = missing_libraries(files, variables)
    if missing and not install_packages(_packages(missing)):
        _unpack_privately(private, files, variables)
        variables = _with_library_path(variables, private)
    missing = missing_libraries(files, variables)
    if missing:
        names = " ".join(_packages(missing))
        raise SetupFailed(f"这台电脑缺少界面所需的系统库。请先运行：sudo apt-get install {names}，再运行一次。")
    with suppress(OSError):  # a checkout that an administrator prepared may be read-only for the clerks
        proven.touch()
    return variables


def _with_library_path(variables: dict[str, str], private: Path) -> dict[str, str]:
    folders = sorted({str(found.parent) for found in private.glob("root/**/*.so.*")})
    if not folders:
        return variables
    given = variables.get("LD_LIBRARY_PATH")
    return {**variables, "LD_LIBRARY_PATH": ":".join([*folders, *([given] if given else [])])}


def _qt_files(environment_folder: Path, plugins: list[str]) -> list[Path]:
    wanted = [f"lib/{name}" for name in LIBRARIES] + [f"plugins/platforms/{name}" for name in plugins]
    qt = "lib/*/site-packages/PySide6/Qt"
    return [file for name in wanted for file in environment_folder.glob(f"{qt}/{name}")]


def missing_libraries(files: list[Path], variables: dict[str, str]) -> list[str]:
    """The shared libraries, in order of name, that the loader does not find for these files."""
    if not files:
        return []
    asked = subprocess.run(
        ["ldd", *map(str, files)], env={**variables, "LC_ALL": "C"}, capture_output=True, text=True, check=False
    )
    return sorted(set(re.findall(r"^\s*(\S+) => not found", asked.stdout, re.MULTILINE)))


def _packages(libraries: list[str]) -> list[str]:
    return sorted({PACKAGES.get(library, library) for library in libraries})


def _unpack_privately(private: Path, files: list[Path], variables: dict[str, str]) -> None:
    """Unpack Debian packages below .venv for someone who may not install them; gives up silently."""
    if not (shutil.which("apt-get") and shutil.which("dpkg-deb")):
        return
    say("正在把界面所需的系统库放到程序自己的文件夹里……")
    with tempfile.TemporaryDirectory() as scratch:
        for _ in range(MAXIMUM_ROUNDS):
            missing = missing_libraries(files, _with_library_path(variables, private))
            names = _packages([library for library in missing if library in PACKAGES])
            if not names or not _download(Path(scratch), names):
                return
            for deb in Path(scratch).glob("*.deb"):
                _quietly("dpkg-deb", "-x", str(deb), str(private / "root"), folder=Path(scratch))
                deb.unlink()


def _download(scratch: Path, names: list[str]) -> bool:
    """Fetch packages with the system's package lists, or with lists of our own where the system has none yet."""
    if _quietly("apt-get", "download", *names, folder=scratch):
        return True
    for folder in ("lists/partial", "cache/archives/partial"):
        (scratch / folder).mkdir(parents=True, exist_ok=True)
    own = ("-o", f"Dir::State::lists={scratch / 'lists'}", "-o", f"Dir::Cache={scratch / 'cache'}")
    _quietly("apt-get", *own, "update", folder=scratch)
    return _quietly("apt-get", *own, "download", *names, folder=scratch)


def _quietly(*command: str, folder: Path) -> bool:
    silence = subprocess.DEVNULL
    return subprocess.call(command, cwd=folder, stdin=silence, stdout=silence, stderr=silence) == 0
