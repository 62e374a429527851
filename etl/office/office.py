"""The steps of the office: hand in, check again, withdraw, release, take back. Each is done as a whole, once, and logged.

A step is noted in ``pending.json`` before it begins, and the note goes when it is done; each of its parts may be done
twice. Whoever comes next finishes what a killed process left. What cannot be done is undone, and refused in German. A
check goes on beside other steps: its folder is locked while somebody is at work in it, and one that nobody holds any more
was killed; that is logged.
"""

import json
import secrets
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import duckdb
from filelock import FileLock, Timeout

from etl.messages.refusals import BusyError, InputError, RefusedError, UnreadableError, alone, reason, writing
from etl.office import audit_log, drafts
from etl.office.checking import check, findings
from etl.office.drafts import READY, RELEASED, RELEASES, REPLACED, STAND, TAKEN_BACK, WITHDRAWN, WORKBOOKS, Draft
from etl.office.people import EDITOR, RELEASER, Person
from etl.reading.inputs import STAENDE, stand_folders
from etl.reading.whole_files import checksum, read_json, write_whole
from etl.release import store
from etl.release.build import build
from etl.release.day_questions import day_questions
from etl.release.fingerprint import release_id
from etl.release.stands import add_stand
from etl.release.verify import VerificationError
from etl.workbook.workbook_file import require_workbook

PENDING, INCOMING, BEGUN = "pending.json", "incoming", "begun.json"
LONGEST_REASON = 500
CHECK_KILLED = "Die Prüfung wurde abgebrochen, bevor sie fertig war. Bitte noch einmal prüfen lassen."
PATIENCE = 10.0
"""Seconds that one step waits for another to end."""


class Action(StrEnum):
    """Steps, as the log names them."""

    HAND_IN = "hand_in"
    CHECK_AGAIN = "check_again"
    WITHDRAW = "withdraw"
    RELEASE = "release"
    TAKE_BACK = "take_back"
    GIVEN_UP = "given_up"
    """A step that was begun and could not be done; everything is as before."""


STATE_AFTER = {
    Action.CHECK_AGAIN: REPLACED,
    Action.WITHDRAW: WITHDRAWN,
    Action.RELEASE: RELEASED,
    Action.TAKE_BACK: TAKEN_BACK,
}
"""Of a draft; that of a check is the one that the new draft replaces."""
MEANWHILE = {
    REPLACED: "noch einmal geprüft; an seiner Stelle steht ein neuer Entwurf",
    WITHDRAWN: "zurückgezogen",
    RELEASED: "freigegeben",
    TAKEN_BACK: "freigegeben, und die Freigabe ist zurückgenommen",
}


def _nothing(_: str) -> None:
    """No one watches."""


