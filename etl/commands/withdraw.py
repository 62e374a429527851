"""The command that takes back a Stand which was never published."""

from typing import Annotated

import typer

from config import settings
from etl.commands.terminal import data_folder, day, fail, say, say_next
from etl.messages.refusals import RefusedError
from etl.release import store
from etl.release.stands import withdraw_stand

app = typer.Typer()


@app.command()
def withdraw(stand: Annotated[str, typer.Argument(metavar="TAG", help="Der jüngste Stand.")]) -> None:
    """Zieht den jüngsten Stand zurück, wenn er noch nicht veröffentlicht ist."""
    data_dir, stand_date = data_folder(), day(stand)
    try:
        if found := store.releases_of_stand(settings().releases, stand_date):
            fail(
                f"Nichts geändert. Der Stand vom {stand_date:%d.%m.%Y} ist veröffentlicht ({', '.join(found)}) und wird nie "
                "geändert. Was falsch ist, berichtigt ein neuer Stand; „python -m etl rollback“ zeigt wieder eine frühere "
                "Veröffentlichung."
            )
        folder = withdraw_stand(data_dir, stand_date)
    except RefusedError as problem:
        fail(f"Nichts geändert. {problem}")
    say(f"Der Stand vom {stand_date:%d.%m.%Y} ist zurückgezogen; an der Veröffentlichung ist nichts geändert.")
    say(f"Seine Tabellen liegen noch in {folder} und werden nicht gelesen.")
    say_next("Neu einlesen", f"import MAPPE.xlsx --stand {stand_date}")
