"""What every answer says to a browser beside itself, after OWASP's list of secure headers."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Receive, Scope, Send

from app.web.middleware_function import middleware, with_headers
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


@middleware("http")
async def security_headers(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Add what an answer does not say itself; over TLS also that nothing goes without it."""
    kind = request_kind(scope)

    def add(headers: MutableHeaders, _: int) -> None:
        if kind in _FOR_ALL:
            headers.setdefault("Cross-Origin-Resource-Policy", "cross-origin")
        for name, value in HEADERS.items():
            headers.setdefault(name, value)
        if kind == "embed":
            del headers["X-Frame-Options"]
        if scope["scheme"] == "https":
            headers["Strict-Transport-Security"] = _TLS_ALONE
            _only_over_tls(headers)

    await app(scope, receive, with_headers(send, add))


def _only_over_tls(headers: MutableHeaders) -> None:
    cookies = headers.getlist("set-cookie")
    del headers["set-cookie"]
    for cookie in cookies:
        is_secure = "secure" in (part.strip().lower() for part in cookie.split(";"))
        headers.append("set-cookie", cookie if is_secure else f"{cookie}; Secure")
