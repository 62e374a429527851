"""An HTTP server on this machine that answers as badly as real ones do."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "Server"

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answers = self.server.answers.get(self.path)
        if not answers:
            self.answer(404, b"not here")
        else:
            (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content_Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class Server(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, list[Answer]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []

    def handle_error(self, *_: object) -> None:
        """A client that hangs up is what some tests are about."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server_port}"

    def url(self, name: str) -> str:
        return f"http://{self.host}/{name}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def running() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass(frozen=True)
class Content:
    """Give the file, with ranges and conditions as a good server does."""

    body: bytes
    etag: str = '"1"'
    breaks_after: list[int] = field(default_factory=list)
    """At each of the first requests the connection breaks after so many bytes."""

    def __call__(self, handler: Handler) -> None:
        if handler.headers["If-None-Match"] == self.etag:
            handler.send_response(304)
            handler.end_headers()
            return
        start, status, extra = 0, 200, {}
        wanted = handler.headers["Range"]
        if wanted and handler.headers["If-Range"] == self.etag:
            start, status = int(wanted.removeprefix("bytes=").removesuffix("-")), 206
            extra = {"Content_Range": f"bytes {start}-{len(self.body) - 1}/{len(self.body)}"}
        rest = self.body[start:]
        if self.breaks_after:
            sent = self.breaks_after.pop(0)
            handler.answer(status, rest[:sent], ETag=self.etag, **extra, Content_Length=str(len(rest)))
            handler.close_connection = True
        else:
            handler.answer(status, rest, ETag=self.etag, **extra)


def fails(status: int) -> Answer:
    return lambda handler: handler.answer(status, b"busy")


def leads_to(url: str) -> Answer:
    return lambda handler: handler.answer(302, b"", Location=url)


def page(handler: Handler) -> None:
    handler.answer(200, b"<!DOCTYPE html><html><body>Wartungsarbeiten</body></html>", Content_Type="text/html")


def says_too_little(body: bytes) -> Answer:
    """More bytes are sent than the length says."""
    return lambda handler: handler.answer(200, body, Content_Length=str(len(body) // 2), Connection="close")


def says_no_length(body: bytes) -> Answer:
    """The end of the connection is the end of the file."""

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(body)
        handler.close_connection = True

    return answer


def promises_too_much(body: bytes) -> Answer:
    """Fewer bytes are sent than the length says, each time, and there are no ranges."""

    def answer(handler: Handler) -> None:
        handler.answer(200, body, Content_Length=str(len(body) * 2))
        handler.close_connection = True

    return answer
