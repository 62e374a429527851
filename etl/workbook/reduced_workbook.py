"""A workbook reduced to its cells, for one that Excel opens and openpyxl does not.

What breaks openpyxl is never a cell: a style without a name, a filter without a value, a colour or a date in another
notation. So all that says nothing about the content of a cell is left out: filters, lists, colours, pictures, names.
"""

import io
import zipfile
from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement, tostring

from defusedxml.ElementTree import fromstring

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STYLES, WORKBOOK, PROPERTIES = "xl/styles.xml", "xl/workbook.xml", ("docProps/core.xml", "docProps/app.xml")
IN_CELL = {"f", "v", "is"}
NEEDED_PARTS = ("/worksheet", "/sharedStrings", "/styles", "/comments", "/officeDocument")
"""Ends of the kinds of relations that are kept."""


def reduced_workbook(data: bytes) -> bytes:
    """The same workbook with its sheets, cells, number formats, struck letters, hidden rows and comments alone.

    Raises an Exception of any kind if the parts that hold these are damaged.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as before, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            if name not in PROPERTIES:
                after.writestr(name, _reduced(name, before.read(name)))
    return target.getvalue()


def _reduced(name: str, content: bytes) -> bytes:
    reduce: Callable[[Element], Element] | None = None
    if name.endswith(".rels"):
        reduce = _relations
    elif name == STYLES:
        reduce = _styles
    elif name == WORKBOOK:
        reduce = _workbook
    elif name.startswith("xl/worksheets/") and name.endswith(".xml"):
        reduce = _sheet
    return content if reduce is None else bytes(tostring(reduce(fromstring(content)), "utf-8"))


def _relations(root: Element) -> Element:
    return _with(root, [relation for relation in root if relation.get("Type", "").endswith(NEEDED_PARTS)])


def _workbook(root: Element) -> Element:
    return _with(root, [part for name in ("workbookPr", "sheets") for part in root.findall(MAIN + name)])


def _styles(root: Element) -> Element:
    """Only what a number looks like, whether letters are struck through, and whether a cell is locked or quoted."""
    reduced = Element(root.tag)
    formats = SubElement(reduced, f"{MAIN}numFmts")
    formats.extend(entry for entry in root.iter(f"{MAIN}numFmt") if entry.get("numFmtId") and entry.get("formatCode"))
    fonts = SubElement(reduced, f"{MAIN}fonts")
    for font in root.findall(f"{MAIN}fonts/{MAIN}font"):
        SubElement(fonts, font.tag).extend(font.findall(f"{MAIN}strike"))
    SubElement(SubElement(SubElement(reduced, f"{MAIN}fills"), f"{MAIN}fill"), f"{MAIN}patternFill")
    SubElement(SubElement(reduced, f"{MAIN}borders"), f"{MAIN}border")
    SubElement(SubElement(reduced, f"{MAIN}cellStyleXfs"), f"{MAIN}xf")
    looks = SubElement(reduced, f"{MAIN}cellXfs")
    for look in root.findall(f"{MAIN}cellXfs/{MAIN}xf"):
        kept = SubElement(looks, look.tag, dict(look.attrib))
        _keep_attributes(kept, ("numFmtId", "fontId", "quotePrefix"))
        kept.extend(look.findall(f"{MAIN}protection"))
    names = SubElement(reduced, f"{MAIN}cellStyles")
    SubElement(names, f"{MAIN}cellStyle", {"name": "Normal", "xfId": "0", "builtinId": "0"})
    return reduced


def _sheet(root: Element) -> Element:
    for column in root.iter(f"{MAIN}col"):
        _keep_attributes(column, ("min", "max", "hidden", "style"))
    for row in root.iter(f"{MAIN}row"):
        _keep_attributes(row, ("r", "hidden"))
    for cell in root.iter(f"{MAIN}c"):
        for part in list(cell):
            if part.tag.removeprefix(MAIN) not in IN_CELL:
                cell.remove(part)
        for formula in cell.findall(f"{MAIN}f"):
            formula.attrib.clear()
    return _with(root, [part for name in ("cols", "sheetData", "mergeCells") for part in root.findall(MAIN + name)])


def _keep_attributes(element: Element, names: Iterable[str]) -> None:
    kept = {name: element.attrib[name] for name in names if name in element.attrib}
    element.attrib.clear()
    element.attrib.update(kept)


def _with(root: Element, parts: Iterable[Element]) -> Element:
    """The root with these parts alone."""
    reduced = Element(root.tag)
    reduced.extend(parts)
    return reduced
