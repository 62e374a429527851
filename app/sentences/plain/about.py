"""What the pages about the monitor itself say in plain words: method, accessibility, imprint, privacy."""

from app.data import queries
from app.data.published import Table, published_tables
from app.data.region import region
from app.data.selection import Selection
from app.data.test_results import TestResults
from app.sentences.plain import words
from app.sentences.plain.parts import box, known_on
from app.sentences.promises import counts
from app.words.text import counted, plural, t


def methodology(selection: Selection) -> list[str]:
    """How we count, and how much we do not know."""
    gaps = queries.gaps(selection)
    begin = t("plain.method.is"), t("plain.method.sources")
    if not gaps.project_count:
        return box(*begin, t("plain.no_projects"), known_on(selection))
    return box(
        *begin,
        t("plain.method.unknown"),
        counted("plain.method.no_grant", int(gaps.no_grant_count)),
        counted("plain.method.silent", int(gaps.no_feedback_count)),
        known_on(selection),
    )


def data(release_id: str) -> list[str]:
    """What lies here, and that everybody may have it."""
    return [t("plain.data.is"), plural("plain.data.tables", len(published_tables(release_id))), *_how()]


def table(chosen: Table) -> list[str]:
    """What can be done with one table."""
    return [t("plain.data.table", name=words.spoken(chosen.label)), t("plain.data.filters"), *_how()]


def _how() -> list[str]:
    return [t("plain.data.take"), t("plain.data.free")]


def accessibility() -> list[str]:
    """What the declaration is for, and where barriers are reported."""
    operator = region().operator
    return [t("plain.accessibility.is"), *_responsible(), _ask(operator.accessibility_email)]


def promises(results: TestResults) -> list[str]:
    """What the page of promises is for, and how many of them are held."""
    found, begin = counts(results), (t("plain.promises.is"), t("plain.promises.tests"))
    if results.day is None or not results.is_of_this_program:
        return [*begin, t("plain.promises.untested")]
    total, open_count = sum(found.values()), found["partly"] + found["untested"]
    return [
        *begin,
        t("plain.promises.day", day=words.day(results.day)),
        t("plain.promises.held", held=found["held"], total=total),
        counted("plain.promises.broken", found["broken"]),
        *([plural("plain.promises.open", open_count)] if open_count else []),
    ]


def imprint() -> list[str]:
    """Who is responsible."""
    return [t("plain.imprint.is"), *_responsible(), _ask(region().operator.email)]


def privacy() -> list[str]:
    """Which data are processed, and whom to ask."""
    operator = region().operator
    return [t("plain.privacy.is"), t("plain.privacy.login"), *_responsible(), _ask(operator.data_protection_email)]


def verification(verdict: str = "") -> list[str]:
    """What the page that checks pictures is for, and what has come out when something was checked."""
    if verdict:
        return [t("plain.verification.checked"), t(f"plain.verification.{verdict}"), t("plain.verification.below")]
    return [t("plain.verification.is"), t("plain.verification.says"), t("plain.verification.forgets")]


def console() -> list[str]:
    """What the page for queries is for."""
    return [t(f"plain.queries.{name}") for name in ("is", "language", "begin", "safe")]


def _responsible() -> list[str]:
    name = region().operator.name
    return [t("plain.responsible", name=words.spoken(name)) if name else t("plain.nobody")]


def _ask(email: str) -> str:
    """Where questions go: to the address, else to the postal address further down, when there is any."""
    operator = region().operator
    if email:
        return t("plain.ask.email", email=email)
    return t("plain.ask.letter" if operator.street and operator.city else "plain.ask.later")
