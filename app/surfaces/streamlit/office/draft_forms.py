"""Every open draft with what was found, what it would change, and what can become of it: forms, each for one step."""

from collections.abc import Mapping
from html import escape
from typing import Any, Literal

import streamlit as st

from app.office.session import EDITOR, RELEASER, Person
from app.surfaces.streamlit.office import steps
from app.surfaces.streamlit.office.draft_html import answers, changes, day, findings, hand_ins, links, moment, names
from app.surfaces.streamlit.parts.page import section
from app.surfaces.streamlit.surface import native
from app.words.line_breaks import unbroken
from app.words.markdown import markdown
from app.words.text import counted, plural, t

_MOST_QUESTIONS = 50
"""On the page at once; the next check asks the others."""
_LONGEST_ANSWER = 500


def drafts(who: Person, found: Mapping[str, Any]) -> None:
    """All drafts that are not released or given up."""
    section("office.drafts")
    opened = [draft for draft in found["drafts"] if draft["is_open"]]
    if not opened:
        native().markdown(t("office.drafts.none"))
    ready = sum(draft["state"] == "ready" and not draft["is_outdated"] for draft in opened)
    for draft in opened:
        with native().container(border=True, key=f"draft-{draft['draft_id']}"):
            _draft(who, draft, ready)


def _draft(who: Person, draft: Mapping[str, Any], ready: int) -> None:
    """One draft; of several that are ``ready`` only one can be released, for the others are outdated then."""
    may_check = EDITOR in who.roles
    name = t("office.drafts.name", stand=day(draft["stand_date"]), name=names(draft), created=moment(draft["created"]))
    counts = draft["counts"]
    sentence = t(
        "office.drafts.counts",
        conflicts=counted("office.drafts.conflicts", counts["conflict"]),
        errors=counted("office.drafts.errors", counts["error"]),
        questions=counted("office.drafts.questions", counts.get("question", 0)),
        warnings=counted("office.drafts.warnings", counts["warning"]),
        repairs=counted("office.drafts.repairs", counts["repaired"]),
    )
    if draft["is_outdated"]:
        readiness = t("office.drafts.overtaken")
    elif draft["state"] == "ready":
        readiness = plural("office.drafts.ready", ready)
    else:
        readiness = t("office.drafts.faulty")
    html(f"<h3>{escape(name)}</h3><p>{escape(readiness)} {escape(sentence)}</p>")
    if draft["is_outdated"]:
        how = t("office.drafts.again" if may_check else "office.drafts.others_again")
        st.warning(markdown(f"{t('office.drafts.outdated')} {how}"))
    found = findings(draft, may_answer=may_check)
    html(f"{links(draft)}{hand_ins(draft)}{found}{answers(draft)}{changes(draft)}")
    questions = _questions(draft)
    if may_check and (draft["conflicts"] or questions or draft["is_outdated"]):
        _check_again(draft, questions)
    _decision(who, draft)


def _questions(draft: Mapping[str, Any]) -> dict[str, str]:
    """What is asked, by the id of the question: one may be about many cells."""
    return {remark["question"]: remark["message"] for remark in draft["remarks"] if remark["question"]}


def _check_again(draft: Mapping[str, Any], questions: Mapping[str, str]) -> None:
    """A field for the answer to every question, and every conflict with its values; then all is checked again."""
    draft_id, conflicts = draft["draft_id"], draft["conflicts"]
    asked = dict(list(questions.items())[:_MOST_QUESTIONS])
    fields = {question: f"answer-{draft_id}-{question}" for question in asked}
    choices = [f"conflict-{draft_id}-{number}" for number in range(len(conflicts))]
    with st.form(f"again-{draft_id}-{draft['mark']}", border=False):
        if asked:
            html(f"<h4>{escape(t('office.questions.heading'))}</h4><p>{escape(t('office.questions.lead'))}</p>")
        for number, (question, message) in enumerate(asked.items(), start=1):
            html(f"<p>{escape(message)}</p>")
            st.text_input(
                t("office.questions.answer_to", number=number),
                value=steps.refused_answer(question),
                max_chars=_LONGEST_ANSWER,
                placeholder=t("office.questions.placeholder"),
                key=fields[question],
            )
        if conflicts:
            html(f"<h4>{escape(t('office.conflicts.heading'))}</h4><p>{escape(t('office.conflicts.lead'))}</p>")
        for number, (key, conflict) in enumerate(zip(choices, conflicts, strict=True), start=1):
            _conflict(key, number, conflict)
        more = {"action": steps.CHECK_AGAIN, "draft": draft, "conflicts": choices, "questions": fields}
        st.form_submit_button(
            t("office.drafts.take_over" if conflicts or asked else "office.drafts.check_again"),
            on_click=steps.note,
            kwargs=more,
        )


def _conflict(key: str, number: int, conflict: Mapping[str, Any]) -> None:
    """Its values, of which one holds. The label of a field is read aloud as it is written, so it holds no Markdown."""
    values = {
        option["mark"]: t("office.conflicts.option", value=option["value"], by=option["by"])
        for option in conflict["options"]
    }
    about = t("office.conflicts.about", place=conflict["place"], title=conflict["title"], base=conflict["base"])
    lead = f" {t('office.conflicts.for_lead', lead=conflict['lead'])}" if conflict["lead"] else ""
    marks = list(values)
    chosen = steps.refused_decision(marks) or conflict["chosen"]
    html(f"<p>{escape(f'{about}{lead}')}</p>")
    st.radio(
        t("office.conflicts.holds", number=number),
        marks,
        index=marks.index(chosen) if chosen else None,
        format_func=lambda mark: markdown(values[mark]),
        key=key,
    )


def _decision(who: Person, draft: Mapping[str, Any]) -> None:
    if draft["state"] == "ready" and not draft["is_outdated"]:
        if who.key in draft["prepared_by"]:
            st.markdown(t("office.drafts.own"))
        elif RELEASER in who.roles:
            if draft["day_questions"]:
                st.warning(markdown(f"{' '.join(draft['day_questions'])} {t('office.drafts.day_question')}"))
            step_form("release", draft, is_first=True)
        else:
            st.markdown(t("office.drafts.not_releaser"))
    step_form("withdraw", draft)


def step_form(action: str, draft: Mapping[str, Any], *, is_first: bool = False) -> None:
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
        more = {"action": action, "draft": draft, "reason": f"reason-{name}"}
        st.form_submit_button(t(f"office.step.{action}.button"), type=kind, on_click=steps.note, kwargs=more)


def html(content: str) -> None:
    """HTML in the office's look."""
    st.html(f'<div class="srm-office">{unbroken(content)}</div>')
