"""Whether a picture that left the house still holds: against the release and the Stand that are shown now.

The figures of a picture are those of its Stand in this release when they have its fingerprint, or an address asks for
them; else those of the release it was made from, when that is still there and they have it; else they are lost.

| its figures | its Stand | verdict |
|---|---|---|
| read like those of now | any | current |
| differ from those of now | older, corrected since | corrected |
| all hold, and others were added | older | extended |
| differ from those of now | older | outdated |
| differ from those of now | the latest, published again | outdated |
| lost, fingerprint of those of now | any | current |
| lost, though it names this release and its format | any | unknown: not what this release says |
| lost | the latest | unknown: not to be compared any more |
| lost | older, whose figures in this release are those of now | unknown: not to be compared any more |
| lost | older, whose figures in this release differ from now, corrected since | corrected |
| lost | older, whose figures in this release differ from now | outdated |

Lost figures prove nothing by themselves: a newer program may have written the same ones differently.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

import duckdb
import pandas as pd

from app.data import db
from app.exhibits import Exhibit, ExhibitContent, View, address, are_comparable, fingerprint
from app.exhibits.address import AddressError
from app.exhibits.address_parameters import AROUND
from app.exhibits.corrections import corrections_of
from app.exhibits.filters import Parameters
from app.files import picture_metadata, pictures
from app.files.picture_drawing import Drawing, anew, drawing
from app.words import cells, table_columns, units
from app.words.escape import quotable
from app.words.text import t

_JPG = b"\xff\xd8"
_BEGINS_WITH_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)")
CURRENT, EXTENDED, OUTDATED, CORRECTED, UNKNOWN = "current", "extended", "outdated", "corrected", "unknown"


@dataclass(frozen=True)
class Claims:
    """What a picture says of itself, or why that cannot be read."""

    facts: picture_metadata.Facts | None = None
    problem: str = ""
    drawing: Drawing | None = None


@dataclass(frozen=True, eq=False)
class Finding:
    """The verdict, the reason in one or two sentences, and what the exhibit shows now."""

    verdict: str
    reason: str
    exhibit: Exhibit | None = None
    link: str = ""
    """Address of the exhibit as it is now."""
    then: View | None = None
    before: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Rows of then that no longer stand; empty when they cannot be read any more."""
    after: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Rows of now that did not stand then."""
    columns: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    corrections: pd.DataFrame = field(default_factory=pd.DataFrame)
    """Corrections of what the exhibit shows since then."""
    pictures: tuple[str, str] = ("", "")
    """The drawing that was brought and the one drawn anew, where they differ; addresses for ``<img>``."""


def link(permalink: str, release_id: str, host: str = "") -> Finding:
    """What has become of what an address shows; one of another host than ours is refused."""
    return _foreign(permalink, host) or _checked(release_id, permalink)


def claims(content: bytes) -> Claims:
    """What is needed of a picture to check it, in any release."""
    if content.startswith(_JPG):
        return Claims(problem=t("check.jpg"))
    try:
        facts = picture_metadata.read(content)
    except picture_metadata.UnreadableError as error:
        return Claims(problem=str(error))
    return Claims(facts, drawing=drawing(content)) if facts.permalink else Claims(problem=t("check.no_facts"))


def file(claims: Claims, release_id: str, host: str = "") -> Finding:
    """What has become of a picture: of its figures, and of its drawing where that can be drawn anew."""
    facts = claims.facts
    if facts is None:
        return Finding(UNKNOWN, claims.problem)
    if foreign := _foreign(facts.permalink, host):
        return foreign
    finding = _checked(release_id, facts.permalink, facts.release_id, facts.fingerprint)
    if finding.exhibit is None or finding.then is None:
        return finding
    picture = _drawn_anew(finding.exhibit, facts)
    if claims.drawing is None or picture is None:
        return replace(finding, reason=f"{finding.reason} {t('check.unseen')}")
    is_same, shown = anew(claims.drawing, picture)
    if is_same:
        return replace(finding, reason=f"{finding.reason} {t('check.same')}")
    verdict = UNKNOWN if finding.verdict == CURRENT else finding.verdict
    both = claims.drawing.shown, shown
    return replace(finding, verdict=verdict, reason=f"{finding.reason} {t('check.differs')}", pictures=both)


def _foreign(permalink: str, host: str) -> Finding | None:
    """The refusal of an address of another host; None when it is ours, or says none."""
    written = permalink.strip(AROUND)
    try:
        found = urlsplit(f"//{written}" if _BEGINS_WITH_HOST.match(written) else written).netloc
    except ValueError:
        return None
    is_ours = not host or not found or found.lower() == host.lower()
    return None if is_ours else Finding(UNKNOWN, t("check.foreign", found=quotable(found), own=host))


def _drawn_anew(exhibit: Exhibit, facts: picture_metadata.Facts) -> pictures.Picture | None:
    """The same exhibit at the same release; None where that is not there any more, or says something else."""
    if not db.has(facts.release_id):
        return None
    try:
        view = address.view(exhibit, facts.release_id, address.exhibit_of_link(facts.release_id, facts.permalink)[1])
        base, short, _ = facts.permalink.partition(address.short(exhibit, view))
        picture = pictures.exhibit_picture(exhibit, view, base if short else "")
    except (LookupError, ValueError, pictures.PictureError, duckdb.Error, db.NoReleaseError):
        return None
    return picture if picture.fingerprint == facts.fingerprint else None


def _checked(release_id: str, permalink: str, made_from: str = "", claimed: str = "") -> Finding:
    """What has become of what a picture claims; an address alone says no release and no fingerprint."""
    try:
        exhibit, parameters = address.exhibit_of_link(release_id, permalink)
        then = address.view(exhibit, release_id, parameters)
        here = exhibit.content(then)
    except AddressError as error:
        return Finding(UNKNOWN, str(error))
    try:
        now = address.view(exhibit, release_id, {**parameters, address.STAND: []})
        new = exhibit.content(now)
    except AddressError:
        return Finding(OUTDATED, t("check.gone", stand=units.date(then.selection.stand)), exhibit)
    is_here = claimed in ("", fingerprint(here))
    old = here if is_here else _as_it_was(exhibit, made_from, claimed, parameters)
    link = address.permalink(exhibit, now)
    days = {"then": units.date(then.selection.stand), "now": units.date(now.selection.stand)}
    is_latest = then.selection.stand == now.selection.stand
    gone, come = _apart(old, new)
    if claimed == fingerprint(new) or (old and not len(gone) and not len(come)):
        return Finding(CURRENT, t("check.current" if is_latest else "check.current_since", **days), exhibit, link, then)
    finding = Finding(OUTDATED, "", exhibit, link, then, gone, come, tuple(new.columns), new.source)
    if old is None and made_from == release_id and are_comparable(claimed, fingerprint(here)):
        return replace(finding, verdict=UNKNOWN, reason=t("check.unlike", **days))
    if old is None and not any(map(len, _apart(here, new))):
        return replace(finding, verdict=UNKNOWN, reason=t("check.incomparable", **days))
    differing = pd.concat(_apart(old or here, new))
    corrections, differ_others = corrections_of(exhibit, then, now, differing)
    if len(corrections):
        reason = t("check.corrected", **days) + (f" {t('check.also')}" if differ_others else "")
        return replace(finding, verdict=CORRECTED, reason=reason, corrections=corrections[[*table_columns.CORRECTIONS]])
    if old and gone.empty and not is_latest:
        return replace(finding, verdict=EXTENDED, reason=t("check.extended", **days))
    reason = t("check.remade" if is_latest else "check.outdated", **days)
    return replace(finding, reason=reason if old else f"{reason} {t('check.lost')}")


def _as_it_was(exhibit: Exhibit, made_from: str, claimed: str, parameters: Parameters) -> ExhibitContent | None:
    """The figures from the release that the picture was made from; None when they can no longer be read there."""
    if not db.has(made_from):
        return None
    try:
        shown = exhibit.content(address.view(exhibit, made_from, parameters))
    except (LookupError, duckdb.Error, db.NoReleaseError):
        return None
    return shown if fingerprint(shown) == claimed else None


def _apart(old: ExhibitContent | None, new: ExhibitContent) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that only one of the two has, as they read."""
    if old is None:
        return new.table.iloc[:0], new.table
    before, after = _read(old), _read(new)
    return old.table[_not_in(before, after)], new.table[_not_in(after, before)]


def _read(shown: ExhibitContent) -> list[tuple[str, ...]]:
    columns = [name for name in shown.columns if name in shown.table]
    return [tuple(cells.cell_text(name, row) for name in columns) for row in cells.records(shown.table)]


def _not_in(rows: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[bool]:
    left = Counter(others)
    missing = []
    for row in rows:
        missing.append(not left[row])
        left[row] -= bool(left[row])
    return missing
