"""Promises with the tests that hold them, and how these ended: as HTML that prints and needs no script."""

from html import escape

from app.data.test_results import TestResults
from app.sentences import promises as sentences
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.panel import dom_key, heading
from app.words.text import t


def promises(group: str, results: TestResults, key: str = "") -> None:
    """The promises of a group below its heading, or below that of ``key``."""
    found = "".join(map(_promise, sentences.promises_of(group, results)))
    surface.current().html(
        dom_key("promises", group), f"{heading(key or f'promises.{group}')}<div class='srm-promises'>{found}</div>"
    )


def _promise(kept: sentences.KeptPromise) -> str:
    tests = "".join(map(_test, kept.tests))
    return (
        f'<div class="srm-promise srm-promise-{kept.state}"><h3>{escape(kept.says)}</h3>'
        f"<p>{escape(kept.result)}</p><ul>{tests}</ul></div>"
    )


def _test(test: sentences.TestedBy) -> str:
    name = f"{escape(t('promises.name'))} <code>{escape(test.name)}</code>"
    return f'<li>{escape(test.tries)} <b>{escape(test.result)}</b><br><span class="srm-test-name">{name}</span></li>'
