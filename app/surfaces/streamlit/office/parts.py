"""Parts of the page of the project office. Whatever people have typed or uploaded is shown as text."""

import datetime as dt
from collections.abc import Callable, Mapping
from html import escape
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from app.navigation import OFFICE
from app.office import worker
from app.office.session import EDITOR, RELEASER, Person
from app.surfaces.streamlit import surface, uploads
from app.surfaces.streamlit.base_path import base_path
from app.surfaces.streamlit.office.draft_html import changes, findings, hand_ins, links, table
from app.surfaces.streamlit.office.preview import person
from app.surfaces.streamlit.parts.page import PageEnd, section
from app.surfaces.streamlit.surface import native
from app.words import units
from app.words.markdown import markdown
from app.words.text import counted, enumeration, t

_MOST_ENTRIES, _MOST_WORKBOOKS = 50, 20
_STYLE = Path(__file__).with_name("office.css")
_DONE = "office-done"


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
    kind, sentence = st.session_state.pop(_DONE, ("", ""))
    if sentence:
        getattr(native(), kind)(markdown(sentence))
    return found


def state() -> dict[str, Any]:
    """Drafts, releases and log; the page ends with the reason where that cannot be had."""
    try:
        found = worker.state()
    except worker.OfficeError as problem:
        native().error(markdown(str(problem)))
        raise PageEnd from problem
    if found["log_problem"]:
        native().error(markdown(found["log_problem"]))
    return found


def upload(editor: Person, latest_stand: str) -> None:
    """Workbooks that somebody brings, and the day of the Stand that they shall become."""
    if EDITOR not in editor.roles:
        return
    section("office.upload")
    native()
    uploads.ask(_MOST_WORKBOOKS)
    latest = dt.date.fromisoformat(latest_stand) if latest_stand else None
    brought = st.session_state.get("office-brought", 0)
    files = st.file_uploader(
        t("office.upload.label"),
        type=["xlsx"],
        accept_multiple_files=True,
        max_upload_size=uploads.MEGABYTES,
        help=t("office.upload.hint"),
        key=f"office-workbook-{brought}",
    )
    if latest:
        st.markdown(markdown(t("office.upload.latest", stand=units.date(latest))))
    first = latest + dt.timedelta(days=1) if latest else None
    day = st.date_input(
        t("office.upload.stand"),
        value=max(dt.date.today(), first) if first else dt.date.today(),
        min_value=first,
        format="DD.MM.YYYY",
        width=240,
    )
    if st.button(t("office.upload.check"), disabled=not files, type="primary") and isinstance(day, dt.date):
        st.session_state["office-brought"] = brought + 1
        workbooks: dict[str, bytes] = {}
        for file in files:
            name = file.name
            # Of two files of the same name both are taken.
            while name in workbooks:
                name = f"_{name}"
            workbooks[name] = uploads.content(file)
        with st.spinner(t("office.upload.checking")):
            _do("hand_in", lambda: worker.hand_in(editor, workbooks, day.isoformat()))
        st.rerun()


def drafts(who: Person, found: Mapping[str, Any]) -> None:
    """Every open draft with what was found, what it would change, and what can become of it."""
    section("office.drafts")
    opened = [draft for draft in found["drafts"] if draft["is_open"]]
    if not opened:
        native().markdown(t("office.drafts.none"))
    for draft in opened:
        with native().container(border=True, key=f"draft-{draft['draft_id']}"):
            _draft(who, draft)


def _draft(who: Person, draft: Mapping[str, Any]) -> None:
    stand, created = _day(draft["stand_date"]), _moment(draft["created"])
    name = t("office.drafts.name", stand=stand, name=_names(draft), created=created)
    counts = draft["counts"]
    sentence = t(
        "office.drafts.counts",
        conflicts=counted("office.drafts.conflicts", counts["conflict"]),
        errors=counted("office.drafts.errors", counts["error"]),
        questions=counted("office.drafts.questions", counts.get("question", 0)),
        warnings=counted("office.drafts.warnings", counts["warning"]),
        repairs=counted("office.drafts.repairs", counts["repaired"]),
    )
    readiness = t(f"office.drafts.state.{draft['state']}")
    _html(f"<h3>{escape(name)}</h3><p>{escape(readiness)} {escape(sentence)}</p>")
    if draft["is_outdated"]:
        st.warning(markdown(t("office.drafts.outdated")))
    _html(f"{links(draft)}{hand_ins(draft)}{findings(draft['remarks'])}{changes(draft)}")
    if EDITOR in who.roles and (draft["conflicts"] or draft["is_outdated"]):
        _check_again(who, draft)
    _decision(who, draft)


def _check_again(who: Person, draft: Mapping[str, Any]) -> None:
    """Every conflict with its values, of which one is chosen; then all workbooks are checked again."""
    conflicts = draft["conflicts"]
    with st.form(f"again-{draft['draft_id']}-{draft['mark']}", border=False):
        if conflicts:
            _html(f"<h4>{escape(t('office.conflicts.heading'))}</h4><p>{escape(t('office.conflicts.lead'))}</p>")
        chosen = [_conflict(draft["draft_id"], number, conflict) for number, conflict in enumerate(conflicts)]
        if st.form_submit_button(t("office.conflicts.check" if conflicts else "office.drafts.check_again")):
            decisions = [mark for mark in chosen if mark]
            with st.spinner(t("office.upload.checking")):
                _do("hand_in", lambda: worker.check_again(who, draft, decisions))
            st.rerun()


