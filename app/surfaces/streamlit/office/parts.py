"""Parts of the page of the project office. Whatever people have typed or uploaded is shown as text."""

import datetime as dt
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from app.navigation import OFFICE
from app.office import worker
from app.office.session import EDITOR, RELEASER, Person
from app.surfaces.streamlit import surface, uploads
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.office import steps
from app.surfaces.streamlit.office.draft_forms import html, step_form
from app.surfaces.streamlit.office.draft_html import Link, day, log_reason, moment, names, table
from app.surfaces.streamlit.office.preview import person
from app.surfaces.streamlit.parts.page import PageEnd, section
from app.surfaces.streamlit.surface import native
from app.words import units
from app.words.markdown import markdown
from app.words.text import t

_MOST_ENTRIES, _MOST_WORKBOOKS = 50, 20
_STYLE = Path(__file__).with_name("office.css")


def entrance() -> Person:
    """Who works here; the page ends with the way in for everybody else."""
    surface.current().plain_words([t(f"office.plain.{name}") for name in ("one", "two", "three")])
    native().html(f"<style>{_STYLE.read_text(encoding='utf-8')}</style>")
    found = person()
    if found is None:
        native().markdown(t("office.log_in_lead"))
        native().button(t("office.log_in"), on_click=st.login, type="primary")
        raise PageEnd
    if found.is_of_the_office:
        roles = ", ".join(t(f"office.role.{role}") for role in sorted(found.roles))
        native().markdown(markdown(t("office.who", name=found.name, roles=roles)))
    else:
        native().warning(markdown(t("office.no_role", name=found.name)))
    native().button(t("office.log_out"), on_click=st.logout)
    if not found.is_of_the_office:
        raise PageEnd
    steps.take(found)
    return found


def state(who: Person) -> dict[str, Any]:
    """Drafts, releases and log; the page ends with the reason where that cannot be had."""
    try:
        found = worker.state()
    except worker.OfficeError as problem:
        native().error(markdown(str(problem)))
        raise PageEnd from problem
    if found["log_problem"]:
        native().error(markdown(found["log_problem"]))
    own = [line for line in found["log"] if line["person"] == who.key]
    if own and own[-1]["action"] == "given_up":
        given_up = own[-1]
        native().warning(markdown(t("office.given_up", time=moment(given_up["time"]), reason=given_up["reason"])))
    return found


def upload(editor: Person, found: Mapping[str, Any]) -> None:
    """Workbooks that somebody brings, and the day of the Stand that they shall become."""
    if EDITOR not in editor.roles:
        return
    section("office.upload")
    native()
    uploads.ask(_MOST_WORKBOOKS)
    brought = st.session_state.get("office-brought", 0)
    files = st.file_uploader(
        t("office.upload.label"),
        accept_multiple_files=True,
        max_upload_size=uploads.MEGABYTES,
        help=t("office.upload.hint"),
        key=f"office-workbook-{brought}",
    )
    if found["latest_stand"]:
        st.markdown(markdown(t("office.upload.latest", stand=day(found["latest_stand"]))))
    first = dt.date.fromisoformat(found["first_free_day"]) if found["first_free_day"] else None
    stand = st.date_input(
        t("office.upload.stand"),
        value=max(dt.date.today(), first) if first else dt.date.today(),
        min_value=first,
        format="DD.MM.YYYY",
        width=240,
    )
    if st.button(t("office.upload.check"), disabled=not files, type="primary") and isinstance(stand, dt.date):
        st.session_state["office-brought"] = brought + 1
        workbooks: dict[str, bytes] = {}
        for file in files:
            name = file.name
            # Of two files of the same name both are taken.
            while name in workbooks:
                name = f"_{name}"
            workbooks[name] = uploads.content(file)
        with st.spinner(t("office.upload.checking")):
            steps.do("hand_in", lambda: worker.hand_in(editor, workbooks, stand.isoformat()))
        st.rerun()


def feedback(found: Mapping[str, Any]) -> None:
    """What is open at every municipality as of the latest Stand, with a sheet that asks, its e-mail, and its part to fill."""
    section("office.feedback")
    try:
        with native().spinner(t("office.feedback.looking")):
            points = worker.open_points(found["base"])
    except worker.OfficeError as problem:
        native().error(markdown(str(problem)))
        return
    if not points["places"]:
        native().markdown(t("office.feedback.none"))
        return
    begin = f"{base_path()}/{OFFICE.address}"
    rows = [
        [
            place["name"],
            *(units.number(place[name]) for name in ("overdue", "silent", "incomplete")),
            Link(f"{begin}/rueckmeldung/{place['area_ags']}", t("office.feedback.sheet_of", name=place["name"]))
            if place["message"]
            else "–",
            Link(f"{begin}/teil/{place['area_ags']}", t("office.feedback.part_of", name=place["name"])),
        ]
        for place in points["places"]
    ]
    headers = ("who", "overdue", "silent", "incomplete", "sheet", "part")
    lead = t("office.feedback.as_of", stand=day(points["stand"]))
    heading = t("office.feedback.heading")
    html(f"<p>{escape(lead)}</p>{table([t(f'office.feedback.{name}') for name in headers], rows, heading)}")
    asked = {place["name"]: place["message"] for place in points["places"] if place["message"]}
    if asked:
        with st.expander(t("office.feedback.email")):
            chosen = st.selectbox(t("office.feedback.email_to"), list(asked), width=420, key="office-feedback")
            st.code(asked[chosen], language=None, wrap_lines=True)


def releases(who: Person, found: Mapping[str, Any]) -> None:
    """What was released here, and the way back from the latest."""
    section("office.releases")
    released = [draft for draft in found["drafts"] if draft["state"] == "released"]
    if not released:
        native().markdown(t("office.releases.none"))
    for draft in released:
        stand, by, name = day(draft["stand_date"]), names(draft), draft["changed_name"]
        with native().container(key=f"released-{draft['draft_id']}"):
            st.markdown(markdown(t("office.releases.name", stand=stand, by=by, name=name)))
            if RELEASER in who.roles and draft["stand_date"] == found["latest_stand"]:
                st.markdown(t("office.releases.take_back_lead"))
                step_form("take_back", draft)


def log(found: Mapping[str, Any]) -> None:
    """The latest entries of the log, and all of it as a file."""
    section("office.log")
    if found["log_problem"]:
        return
    if not found["log"]:
        native().markdown(t("office.log.none"))
        return
    headers = ("time", "name", "action", "stand", "reason", "before", "after")
    rows = [
        [
            moment(line["time"]),
            line["name"],
            t(f"office.log.{line['action']}"),
            day(line["stand"]),
            log_reason(line) or "–",
            line["before"] or "–",
            line["after"] or "–",
        ]
        for line in reversed(found["log"][-_MOST_ENTRIES:])
    ]
    file = f"{base_path()}/{OFFICE.address}/protokoll.jsonl"
    native()
    html(
        f"<p>{escape(t('office.log.sound'))}</p>"
        f"{table([t(f'office.log.{name}') for name in headers], rows, t('office.log.heading'))}"
        f'<p><a href="{escape(file)}">{escape(t("office.log.file"))}</a></p>'
    )
