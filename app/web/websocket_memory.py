"""Keeps uvicorn's websockets from holding what a client has begun and left, and answers that it does not read.

Pages send bytes alone. A text is bytes, too, until somebody reads it: one that is no UTF-8 is no error of the server's.
"""

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

_forget_connection = WebSocketsSansIOProtocol.connection_lost


def _answer_ping(self: WebSocketsSansIOProtocol) -> None:
    """Answer, unless earlier answers are still to be read (RFC 6455, 5.5.3): they would pile up without end."""
    answer = b"".join(self.conn.data_to_send())
    if self.writable.is_set():
        self.transport.write(answer)


def _lose_connection(self: WebSocketsSansIOProtocol, error: Exception | None) -> None:
    """Forget a message that is not whole: protocol and parser hold each other until a full collection, which is rare."""
    _forget_connection(self, error)
    self.conn.reader.discard()
    self.frames = []


def mend() -> None:
    """Do so for every connection; the server has chosen its class before it loads the app, so the class is changed."""
    WebSocketsSansIOProtocol.handle_ping = _answer_ping  # type: ignore[method-assign]
    WebSocketsSansIOProtocol.connection_lost = _lose_connection  # type: ignore[method-assign, assignment]
    WebSocketsSansIOProtocol.handle_text = WebSocketsSansIOProtocol.handle_bytes  # type: ignore[method-assign]
