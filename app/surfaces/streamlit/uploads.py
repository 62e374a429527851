"""Files that people bring along: only as many as a page asks for, while it does, and gone as soon as they are read."""

from streamlit.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunContext, get_script_run_ctx
from streamlit.runtime.uploaded_file_manager import UploadedFile

MEGABYTES = 20
"""As in .streamlit/config.toml, for every file."""
_ASKING: dict[str, int] = {}
"""Sessions whose page asks for files, and how many they may still bring."""


def _context() -> ScriptRunContext:
    context = get_script_run_ctx()
    assert context
    return context


def begin() -> None:
    """Before a page is drawn it asks for nothing."""
    _ASKING.pop(_context().session_id, None)


def ask(most: int = 1) -> None:
    """The page of this session asks for a file, or for several."""
    runtime = Runtime.instance()
    for known in [known for known in tuple(_ASKING) if not runtime.is_active_session(known)]:
        _ASKING.pop(known, None)
    _ASKING[_context().session_id] = most


def take(session_id: str) -> bool:
    """Whether a session may bring a file now; of those that its page asks for there is one less then."""
    left = _ASKING.get(session_id, 0)
    if left:
        _ASKING[session_id] = left - 1
    return left > 0


def give_back(session_id: str) -> None:
    """What the session brought could not be taken: it may try again."""
    _ASKING[session_id] = _ASKING.get(session_id, 0) + 1


def content(file: UploadedFile) -> bytes:
    """What a file holds; nobody else holds it afterwards."""
    found = file.getvalue()
    context = _context()
    context.uploaded_file_mgr.remove_session_files(context.session_id)
    file.seek(0)
    file.truncate()
    return found
