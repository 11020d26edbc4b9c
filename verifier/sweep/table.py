"""`claims.parquet`: the claims of a sweep as a table, in the manifest's order."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.sweep.results import ResultsError, stored

if TYPE_CHECKING:
    import pyarrow

TABLE = "claims.parquet"
_TEXTS = ("repository", "revision", "report", "rule", "kind", "verdict", "reason")
_ROWS = 50_000  # of one group; what is held in memory


def write_table(directory: Path) -> int:
    """Writes the table from the results beside it, in place of an earlier one; returns its number of rows. Raises ResultsError."""
    import pyarrow
    import pyarrow.parquet

    schema = pyarrow.schema([*((name, pyarrow.string()) for name in _TEXTS[:3]), ("line", pyarrow.int32()),
                             *((name, pyarrow.string()) for name in _TEXTS[3:])])  # fmt: skip
    fresh, rows = directory / f".{TABLE}.new", 0
    try:
        with pyarrow.parquet.ParquetWriter(fresh, schema) as writer:
            for batch in _batches(directory, schema):
                writer.write_batch(batch)
                rows += batch.num_rows
        os.replace(fresh, directory / TABLE)
    except OSError as error:
        raise ResultsError(f"can't write {directory / TABLE}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            fresh.unlink()
    return rows


def _batches(directory: Path, schema: pyarrow.Schema) -> Iterator[pyarrow.RecordBatch]:
    import pyarrow

    rows: list[tuple[object, ...]] = []
    for planned, line in stored(directory):
        named = (planned.repository, planned.revision, planned.report)
        for claim in line.claims if line else ():
            rows.append((*named, claim.line, claim.rule, claim.kind, claim.verdict.value, claim.reason and claim.reason.value))
        if len(rows) >= _ROWS:
            yield pyarrow.record_batch(list(zip(*rows, strict=True)), schema=schema)
            rows = []
    if rows:
        yield pyarrow.record_batch(list(zip(*rows, strict=True)), schema=schema)
