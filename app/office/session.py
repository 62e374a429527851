"""Who is logged in: the claims that Streamlit has signed into a cookie, as long as this session is not over.

The cookie alone would be good for thirty days, whoever has a copy of it. So a session has an age of its own, and one that
was ended is noted: a copy of its cookie opens nothing any more.
"""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

from config import settings

EDITOR, RELEASER = "redaktion", "freigabe"
_NAMED_BY = ("name", "preferred_username", "email", "sub")
_TOLD_APART_BY = ("iss", "sub", "iat", "exp", "nonce", "sid", "at_hash")
_CLOCKS_DIFFER = 120
"""Seconds that the provider's clock may be ahead of ours."""


@dataclass(frozen=True)
class Person:
    """Somebody who is logged in."""

    key: str
    name: str
    roles: frozenset[str]

    @property
    def is_of_the_office(self) -> bool:
        """Whether the provider gives this person any role here."""
        return bool(self.roles)


def person(claims: Mapping[str, Any]) -> Person | None:
    """Who these claims name; nobody when the session is too old, was ended, or says too little."""
    issuer, subject, begun = claims.get("iss"), claims.get("sub"), claims.get("iat")
    if not claims.get("is_logged_in") or not issuer or not subject or not isinstance(begun, int | float):
        return None
    age = time.time() - begun
    if not -_CLOCKS_DIFFER <= age < settings().office_hours * 3600 or _note(claims).exists():
        return None
    name = next(str(claims[field]) for field in _NAMED_BY if claims.get(field))
    return Person(f"{issuer}#{subject}", name[:100], _roles(claims))


def of_cookies(cookies: Mapping[str, str]) -> Person | None:
    """Who sends these cookies."""
    return person(_claims(cookies))


def end(cookies: Mapping[str, str]) -> None:
    """The session of these cookies is over, for whoever has a copy of them, too."""
    if claims := _claims(cookies):
        note = _note(claims)
        note.parent.mkdir(parents=True, exist_ok=True)
        note.touch()
        for old in note.parent.iterdir():
            if time.time() - old.stat().st_mtime > settings().office_hours * 3600 + _CLOCKS_DIFFER:
                old.unlink(missing_ok=True)


def _claims(cookies: Mapping[str, str]) -> dict[str, Any]:
    signed = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        found = json.loads(signed) if signed else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _roles(claims: Mapping[str, Any]) -> frozenset[str]:
    """What the named claim says; ``realm_access.roles`` is a claim within another."""
    found: Any = claims
    for part in settings().office_roles_claim.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    names = found.split() if isinstance(found, str) else found if isinstance(found, list | tuple) else ()
    return frozenset(name for name in names if name in (EDITOR, RELEASER))


def _note(claims: Mapping[str, Any]) -> Path:
    session = json.dumps([str(claims.get(name)) for name in _TOLD_APART_BY])
    return settings().office / "ended" / hashlib.sha256(session.encode()).hexdigest()
