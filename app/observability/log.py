"""The log: one line per event with time, level and the id of the request, and nothing that a person sent.

Messages are written by the program. What Streamlit says of requests it says with gaps, because it fills in headers and
ids that anybody may send. Of an error its kind and its place are named; what it says may quote a visitor, so it is left
out, except where the system or the folder of releases speaks.
"""

import datetime as dt
import json
import logging
import re
import time
import traceback
from contextvars import ContextVar
from pathlib import Path
from uuid import uuid4

from streamlit import logger as streamlit_logger

from app.data import db
from config import ROOT, settings

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
"""Of the request that is being answered."""
_WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
"""Would break the line, or the terminal that shows it."""
_PAUSE_S = 30.0
_WARNED: dict[tuple[str, ...], float] = {}
"""When each warning was last written."""
_FRAMES = 8
"""Places that are named of an error, the innermost first."""
_PACKAGES = "site-packages/"
_FOREIGN = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi", "websockets")
_QUOTES = ("streamlit.web.", "streamlit.runtime.")
"""Loggers whose messages may quote a visitor."""
_REPLACED = "streamlit.error_util"
"""Writes down the errors of pages with all that they say; ``page_error`` does it without."""


def request_id(proposed: str = "") -> str:
    """The id that a proxy in front gave to a request, if it is well-formed; else a new one."""
    return proposed if _WELL_FORMED.fullmatch(proposed) else uuid4().hex


def warn_seldom(logger: logging.Logger, message: str, **facts: str) -> None:
    """Warn of what may come many times a second: the same at most once in half a minute, or it would fill the log."""
    key, now = (message, *facts.values()), time.monotonic()
    if now - _WARNED.get(key, -_PAUSE_S) >= _PAUSE_S:
        _WARNED[key] = now
        logger.warning(message, extra={"facts": facts})


def configure() -> None:
    """Write every line of the log in one way, those of Streamlit and of the server below it too."""
    handler = logging.StreamHandler()
    handler.setFormatter(Formatter(is_json=settings().log_format == "json"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("app").setLevel(logging.INFO)
    logging.getLogger(_REPLACED).disabled = True
    # Streamlit gives each of its loggers a handler of its own, now and when it makes another one.
    streamlit_logger.setup_formatter = _hand_on
    for name in {*streamlit_logger._loggers, *_FOREIGN}:
        _hand_on(logging.getLogger("streamlit" if name == "root" else name))
    for name in _FOREIGN:
        # Below that they name the addresses of visitors.
        logging.getLogger(name).setLevel(logging.WARNING)


def _hand_on(logger: logging.Logger) -> None:
    logger.handlers.clear()
    logger.propagate = True


class Formatter(logging.Formatter):
    """A line, as text or as JSON; more about an event stands in ``extra={"facts": {…}}``."""

    def __init__(self, *, is_json: bool) -> None:
        super().__init__()
        self._is_json = is_json

    def format(self, record: logging.LogRecord) -> str:
        """The line of an event."""
        facts: dict[str, object] = {
            "time": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "request_id": REQUEST_ID.get(),
            "message": str(record.msg) if record.name.startswith(_QUOTES) else record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            facts["error"] = described(record.exc_info[1])
        if self._is_json:
            return json.dumps({name: value for name, value in facts.items() if value != ""}, ensure_ascii=False)
        head = " ".join(str(facts.pop(name)) for name in ("time", "level", "logger"))
        identified = f" [{found}]" if (found := facts.pop("request_id")) else ""
        line = f"{head}{identified} {facts.pop('message')}"
        return _CONTROL.sub(" ", " ".join((line, *(f"{name}={value}" for name, value in facts.items()))))


def described(error: BaseException) -> str:
    """Kind and place of an error and of those that it came from."""
    parts: list[str] = []
    found: BaseException | None = error
    while found is not None and len(parts) < _FRAMES:
        frames = reversed(traceback.extract_tb(found.__traceback__)[-_FRAMES:])
        places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames)
        parts.append(f"{type(found).__name__}{_said(found)} at {places or 'unknown'}")
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return " <- ".join(parts)


def _said(error: BaseException) -> str:
    if isinstance(error, db.NoReleaseError):
        return f" ({error})"
    return f" ({error.strerror})" if isinstance(error, OSError) and error.strerror else ""


def _short(file: str) -> str:
    path = Path(file)
    if _PACKAGES in file:
        return file.rpartition(_PACKAGES)[2]
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name
