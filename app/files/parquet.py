"""Parquet: a table whole, or piece by piece while its rows are read."""

import io
from collections.abc import Iterator

import pyarrow as pa
import pyarrow.parquet as pq

MEDIA_TYPE = "application/vnd.apache.parquet"
_COMPRESSION = "zstd"
_ROW_GROUP = 1 << 16
"""Rows that are kept together, and in memory while they are written."""


def parquet(table: pa.Table) -> bytes:
    """The whole file; what the schema says of the table stands in it."""
    out = io.BytesIO()
    pq.write_table(table, out, compression=_COMPRESSION)
    return out.getvalue()


def parquet_pieces(reader: pa.RecordBatchReader, schema: pa.Schema) -> Iterator[bytes]:
    """The same piece by piece, with the types and words of ``schema``."""
    out = _Outlet()
    with pq.ParquetWriter(out, schema, compression=_COMPRESSION) as writer:
        waiting: list[pa.RecordBatch] = []
        for batch in reader:
            waiting.append(batch)
            if sum(map(len, waiting)) >= _ROW_GROUP:
                writer.write_table(_table(waiting, schema))
                waiting = []
                yield out.taken()
        if waiting:
            writer.write_table(_table(waiting, schema))
    yield out.taken()


def _table(batches: list[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    return pa.Table.from_batches(batches).replace_schema_metadata(schema.metadata).cast(schema)


class _Outlet(io.BytesIO):
    """Where a file is written to from which its pieces are taken as they come."""

    def taken(self) -> bytes:
        """What has come since it was last asked."""
        part = self.getvalue()
        self.seek(0)
        self.truncate()
        return part
