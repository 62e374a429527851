"""What every answer says to a browser beside itself, after OWASP's list of secure headers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.policy import policy
from app.web.request_kind import request_kind

_NOT_USED = (
    *("accelerometer", "autoplay", "camera", "display-capture", "encrypted-media", "geolocation", "gyroscope"),
    *("magnetometer", "microphone", "midi", "payment", "publickey-credentials-get", "screen-wake-lock", "serial"),
    *("usb", "xr-spatial-tracking"),
)
HEADERS = {
    "Content-Security-Policy": policy(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in _NOT_USED),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Permitted-Cross-Domain-Policies": "none",
    "X-Frame-Options": "SAMEORIGIN",
}
"""Of an answer that says nothing else."""
_FOR_ALL = {"picture", "data", "citation", "embed", "folder", "feed", "table", "release", "catalogue"}
"""Kinds of requests whose answers other sites may show."""
_TLS_ALONE = "max-age=31536000"
"""For a year; names below this one may belong to somebody else."""


class SecurityHeaders:
    """Adds what an answer does not say itself; over TLS also that nothing goes without it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on, with headers."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        kind = request_kind(scope)

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                if kind in _FOR_ALL:
                    headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                if kind == "embed":
                    del headers["X-Frame-Options"]
                if scope["scheme"] == "https":
                    headers["Strict-Transport-Security"] = _TLS_ALONE
                    _only_over_tls(headers)
            await send(message)

        await self._app(scope, receive, answer)


def _only_over_tls(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        is_secure = "secure" in (part.strip().lower() for part in cookie.split(";"))
        headers.append("set-cookie", cookie if is_secure else f"{cookie}; Secure")