def _conflict(draft_id: str, number: int, conflict: Mapping[str, Any]) -> str | None:
    """The mark of the value that somebody has chosen; None while nobody has."""
    values = {
        option["mark"]: t("office.conflicts.option", value=option["value"], by=option["by"])
        for option in conflict["options"]
    }
    about = t("office.conflicts.about", place=conflict["place"], title=conflict["title"], base=conflict["base"])
    lead = f" {t('office.conflicts.for_lead', lead=conflict['lead'])}" if conflict["lead"] else ""
    marks = list(values)
    return st.radio(
        markdown(f"{about}{lead}"),
        marks,
        index=marks.index(conflict["chosen"]) if conflict["chosen"] else None,
        format_func=lambda mark: markdown(values[mark]),
        key=f"conflict-{draft_id}-{number}",
    )


def _decision(who: Person, draft: Mapping[str, Any]) -> None:
    if draft["state"] == "ready" and not draft["is_outdated"]:
        if who.key in draft["prepared_by"]:
            st.markdown(t("office.drafts.own"))
        elif RELEASER in who.roles:
            _step("release", draft, is_first=True)
        else:
            st.markdown(t("office.drafts.not_releaser"))
    _step("withdraw", draft)


def _step(action: str, draft: Mapping[str, Any], *, is_first: bool = False) -> None:
    """A reason, and the button that does it."""
    # Of another version of the draft it is another form: nothing typed for one is sent for the other.
    name = f"{action}-{draft['draft_id']}-{draft['mark']}"
    with st.form(name, border=False):
        st.text_input(
            t(f"office.step.{action}.reason"),
            max_chars=500,
            placeholder=t("office.drafts.reason_placeholder") if is_first else None,
            key=f"reason-{name}",
        )
        kind: Literal["primary", "secondary"] = "primary" if is_first else "secondary"
        # Done before the page is drawn anew: it is the draft that somebody saw who pressed the button.
        more = {"action": action, "draft": draft, "reason": f"reason-{name}"}
        st.form_submit_button(t(f"office.step.{action}.button"), type=kind, on_click=_take_step, kwargs=more)


def _take_step(action: str, draft: Mapping[str, Any], reason: str) -> None:
    # Who pressed it is asked now: the session may have ended since the page was drawn.
    if who := person():
        _do(action, lambda: worker.step(action, who, draft, st.session_state.get(reason) or ""))


def releases(who: Person, found: Mapping[str, Any]) -> None:
    """What was released here, and the way back from the latest."""
    section("office.releases")
    released = [draft for draft in found["drafts"] if draft["state"] == "released"]
    if not released:
        native().markdown(t("office.releases.none"))
    for draft in released:
        stand, by, name = _day(draft["stand_date"]), _names(draft), draft["changed_name"]
        with native().container(key=f"released-{draft['draft_id']}"):
            st.markdown(markdown(t("office.releases.name", stand=stand, by=by, name=name)))
            if RELEASER in who.roles and draft["stand_date"] == found["latest_stand"]:
                st.markdown(t("office.releases.take_back_lead"))
                _step("take_back", draft)


def log(found: Mapping[str, Any]) -> None:
    """The latest entries of the log, and all of it as a file."""
    section("office.log")
    if found["log_problem"]:
        return
    if not found["log"]:
        native().markdown(t("office.log.none"))
        return
    names = ("time", "name", "action", "stand", "reason", "before", "after")
    rows = [
        [
            _moment(line["time"]),
            line["name"],
            t(f"office.log.{line['action']}"),
            _day(line["stand"]),
            *(line[name] or "–" for name in ("reason", "before", "after")),
        ]
        for line in reversed(found["log"][-_MOST_ENTRIES:])
    ]
    file = f"{base_path()}/{OFFICE.address}/protokoll.jsonl"
    native()
    _html(
        f"<p>{escape(t('office.log.sound'))}</p>"
        f"{table([t(f'office.log.{name}') for name in names], rows, t('office.log.heading'))}"
        f'<p><a href="{escape(file)}">{escape(t("office.log.file"))}</a></p>'
    )


def _do(action: str, step: Callable[[], object]) -> None:
    """Take a step; what came of it stands above the page when it is drawn next."""
    try:
        step()
        st.session_state[_DONE] = "success", t(f"office.done.{action}")
        # Asked for here, where somebody sees that it takes a moment; the next run has it at once.
        worker.state()
    except worker.OfficeError as problem:
        st.session_state[_DONE] = "error", str(problem)


def _html(content: str) -> None:
    st.html(f'<div class="srm-office">{content}</div>')


def _names(draft: Mapping[str, Any]) -> str:
    return enumeration(list(draft["prepared_by"].values()))


def _day(day: str) -> str:
    return units.date(dt.date.fromisoformat(day))


def _moment(moment: str) -> str:
    return dt.datetime.fromisoformat(moment).astimezone().strftime("%d.%m.%Y, %H:%M")
