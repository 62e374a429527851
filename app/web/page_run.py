"""A page run once by Streamlit for somebody who holds no session: what it is made of, as Streamlit's own messages."""

import asyncio
from collections.abc import Sequence

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import Runtime, SessionClient

LONGEST_S = 10.0
"""Seconds that a page may take before the visitor gets the page without its first view."""


class _Collector(SessionClient):
    """Keeps what a session says until its page is complete."""

    def __init__(self) -> None:
        self.messages: list[ForwardMsg] = []
        self.complete: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def write_forward_msg(self, msg: ForwardMsg) -> None:
        """Take a message; called on the server's event loop."""
        kind = msg.WhichOneof("type")
        if kind == "delta":
            self.messages.append(msg)
        elif kind == "script_finished" and not self.complete.done():
            self.complete.set_result(msg.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY)


async def messages(address: str, query: str) -> Sequence[ForwardMsg]:
    """Deltas of the page at ``address`` (without slashes) with these parameters; empty when it does not finish.

    The session ends with its page, so nothing is kept for it.
    """
    if not Runtime.exists():
        return []
    runtime = Runtime.instance()
    collector = _Collector()
    session_id = runtime.connect_session(client=collector, user_info={})
    try:
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.page_name = address
        runtime.handle_backmsg(session_id, asked)
        is_complete = await asyncio.wait_for(collector.complete, LONGEST_S)
    except TimeoutError:
        is_complete = False
    finally:
        runtime.close_session(session_id)
    return collector.messages if is_complete else []
