"""Steps that somebody takes: noted where a button is pressed, taken before the page is drawn anew, then told above it.

What a button does is done to the draft that its page showed, also when that page is out of date.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import streamlit as st

from app.office import worker
from app.office.session import Person
from app.surfaces.streamlit.surface import native
from app.words.markdown import markdown
from app.words.text import t

CHECK_AGAIN = "check_again"
_NOTED, _DONE, _REFUSED = "office-noted", "office-done", "office-refused"


@dataclass(frozen=True)
class Step:
    """A step on a draft as somebody saw it, with what they entered."""

    action: str
    draft: Mapping[str, Any]
    reason: str
    decisions: Sequence[str]
    """Marks of the values that hold where workbooks are in conflict."""
    answers: Mapping[str, str]
    """By the id of the question."""

    def take(self, who: Person) -> None:
        """Take it, in a process of its own. Raises OfficeError."""
        if self.action == CHECK_AGAIN:
            worker.check_again(who, self.draft, self.decisions, self.answers)
        else:
            worker.step(self.action, who, self.draft, self.reason)


def note(
    action: str,
    draft: Mapping[str, Any],
    reason: str = "",
    conflicts: Sequence[str] = (),
    questions: Mapping[str, str] | None = None,
) -> None:
    """Called when a button is pressed: note what is entered in the fields of these keys; of questions they are by id."""
    decisions = [mark for key in conflicts if (mark := st.session_state.get(key))]
    entered = {question: str(st.session_state.get(key) or "") for question, key in (questions or {}).items()}
    answers = {question: text for question, text in entered.items() if text.strip()}
    why = str(st.session_state.get(reason) or "") if reason else ""
    st.session_state[_NOTED] = Step(action, draft, why, decisions, answers)


def take(who: Person) -> None:
    """Take the step that is noted, and say what came of the latest one."""
    step: Step | None = st.session_state.pop(_NOTED, None)
    if step:
        with native().spinner(t(f"office.taking.{step.action}")):
            is_done = do(step.action, lambda: step.take(who), step.reason)
            st.session_state[_REFUSED] = None if is_done else step
    kind, sentence = st.session_state.pop(_DONE, ("", ""))
    if sentence:
        getattr(native(), kind)(markdown(sentence))


def do(action: str, step: Callable[[], object], reason: str = "") -> bool:
    """Take a step, and keep what came of it for the page; whether it was done."""
    try:
        step()
    except worker.OfficeError as problem:
        said = f" {t('office.refused_reason', reason=reason)}" if reason.strip() else ""
        st.session_state[_DONE] = "error", f"{problem}{said}"
        return False
    st.session_state[_DONE] = "success", t(f"office.done.{action}")
    # Asked for here, where somebody sees that it takes a moment; the page has it at once, or says why there is none.
    with suppress(worker.OfficeError):
        worker.state()
    return True


def refused_answer(question: str) -> str:
    """What was answered in a step that was refused: where another draft asks the same, it need not be written again."""
    step: Step | None = st.session_state.get(_REFUSED)
    return step.answers.get(question, "") if step else ""


def refused_decision(marks: Sequence[str]) -> str | None:
    """Which of these values was chosen in a step that was refused."""
    step: Step | None = st.session_state.get(_REFUSED)
    return next((mark for mark in step.decisions if mark in marks), None) if step else None
