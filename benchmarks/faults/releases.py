"""Two releases whose every sum differs, so that an answer made of both is told from either."""

import csv
import datetime as dt
import io
import shutil
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from config import ROOT
from etl.release.build import build

_AMOUNT, _LATER = "Betrag (EUR)", dt.timedelta(days=28)


@dataclass(frozen=True)
class Published:
    """A release, the data it is made of, and what is known of it without the dashboard."""

    release_id: str
    stand: str
    data_dir: Path
    total: str
    """Sum of the grants that count, in German: „72.279.318,05“."""
    amounts: tuple[tuple[str, Decimal], ...]
    """Kind and euros of every row."""

    @property
    def marks(self) -> tuple[str, str, str]:
        """How an answer says of which release it is: by its id, or by its Stand."""
        return self.release_id, self.stand, f"{dt.date.fromisoformat(self.stand):%d.%m.%Y}"

    def sums(self, least: int) -> dict[str, Decimal]:
        """Sums of the amounts from ``least`` euros on, by kind."""
        found: dict[str, Decimal] = {}
        for kind, amount in self.amounts:
            if amount >= least:
                found[kind] = found.get(kind, Decimal()) + amount
        return found


def two_releases(folder: Path, releases: Path) -> tuple[Published, Published]:
    """The first embedded Stand, and the same one four weeks later with every amount twice as large; both in ``releases``."""
    first = folder / "first"
    shutil.copytree(ROOT / "data", first, ignore=shutil.ignore_patterns("releases", "office", "test-report.xml"))
    day, *later = sorted(path.name for path in (first / "raw" / "staende").iterdir())
    for each in later:
        shutil.rmtree(first / "raw" / "staende" / each)
    second = Path(shutil.copytree(first, folder / "second"))
    moved = (dt.date.fromisoformat(day) + _LATER).isoformat()
    (second / "raw" / "staende" / day).rename(second / "raw" / "staende" / moved)
    _double(_grants(second, moved))
    return _published(first, day, releases), _published(second, moved, releases)


def _published(data_dir: Path, stand: str, releases: Path) -> Published:
    release = build(data_dir, releases)
    rows = _rows(_grants(data_dir, stand))
    counted = (row for row in rows if row["Art"] == "Zuwendung" and row["Zählweise"] == "zählt")
    total = f"{sum(Decimal(row[_AMOUNT]) for row in counted):,.2f}".translate(str.maketrans(",.", ".,"))
    amounts = tuple((row["Art"], Decimal(row[_AMOUNT])) for row in rows)
    return Published(release.release_id, stand, data_dir, total, amounts)


def _grants(data_dir: Path, stand: str) -> Path:
    return data_dir / "raw" / "staende" / stand / "foerderung.csv"


def _rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8"))))


def _double(file: Path) -> None:
    rows = _rows(file)
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows({**row, _AMOUNT: str(2 * Decimal(row[_AMOUNT]))} for row in rows)
    file.write_text(text.getvalue(), encoding="utf-8")
