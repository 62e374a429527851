"""The meeting folder as a link: the server makes it when somebody asks, and everybody can send the address on."""

from html import escape

from app.data import queries
from app.data.selection import Selection
from app.surfaces.folder.request import FolderRequest
from app.surfaces.streamlit import surface
from app.surfaces.streamlit.base_path import base_path
from app.words import units
from app.words.text import t


def folder(selection: Selection, municipality: str = "") -> None:
    """A link to the folder of a municipality, or of what the filter chooses; several chosen get the whole district's."""
    chosen = [ags for ags in selection.municipalities if ags != queries.district(selection)]
    one = municipality or (chosen[0] if len(chosen) == 1 == len(selection.municipalities) else "")
    request = FolderRequest(selection.release_id, selection.stand, one)
    helped = t("report.help", stand=units.date(selection.stand))
    if chosen and not one:
        helped = f"{helped} {t('report.help_whole')}"
    address = f"{base_path()}{request.path}"
    surface.current().html(
        "folder",
        f'<a class="srm-tool srm-folder" href="{escape(address)}" target="_blank" title="{escape(helped)}">'
        f"{escape(t('report.button', who=request.name))}</a>",
    )
