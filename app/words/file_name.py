"""Names of files that leave the house."""

import datetime as dt
import re
import unicodedata

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def file_name(title: str, stand: dt.date) -> str:
    """A telling name without ending: ``Förderung nach Kommune`` → ``foerderung-nach-kommune_2026-11-23``."""
    return f"{plain_name(title)}_{stand.isoformat()}"


def plain_name(title: str) -> str:
    """The letters of a to z and the digits of a title, words with hyphens between them."""
    plain = unicodedata.normalize("NFKD", title.lower().translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
