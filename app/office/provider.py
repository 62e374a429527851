"""The provider that people log in with: OpenID Connect, as Streamlit's ``st.login`` wants it in a file of secrets."""

import re
import tomllib
from pathlib import Path

from config import ROOT, settings

_LINE = re.compile(r"line (\d+)")
NEEDED = ("client_id", "client_secret", "server_metadata_url", "redirect_uri", "cookie_secret")
SHORTEST_SECRET = 32
CALLBACK = "/oauth2callback"


class ProviderError(Exception):
    """Nobody could log in safely; the message says in German what is wrong with the file."""


def secrets_file() -> Path:
    """The file of secrets, once it is sure that people can log in with what it says.

    Raises
    ------
    ProviderError
        If it lies where it could be published, cannot be read, or lacks something.
    """
    path = settings().office_secrets
    if path is None:
        raise ProviderError("MONITOR_OFFICE_SECRETS ist nicht gesetzt.")
    if path.resolve().is_relative_to(ROOT):
        raise ProviderError(f"{path} liegt im Ordner des Programms. Geheimnisse gehören an einen anderen Ort.")
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8")).get("auth")
    except OSError as problem:
        raise ProviderError(f"{path} fehlt oder lässt sich nicht lesen. Bitte Pfad und Rechte prüfen.") from problem
    except ValueError as problem:
        line = _LINE.search(str(problem))
        place = f" in Zeile {line[1]}" if line else ""
        raise ProviderError(f"{path} lässt sich nicht lesen: Das ist{place} kein TOML in UTF-8.") from problem
    if not isinstance(found, dict):
        raise ProviderError(f"In {path} fehlt der Abschnitt [auth].")
    if missing := [name for name in NEEDED if not isinstance(found.get(name), str) or not found[name]]:
        raise ProviderError(f"In {path} fehlt unter [auth]: {', '.join(missing)}.")
    if len(found["cookie_secret"]) < SHORTEST_SECRET:
        raise ProviderError(f"In {path} hat cookie_secret weniger als {SHORTEST_SECRET} Zeichen.")
    if not found["redirect_uri"].endswith(CALLBACK):
        raise ProviderError(f"In {path} muss redirect_uri auf {CALLBACK} enden.")
    return path
