"""Who asks: the address of a client, by the word of those proxies alone that are trusted."""

import ipaddress
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from config import listed, settings

_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Client:
    """Puts the client's own address and scheme into the request where a trusted proxy names them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        # Told as networks: 10.1.2.3/16 would be taken for a name.
        proxies = [str(network) for network in _networks(settings().trusted_proxies)]
        self._behind_proxy = ProxyHeadersMiddleware(app, proxies)  # type: ignore[arg-type]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what is said by a proxy, or as it came."""
        if scope["type"] == "lifespan" or not scope.get("client"):
            await self._app(scope, receive, send)
            return
        # A socket for both kinds of addresses writes those of the older kind in its own way.
        host, port = scope["client"]
        scope["client"] = (host.removeprefix("::ffff:"), port)
        await self._behind_proxy(scope, receive, send)  # type: ignore[arg-type]


def client_key(scope: Scope) -> str:
    """By what a client is known: its address, or the network that one house has; empty where a proxy hides it."""
    return key_of((scope.get("client") or ("",))[0])


def key_of(host: str) -> str:
    """By what the client at this address is known; empty where that is a proxy's own."""
    return _key(host, settings().trusted_proxies)


@lru_cache(maxsize=4096)
def _key(host: str, proxies: str) -> str:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return ""
    if is_within(host, proxies):
        return ""
    return str(ipaddress.ip_network((int(address) >> 64 << 64, 64))) if address.version == 6 else host


def is_within(host: str, networks: str) -> bool:
    """Whether an address is one of those, or in one of those networks, that stand between commas."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return any(address in network for network in _networks(networks))


@lru_cache(maxsize=8)
def _networks(text: str) -> tuple[_Network, ...]:
    return tuple(ipaddress.ip_network(part, strict=False) for part in listed(text))
