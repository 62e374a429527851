"""What stands on the help sheet, beside the explanations that come from the data dictionary."""

from data_dictionary import TABLES, Column
from etl.messages.german import quoted
from etl.reading.inputs import CORRECTIONS

EXPECTED = {
    "key": "Kurzname aus Kleinbuchstaben, Ziffern und Bindestrichen; einmal vergeben, ändert er sich nie",
    "field": "ein Handlungsfeld aus der Auswahlliste",
    "areas": "amtliche Schlüssel als Text, mehrere mit Leerzeichen getrennt: 01234567 01234568",
    "area": "ein amtlicher Schlüssel als Text, etwa 01234567",
    "column": "aus der Auswahlliste",
    "date": "so genau wie bekannt: 17.05.2023, 2023-05, 2023-Q3 oder 2023",
    "day": "ein Tag: 17.05.2023",
    "amount": "Euro als Zahl, höchstens zwei Nachkommastellen: 1.234,56",
    "url": "Adresse, die mit https:// oder http:// beginnt",
    "former": "der Wert, wie er in der Zelle stand oder jetzt steht; leer, wenn sie leer war oder ist",
    "text": "Text",
}

STEPS = (
    "Jedes Blatt ist eine Tabelle. Ändern, ergänzen, speichern: als Excel-Arbeitsmappe (*.xlsx).",
    "Neue Zeilen kommen unten an. Kennungen, die es schon gibt, sind geschützt, denn Seiten und Links hängen daran; "
    "der Blattschutz hat kein Kennwort.",
    "Was nicht bekannt ist, bleibt leer. Null heißt: nachweislich null.",
    "Datum: 17.05.2023, wenn der Tag bekannt ist, sonst 2023-05, 2023-Q3 oder 2023 als Text. "
    "Macht Excel daraus einen Tag, hilft ein Hochkomma davor: '2023-05",
    "Wer eine Erstplanung, einen gezählten Betrag oder eine Kennung ändert oder eine Zeile löscht, begründet das "
    f"im Blatt „{TABLES[CORRECTIONS].title}“. Sonst nimmt der Import die Mappe nicht an.",
    "Prüfen, ohne etwas zu schreiben: python -m etl import MAPPE.xlsx --stand 2026-12-31 --check",
    "Neuen Stand anlegen: python -m etl import MAPPE.xlsx --stand 2026-12-31. Gibt es Fehler, entsteht kein Stand, "
    "sondern eine Kopie der Mappe, in der jede Fundstelle markiert ist.",
    "Vorschau: python -m etl diff zeigt, was sich auf der öffentlichen Seite ändern würde.",
    "Veröffentlichen: python -m etl build. Zurücknehmen: python -m etl rollback mit der Kennung der früheren "
    "Veröffentlichung.",
)

LOCKED = (
    "Ganz grau hinterlegte Zeilen führt eine andere Stelle (Spalte „Federführung“ des Projekts); sie sind geschützt. Was "
    "daran anders sein muss, ändert sie; eine Änderung hier entscheidet die Projektleitstelle."
)


def expected(column: Column) -> str:
    """What a cell of this column may hold."""
    if column.refers_to:
        return f"eine Kennung aus dem Blatt „{TABLES[column.refers_to].title}“"
    return "Auswahl: " + quoted(column.choices) if column.choices else EXPECTED[column.kind]
