"""A wire to a PostgreSQL that can be cut at a chosen moment: before a commit arrives, or before it is answered."""

from __future__ import annotations

import shutil
import socket
import ssl
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PORT = 5432
_COMMIT, _ROLLBACK = b"COMMIT", b"ROLLBACK"


class Wire:
    """`wire.cut` is "", "before" (the commit never arrives) or "after" (it is done, the answer is lost), for the next
    transaction that mentions `about`; `down` refuses new connections."""

    def __init__(self, server_folder: str) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sdw-"))
        self.cut, self.about, self.down = "", b"", False
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
        meant = False
        with suppress(OSError):
            while data := near.recv(65536):
                meant = meant or self.about in data
                if self.cut == "before" and _COMMIT in data and meant:
                    self._cut()
                    break
                if self.cut == "after" and _COMMIT in data and meant:
                    self.cut = "answer"
                meant = meant and _COMMIT not in data and _ROLLBACK not in data
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


_ASKS_FOR_TLS = struct.pack("!ii", 8, 80877103)


class TlsFront:
    """TLS before a server that has none, the way PostgreSQL does it: `port` on this machine. Without a certificate it
    says that it has no TLS. `encrypted` connections were begun, `through` of all got to the server."""

    def __init__(self, server_folder: str, certificate: Path | None) -> None:
        self.encrypted = self.through = 0
        self._server = f"{server_folder}/.s.PGSQL.{PORT}"
        self._context: ssl.SSLContext | None = None
        if certificate is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take it away."""
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(near,), daemon=True).start()

    def _serve(self, near: socket.socket) -> None:
        try:
            first = near.recv(8, socket.MSG_WAITALL)
            if first == _ASKS_FOR_TLS:
                near.sendall(b"S" if self._context is not None else b"N")
                if self._context is not None:
                    near = self._context.wrap_socket(near, server_side=True)
                    self.encrypted += 1
                first = near.recv(65536)
            if first:
                self._let_through(near, first)
        except OSError:
            pass  # the client did not like the certificate, and hung up
        finally:
            near.close()

    def _let_through(self, near: socket.socket, first: bytes) -> None:
        with socket.socket(socket.AF_UNIX) as far:
            far.connect(self._server)
            self.through += 1
            far.sendall(first)
            threading.Thread(target=_pour, args=(far, near), daemon=True).start()
            _pour(near, far)


def _pour(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    _hang_up(source, target)


@contextmanager
def tls_front(server: str, certificate: Path | None) -> Iterator[TlsFront]:
    """A front before the server of the tests."""
    from sqlalchemy.engine import make_url

    made = TlsFront(str(make_url(server).query["host"]), certificate)
    yield made
    made.close()
