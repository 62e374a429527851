"""What readers see in the HTML of a part of a page: a table with its files, headline figures, sentences."""

from typing import Any

from lxml import html

HIDDEN = './/*[@aria-hidden="true"]'
"""What only the eye is meant to see; words say the same."""


def _tree(text: str) -> Any:
    return html.fragment_fromstring(text, create_parent="div")


def _text(element: Any) -> str:
    """What it says; what keeps a figure and its sign in one line is a blank."""
    for hidden in element.xpath(HIDDEN):
        hidden.drop_tree()
    return str(element.text_content()).replace("\u00a0", " ")


def _texts(root: Any, path: str) -> list[str]:
    return [_text(found) for found in root.xpath(path)]


def panel(text: str) -> dict[str, Any]:
    """A table as lists of texts, and where its cells and files lead; without rows what is said instead."""
    root = _tree(text)
    heads, lines = root.xpath("//thead//th"), [line.xpath("th|td") for line in root.xpath("//tbody/tr")]
    links = [[next(iter(cell.xpath(".//a/@href")), "") for cell in column] for column in zip(*lines, strict=True)]
    return {
        "names": root.xpath("//thead//button/@data-name"),
        "labels": [head.xpath("string(button|span)") for head in heads],
        "rows": [[_text(cell) for cell in line] for line in lines],
        "links": [column if any(column) else None for column in links],
        "files": {link.text: link.get("href") for link in root.xpath('//p[@class="srm-files"]/a')},
        "said": _texts(root, "/div/p[not(@class)]"),
        "source": root.xpath('string(//p[@class="srm-source"]/text())').strip(),
        "first": next(map(int, root.xpath("//@data-first")), None),
        "whole": root.xpath('string(//span[@class="srm-closed"])'),
        "place": root.xpath('string(//nav//span[@role="status"])'),
    }


def cards(text: str) -> list[dict[str, str]]:
    """Headline figures: label, value, sentence, where the way below leads and what it says."""
    return [
        {
            "label": _text(card[0]),
            "value": _text(card[1]),
            "text": _text(card[2]),
            **{"href": next(iter(card.xpath("a/@href")), ""), "way": next(iter(_texts(card, "a")), "")},
        }
        for card in _tree(text).xpath("//li")
    ]


def sentences(text: str) -> list[str]:
    """Sentences, one by one."""
    return _texts(_tree(text), "//p")
