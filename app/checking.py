"""Whether a picture that left the house still holds: against the release and the Stand that are shown now."""

from collections import Counter
from dataclasses import dataclass, field, replace

import duckdb
import pandas as pd

from app import address, db, pictures, queries, tables, units
from app.address import AddressError, Parameters
from app.exhibits import Exhibit, Shown, View, fingerprint
from app.exhibits.indicators import indicator
from app.text import t

CURRENT, OUTDATED, CORRECTED, UNKNOWN = "current", "outdated", "corrected", "unknown"


@dataclass(frozen=True)
class _Claim:
    """What a picture says of itself; an address alone says no release and no fingerprint."""

    permalink: str
    release_id: str = ""
    fingerprint: str = ""


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


def link(permalink: str, release_id: str) -> Finding:
    """What has become of what an address shows."""
    return _checked(_Claim(permalink), release_id)


def file(content: bytes, release_id: str) -> Finding:
    """What has become of a picture."""
    try:
        facts = pictures.read(content)
    except pictures.UnreadableError as error:
        return Finding(UNKNOWN, str(error))
    if not facts.permalink:
        return Finding(UNKNOWN, t("check.no_facts"))
    return _checked(_Claim(facts.permalink, facts.release_id, facts.fingerprint), release_id)


def _checked(claim: _Claim, release_id: str) -> Finding:
    """What has become of a picture or an address under this release.

    The figures of the same Stand are asked of this release, which holds every Stand, and when they are not those of
    the picture, of the release it was made from, as long as that is there.
    """
    old: Shown | None
    try:
        exhibit, parameters = address.read(claim.permalink)
        then = address.view(exhibit, release_id, parameters)
        old = exhibit.content(then)
    except AddressError as error:
        return Finding(UNKNOWN, str(error))
    except LookupError:  # a page of a project or municipality that is not named, or not there
        return Finding(UNKNOWN, t("check.nothing_there"))
    try:
        now = address.view(exhibit, release_id, {**parameters, address.STAND: []})
        new = exhibit.content(now)
    except LookupError:
        return Finding(OUTDATED, t("check.gone", stand=units.date(then.selection.stand)), exhibit)
    if claim.fingerprint and claim.fingerprint != fingerprint(old):
        old = _as_it_was(exhibit, claim, parameters)
    return _compared(exhibit, then, old, now, new, claim)


def _compared(exhibit: Exhibit, then: View, old: Shown | None, now: View, new: Shown, claim: _Claim) -> Finding:
    release_id, before, today = now.selection.release_id, then.selection.stand, now.selection.stand
    link = address.permalink(exhibit, now)
    days = {"then": units.date(before), "now": units.date(today)}
    gone, come = _apart(old, new)
    is_same = old is not None and not len(gone) and not len(come)
    if is_same or claim.fingerprint == fingerprint(new):
        return Finding(
            CURRENT, t("check.current" if before == today else "check.current_since", **days), exhibit, link, then
        )
    finding = Finding(OUTDATED, "", exhibit, link, then, gone, come, tuple(new.columns), new.source)
    corrections = queries.corrections_since(now.selection, before, exhibit.inputs, _indicators(exhibit, now))
    if len(corrections):
        return replace(finding, verdict=CORRECTED, reason=t("check.corrected", **days), corrections=corrections)
    if before == today and claim.release_id == release_id:
        return replace(finding, verdict=UNKNOWN, reason=t("check.unlike", **days))
    reason = t("check.remade" if before == today else "check.outdated", **days)
    return replace(finding, reason=reason if old else f"{reason} {t('check.lost')}")


def _as_it_was(exhibit: Exhibit, claim: _Claim, parameters: Parameters) -> Shown | None:
    """The figures from the release that the picture was made from; None when they can no longer be read there."""
    if not db.has(claim.release_id):
        return None
    try:
        shown = exhibit.content(address.view(exhibit, claim.release_id, parameters))
    except (LookupError, duckdb.Error, db.NoReleaseError):
        return None
    return shown if fingerprint(shown) == claim.fingerprint else None


def _apart(old: Shown | None, new: Shown) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows that only one of the two has, as they read."""
    if old is None:
        return new.table.iloc[:0], new.table
    before, after = _read(old), _read(new)
    return old.table[_not_in(before, after)], new.table[_not_in(after, before)]


def _read(shown: Shown) -> list[tuple[str, ...]]:
    columns = [name for name in shown.columns if name in shown.table]
    return [tuple(tables.shown(name, row) for name in columns) for row in tables.records(shown.table)]


def _not_in(rows: list[tuple[str, ...]], others: list[tuple[str, ...]]) -> list[bool]:
    left = Counter(others)
    missing = []
    for row in rows:
        missing.append(not left[row])
        left[row] -= bool(left[row])
    return missing


def _indicators(exhibit: Exhibit, view: View) -> tuple[str, ...]:
    return (str(indicator(view).indicator_id),) if "indikator" in exhibit.choices else ()
