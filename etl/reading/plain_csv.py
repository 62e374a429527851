"""Plain CSV files, one record a line, read at once into columns; what is not plain is left to the careful reader."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

BLANKS = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
# First and last bytes of a cell that may be, or be part of, a blank.
_FIRST = np.zeros(256, dtype=bool)
_FIRST[[blank.encode()[0] for blank in BLANKS]] = True
_LAST = np.zeros(256, dtype=bool)
_LAST[[blank.encode()[-1] for blank in BLANKS]] = True
QUOTE, COMMA, LINE_END, RETURN = (ord(mark) for mark in '",\n\r')
BLOCK_BYTES = 1 << 23


class Lines(Mapping[int, str]):
    """The records of a plain file by line, read again only when somebody asks for one."""

    def __init__(self, path: Path, numbers: pd.Index) -> None:
        """Know the lines that hold a record."""
        self._path, self._numbers = path, numbers

    @cached_property
    def _texts(self) -> list[bytes]:
        return self._path.read_bytes().split(b"\n")

    def __getitem__(self, line: int) -> str:
        """Return the record as it stands in the file."""
        if line not in self._numbers:
            raise KeyError(line)
        return self._texts[line - 1].decode().rstrip("\r")

    def __iter__(self) -> Iterator[int]:
        """Go through the lines in the order of the file."""
        return iter(self._numbers.tolist())

    def __len__(self) -> int:
        """Count the records."""
        return len(self._numbers)


def plain_frame(data: bytes, header: list[str]) -> pd.DataFrame | None:
    """One row per record, indexed by its line, empty cells missing; None if the file must be read with care."""
    if not _is_plain(data):
        return None
    try:
        table = csv.read_csv(
            pa.py_buffer(data),
            read_options=csv.ReadOptions(column_names=header, skip_rows=1, block_size=BLOCK_BYTES),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(header, pa.large_string()),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    line_ends = np.count_nonzero(np.frombuffer(data, dtype=np.uint8) == LINE_END)
    line_count = int(line_ends) + (not data.endswith(b"\n"))
    if table.num_rows + 1 != line_count:
        # A text goes over several lines, or a line is empty.
        return None
    trimmed = pa.table([_trimmed(column) for column in table.columns], names=header)
    frame: pd.DataFrame = trimmed.combine_chunks().to_pandas()
    frame.index = pd.RangeIndex(2, line_count + 1)
    if frame.iloc[:, 0].hasnans:
        frame = frame.dropna(how="all")
    return frame


def _is_plain(data: bytes) -> bool:
    """Whether quotation marks only enclose whole cells, so that every reader of CSV understands the same."""
    if b"\0" in data or (b"\r" in data and data.count(b"\r") != data.count(b"\r\n")):
        return False
    characters = np.frombuffer(data, dtype=np.uint8)
    quotes = np.flatnonzero(characters == QUOTE)
    if not quotes.size:
        return True
    if quotes.size % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    doubled = np.zeros(opening.size + 1, dtype=bool)
    doubled[1:-1] = opening[1:] == closing[:-1] + 1
    before = characters[opening - 1]
    before[opening == 0] = LINE_END
    after = np.append(characters, np.uint8(LINE_END))[closing + 1]
    begins = (before == COMMA) | (before == LINE_END) | doubled[:-1]
    ends = (after == COMMA) | (after == LINE_END) | (after == RETURN) | doubled[1:]
    return bool(begins.all() and ends.all())


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells without blanks around them; what is then empty is missing."""
    if not any(_has_blanks(chunk) for chunk in column.chunks):
        return column
    trimmed = pc.utf8_trim(column, characters=BLANKS)
    return pc.if_else(pc.equal(trimmed, ""), None, trimmed)


def _has_blanks(chunk: pa.Array) -> bool:
    """Whether a cell may begin or end with a blank; looks at bytes, so that most columns need no more."""
    _, offset_bytes, texts = chunk.buffers()
    offsets: npt.NDArray[np.int64] = np.frombuffer(offset_bytes, dtype=np.int64)[chunk.offset :][: len(chunk) + 1]
    begins, ends = offsets[:-1], offsets[1:]
    filled = ends > begins
    characters = np.frombuffer(texts, dtype=np.uint8)
    return bool(_FIRST[characters[begins[filled]]].any() or _LAST[characters[ends[filled] - 1]].any())
