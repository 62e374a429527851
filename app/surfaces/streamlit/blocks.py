"""The blocks that a page is made of: parts of ours are collected in each, so that one component draws many of them.

Streamlit's work and the browser's grow with the elements of a page, hardly with what one holds.
"""

from collections.abc import Callable, Sequence
from types import TracebackType

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app.surfaces.streamlit import components
from app.surfaces.streamlit.components import Part

Draw = Callable[[Sequence["Part | Block"]], None]


class Blocks:
    """The blocks of one run of a page, the outermost in a container with this key; ``draw`` draws parts of ours."""

    def __init__(self, key: str, draw: Draw) -> None:
        self.draw_parts = draw
        self.open: list[Block] = []
        """Those that are entered, from the outermost on."""
        self.containers: list[Block] = []
        self.page = Block(self, key, st.container(key=key))

    def add(self, part: "Part | Block") -> None:
        """Something of ours comes next."""
        self.open[-1].parts.append(part)

    def before_streamlit(self) -> None:
        """Something of Streamlit's own comes next: what was collected stands above it."""
        for block in self.open:
            block.draw()

    def end(self) -> None:
        """Everything of the page is there."""
        for block in self.containers:
            block.draw()


class Block:
    """A block within ``around``, else within the one that is open; all that it holds is ours until it has a ``container`` of Streamlit's."""

    def __init__(
        self, blocks: Blocks, key: str = "", container: DeltaGenerator | None = None, around: "Block | None" = None
    ) -> None:
        self.key = key
        self.parts: list[Part | Block] = []
        self._blocks, self._container, self._around = blocks, container, around
        self._is_placed = container is not None
        if container:
            blocks.containers.append(self)

    @property
    def text(self) -> str:
        """What it holds, as a part of the block around it."""
        return components.group(self.key, self.parts).text

    def __enter__(self) -> None:
        """What follows stands here, also when it is entered once more."""
        if self._around:
            self._around.__enter__()
        if not self._is_placed:
            self._blocks.add(self)
            self._is_placed = True
        if self._container:
            self._container.__enter__()
        self._blocks.open.append(self)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What follows stands below it."""
        self._blocks.open.pop()
        if self._container:
            self._container.__exit__(kind, error, trace)
        if self._around:
            self._around.__exit__(kind, error, trace)

    def draw(self) -> None:
        """What was collected, by one component in a container of Streamlit's; blocks that are open draw themselves."""
        if not self._container:
            # Those around it are drawn and entered: it comes next in them.
            self._container = st.container(key=self.key)
            self._container.__enter__()
            self._blocks.containers.append(self)
        if parts := [part for part in self.parts if part not in self._blocks.open and _is_full(part)]:
            with self._container:
                self._blocks.draw_parts(parts)
        self.parts = []


def _is_full(part: "Part | Block") -> bool:
    return isinstance(part, Part) or any(map(_is_full, part.parts))
