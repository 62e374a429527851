"""What the page of the project office says of a draft, as HTML. Whatever people have typed or uploaded is shown as text."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote

from app.navigation import OFFICE
from app.surfaces.streamlit.base_path import base_path
from app.words import units
from app.words.text import enumeration, plural, t

_MOST_FINDINGS = 100


@dataclass(frozen=True)
class Link:
    """A cell that leads somewhere."""

    address: str
    words: str


def links(draft: Mapping[str, Any]) -> str:
    """Ways to its preview, its workbooks, their marked copies and the page of what it changes."""
    begin = f"{base_path()}/{OFFICE.address}"
    files = f"{begin}/entwurf/{draft['draft_id']}"
    found = [(f"{begin}/vorschau/{draft['draft_id']}", t("office.drafts.preview"))] if draft["release_id"] else []
    found += [(f"{files}/{quote(name)}", t("office.drafts.workbook", name=name)) for name in draft["workbooks"]]
    found += [(f"{files}/{quote(name)}", t("office.drafts.marked", name=name)) for name in draft["marked"]]
    found += [(f"{files}/change.html", t("office.drafts.change"))] if draft["changes"] is not None else []
    items = "".join(f'<li><a href="{escape(address)}">{escape(words)}</a></li>' for address, words in found)
    return f"<ul>{items}</ul>"


def hand_ins(draft: Mapping[str, Any]) -> str:
    """Who has handed in and who has not, where it is more than one workbook, or the part of a municipality."""
    if not draft["hand_ins"]:
        return ""
    headers = ("who", "files", "changed", "new", "gone", "conflicts")
    rows = [
        [state["name"], ", ".join(state["files"]), *map(units.number, state["counts"])]
        for state in draft["hand_ins"]
        if state["files"]
    ]
    heading = t("office.hand_ins.heading")
    found = table([t(f"office.hand_ins.{name}") for name in headers], rows, heading)
    if missing := [state["name"] for state in draft["hand_ins"] if not state["files"]]:
        found += f"<p>{escape(t('office.hand_ins.nothing', names=', '.join(missing)))}</p>"
    return _folded(heading, found, is_open=True)


def answers(draft: Mapping[str, Any]) -> str:
    """Questions about its workbooks that somebody has answered."""
    if not draft["answered"]:
        return ""
    rows = [[found["question"], found["answer"]] for found in draft["answered"]]
    heading = t("office.questions.answered")
    columns = [t(f"office.questions.{name}") for name in ("question", "answer")]
    return _folded(heading, table(columns, rows, heading), is_open=True)


def log_reason(line: Mapping[str, Any]) -> str:
    """Why a step was taken: the reason, what was answered and what was decided."""
    said = [t("office.log.answered", **found) for found in line.get("answers", ())]
    said += [t("office.log.decided", **found) for found in line.get("decisions", ())]
    return " ".join([*([line["reason"]] if line["reason"] else []), *said])


def findings(draft: Mapping[str, Any], *, may_answer: bool) -> str:
    """What was found in its workbooks, the first hundred; the others stand in the marked copies."""
    remarks, conflicts = draft["remarks"], draft["counts"]["conflict"]
    if not remarks:
        none = plural("office.findings.none_but", conflicts) if conflicts else t("office.findings.none")
        return f"<p>{escape(none)}</p>"
    headers = ("kind", "workbook", "place", "column", "value", "message")
    rows = [
        [
            t(f"office.findings.{remark['severity']}"),
            remark["workbook"] or "–",
            remark["place"] or "",
            remark["column"] or "",
            (remark["value"] or "")[:200],
            _message(remark, may_answer=may_answer),
        ]
        for remark in remarks[:_MOST_FINDINGS]
    ]
    left = len(remarks) - len(rows)
    more = f"<p>{escape(plural('office.findings.more', left))}</p>" if left else ""
    heading = t("office.findings.heading")
    found = table([t(f"office.findings.{name}") for name in headers], rows, heading)
    return _folded(heading, f"{found}{more}", is_open=len(rows) <= 10)


def changes(draft: Mapping[str, Any]) -> str:
    """What it would change on the public pages."""
    if draft["changes"] is None:
        return ""
    tables = "".join(table(part["columns"], part["rows"], part["title"], is_named=True) for part in draft["changes"])
    return _folded(t("office.changes.heading"), tables or f"<p>{escape(t('office.changes.none'))}</p>", is_open=True)


def table(columns: Sequence[str], rows: Sequence[Sequence[str | Link]], name: str, *, is_named: bool = False) -> str:
    """A plain table; on a phone each row is a card."""
    heads = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    lines = "".join(
        "<tr>"
        + "".join(
            f'<td data-label="{escape(column)}">{_cell(cell)}</td>' for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    look = "" if is_named else ' class="srm-hidden"'
    return (
        f'<table class="srm-office-table"><caption{look}>{escape(name)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>"
    )


def day(text: str) -> str:
    """A day as it is written on screen."""
    return units.date(dt.date.fromisoformat(text))


def moment(text: str) -> str:
    """A day and a time of day, where the server is."""
    return dt.datetime.fromisoformat(text).astimezone().strftime("%d.%m.%Y, %H:%M")


def names(draft: Mapping[str, Any]) -> str:
    """Who prepared it."""
    return enumeration(list(draft["prepared_by"].values()))


def _cell(cell: str | Link) -> str:
    if isinstance(cell, Link):
        return f'<a href="{escape(cell.address)}">{escape(cell.words)}</a>'
    return escape(cell)


def _message(remark: Mapping[str, str | None], *, may_answer: bool) -> str:
    now = remark["repaired_to"]
    how = t("office.findings.answer" if may_answer else "office.findings.others_answer")
    answer = f" {how}" if remark["severity"] == "question" else ""
    return str(remark["message"]) + (f" {t('office.findings.now', value=now)}" if now is not None else "") + answer


def _folded(name: str, content: str, *, is_open: bool) -> str:
    return f"<details{' open' if is_open else ''}><summary>{escape(name)}</summary>{content}</details>"
