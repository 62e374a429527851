"""Whole releases as files that never change: the database, and each table as Parquet with the rows of all Stände."""

import functools
import tempfile
from contextlib import suppress
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response
from starlette.types import Message, Receive, Scope, Send

from app.data import db, queries
from app.data.published import QueryError, TableQuery, published_tables
from app.exhibits.data_selection import API
from app.files import parquet
from app.files.checksum import sha256
from app.files.table_files import table_file
from app.web.api.answers import FOREVER, base, json_response, not_modified
from app.web.api.v1.answer_models import FileEntry, ReleaseDescription, ReleaseEntry, ReleaseList
from app.web.api.v1.problems import NotThereError, problem
from app.words.escape import quotable

LATEST = "latest"
DATABASE = "release.duckdb"
_TYPES = {".duckdb": "application/vnd.duckdb", ".parquet": parquet.MEDIA_TYPE}


def known_releases() -> list[str]:
    """The releases that anybody may have, the newest first; one that was taken back is none."""
    return db.kept_releases(db.current_release())


def release_of(found: str) -> str:
    """The release of that id.

    Raises
    ------
    NotThereError
        When it is not there, or was taken back.
    """
    known = known_releases()
    if found not in known:
        raise NotThereError("api_v1.release", found=quotable(found), known=", ".join((LATEST, *known[:10])))
    return found


def releases(request: Request) -> Response:
    """Every release."""
    current, found = db.current_release(), []
    for release_id in known_releases():
        # One of an older program may not open any more.
        with suppress(db.NoReleaseError):
            stand = queries.latest(release_id).stand
            address = f"{base(request)}{API}/releases/{release_id}"
            found.append(
                ReleaseEntry(release_id=release_id, stand=stand, is_latest=release_id == current, href=address)
            )
    return json_response(request, ReleaseList(releases=found).model_dump(mode="json"))


def release(release_id: str, request: Request) -> Response:
    """The files of one release, with checksums; ``latest`` leads to the latest."""
    if release_id == LATEST:
        return _to_latest(request, "")
    release_of(release_id)
    address = f"{base(request)}{API}/releases/{release_id}"
    files = [_described(release_id, name, address) for name in _names(release_id)]
    stand = queries.latest(release_id).stand
    found = ReleaseDescription(release_id=release_id, stand=stand, files=files)
    return json_response(request, found.model_dump(mode="json"))


def file(release_id: str, name: str, request: Request) -> Response:
    """A whole file that never changes; parts of it by ``Range``."""
    if release_id == LATEST:
        return _to_latest(request, f"/{name}")
    release_of(release_id)
    if name not in _names(release_id):
        raise NotThereError("api_v1.file", found=quotable(name), known=", ".join(_names(release_id)))
    path = _path(release_id, name)
    digest = sha256(path)
    headers = {**FOREVER, "ETag": f'"{digest[:32]}"', "X-Checksum-SHA256": digest}
    whole = _ReleaseFile(path, headers=headers, media_type=_TYPES[path.suffix], filename=f"{release_id}_{name}")
    return not_modified(request, headers) or whole


class _ReleaseFile(FileResponse):
    """A part that there is not is refused like everything else."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The file or a part of it, or a problem."""
        is_refused = False

        async def answer(message: Message) -> None:
            nonlocal is_refused
            if message["type"] == "http.response.start" and message["status"] in (400, 416):
                is_refused = True
                size = Path(self.path).stat().st_size
                error = QueryError("api_v1.range", bytes=size)
                await problem(error, message["status"], Content_Range=f"bytes */{size}")(scope, receive, send)
            elif not is_refused:
                await send(message)

        await super().__call__(scope, receive, answer)


def _to_latest(request: Request, rest: str) -> Response:
    address = f"{base(request)}{API}/releases/{db.current_release()}{rest}"
    return RedirectResponse(address, 307, {"Cache-Control": "no-cache"})


@functools.lru_cache(maxsize=8)
def _names(release_id: str) -> tuple[str, ...]:
    return (DATABASE, *(f"{table.name}.parquet" for table in published_tables(release_id)))


def _described(release_id: str, name: str, address: str) -> FileEntry:
    path = _path(release_id, name)
    return FileEntry(name=name, bytes=path.stat().st_size, sha256=sha256(path), href=f"{address}/{name}")


def _path(release_id: str, name: str) -> Path:
    if name != DATABASE:
        return _parquet(release_id, Path(name).stem)
    path = db.file(release_id)
    if not path.is_file():
        # It is open and shown on, and there is nothing to be copied.
        raise db.NoReleaseError(f"{path}: die Datei ist nicht da")
    return path


@functools.lru_cache(maxsize=512)
def _parquet(release_id: str, table: str) -> Path:
    """Written once, and again after a restart; the same release gives the same bytes."""
    path = Path(_folder().name, f"{release_id}_{table}.parquet")
    made = table_file(TableQuery(table, queries.latest(release_id), every_stand=True), "parquet")
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as out:
        out.writelines(made.pieces)
    Path(out.name).replace(path)
    return path


@functools.cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    """Gone with the process."""
    return tempfile.TemporaryDirectory(prefix="monitor-files-")
