"""Who works in the project office, and what each may do."""

from dataclasses import dataclass

from etl.messages.refusals import RefusedError

EDITOR, RELEASER = "redaktion", "freigabe"
_MEANING = {EDITOR: "Entwürfe vorbereiten", RELEASER: "Entwürfe freigeben"}


@dataclass(frozen=True)
class Person:
    """Somebody who has logged in."""

    key: str
    """Names this person and nobody else, for as long as the provider knows them."""
    name: str
    roles: frozenset[str]

    def require(self, *roles: str) -> None:
        """Refuse who has none of these roles.

        Raises RefusedError if the person may not do what is asked.
        """
        if not self.roles.intersection(roles):
            what = " oder ".join(_MEANING[role] for role in roles)
            names = " oder ".join(f"„{role}“" for role in roles)
            raise RefusedError(f"{self.name} darf das nicht: {what} darf, wer die Rolle {names} hat.")
