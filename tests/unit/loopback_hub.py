"""A real HTTP server on the loopback that serves a model's files as a hub does, and fails in the ways a hub can."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Hub:
    """What the server has and how it behaves; `asked` is every request as (path, Range header)."""

    files: dict[str, bytes]
    cut_after: list[int] = field(default_factory=list)
    """For each next body in turn: how many bytes come before the connection is cut."""
    ignores_range: bool = False
    wrong_range: bool = False
    refuses_range: bool = False
    status: int | None = None
    redirects: bool = False
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    url: str = ""


@contextmanager
def serving(hub: Hub) -> Iterator[Hub]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            wanted = self.headers.get("Range")
            hub.asked.append((self.path, wanted))
            if hub.status is not None:
                self.send_error(hub.status)
                return
            if hub.redirects and not self.path.startswith("/store"):
                self.send_response(302)
                self.send_header("Location", f"/store{self.path}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            body = hub.files.get(self.path.rsplit("/", 1)[-1])
            if body is None:
                self.send_error(404)
                return
            self._send(body, wanted)

        def _send(self, body: bytes, wanted: str | None) -> None:
            start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted and not hub.ignores_range else 0
            if start and hub.refuses_range:
                self.send_error(416)
                return
            if start and hub.wrong_range:
                start -= 1
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - start))
            self.end_headers()
            if hub.cut_after:
                self.wfile.write(body[start : start + hub.cut_after.pop(0)])
                self.wfile.flush()
                self.close_connection = True
                return
            self.wfile.write(body[start:])

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    hub.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
