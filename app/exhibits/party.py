"""A funder, a programme or a recipient, as an address names them: whose rows, sums and projects are shown."""

from collections.abc import Callable

from app.exhibits.model import View

PARTIES = {"geldgeber": "funders", "programm": "programmes", "empfaenger": "recipients"}
"""Parameters of the address, and what the questions call them."""
Party = dict[str, tuple[str, ...]]
"""Names by what the questions call them; nobody is left out where there are none."""


def party(value_of: Callable[[str], str]) -> Party:
    """Whom parameters name: ``value_of`` one of them is empty when it is not there."""
    return {asked: (name,) for parameter, asked in PARTIES.items() if (name := value_of(parameter).strip())}


def conditions(who: Party) -> dict[str, str]:
    """Which rows of the table of all amounts are theirs, by conditions on its columns."""
    return {f"{asked.removesuffix('s')}__exact": name for asked, (name,) in who.items()}


def party_of(view: View) -> Party:
    """Whom a view names."""
    return party(view.parameter)
