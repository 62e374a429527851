"""A log that can only grow: one line of JSON for every step, each with the hash of the one before.

A changed, removed or inserted line breaks the chain. What is missing at the end is noticed by a second file, which holds
number and hash of the last line. Whoever may write both files can still forge both; a copy that was downloaded cannot be
forged afterwards.
"""

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from etl.messages.refusals import RefusedError, reading
from etl.reading.whole_files import write_whole

LOG, HEAD = "protokoll.jsonl", "protokoll.head"
FIRST = "0" * 64
"""What the first line names as the hash before."""


def entries(folder: Path) -> list[dict[str, Any]]:
    """Every entry, the oldest first.

    Raises RefusedError if a line was changed, removed or inserted, or the log cannot be read.
    """
    found, before = list[dict[str, Any]](), FIRST
    for number, line in enumerate(_lines(folder), start=1):
        try:
            entry = json.loads(line)
            # Written as we write it: else it could say a thing twice, of which only the last is read.
            is_sound = _line(entry) == line and entry["hash"] == _hash(entry)
            is_sound = is_sound and entry["number"] == number and entry["previous"] == before
        except (ValueError, KeyError, TypeError):
            is_sound = False
        if not is_sound:
            raise RefusedError(
                f"Das Protokoll {folder / LOG} ist in Zeile {number} verändert worden. Bis der Betreiber das geklärt "
                "hat, wird nichts eingetragen und nichts freigegeben."
            )
        found.append(entry)
        before = entry["hash"]
    _require_end(folder, found)
    return found


def append(folder: Path, entry: Mapping[str, Any]) -> None:
    """Write an entry below the others, unless it is the last one already: a step that was cut off is done again.

    Raises RefusedError if the log was changed.
    """
    known = entries(folder)
    if not known or known[-1]["operation"] != entry["operation"]:
        whole = {"number": len(known) + 1, **entry, "previous": known[-1]["hash"] if known else FIRST}
        whole["hash"] = _hash(whole)
        _write_line(folder / LOG, _line(whole))
        known.append(whole)
    write_whole(folder / HEAD, f"{known[-1]['number']} {known[-1]['hash']}\n")


def _write_line(path: Path, line: str) -> None:
    with path.open("ab+") as log:
        # A line that was cut off while it was written is no entry.
        log.seek(0)
        log.truncate(log.read().rfind(b"\n") + 1)
        log.write(f"{line}\n".encode())
        log.flush()
        os.fsync(log.fileno())


def _line(entry: Mapping[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False)


def _lines(folder: Path) -> list[str]:
    content = _content(folder / LOG) or b""
    return content[: content.rfind(b"\n") + 1].decode("utf-8", "replace").split("\n")[:-1]


def _content(path: Path) -> bytes | None:
    """What a file holds; None when there is none."""
    with reading():
        try:
            return path.read_bytes()
        except FileNotFoundError:
            return None


def _require_end(folder: Path, found: list[dict[str, Any]]) -> None:
    head = _content(folder / HEAD)
    number, _, name = ("0", "", FIRST) if head is None else head.decode("utf-8", "replace").strip().partition(" ")
    # Between a line and the note of it the power may fail: the log may be one line ahead.
    hashes = [FIRST, *(entry["hash"] for entry in found)]
    if number not in (str(len(found)), str(len(found) - 1)) or hashes[int(number)] != name:
        raise RefusedError(
            f"Am Ende des Protokolls {folder / LOG} fehlen Einträge, oder es sind fremde dazugekommen. Bis der Betreiber "
            "das geklärt hat, wird nichts eingetragen und nichts freigegeben."
        )


def _hash(entry: Mapping[str, Any]) -> str:
    content = {name: value for name, value in entry.items() if name != "hash"}
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
