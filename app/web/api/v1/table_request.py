"""What an address asks of a table: conditions, filters, order, sums, and which part of the rows."""

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, replace

from starlette.datastructures import QueryParams

from app.data import db, queries
from app.data.published import (
    FUNCTIONS,
    OPERATORS,
    Condition,
    QueryError,
    Table,
    TableQuery,
    condition,
    published_table,
)
from app.data.selection import Selection
from app.exhibits.address_parameters import read_parameters
from app.exhibits.data_selection import MOST_READ, READ, SEARCH
from app.exhibits.filters import choices, selection
from app.files.table_files import KINDS
from app.navigation import FILTERS
from app.web.api.v1.releases import LATEST, release_of
from app.words import units
from app.words.escape import quotable
from app.words.text import t

OWN = ("stand", "release", "columns", "sort", "group_by", *FUNCTIONS, "limit", "cursor", "format", SEARCH)
"""Parameters beside filters and conditions."""
EVERY_STAND = "alle"
USUAL, MOST_OF_STREAM = 100, 1_000_000
"""Rows of a page when nothing is said, and at most of what only programs read."""
LONGEST = 8000
"""Letters of a query."""


@dataclass(frozen=True)
class TableRequest:
    """One page of one answer."""

    query: TableQuery
    kind: str
    is_fixed: bool
    """Whether it says of which release it is."""
    pairs: tuple[tuple[str, str], ...]

    def cursor(self) -> str:
        """Where the next page begins; good for the same question in the same release alone."""
        parts = [self.query.selection.release_id, self._digest(), self.query.offset + (self.query.limit or 0)]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")

    def _digest(self) -> str:
        asked = [
            self.query.table,
            *sorted(pair for pair in self.pairs if pair[0] not in ("cursor", "release", "limit", "format")),
        ]
        return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:16]

    def continued(self, cursor: str) -> "TableRequest":
        """The page at which the cursor points.

        Raises
        ------
        QueryError
            When it is none of this question.
        """
        offset = _pointed_at(cursor)[2]
        if _pointed_at(cursor)[1] != self._digest():
            raise QueryError("api_v1.cursor", found=quotable(cursor))
        return replace(self, query=replace(self.query, offset=offset), is_fixed=True)


def table_request(name: str, asked: QueryParams) -> TableRequest:
    """What a query asks of the table of that name.

    Raises
    ------
    QueryError
        When it asks for what there is not.
    """
    pairs = tuple((key, value) for key, value in asked.multi_items() if value)
    if (length := sum(len(key) + len(value) for key, value in pairs)) > LONGEST:
        raise QueryError("api_v1.long_query", n=length, most=LONGEST)
    own = _own(pairs)
    release_id = _release(own)
    table = published_table(release_id, name)
    conditions = tuple(_conditions(table, pairs))
    everything, is_every = _stand(release_id, own.get("stand", ""))
    kind = own.get("format", "json")
    if kind not in KINDS:
        raise QueryError("api_v1.format", found=quotable(kind), known=", ".join(KINDS))
    query = TableQuery(
        table.name,
        _filtered(everything, pairs),
        conditions,
        columns=_listed(own.get("columns", "")),
        order=_listed(own.get("sort", "")),
        groups=_listed(own.get("group_by", "")),
        aggregates=(
            *(("sum", column) for column in _listed(own.get("sum", ""))),
            *((("count", ""),) if "count" in own else ()),
        ),
        limit=_limit(own.get("limit", ""), kind),
        every_stand=is_every,
        search=own.get(SEARCH, ""),
    )
    found = TableRequest(query, kind, "release" in own and own["release"] != LATEST, pairs)
    return found.continued(own["cursor"]) if "cursor" in own else found


def _own(pairs: tuple[tuple[str, str], ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in pairs:
        if key in OWN:
            if key in found:
                raise QueryError("api_v1.repeated", found=key)
            found[key] = value
    return found


def _release(own: dict[str, str]) -> str:
    asked = own.get("release", "")
    if "cursor" not in own:
        return release_of(asked) if asked not in ("", LATEST) else db.current_release()
    pointed = release_of(_pointed_at(own["cursor"])[0])
    if asked not in ("", pointed):
        raise QueryError("api_v1.cursor", found=quotable(own["cursor"]))
    return pointed


def _pointed_at(cursor: str) -> tuple[str, str, int]:
    try:
        release_id, digest, offset = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if isinstance(release_id, str) and isinstance(offset, int) and 0 <= offset < 1 << 53:
            return release_id, str(digest), offset
    except (ValueError, TypeError, binascii.Error):
        pass
    raise QueryError("api_v1.cursor", found=quotable(cursor))


def _stand(release_id: str, asked: str) -> tuple[Selection, bool]:
    known = queries.stand_days(release_id)
    if asked in ("", EVERY_STAND):
        return Selection(release_id, known[0]), asked == EVERY_STAND
    day = units.iso_day(asked)
    if day is None or day not in known:
        raise QueryError("api_v1.stand", found=quotable(asked), known=", ".join(map(str, known)))
    return Selection(release_id, day), False


def _filtered(everything: Selection, pairs: tuple[tuple[str, str], ...]) -> Selection:
    asked = tuple(pair for pair in pairs if pair[0] in FILTERS)
    found = read_parameters(
        everything.release_id, (("stand", everything.stand.isoformat()), *asked), (*FILTERS, "stand")
    )
    known = choices(everything)
    for name, value in found.unknown_values:
        raise QueryError(
            "api_v1.filter", name=t(f"filter.{name}"), found=quotable(value), known=", ".join(list(known[name])[:40])
        )
    return selection(everything, found.parameters, FILTERS, known)


def _conditions(table: Table, pairs: tuple[tuple[str, str], ...]) -> list[Condition]:
    written: dict[tuple[str, str], list[str]] = {}
    for key, value in pairs:
        name, _, operator = key.rpartition("__")
        if key in OWN or key in FILTERS:
            continue
        if not name:
            example = f"{table.columns[0].name}__{OPERATORS[0]}"
            known = ", ".join((*OWN, *FILTERS))
            raise QueryError("api_v1.unknown_parameter", found=quotable(key), known=known, example=example)
        written.setdefault((name, operator), []).append(value)
    found = []
    for (name, operator), values in written.items():
        column = table.known_column(name)
        found.append(condition(column, operator, values))
    return found


def _listed(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _limit(text: str, kind: str) -> int:
    most = MOST_READ if kind in READ else MOST_OF_STREAM
    if not text:
        return USUAL if kind == "json" else most
    if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or not 1 <= int(text) <= most:
        raise QueryError("api_v1.limit", found=quotable(text), most=most)
    return int(text)
