"""By which names the dashboard may be asked for: another one could end up in links, feeds and what a cache keeps."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.observability import metrics
from app.observability.log import warn_seldom
from app.web.api.answers import Refused
from app.web.middleware_function import middleware
from app.web.request_kind import request_kind
from app.words.text import t
from config import settings

_OF_THIS_MACHINE = ("localhost", "127.0.0.1", "::1")
"""By which supervisors ask after the health of the dashboard."""
_POLICY_VIOLATION = 1008
_LOG = logging.getLogger(__name__)


@middleware("http", "websocket")
async def hosts(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Refuse what is asked of another host; where no host is set, none is known."""
    if _is_allowed(scope):
        await app(scope, receive, send)
        return
    metrics.REFUSED.labels("host").inc()
    warn_seldom(_LOG, "a request names a host that is not in MONITOR_ALLOWED_HOSTS")
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": _POLICY_VIOLATION})
        return
    await Refused(400, t("api.unknown_host")).response(scope, receive, send)


def _is_allowed(scope: Scope) -> bool:
    allowed = settings().hosts
    if not allowed:
        return True
    try:
        host = (urlsplit(f"//{Headers(scope=scope).get('host', '')}").hostname or "").rstrip(".")
    except ValueError:
        return False
    is_asked_for_health = scope["type"] == "http" and request_kind(scope) == "health"
    return any(
        host.endswith(name[1:]) if name.startswith("*.") else host == name
        for name in (*allowed, *(_OF_THIS_MACHINE if is_asked_for_health else ()))
    )
