"""The project office's addresses that are no page, and its drafts under every other address, for who is logged in alone."""

import re
from pathlib import Path
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.data import db
from app.navigation import OFFICE
from app.office import drafts, session, worker
from app.office.provider import CALLBACK
from app.surfaces.html.not_found import not_found
from app.surfaces.streamlit.base_path import base_path
from app.web.middleware_function import middleware, with_headers
from app.web.policy import FILE_POLICY
from config import settings

LOGOUT = "/auth/logout"
_AREA = re.compile(r"[0-9]{5}([0-9]{3})?")
_NO_STORE = {"Cache-Control": "no-store, private"}
_FILE_HEADERS = {
    **_NO_STORE,
    "Content-Security-Policy": FILE_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


@middleware("http")
async def office_area(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Know who asks: end sessions, answer with files of drafts, and let a draft be looked at, which nobody keeps."""
    request, path = Request(scope), scope["path"].removeprefix(base_path())
    begin = f"/{OFFICE.address}"
    if path.startswith(f"{begin}/"):
        parts = path.removeprefix(begin).strip("/").split("/")
        # A workbook is made by a process: whoever waits for it holds up nobody else.
        response = await run_in_threadpool(_answer, request, parts)
        await response(scope, receive, send)
        return
    if path == LOGOUT:
        session.end(request.cookies)

    draft = None
    if drafts.COOKIE in request.cookies:
        draft = drafts.releases_in_preview(request.cookies, session.of_cookies(request.cookies))

    def change(headers: MutableHeaders, status: int) -> None:
        if draft:
            headers.update(_NO_STORE)
            del headers["etag"]
        if path == CALLBACK and status == 302:
            # Streamlit leads to the first page, whoever has logged in.
            headers["location"] = f"{base_path()}{begin}"

    db.look_at(draft)
    await app(_without_conditions(scope) if draft else scope, receive, with_headers(send, change))


def _answer(request: Request, parts: list[str]) -> Response:
    """A file, or the page under a draft; for everybody else there is nothing at these addresses."""
    person = session.of_cookies(request.cookies)
    if request.method in ("GET", "HEAD") and person and person.is_of_the_office:
        match parts:
            case ["protokoll.jsonl"] if (log := settings().office / drafts.LOG).is_file():
                return _file(log, "application/jsonl")
            case ["entwurf", draft_id, name] if found := drafts.file(draft_id, name):
                is_page = found.suffix == ".html"
                return _file(found, "text/html" if is_page else "application/octet-stream", inline=is_page)
            case ["rueckmeldung" | "teil" as kind, area_ags] if _AREA.fullmatch(area_ags):
                return _workbook(person, "feedback" if kind == "rueckmeldung" else "part", area_ags)
            case ["vorschau", draft_id] if drafts.releases(draft_id):
                response = RedirectResponse(f"{base_path()}/", 303, _NO_STORE)
                response.set_cookie(drafts.COOKIE, draft_id, httponly=True, samesite="strict")
                return response
            case ["vorschau"]:
                response = RedirectResponse(f"{base_path()}/{OFFICE.address}", 303, _NO_STORE)
                response.delete_cookie(drafts.COOKIE, httponly=True, samesite="strict")
                return response
    return HTMLResponse(not_found(request.url.path), 404, _FILE_HEADERS)


def _file(path: Path, kind: str, *, inline: bool = False) -> Response:
    return FileResponse(path, headers=_headers(path.name, inline=inline), media_type=kind)


def _workbook(person: session.Person, kind: str, area_ags: str) -> Response:
    """A workbook for a municipality, made now; or why there is none."""
    try:
        name, content = worker.workbook(person, kind, area_ags)
    except worker.OfficeError as problem:
        return PlainTextResponse(str(problem), 409, _FILE_HEADERS)
    return Response(content, headers=_headers(name), media_type="application/octet-stream")


def _headers(name: str, *, inline: bool = False) -> dict[str, str]:
    disposition = f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(name)}"
    return {**_FILE_HEADERS, "Content-Disposition": disposition}


def _without_conditions(scope: Scope) -> Scope:
    """Nobody has the page of a draft already."""
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(b"if-")]
    return {**scope, "headers": kept}
