"""Streamlit's own scripts on their way to the browser: with German words, compressed once, with few icons.

Streamlit has its words built in, sends its scripts uncompressed, and fetches four thousand icons for two. All of it is
put right here; what a script does is not touched but for one thing: what is chosen goes along from page to page.
"""

import functools
import gzip
import os
import re
import tomllib
from pathlib import Path

import streamlit
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.charts import fonts
from app.surfaces.streamlit.address_state import KEPT
from app.web.api.answers import packed_response
from app.web.middleware_function import middleware
from app.words import text

# Resolved: requests are, and behind a link the two would never meet.
FOLDER = Path(streamlit.__file__).resolve().parent / "static" / "static"
_ICONS = next((FOLDER / "media").glob("MaterialSymbols-Rounded.*.woff2"))
_ICON = re.compile(":material/([a-z0-9_]+):")
_WORDS = Path(text.__file__).resolve().parent / "streamlit_de.toml"
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".woff2": "font/woff2"}
_CACHE = {"Cache-Control": "public, max-age=604800", "Vary": "Accept-Encoding"}


@functools.cache
def words() -> dict[str, dict[str, str]]:
    """Replacements by script: text as it stands in Streamlit's script -> text on screen."""
    return tomllib.loads(_WORDS.read_text(encoding="utf-8"))


@functools.cache
def kept_parameters() -> tuple[str, str]:
    """Streamlit takes the parameters of its own widgets along to another page: with ours, which no widget holds.

    So what is chosen is in the address before the server hears of it, and one page is one step of the history.
    """
    names = ",".join(f"`{name}`" for name in KEPT)
    of_widgets = "if(this.paramKeyToWidgetId.size===0)return e;let t=new URL(window.location.href),n={};this.paramKeyToWidgetId.forEach("
    ours = f"let t=new URL(window.location.href),n={{}};new Set([{names},...this.paramKeyToWidgetId.keys()]).forEach("
    return of_widgets, ours


def script(path: Path) -> bytes:
    """A script or style sheet of Streamlit's, with our words."""
    content, name = path.read_text(encoding="utf-8"), path.name.partition(".")[0]
    changes = [*words().get(name, {}).items(), *([kept_parameters()] if name == "index" else [])]
    for found, ours in changes:
        content = content.replace(found, ours)
    return content.encode()


@functools.lru_cache(maxsize=256)
def gzipped_script(path: Path) -> bytes:
    """The same, compressed; the level costs little time and saves three quarters."""
    return gzip.compress(script(path), compresslevel=6, mtime=0)


@functools.cache
def icon_font() -> bytes:
    """Streamlit's icons without those that its own scripts do not name; pages name none. Made once, in about a second."""
    kept = fonts.cache_folder() / f"icons-{streamlit.__version__}.woff2"
    if not kept.is_file():
        named = {
            name for path in (FOLDER / "js").glob("*.js") for name in _ICON.findall(path.read_text(encoding="utf-8"))
        }
        new = kept.with_suffix(f".{os.getpid()}")
        new.write_bytes(fonts.icons(_ICONS, named))
        new.replace(kept)
    return kept.read_bytes()


_IMPORT = re.compile(r"""(?:from|import)\s*["'](\./[\w.-]+\.js)["']""")
_CHUNKS = {
    "date_input": "DateInput",
    "file_uploader": "FileUploader",
    "html": "Html",
    "pagination": "Pagination",
}
"""Scripts that Streamlit fetches when a page has a first element of a kind, one after the other."""


@functools.lru_cache(maxsize=64)
def scripts_for(kinds: frozenset[str]) -> tuple[str, ...]:
    """Names of all scripts that components and elements of these kinds need, with what those import."""
    found: dict[str, None] = {}
    names = ["BidiComponent", *(_CHUNKS[kind] for kind in sorted(kinds) if kind in _CHUNKS)]
    waiting = [path.name for name in names for path in (FOLDER / "js").glob(f"{name}.*.js")]
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = None
            waiting += [path[2:] for path in _IMPORT.findall((FOLDER / "js" / name).read_text(encoding="utf-8"))]
    return tuple(found)


@middleware("http")
async def assets(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Answer requests for Streamlit's scripts and style sheets; pass everything else on."""
    path = _file(scope)
    if path is None:
        await app(scope, receive, send)
        return
    media_type = _TYPES[path.suffix]
    if path == _ICONS:
        response = Response(icon_font(), headers=_CACHE, media_type=media_type)
    else:
        response = packed_response(Request(scope), gzipped_script(path), media_type, _CACHE)
    await response(scope, receive, send)


def _file(scope: Scope) -> Path | None:
    if scope["method"] != "GET" or "/static/" not in scope["path"]:
        return None
    path = FOLDER.joinpath(scope["path"].rpartition("/static/")[2]).resolve()
    is_ours = path == _ICONS or (path.suffix in (".js", ".css") and path.is_relative_to(FOLDER) and path.is_file())
    return path if is_ours else None
