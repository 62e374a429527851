"""A small release in which every text of every table wants to be more than text; made by the real build."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from data_dictionary import TABLES
from tests.small import small_release

MARK = "xvz"
"""Begins and ends each of the texts: nothing else holds it."""
WISHES = (
    "<b>laut</b> <script>window.hostile = 1</script>",
    "<img src=x onerror=window.hostile=2>",
    "[Klick](javascript:window.hostile=3) ![Bild](https://evil.example/b.png)",
    "https://evil.example/auto www.evil.example post@evil.example",
    ":red[rot] :blue-background[b] :small[s] :badge[B] :color[x]{foreground=red} :help[h]",
    ":material/home: :material_home: :streamlit: :smile: :+1: :100:",
    "$x^2$ $$\\frac{1}{2}$$",
    "**fett** _kursiv_ __f__ ~~weg~~ ~weg~ `code` ``c``",
    "-> <- <-> -- --- >= <= ~= => ==",
    "@{red} :{x} <user@evil.example> <https://evil.example>",
    "&lt;b&gt; &amp; &#42; \\n \\\\",
    "</td></tr></table><h1>raus</h1></style></script>",
    "{operator.name} {0} {found} %(x)s %s {{7*7}}",
    "]]> <!-- --> --> <svg onload=window.hostile=4> <style>*{display:none}</style>",
    '"><iframe src=https://evil.example></iframe><a href="javascript:window.hostile=5">x</a>',
    '#let x = 1; #eval("1") @label <lbl> $a$ /* */ // *b* _i_',
    "[^1] [x] [x]: https://evil.example | a | b |",
    "'; drop table funding;--",
    "x\u00a0y „z“ ’“ …",
    "w" * 300,
)
BEGINNINGS = (
    "=1+1 ",
    "+1+1 ",
    "-2+3 ",
    "@SUM(1) ",
    "# ",
    "### ",
    "- ",
    "+ ",
    "1. ",
    "2) ",
    "> ",
    "    ",
    "```",
    "---",
    ": ",
    "::: x ",
    "::leaf ",
    "| ",
)
"""What means something only at the beginning of a line or a cell."""
LETTERS = (
    "Graﬁk und Schiﬀ ﬂ ﬃ ﬄ ﬅ ﬆ Ａ＝１ ﷽",
    "✓ ✔ ☐ ☑ Ж Ελλάδα Łódź",
    "😀 🏴‍☠️ 👩‍👩‍👧‍👦 👍🏽 🇩🇪 1️⃣",
    "漢字 かな שלום مرحبا ไทย हिन्दी",
    "\ufeffvorn a\u0301 q\u0307 Z\u0351\u036b\u0343a\u0334 e\u20dd",
    "\u200bnull\u200d \u2028zeile \u200fx\u200e weich\u00adtrennen",
    "\ue000 \ufffd \U0010ffff \U0001d400 \u2588 ⠿ ㎡ ℻",
)
"""What comes out of a PDF, a telephone or another script."""
FORMS = ("w" * 10_000, "Wort " * 2_000, "Zeile\r\nX-Injected: 1\n\nBetreff: noch eine")
"""As long as nobody writes, in one word and in many, and with lines that could be headers of something."""
_KEYS = {"AGS", "Kennzahl-ID", "Kennung", "kennzahlen.Herausgeber"}


def texts(wishes: Sequence[str] = WISHES, beginnings: Sequence[str] = BEGINNINGS) -> Iterator[str]:
    """Texts without end, each another one; where one was taken for HTML there is an element called like the mark."""
    for number in itertools.count():
        begin = beginnings[number // 2 % len(beginnings)] if beginnings and number % 2 else ""
        yield f"{begin}{MARK}{number} <{MARK}> {wishes[number % len(wishes)]} {MARK}"


def hostile_release(folder: Path, wishes: Sequence[str] = (*WISHES, *FORMS)) -> tuple[Path, dict[str, list[str]]]:
    """Folder of the release, below ``folder``, and the texts of each column (``projekte.Titel``)."""
    written: dict[str, list[str]] = {}
    source = texts(wishes)

    def reword(raw: Path) -> None:
        for table in TABLES.values():
            texts = [column.header for column in table.columns if column.kind == "text"]
            headers = [name for name in texts if not {name, f"{table.file}.{name}"} & _KEYS]
            for file in raw.rglob(f"{table.file}.csv"):
                _reword(file, table.file, headers)

    def _reword(file: Path, name: str, headers: list[str]) -> None:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for row in rows:
            for header in headers:
                if row.get(header):
                    row[header] = next(source)
                    written.setdefault(f"{name}.{header}", []).append(row[header])
        with file.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.DictWriter(lines, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    return small_release(folder, reword), written
