"""Questions about what cannot be true together: money of one project, an order in time, a name and a key.

Each rule looks at a whole Stand. What it finds in the Stand before as well is not asked again. The limits lie where nothing
in the embedded Stände is asked about.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, cached_property

from etl.messages.findings import Finding
from etl.messages.german import number
from etl.reading.money import AMOUNT
from etl.reading.partial_dates import is_possible, partial_date
from etl.rules.cross_checks import AREAS, is_elsewhere
from etl.rules.detail_checks import PAID_OUT
from etl.rules.keyed_rows import KeyedRows
from etl.rules.place_names import named_places, without_places
from etl.rules.questions.step import MEANT, Step

DAYS_OUTSIDE = 730
"""Grants and decisions come before a project begins, in the embedded Stände by up to 552 days, and plans move beyond its end
before somebody moves the end as well."""
DAYS_AFTER_SOURCE = 31
"""A page is often brought up to date after the day that it names: in the embedded Stände by up to five days."""
NO_OWN_MONEY = ("EU", "Bund", "Bund und Land", "Land")
"""Levels that neither an own share nor the money of companies comes from."""
FORMS = re.compile(
    r"\b(?:(?:kreis|hanse)?stadt(?:verwaltung)?|gemeinde(?:verwaltung)?|gmbh|mbh|ag|kg|a[öo]e?r|e\.? ?v|eg|co|und|der|die)\b|[\W_]",
    re.IGNORECASE,
)
"""What the name of the same body goes with or without."""
VOLUME = "Gesamtvolumen"
WHOLES = {
    "zählt": ("Gesamtangabe", "Budgetrahmen"),
    "Teilbetrag": ("Gesamtangabe", "Budgetrahmen", "beantragt", "widersprüchlich"),
}
"""By how an amount counts: how the amounts count that it can be a part of."""


@dataclass(frozen=True)
class Stand:
    """The tables of the office in one Stand, and the places of the district by official key."""

    tables: Mapping[str, KeyedRows]
    places: Mapping[str, str]
    district: str
    reported: frozenset[tuple[str, ...]] = frozenset()
    """Table, key and column of what a municipality has reported itself."""
    funders: Mapping[str, str] = field(default_factory=dict)
    """The one name of each funder that is spelled in several ways."""

    def rows(self, kind: str, *headers: str) -> Iterable[tuple[str, ...]]:
        """Key and texts of every row; of a column that a table lacks an empty text."""
        if kind not in self.tables:
            return ()
        table = self.tables[kind]
        return zip(map(str, table.index), *(table.column(header) for header in headers), strict=True)

    def texts(self, kind: str, header: str) -> dict[str, str]:
        """A column by key."""
        return {row[0]: row[1] for row in self.rows(kind, header)}

    @cached_property
    def places_in(self) -> Callable[[str], list[str]]:
        """Official keys of the places of the district that a text names; most texts stand in many rows."""
        return cache(lambda text: list(named_places(text, self.places)))

    @cached_property
    def body(self) -> Callable[[str], tuple[frozenset[str], str]]:
        """The places that a name names and what it says besides: the same for two spellings of one body."""
        return cache(
            lambda name: (
                frozenset(self.places_in(name)),
                FORMS.sub("", without_places(name, self.places)).casefold(),
            )
        )


@dataclass(frozen=True)
class Rule:
    """A contradiction that can be found in a Stand, and how it is asked about."""

    name: str
    columns: tuple[str, ...]
    """The columns of the table that contradict; the first is the place of the question."""
    contradictions: Callable[[Stand], Iterator[tuple[str, str]]]
    """Key of each row in question, and what it says."""
    what: str
    """How the question begins, before the rows are named."""
    ending: str
    """What is to be done, said after them."""


def contradiction_questions(step: Step, stand: Stand, former: Stand, asked: set[str | None]) -> Iterator[Finding]:
    """Ask about every contradiction that the Stand before did not have; not about columns that are asked about already."""
    for rule in RULES[step.kind]:
        if asked.isdisjoint(rule.columns):
            found = dict(rule.contradictions(stand))
            known = dict(rule.contradictions(former)) if found else {}
            fresh = {key: text for key, text in found.items() if known.get(key) != text}
            yield from step.ask(rule.name, rule.columns[0], fresh, rule.what, f"{rule.ending} {MEANT}")


def _days(earlier: str, later: str) -> int:
    """Days from one date to another, however both are read; not above zero when they may be the other way round."""
    if not is_possible(earlier) or not is_possible(later):
        return 0
    return (partial_date(later).first - partial_date(earlier).last).days


def _reached_early(stand: Stand) -> Iterator[tuple[str, str]]:
    """Steps reached long before their project begins, and results reached before it at all."""
    begins = stand.texts("projekte", "Beginn")
    for key, project, reached, kind in stand.rows("meilensteine", "Projekt-ID", "Erreicht", "Art"):
        begin = begins.get(project, "")
        if _days(reached, begin) > (0 if kind == "Ergebnis" else DAYS_OUTSIDE):
            yield key, f"erreicht {reached}, Beginn {begin}"


def _delayed_early(stand: Stand) -> Iterator[tuple[str, str]]:
    """What is called late and planned for a time before the first plan."""
    for key, state, current, first in stand.rows(
        "meilensteine", "Status laut Quelle", "Aktuelle Planung", "Erstplanung"
    ):
        if state == "verzögert" and _days(current, first) > 0:
            yield key, f"geplant {current}, zuerst {first}"


def _planned_late(stand: Stand) -> Iterator[tuple[str, str]]:
    """What is not reached and planned for long after the end of its project."""
    ends = stand.texts("projekte", "Ende")
    columns = ("Projekt-ID", "Status laut Quelle", "Aktuelle Planung", "Erstplanung")
    for key, project, state, current, first in stand.rows("meilensteine", *columns):
        plan, end = current or first, ends.get(project, "")
        if state != "erreicht" and _days(end, plan) > DAYS_OUTSIDE:
            yield key, f"geplant {plan}, Ende {end}"


def _approved_early(stand: Stand) -> Iterator[tuple[str, str]]:
    """Money approved long before the project begins; what was replaced later may be as old as it is."""
    begins = stand.texts("projekte", "Beginn")
    for key, project, approved, counting in stand.rows("foerderung", "Projekt-ID", "Bewilligt", "Zählweise"):
        begin = begins.get(project, "")
        if counting != "überholt" and _days(approved, begin) > DAYS_OUTSIDE:
            yield key, f"bewilligt {approved}, Beginn {begin}"


def _paid_early(stand: Stand) -> Iterator[tuple[str, str]]:
    for key, paid, approved in stand.rows("foerderung", "Ausgezahlt bis", "Bewilligt"):
        if _days(paid, approved) > 0:
            yield key, f"ausgezahlt bis {paid}, bewilligt {approved}"


def _paid_more(stand: Stand) -> Iterator[tuple[str, str]]:
    for key, paid, granted in stand.rows("foerderung", PAID_OUT, "Betrag (EUR)"):
        if AMOUNT.fullmatch(paid) and AMOUNT.fullmatch(granted) and Decimal(paid) > Decimal(granted):
            yield key, f"{number(Decimal(paid))} € von {number(Decimal(granted))} €"


def _older_source(kind: str, column: str) -> Rule:
    """A source that was published before what it proves."""

    def contradictions(stand: Stand) -> Iterator[tuple[str, str]]:
        published = stand.texts("quellen", "Veröffentlicht")
        for key, text, source in stand.rows(kind, column, "Quelle-ID"):
            # What a municipality reports needs no source that says it.
            if _days(published.get(source, ""), text) > DAYS_AFTER_SOURCE and (kind, key, column) not in stand.reported:
                yield key, f"{text}, Quelle vom {published[source]}"

    what = "Die Quelle ist älter als das, was sie hier belegt"
    ending = "Bitte beide Daten prüfen oder die Quelle nennen, in der es steht."
    return Rule("older-source", (column, "Quelle-ID"), contradictions, what, ending)


def _amounts(stand: Stand) -> dict[tuple[str, str], dict[str, dict[str, Decimal]]]:
    """The amounts by project and kind, by how they count, and by key."""
    amounts: dict[tuple[str, str], dict[str, dict[str, Decimal]]] = defaultdict(lambda: defaultdict(dict))
    columns = ("Projekt-ID", "Art", "Zählweise", "Betrag (EUR)")
    for key, project, kind, counting, text in stand.rows("foerderung", *columns):
        if AMOUNT.fullmatch(text):
            amounts[project, kind][counting][key] = Decimal(text)
    return amounts


def _larger_parts(stand: Stand) -> Iterator[tuple[str, str]]:
    """Sums of one kind in one project that are larger than what they are a part of."""
    amounts = _amounts(stand)
    for (project, kind), found in amounts.items():
        if kind == VOLUME:
            continue
        for counting, names in WHOLES.items():
            parts = found.get(counting, {})
            wholes = {name: max(found[name].values()) for name in names if name in found}
            if counting == "Teilbetrag" and "zählt" in found:
                wholes["zählt"] = sum(found["zählt"].values(), Decimal(0))
            total = sum(parts.values(), Decimal(0))
            limits = [max(wholes.values())] if wholes else []
            volume = amounts.get((project, VOLUME), {})
            if "Gesamtangabe" in volume:
                limits.append(sum(volume["Gesamtangabe"].values(), Decimal(0)))
            if parts and limits and total > min(limits):
                largest = max(parts, key=lambda key: parts[key])
                yield largest, f"{kind}, {counting}: {number(total)} € von {number(min(limits))} €"


def _larger_sum(stand: Stand) -> Iterator[tuple[str, str]]:
    """What counts in one project: none of its kinds is larger than the total volume, but all of them together."""
    amounts = _amounts(stand)
    counted: dict[str, dict[str, dict[str, Decimal]]] = defaultdict(dict)
    for (project, kind), found in amounts.items():
        if kind != VOLUME and "zählt" in found:
            counted[project][kind] = found["zählt"]
    for project, kinds in counted.items():
        volume = sum(amounts.get((project, VOLUME), {}).get("Gesamtangabe", {}).values(), Decimal(0))
        sums = [sum(found.values(), Decimal(0)) for found in kinds.values()]
        if volume and max(sums) <= volume < sum(sums):
            amount_of = {key: amount for found in kinds.values() for key, amount in found.items()}
            largest = max(amount_of, key=lambda key: amount_of[key])
            yield largest, f"{' und '.join(kinds)}: {number(sum(sums))} € von {number(volume)} €"


def _own_grant(stand: Stand) -> Iterator[tuple[str, str]]:
    """A grant that its recipient gives, an own share or an investment that a level above gives."""
    for key, kind, funder, recipient, level in stand.rows("foerderung", "Art", "Fördergeber", "Empfänger", "Ebene"):
        giver, receiver = (stand.funders.get(name, name) for name in (funder, recipient))
        is_own = giver.casefold() == receiver.casefold() or stand.body(giver) == stand.body(receiver)
        if kind == "Zuwendung" and is_own and any(stand.body(giver)):
            yield key, f"{kind} von {funder} an {recipient}"
        elif kind in ("Eigenanteil", "Investition") and level in NO_OWN_MONEY:
            yield key, f"{kind} von {funder or level}, Ebene {level}"


def _other_recipient(stand: Stand) -> Iterator[tuple[str, str]]:
    """A recipient whose name names one municipality and whose key is that of another one."""
    for key, recipient, seat in stand.rows("foerderung", "Empfänger", "Empfänger-AGS"):
        named = stand.places_in(recipient)
        if len(named) == 1 and seat in stand.places and stand.district != seat != named[0] != stand.district:
            yield key, f"{recipient}, {seat} ({stand.places[seat]})"


def _absent_recipient(stand: Stand) -> Iterator[tuple[str, str]]:
    """A recipient of the district, by name or key, of whose municipalities none takes part in the project."""
    areas = {project: set(cell.split()) for project, cell in stand.texts("projekte", AREAS).items()}
    for key, project, recipient, seat in stand.rows("foerderung", "Projekt-ID", "Empfänger", "Empfänger-AGS"):
        taking_part = areas.get(project, set())
        receiving = {*stand.places_in(recipient), seat} & stand.places.keys()
        # What the whole district takes part in, or it or a company of its name receives, concerns every municipality.
        is_of_one = receiving and taking_part and stand.district not in receiving | taking_part
        if is_of_one and receiving.isdisjoint(taking_part) and _is_known(stand, taking_part):
            yield key, f"{recipient}, {project}: {' '.join(sorted(taking_part))}"


def _outside_recipient(stand: Stand) -> Iterator[tuple[str, str]]:
    """Money that counts for municipalities of the district and goes to a recipient outside."""
    for key, recipient, seat, counting in stand.rows("foerderung", "Empfänger", "Empfänger-AGS", "Zählweise"):
        if counting == "zählt" and stand.district and is_elsewhere(seat, stand.district):
            yield key, f"{recipient}, {seat}"


def _counted_volume(stand: Stand) -> Iterator[tuple[str, str]]:
    for key, kind, counting in stand.rows("foerderung", "Art", "Zählweise"):
        if kind == VOLUME and counting == "zählt":
            yield key, ""


def _is_known(stand: Stand, areas: Iterable[str]) -> bool:
    """Whether somebody knows which municipalities these keys mean; any other one is an error already."""
    return all(area in stand.places or is_elsewhere(area, stand.district) for area in areas)


def _absent_lead(stand: Stand) -> Iterator[tuple[str, str]]:
    """A lead that names a municipality of the district that takes no part in the project."""
    for key, lead, cell in stand.rows("projekte", "Federführung", AREAS):
        areas = set(cell.split())
        # The district, or a company of its name, leads also what only one municipality takes part in.
        absent = set(stand.places_in(lead)) - areas - {stand.district}
        if absent and _is_known(stand, areas) and stand.district not in areas:
            yield key, f"{lead}, beteiligt {cell}"


def _other_title(stand: Stand) -> Iterator[tuple[str, str]]:
    """A title that names municipalities of the district, none of which takes part in the project."""
    for key, title, cell in stand.rows("projekte", "Titel", AREAS):
        areas = set(cell.split())
        named = set(stand.places_in(title)) - {stand.district}
        if named and named.isdisjoint(areas) and _is_known(stand, areas) and stand.district not in areas:
            yield key, f"{title}, beteiligt {cell}"


RULES: dict[str, tuple[Rule, ...]] = {
    "projekte": (
        Rule(
            "absent-lead",
            ("Federführung", AREAS),
            _absent_lead,
            "Hier führt eine Kommune, die unter „Kommunen (AGS)“ nicht steht",
            "Wer führt, bearbeitet die Zeile. Bitte beide Spalten prüfen.",
        ),
        Rule(
            "other-title",
            ("Titel", AREAS),
            _other_title,
            "Der Titel nennt eine Kommune, die unter „Kommunen (AGS)“ nicht steht",
            "Dort wird das Projekt gezeigt und gezählt. Bitte beide Spalten prüfen.",
        ),
    ),
    "foerderung": (
        Rule(
            "own-grant",
            ("Art", "Fördergeber", "Empfänger", "Ebene"),
            _own_grant,
            "Geld von sich selbst ist keine „Zuwendung“, und ein „Eigenanteil“ oder eine „Investition“ kommt nicht von EU, "
            "Bund oder Land",
            "Bitte Art, Fördergeber, Empfänger und Ebene prüfen.",
        ),
        Rule(
            "other-recipient",
            ("Empfänger-AGS", "Empfänger"),
            _other_recipient,
            "Der Name nennt eine andere Kommune als der Schlüssel",
            "Bitte beide Spalten prüfen.",
        ),
        Rule(
            "absent-recipient",
            ("Empfänger", "Empfänger-AGS", "Projekt-ID"),
            _absent_recipient,
            "Der Empfänger gehört zu einer Kommune, die am Projekt nicht beteiligt ist",
            "Für die Zuordnung zählen die Kommunen des Projekts. Bitte Empfänger und Projekt prüfen.",
        ),
        Rule(
            "outside-recipient",
            ("Empfänger-AGS", "Zählweise"),
            _outside_recipient,
            "Dieses Geld geht an einen Empfänger außerhalb des Kreises und zählt hier für den Kreis",
            "Bitte Schlüssel und Zählweise prüfen.",
        ),
        Rule(
            "counted-volume",
            ("Zählweise", "Art"),
            _counted_volume,
            "Ein „Gesamtvolumen“ enthält andere Beträge und zählt deshalb selbst nicht",
            "Erwartet wird „Gesamtangabe“ oder eine andere Art. Bitte beide Spalten prüfen.",
        ),
        Rule(
            "larger-sum",
            ("Betrag (EUR)", "Art", "Zählweise", "Projekt-ID"),
            _larger_sum,
            "Hier ist in einem Projekt, was zählt, zusammen mehr als das Gesamtvolumen",
            "Bitte Beträge, Art und Zählweise aller Zeilen des Projekts prüfen.",
        ),
        Rule(
            "larger-part",
            ("Betrag (EUR)", "Art", "Zählweise", "Projekt-ID"),
            _larger_parts,
            "Hier ist in einem Projekt die Summe größer als das Ganze, zu dem sie gehört",
            "Bitte Beträge, Art und Zählweise aller Zeilen des Projekts prüfen.",
        ),
        Rule(
            "approved-early",
            ("Bewilligt", "Projekt-ID"),
            _approved_early,
            "Das wurde mehr als zwei Jahre vor dem Beginn des Projekts bewilligt",
            "Bitte beide Daten prüfen.",
        ),
        Rule(
            "paid-more",
            (PAID_OUT,),
            _paid_more,
            "Hier ist mehr ausgezahlt, als bewilligt ist",
            "Bitte beide Beträge prüfen.",
        ),
        Rule(
            "paid-early",
            ("Ausgezahlt bis", "Bewilligt"),
            _paid_early,
            "Das wurde ausgezahlt, bevor es bewilligt war",
            "Bitte beide Daten prüfen.",
        ),
        _older_source("foerderung", "Bewilligt"),
    ),
    "meilensteine": (
        Rule(
            "reached-early",
            ("Erreicht", "Projekt-ID", "Art"),
            _reached_early,
            "Das liegt vor dem Beginn des Projekts",
            "Erwartet wird ein Ergebnis nie davor und ein anderer Schritt höchstens zwei Jahre davor. Bitte beide Daten prüfen.",
        ),
        Rule(
            "planned-late",
            ("Aktuelle Planung", "Erstplanung", "Projekt-ID"),
            _planned_late,
            "Der Termin liegt mehr als zwei Jahre nach dem Ende des Projekts",
            "Hat auch das Projekt ein anderes Ende? Dann bitte dort eintragen.",
        ),
        Rule(
            "delayed-early",
            ("Aktuelle Planung", "Erstplanung", "Status laut Quelle"),
            _delayed_early,
            "Das heißt „verzögert“, ist aber früher geplant als zuerst",
            "Bitte beide Planungen und den Status prüfen.",
        ),
        _older_source("meilensteine", "Erreicht"),
    ),
    "quellen": (),
}
"""What each table is searched for."""
