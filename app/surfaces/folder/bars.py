"""The folder's bars of grants: own, joint and district-wide ones side by side, each with a pattern of its own."""

from collections.abc import Sequence
from typing import Any

from app.charts.theme import ATTRIBUTION
from app.surfaces.folder.blocks import Block
from app.words import units
from app.words.text import t


def bars(labels: Sequence[str], amounts: Sequence[dict[str, float]]) -> Block:
    """One bar per label; its parts lie side by side, each with a pattern of its own."""
    most = max((sum(parts.values()) for parts in amounts), default=0) or 1.0
    used = [name for name in ATTRIBUTION if any(name in parts for parts in amounts)]
    texts = [units.euro_short(sum(parts.values())) for parts in amounts]
    return {
        "kind": "bars",
        "alt": t("report.bars", list="; ".join(f"{name} {text}" for name, text in zip(labels, texts, strict=True))),
        "legend": [[name, t(f"attribution.{name}")] for name in used],
        "rows": [
            {"label": name, "text": text, "parts": [[part, amount / most] for part, amount in parts.items()]}
            for name, text, parts in zip(labels, texts, amounts, strict=True)
        ],
    }


def amounts(row: Any) -> dict[str, float]:
    """What is known of a row's grants, by attribution."""
    parts = {name: getattr(row, f"{name}_eur") for name in ATTRIBUTION}
    return {name: float(amount) for name, amount in parts.items() if not units.is_unknown(amount)}