@dataclass(frozen=True)
class Office:
    """Where the office keeps its drafts, reads its data and publishes."""

    folder: Path
    data_dir: Path
    releases_dir: Path
    step: Callable[[str], None] = field(default=_nothing, compare=False)
    """Told before each part of a step."""

    def hand_in(self, person: Person, workbooks: Mapping[str, Path], stand_date: date) -> Draft:
        """Check workbooks, by what who brought them calls them, and keep them as a draft: one with errors tells what to mend.

        Raises RefusedError if the person may not, there is no workbook, a file is none, or the workbooks cannot be kept.
        """
        person.require(EDITOR)
        if not workbooks:
            raise RefusedError("Es fehlt eine Arbeitsmappe.")
        if problems := list(_no_workbooks(workbooks)):
            raise RefusedError(
                f"{' '.join(problems)} Bitte danach alle Mappen noch einmal wählen; geprüft ist noch keine."
            )
        return self._checked(person, workbooks, Draft.begun(person.key, person.name, stand_date, _now()))

    def check_again(
        self,
        person: Person,
        draft_id: str,
        seen: str,
        decisions: Collection[str] = (),
        answers: Mapping[str, str] | None = None,
    ) -> Draft:
        """Check the workbooks of a draft against the data of now; the new draft takes its place.

        ``decisions`` are marks of the values that hold where they are in conflict; they stand for those of the draft, unless
        there are none. ``answers`` are by the id of the question, and join those of the draft. Who prepared the draft has
        prepared the new one, too. Where its day is taken the new one is of the day after the latest Stand.

        Raises RefusedError if the person may not, or the draft is no longer as it was ``seen``; it stays then.
        """
        person.require(EDITOR)
        earlier = self._as_seen(draft_id, seen)
        if not earlier.is_open:
            raise RefusedError("Noch einmal prüfen lässt sich nur ein offener Entwurf.")
        folder = drafts.folder_of(self.folder, draft_id) / WORKBOOKS
        first = self.first_free_day()
        begun = replace(
            Draft.begun(person.key, person.name, max(earlier.day, first) if first else earlier.day, _now()),
            prepared_by={**earlier.prepared_by, person.key: person.name},
            decisions=sorted(decisions) or earlier.decisions,
            answers={**earlier.answers, **{key: _cleaned(text) for key, text in (answers or {}).items()}},
        )
        return self._checked(person, {name: folder / name for name in earlier.workbooks}, begun, earlier)

    def first_free_day(self) -> date | None:
        """The day after the latest Stand, the first that a new one may have; None where there is no Stand yet."""
        latest = max(stand_folders(self.data_dir), default=None)
        return latest + timedelta(days=1) if latest else None

    def _checked(
        self, person: Person, workbooks: Mapping[str, Path], draft: Draft, earlier: Draft | None = None
    ) -> Draft:
        """The draft of workbooks; one of an ``earlier`` draft is kept only if that is still as it was."""
        new = self.folder / INCOMING / draft.draft_id
        action = Action.CHECK_AGAIN if earlier else Action.HAND_IN
        with writing(self.folder):
            new.parent.mkdir(parents=True, exist_ok=True)
            is_at_work = _lock_of(new)
            is_at_work.acquire()
        try:
            with writing(self.folder):
                kept = _copied(workbooks, new / WORKBOOKS)
                draft = replace(draft, workbooks={path.name: checksum(path) for path in kept})
                begun = _entry(action, person, draft, "", "", "")
                write_whole(new / BEGUN, json.dumps(begun, ensure_ascii=False))
            self.step("check")
            checked = check(kept, new, self.data_dir, draft.day, draft.decisions, draft.answers)
            draft = replace(
                draft,
                state=READY if checked.release_id else drafts.FAULTY,
                base=checked.base,
                release_id=checked.release_id,
                counts=checked.counts,
            )
            drafts.write(new, draft)
            entry = _entry(action, person, draft, "", draft.base, draft.release_id) | _settled(new)
            with self._alone():
                if earlier:
                    self._as_seen(earlier.draft_id, drafts.mark(earlier))
                    entry["replaces"] = earlier.draft_id
                self._do(entry)
        except Exception:
            shutil.rmtree(new, ignore_errors=True)
            raise
        finally:
            is_at_work.release()
            Path(is_at_work.lock_file).unlink(missing_ok=True)
        return draft

    def withdraw(self, person: Person, draft_id: str, seen: str, reason: str = "") -> None:
        """Give up a draft that is not released; what was found in it stays.

        Raises RefusedError if the person may not, or the draft is no longer as it was ``seen``.
        """
        person.require(EDITOR, RELEASER)
        with self._alone():
            draft = self._as_seen(draft_id, seen)
            if not draft.is_open:
                raise RefusedError("Zurückziehen lässt sich nur ein Entwurf, der noch nicht freigegeben ist.")
            self._do(_entry(Action.WITHDRAW, person, draft, _cleaned(reason), draft.release_id, ""))

    def release(self, person: Person, draft_id: str, seen: str, reason: str) -> None:
        """Publish a draft: its Stand goes into the data folder, and readers see exactly the release that was previewed.

        The reason is also the answer to what is odd about the day of the Stand (``day_questions``).

        Raises RefusedError if the person may not or prepared it, a reason is missing, the draft or the data are no
        longer as they were ``seen``; what readers see has not changed.
        """
        person.require(RELEASER)
        with self._alone():
            draft = self._as_seen(draft_id, seen)
            if draft.state != READY:
                raise RefusedError("Freigeben lässt sich nur ein offener Entwurf ohne Fehler.")
            if person.key in draft.prepared_by:
                raise RefusedError(f"{person.name} hat den Entwurf vorbereitet; freigeben muss ihn jemand anders.")
            if draft.base != release_id(self.data_dir):
                raise RefusedError(
                    "Seit der Prüfung dieses Entwurfs hat sich der Datenbestand oder das Programm geändert. Bitte die "
                    "Mappe noch einmal prüfen lassen; dieser Entwurf bleibt, bis ihn jemand zurückzieht."
                )
            why = _required(reason)
            answers = [{"question": asked, "answer": why} for asked in day_questions(draft.day, self.releases_dir)]
            entry = _entry(Action.RELEASE, person, draft, why, self.published(), draft.release_id)
            self._do(entry | {"answers": answers})

    def take_back(self, person: Person, draft_id: str, seen: str, reason: str) -> None:
        """Take a release back: its Stand leaves the data folder, and readers see again what they saw before.

        Raises RefusedError if the person may not, a reason is missing, or it is no longer the latest Stand as it was
        released.
        """
        person.require(RELEASER)
        with self._alone():
            draft = self._as_seen(draft_id, seen)
            stands = stand_folders(self.data_dir)
            if draft.state != RELEASED or max(stands, default=None) != draft.day or len(stands) < 2:
                raise RefusedError("Zurücknehmen lässt sich nur die jüngste Freigabe, vor der es einen Stand gab.")
            if not self._is_in_place(draft):
                raise RefusedError(
                    f"Der Stand vom {draft.day:%d.%m.%Y} wurde seit der Freigabe von Hand geändert. Bitte mit dem "
                    "Betreiber klären."
                )
            self._do(_entry(Action.TAKE_BACK, person, draft, _required(reason), self.published(), ""))

    def resume(self) -> None:
        """Finish what a killed process left; does nothing while somebody else is at work."""
        with suppress(BusyError), self._alone():
            pass

    def published(self) -> str:
        """Id of the release that readers see; empty when there is none."""
        try:
            return store.current(self.releases_dir)
        except RefusedError:
            return ""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Work while nobody else does, after what was left is finished."""
        busy = "Gerade arbeitet jemand anders in der Redaktion. Nichts ist geändert; bitte gleich noch einmal."
        with alone(self.folder, busy, PATIENCE):
            noted = read_json(self.folder / PENDING) if (self.folder / PENDING).exists() else None
            # What cannot be finished was undone and logged: it is no matter of who comes next.
            with suppress(RefusedError):
                if noted:
                    self._finish(noted)
                self._give_up_killed_checks()
            yield

    def _as_seen(self, draft_id: str, seen: str) -> Draft:
        draft = drafts.read(self.folder, draft_id)
        if drafts.mark(draft) != seen:
            who = f" von {draft.changed_name}" if draft.changed_name else ""
            what = MEANWHILE.get(draft.state, "geändert")
            raise RefusedError(f"Dieser Entwurf wurde inzwischen{who} {what}. Ihr Schritt hat nichts geändert.")
        return draft

    def _do(self, entry: Mapping[str, Any]) -> None:
        audit_log.entries(self.folder)
        self.step("note")
        write_whole(self.folder / PENDING, json.dumps(entry, ensure_ascii=False))
        self._finish(entry)

    def _finish(self, entry: Mapping[str, Any]) -> None:
        """Do what is noted, or the rest of it."""
        try:
            after = self._take_effect(entry)
        except (RefusedError, InputError, VerificationError, OSError, duckdb.Error) as problem:
            why = reason(problem) if isinstance(problem, OSError | duckdb.Error) else str(problem)
            self._undo(entry, why)
            raise RefusedError(f"Nichts ist geändert. {why}") from problem
        if entry["action"] in STATE_AFTER:
            self.step("state")
            self._change_state(entry)
        self.step("log")
        audit_log.append(self.folder, {**entry, "after": after})
        self.step("done")
        (self.folder / PENDING).unlink()

    def _take_effect(self, entry: Mapping[str, Any]) -> str:
        """What a step does outside of the draft; the fingerprint after it."""
        match entry["action"]:
            case Action.HAND_IN | Action.CHECK_AGAIN:
                self._keep(entry["draft"])
            case Action.RELEASE:
                self._publish(drafts.read(self.folder, entry["draft"]))
            case Action.TAKE_BACK:
                return self._unpublish(drafts.read(self.folder, entry["draft"]))
        return str(entry["after"])

    def _change_state(self, entry: Mapping[str, Any]) -> None:
        draft_id = entry.get("replaces", entry["draft"])
        draft, folder = drafts.read(self.folder, draft_id), drafts.folder_of(self.folder, draft_id)
        if draft.state != STATE_AFTER[entry["action"]]:
            drafts.write(folder, replace(draft, state=STATE_AFTER[entry["action"]], changed_name=entry["name"]))
        if entry["action"] in (Action.WITHDRAW, Action.CHECK_AGAIN):
            shutil.rmtree(folder / RELEASES, ignore_errors=True)

    def _keep(self, draft_id: str) -> None:
        new, kept = self.folder / INCOMING / draft_id, self.folder / "drafts" / draft_id
        self.step("keep")
        kept.parent.mkdir(exist_ok=True)
        if not kept.is_dir():
            if not new.is_dir():
                raise RefusedError("Von der Mappe ist nichts mehr da. Bitte noch einmal hochladen.")
            new.rename(kept)
        (kept / BEGUN).unlink(missing_ok=True)

    def _publish(self, draft: Draft) -> None:
        self.step("stand")
        if not self._is_in_place(draft):
            files = {path.name: path.read_bytes() for path in self._stand(draft).iterdir()}
            if add_stand(self.data_dir, draft.day, files).errors:
                raise RefusedError("Mit diesem Stand hat der Datenbestand Fehler. Bitte die Mappe neu prüfen lassen.")
        if release_id(self.data_dir) != draft.release_id:
            raise RefusedError("Der Datenbestand hat sich während der Freigabe geändert. Bitte noch einmal versuchen.")
        self.step("publish")
        built = drafts.folder_of(self.folder, draft.draft_id) / RELEASES / f"{draft.release_id}.duckdb"
        store.publish(self.releases_dir, built)

    def _unpublish(self, draft: Draft) -> str:
        """Id of the release that readers see again."""
        self.step("stand")
        self._remove_stand(draft)
        self.step("build")
        return build(self.data_dir, self.releases_dir).release_id

    def _undo(self, entry: Mapping[str, Any], why: str) -> None:
        """Leave everything as it was before a step that cannot be done, and log that."""
        if entry["action"] in (Action.RELEASE, Action.TAKE_BACK):
            draft = drafts.read(self.folder, entry["draft"])
            if entry["action"] == Action.RELEASE and self._is_in_place(draft):
                self._remove_stand(draft)
            elif entry["action"] == Action.TAKE_BACK and not self._place(draft).exists():
                shutil.copytree(self._stand(draft), self._place(draft))
        given_up = {**entry, "action": Action.GIVEN_UP, "reason": why, "after": entry["before"]}
        audit_log.append(self.folder, given_up)
        (self.folder / PENDING).unlink()

    def _give_up_killed_checks(self) -> None:
        """Log checks whose process was killed, and remove what is left of them."""
        for left in {path.with_suffix("") for path in (self.folder / INCOMING).glob("*")}:
            lock = _lock_of(left)
            with suppress(Timeout), lock.acquire(timeout=0):
                # Of a note that is missing or damaged nobody knows whose check it was.
                with suppress(FileNotFoundError, ValueError):
                    entry = json.loads((left / BEGUN).read_text("utf-8"))
                    audit_log.append(self.folder, {**entry, "action": Action.GIVEN_UP, "reason": CHECK_KILLED})
                shutil.rmtree(left, ignore_errors=True)
                Path(lock.lock_file).unlink(missing_ok=True)

    def _remove_stand(self, draft: Draft) -> None:
        place = self._place(draft)
        if place.is_dir():
            # A hidden folder is no Stand: a reader sees all of it or nothing.
            hidden = place.with_name(f".{place.name}.weg")
            shutil.rmtree(hidden, ignore_errors=True)
            place.rename(hidden)
            shutil.rmtree(hidden)

    def _is_in_place(self, draft: Draft) -> bool:
        """Whether the data folder has exactly the Stand of this draft."""
        place = self._place(draft)
        return place.is_dir() and _contents(place) == _contents(self._stand(draft))

    def _stand(self, draft: Draft) -> Path:
        return drafts.folder_of(self.folder, draft.draft_id) / STAND

    def _place(self, draft: Draft) -> Path:
        return self.data_dir / "raw" / STAENDE / draft.stand_date


def _settled(folder: Path) -> dict[str, Any]:
    """What people have answered and decided about the workbooks of a draft, for the log."""
    found = findings(folder)
    chosen = [
        (one, option) for one in found["conflicts"] for option in one["options"] if option["mark"] == one["chosen"]
    ]
    decisions = [{"place": one["place"], "value": option["value"]} for one, option in chosen]
    return {"answers": found["answered"], "decisions": decisions}


def _entry(action: Action, person: Person, draft: Draft, reason: str, before: str, after: str) -> dict[str, Any]:
    """What is noted of a step, and logged when it is done."""
    return {
        "operation": secrets.token_hex(8),
        "time": _now(),
        "person": person.key,
        "name": person.name,
        "action": action,
        "draft": draft.draft_id,
        "stand": draft.stand_date,
        "workbooks": draft.workbooks,
        "reason": reason,
        "before": before,
        "after": after,
    }


def _lock_of(folder: Path) -> FileLock:
    """Held by the process that is at work in a folder of ``incoming``, until it ends, however it ends."""
    return FileLock(folder.with_suffix(".lock"))


def _no_workbooks(workbooks: Mapping[str, Path]) -> Iterator[str]:
    """A sentence about every file that is no workbook."""
    for name, path in workbooks.items():
        try:
            require_workbook(path)
        except UnreadableError as problem:
            yield f"„{name}“ wird nicht gelesen. {problem}"


def _copied(workbooks: Mapping[str, Path], folder: Path) -> list[Path]:
    """Copies of the workbooks, each under a name of its own."""
    folder.mkdir(parents=True)
    kept: list[Path] = []
    for name, path in workbooks.items():
        target = folder / drafts.file_name(name)
        while target.exists():
            target = target.with_name(f"{target.stem}_.xlsx")
        kept.append(target)
        shutil.copyfile(path, target)
    return kept


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _cleaned(reason: str) -> str:
    return " ".join(reason.split())[:LONGEST_REASON]


def _required(reason: str) -> str:
    if not (cleaned := _cleaned(reason)):
        raise RefusedError("Bitte einen Grund angeben; er steht im Protokoll.")
    return cleaned
