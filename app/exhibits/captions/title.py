"""Title and subtitle of a chart or map: what its figures say in at most ten words, and what the title has no room for.

The title is the plain name when nothing can be claimed; the subtitle says measure and unit, area, period, and what is not
known and could make the title wrong.
"""

import functools
from dataclasses import dataclass

from app.data import queries
from app.data.selection import UNDATED
from app.exhibits.claims.claim import WORDS, fitting, quotation
from app.exhibits.filters import acting
from app.exhibits.measures import periods
from app.exhibits.model import Claims, Exhibit, ExhibitContent, Scope, View
from app.words.text import t


@dataclass(frozen=True)
class Headline:
    """What stands above a drawing on a page."""

    name: str
    """The plain heading, above the title; empty where that is the title."""
    title: str
    doubt: str
    """What is not known and could make the title wrong."""


def title(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """One sentence of at most ten words that is true of exactly these rows."""
    return _worded(exhibit, view, shown)[0]


@functools.lru_cache(maxsize=64)
def subtitle(exhibit: Exhibit, view: View, shown: ExhibitContent) -> str:
    """„Zuwendungen, die zählen, in €; Kreis Musterland; bewilligt 2016 bis 2025“."""
    claim, doubt = _worded(exhibit, view, shown)[1:]
    return "; ".join(filter(None, (claim, *exhibit.measure(exhibit, view, shown), doubt)))


@functools.lru_cache(maxsize=4096)
def headline(exhibit: Exhibit, view: View) -> Headline:
    """The plain heading names what the title is of, so that the title has room for what the figures say."""
    shown = exhibit.content(view)
    claims, name = _claims(exhibit, view, shown), with_period(_plain(exhibit, view)[0], exhibit, shown)
    said = fitting(claims.sentences)
    return Headline(name, said, claims.doubt) if said else Headline("", name, "")


def with_period(text: str, exhibit: Exhibit, shown: ExhibitContent) -> str:
    """A text about values of indicators with the time that they are of; the Stand is that of the projects."""
    when = periods(shown.table) if "indikator" in exhibit.choices else ""
    return f"{text}, {when}" if when else text


@functools.lru_cache(maxsize=64)
def _worded(exhibit: Exhibit, view: View, shown: ExhibitContent) -> tuple[str, str, str]:
    """The title; what the figures say where it has room for no more than the name of what is measured; what is not known."""
    claims = _claims(exhibit, view, shown)
    if "indikator" not in exhibit.choices:
        said = fitting(claims.sentences)
        return (said, "", claims.doubt) if said else (fitting(_plain(exhibit, view)), "", "")
    # A value says nothing without what it is of.
    subject = quotation(exhibit.subject(view))
    said = fitting(f"{subject}: {sentence}" for sentence in claims.sentences)
    claim = "" if said else next(iter(claims.sentences), "")
    return said or fitting(_plain(exhibit, view)), claim, claims.doubt


def _claims(exhibit: Exhibit, view: View, shown: ExhibitContent) -> Claims:
    claims = exhibit.claims(exhibit, view, shown, scope_of(exhibit, view))
    if shown.table.empty and not claims.sentences:
        return Claims([t("telling.nothing")])
    return claims


def scope_of(exhibit: Exhibit, view: View) -> Scope:
    """What the filters that act on an exhibit narrow it to."""
    chosen = [(name, text) for name, names in acting(exhibit, view).items() for text in names]
    # Projects of the whole district are in no one place, and only grants are approved in the year that is chosen.
    is_everywhere = queries.district(view.selection) in view.selection.municipalities
    is_of_other_years = bool(view.selection.years) and "foerderung" not in exhibit.inputs
    is_undated = UNDATED in view.selection.years
    is_named = len(chosen) == 1 and not is_everywhere and not is_of_other_years and not is_undated
    return Scope(True, *chosen[0]) if is_named else Scope(bool(chosen))


def _plain(exhibit: Exhibit, view: View) -> list[str]:
    heading, subject = t(f"{exhibit.key}.heading"), exhibit.subject(view)
    if not subject:
        return [heading, _cut(heading)]
    if "indikator" in exhibit.choices:
        return [f"{heading}: {subject}", subject, _cut(subject)]
    return [f"{heading}: {subject}", heading, _cut(heading)]


def _cut(text: str) -> str:
    return " ".join([*text.split()[: WORDS - 1], "…"])
