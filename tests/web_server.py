"""A web server on 127.0.0.1 for tests, which answers as it is told: well, badly, slowly, or with lies."""

from __future__ import annotations

import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Reply:
    """One answer. `cut`: bytes of the body really sent; `trickle`: seconds before each of the body's first bytes;
    `pause`: seconds before anything."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int | None = None
    trickle: float = 0.0
    pause: float = 0.0
    etag: str | None = None  # answers 304 to a request that names it
    length: bool = True  # says Content-Length


@dataclass
class Request:
    """What a client asked for."""

    path: str
    headers: dict[str, str]


class Server:
    """Use in a `with`. `answers` maps a path to a Reply, a list of them (one a request, the last one for ever), or what
    makes one of a Request. Paths that are not there are 404."""

    def __init__(self) -> None:
        self.answers: dict[str, Reply | list[Reply] | Callable[[Request], Reply]] = {}
        self.asked: dict[str, list[Request]] = defaultdict(list)
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.host = f"127.0.0.1:{self._http.server_address[1]}"
        self.url = f"http://{self.host}"

    def secure(self, certificate: Path, key: Path) -> None:
        """Speak TLS from now on."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.url = self.url.replace("http:", "https:")

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._http.shutdown()
        self._http.server_close()

    def _reply(self, request: Request) -> Reply:
        given = self.answers.get(request.path)
        if given is None:
            return Reply(b"nothing here", 404)
        if isinstance(given, list):
            return given.pop(0) if len(given) > 1 else given[0]
        return given(request) if callable(given) else given

    def _handler(server) -> type[BaseHTTPRequestHandler]:
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                request = Request(self.path, {name.lower(): value for name, value in self.headers.items()})
                server.asked[self.path].append(request)
                reply = server._reply(request)
                self.close_connection = True
                with suppress(OSError):
                    self._send(request, reply)

            def _send(self, request: Request, reply: Reply) -> None:
                server._stop.wait(reply.pause)
                status, body = reply.status, reply.body
                if reply.etag and request.headers.get("if-none-match") == reply.etag:
                    status, body = 304, b""
                self.send_response(status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                if reply.etag:
                    self.send_header("ETag", reply.etag)
                if reply.length and status != 304:
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                body = body if reply.cut is None else body[: reply.cut]
                while reply.trickle and body and not server._stop.wait(reply.trickle):
                    self.wfile.write(body[:1])
                    body = body[1:]
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler


def until(holds: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until something holds; fail when it does not in time."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)
