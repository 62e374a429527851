"""What answers have in common: a thread of their own, German sentences where there is none, files, what may be kept."""

import functools
import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from email.utils import formatdate

import anyio
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from app.data import db
from app.exhibits.address_parameters import read_parameters
from app.surfaces.streamlit.base_path import base_path
from app.words.escape import quotable
from app.words.text import t
from config import settings

Answer = Callable[[Request], Response]

THREADS = {"data": 8, "tables": 8, "pictures": 48, "folders": 12, "queries": 6}
"""Threads of our own for what takes long: the server's are few, and are for pages and for whoever asks after its health.

Of each kind of answer, so that none of them waits for another kind. Pictures and folders wait in their threads for their
turn; when all are taken, further ones are refused and not kept waiting.
"""
FOREVER = {"Cache-Control": "public, max-age=31536000, immutable"}
"""Of what has another address as soon as it is another."""
_TAGS = re.compile(r'(?:W/)?("[^"]*")')
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9a-fA-F:.]+\](:\d{1,5})?")


class Refused(Exception):  # noqa: N818
    """What was asked for cannot be had; the message is for the one who asked."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {
            "Cache-Control": "no-store",
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }

    @property
    def response(self) -> Response:
        """The message, which nobody keeps."""
        return PlainTextResponse(str(self), self.status, self.headers)


def answering(answer: Answer) -> Answer:
    """The answer, or a German sentence where it is refused or no release can be read."""

    @functools.wraps(answer)
    def answered(request: Request) -> Response:
        try:
            return answer(request)
        except Refused as refused:
            return refused.response
        except db.NoReleaseError as error:
            db.log_unreadable(error)
            return Refused(503, t("frame.no_release")).response

    return answered


def in_thread(
    kind: str, busy: Callable[[], Refused] | None = None
) -> Callable[[Answer], Callable[[Request], Awaitable[Response]]]:
    """The same, made in a thread of this kind; when all are taken, ``busy`` or, without it, when one comes free."""

    def threaded(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        async def answered(request: Request) -> Response:
            threads = limiter(kind)
            if busy and threads.available_tokens < 1:
                return busy().response
            return await anyio.to_thread.run_sync(answering(answer), request, limiter=threads)

        return answered

    return threaded


def file_response(request: Request, content: bytes, name: str, media_type: str, **headers: str) -> Response:
    """The file under its name with its tag."""
    headers = {"ETag": etag(content), "Content-Disposition": f'attachment; filename="{name}"', **headers}
    return not_modified(request, headers) or Response(content, headers=headers, media_type=media_type)


def document_response(request: Request, content: bytes, media_type: str, changed: float) -> Response:
    """What programs ask for again and again, with its tag and the moment of its change."""
    moment = formatdate(changed, usegmt=True)
    headers = {"ETag": etag(content), "Last-Modified": moment, "Cache-Control": "no-cache"}
    return not_modified(request, headers) or Response(content, headers=headers, media_type=media_type)


def json_response(request: Request, content: object) -> Response:
    """The content as JSON with its tag, a weak one: it may be packed on its way."""
    response = JSONResponse(content)
    headers = {"ETag": f"W/{etag(bytes(response.body))}", "Cache-Control": "no-cache"}
    response.headers.update(headers)
    return not_modified(request, headers) or response


def packed_response(
    request: Request, packed: bytes, media_type: str, headers: Mapping[str, str] = FOREVER, status: int = 200
) -> Response:
    """What was compressed once, unpacked for those who cannot."""
    headers = {**headers, "Vary": "Accept-Encoding"}
    if known := not_modified(request, headers):
        return known
    if "gzip" not in request.headers.get("accept-encoding", ""):
        return Response(gzip.decompress(packed), status, headers, media_type)
    return Response(packed, status, {**headers, "Content-Encoding": "gzip"}, media_type)


def not_modified(request: Request, headers: Mapping[str, str]) -> Response | None:
    """304 where the request says that it has what is answered with these headers, by its tag or the moment of its change.

    A tag is the same weak or strong, in a list or as any.
    """
    if "if-none-match" not in request.headers:
        # The moment as it was given out, not a later one: a publication that is taken back is older than what it replaced.
        is_same = "Last-Modified" in headers and headers["Last-Modified"] == request.headers.get("if-modified-since")
    else:
        known = ",".join(request.headers.getlist("if-none-match"))
        tag = headers.get("ETag", "")
        is_same = bool(tag) and (known.strip() == "*" or tag.removeprefix("W/") in _TAGS.findall(known))
    return Response(status_code=304, headers=headers) if is_same else None


def parameters(request: Request, *expected: str, also: Sequence[str] = ()) -> dict[str, list[str]]:
    """What the query means, by name; ``expected`` are the names to be told, ``also`` those that change nothing here.

    Raises
    ------
    Refused
        When nobody knows one of its names.
    """
    asked = tuple(request.query_params.multi_items())
    found = read_parameters(db.current_release(), asked, (*expected, *(name for name in also if name not in expected)))
    for name in found.unknown_names:
        raise Refused(400, t("api.unknown_name", found=quotable(name), known=", ".join(expected)))
    return found.parameters


def one_of(found: str, known: Iterable[str], name: str, status: int = 400) -> str:
    """What was asked for by this ``name``, where it is one of those that are known; else refused."""
    known = tuple(known)
    if found not in known:
        told = t("api.not_one_of", name=t(f"api.{name}"), found=quotable(found), known=", ".join(known))
        raise Refused(status, told)
    return found


def etag(content: bytes) -> str:
    """The tag by which a browser asks whether it has this content already."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def base(request: Request) -> str:
    """Public address of the dashboard without slash at its end: as it is set, else as it was asked for.

    A host that is no name of one gives nothing, so that addresses begin with the slash: it would end up in files.
    """
    if public := settings().base_url.rstrip("/"):
        return public
    host = request.headers.get("host", "")
    return f"{request.url.scheme}://{host}{base_path()}" if _HOST.fullmatch(host) else base_path()


@functools.cache
def limiter(kind: str) -> anyio.CapacityLimiter:
    """The threads of a kind of answer."""
    return anyio.CapacityLimiter(THREADS[kind])
