"""A wire to a PostgreSQL that can be cut at a chosen moment: before a commit arrives, or before it is answered."""

from __future__ import annotations

import shutil
import socket
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PORT = 5432
_COMMIT = b"COMMIT"


class Wire:
    """`wire.cut` is "", "before" (the commit never arrives) or "after" (it is done, the answer is lost); `down`
    refuses new connections."""

    def __init__(self, server_folder: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sdw-"))
        self.cut, self.down = "", False
        self.cuts = 0
        self._server = f"{server_folder}/.s.PGSQL.{PORT}"
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(str(self.folder / f".s.PGSQL.{PORT}"))
        self._listener.listen()
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def drop(self) -> None:
        """Cut every connection there is."""
        for pair in self._pairs:
            _hang_up(*pair)
        self._pairs.clear()

    def close(self) -> None:
        """Take the wire away."""
        self.drop()
        self._listener.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            if self.down:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._server)
            self._pairs.append((near, far))
            threading.Thread(target=self._there, args=(near, far), daemon=True).start()
            threading.Thread(target=self._back, args=(near, far), daemon=True).start()

    def _there(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := near.recv(65536):
                if self.cut == "before" and _COMMIT in data:
                    self._cut()
                    break
                if self.cut == "after" and _COMMIT in data:
                    self.cut = "answer"
                far.sendall(data)
        _hang_up(near, far)

    def _back(self, near: socket.socket, far: socket.socket) -> None:
        with suppress(OSError):
            while data := far.recv(65536):
                if self.cut == "answer" and _COMMIT in data:
                    self._cut()
                    break
                near.sendall(data)
        _hang_up(near, far)

    def _cut(self) -> None:
        self.cut, self.cuts = "", self.cuts + 1


def _hang_up(*ends: socket.socket) -> None:
    for end in ends:
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()


@contextmanager
def wire_to(server: str) -> Iterator[Wire]:
    """A wire to the server of the tests, which must listen on a socket of this machine."""
    from sqlalchemy.engine import make_url

    made = Wire(str(make_url(server).query["host"]))
    yield made
    made.close()
