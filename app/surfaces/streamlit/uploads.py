"""Files that people bring along: one at a time, only while a page asks for one, and gone as soon as it is read."""

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

MEGABYTES = 20
"""As in .streamlit/config.toml, for every file."""
_ASKING: set[str] = set()
"""Sessions whose page asks for a file."""


def begin() -> None:
    """Before a page is drawn it asks for nothing."""
    if context := get_script_run_ctx():
        _ASKING.discard(context.session_id)


def ask() -> None:
    """The page of this session asks for a file."""
    if context := get_script_run_ctx():
        if Runtime.exists():
            runtime = Runtime.instance()
            _ASKING.difference_update([known for known in tuple(_ASKING) if not runtime.is_active_session(known)])
        _ASKING.add(context.session_id)


def take(session_id: str) -> bool:
    """Whether a session may bring a file now; it may bring no other until its page asks again."""
    if session_id not in _ASKING:
        return False
    _ASKING.discard(session_id)
    return True


def give_back(session_id: str) -> None:
    """What the session brought could not be taken: it may try again."""
    _ASKING.add(session_id)


def content(file: UploadedFile) -> bytes:
    """What a file holds; nobody else holds it afterwards."""
    found = file.getvalue()
    if context := get_script_run_ctx():
        context.uploaded_file_mgr.remove_session_files(context.session_id)
    file.seek(0)
    file.truncate()
    return found
