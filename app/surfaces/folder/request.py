"""Which folder somebody asks for: area and Stand by their words in an address or on a command line."""

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from app.data import queries
from app.data.selection import Selection
from app.navigation import entry
from app.words import units
from app.words.escape import quotable
from app.words.file_name import file_name
from app.words.text import t
from config import settings

ADDRESS = "/api/sitzungsmappe.pdf"


class FolderRequestError(ValueError):
    """No folder can be made of this; the message is German and says what there is instead."""

    def __init__(self, message: str, *, is_malformed: bool = False) -> None:
        super().__init__(message)
        self.is_malformed = is_malformed


@dataclass(frozen=True)
class FolderRequest:
    """One folder: a release, a Stand, and one municipality by its key; empty for the whole district."""

    release_id: str
    stand: dt.date
    municipality: str = ""
    base: str = ""
    """Address of the server that was asked, without a slash at its end; empty where nobody asked one."""

    @property
    def everything(self) -> Selection:
        """The whole district."""
        return Selection(self.release_id, self.stand)

    @property
    def selection(self) -> Selection:
        """What the folder is about: everything, or the municipality's own and joint projects."""
        return self.everything.of(self.municipality) if self.municipality else self.everything

    @property
    def name(self) -> str:
        """For whom the folder is."""
        if not self.municipality:
            return str(queries.release(self.release_id).region_name)
        return str(queries.municipality(self.everything, self.municipality)["name"])

    @property
    def file(self) -> str:
        """A telling name of the file: ``sitzungsmappe-schwerte_2026-11-23.pdf``."""
        return f"{file_name(t('report.file', who=self.name), self.stand)}.pdf"

    @property
    def path(self) -> str:
        """Where the folder itself is found, from the slash on."""
        return f"{ADDRESS}?{self._query}"

    def address(self, page: str = "") -> str:
        """Where a page, or the folder itself, shows this area at this Stand; whole only when the address of the server is known."""
        path = f"/{entry(page).address}?{self._query}" if page else self.path
        return f"{self.base or settings().base_url.rstrip('/')}{path}"

    @property
    def _query(self) -> str:
        place = {"kommune": self.municipality} if self.municipality else {}
        return urlencode({**place, "stand": str(self.stand)})


@dataclass(frozen=True)
class RowLimits:
    """The share of its usual rows that each list keeps: a folder longer than people read is made again with less."""

    share: float = 1.0

    def rows(self, most: int) -> int:
        """So many rows of a list that usually has ``most``."""
        return max(3, round(most * self.share))


def folder_request(release_id: str, municipality: str = "", stand: str = "") -> FolderRequest:
    """The folder of these words in an address; empty ones are the whole district and the latest Stand.

    Raises
    ------
    FolderRequestError
        When there is no such municipality or Stand in the release.
    """
    days = queries.stand_days(release_id)
    day = units.iso_day(stand) if stand else days[0]
    if day is None:
        raise FolderRequestError(t("report.error.day", found=quotable(stand)), is_malformed=True)
    if day not in days:
        known = ", ".join(map(units.date, days))
        raise FolderRequestError(t("report.error.stand", found=units.date(day), known=known))
    everything = Selection(release_id, day)
    if municipality in ("", queries.district(everything)):
        return FolderRequest(release_id, day)
    if municipality not in set(queries.municipalities(everything).municipality_ags):
        region = FolderRequest(release_id, day).name
        raise FolderRequestError(t("report.error.municipality", found=quotable(municipality), region=region))
    return FolderRequest(release_id, day, municipality)
