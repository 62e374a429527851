"""What goes to one place that is asked: its sheet, the text of the e-mail, and the name of the file."""

import re
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from etl.feedback.message import message
from etl.feedback.open_points import OpenPoints, open_points
from etl.feedback.sheet import feedback_sheet
from etl.release.fingerprint import stand_id
from etl.rules.validation import CheckedInputs
from etl.workbook.style import style_of


@dataclass(frozen=True)
class FeedbackRequest:
    """The sheet and the e-mail for a municipality or the district."""

    asked: OpenPoints
    title: str
    """Name of the dashboard."""
    sender: str

    @property
    def file_name(self) -> str:
        """Of the sheet: what every system takes for a name."""
        return f"Rueckmeldung-{file_stem(self.asked.name)}.xlsx"

    @property
    def text(self) -> str:
        """Subject and text of the e-mail."""
        return message(self.asked, self.file_name, self.title, self.sender)

    def workbook(self, data_dir: Path) -> Workbook:
        """The sheet to fill in, made from the latest Stand of this data folder."""
        return feedback_sheet(self.asked, stand_id(data_dir, self.asked.stand_date), self.title, style_of(data_dir))


def feedback_requests(checked: CheckedInputs) -> list[FeedbackRequest]:
    """One for everybody of whom something is open as of the latest Stand, of inputs without errors."""
    region = checked.inputs.region
    if region is None or not checked.inputs.stands:
        return []
    return [FeedbackRequest(asked, region.region.title, region.operator.name) for asked in open_points(checked)]


def file_stem(name: str) -> str:
    """The name of a place as a part of the name of a file."""
    return re.sub(r"[^\w-]+", "-", name)
