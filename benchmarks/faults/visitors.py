"""Visitors who click and programs that ask, all the time; each answer is judged when it is there."""

import asyncio
import math
import random
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, Self

import httpx2
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.exceptions import WebSocketException

from benchmarks.faults.answers import HEALTH, SUMS, Answer, RightAnswers, Worth
from benchmarks.faults.releases import Published
from benchmarks.reruns import FILTER
from benchmarks.session import Run, Session

PAGES = ("", "foerderung")
CHOICES = ("", "05978004", "05978024")
"""Municipalities that are chosen, or none."""
FILES = (
    "/?embed=true&bild=zuwendungen-nach-ebene",
    "/api/daten/zuwendungen-nach-ebene.json",
    "/api/v1/tables/funding_detail",
    "/api/v1/tables/project?kommune=05978024",
)
_WITH_SUM = ("/foerderung", "click /foerderung")
"""Answers that hold the sum of all grants that count."""
_READERS, _READ_S, _HEALTH_S = 4, 0.4, 0.2
"""Programs that read first views and files, seconds between two of their requests, and between two looks at the health."""
_AGAIN_S = 0.3
"""Seconds until somebody who got no answer asks again."""
_PATIENCE_S = 20.0


class _Reader(Session):
    """A visitor who keeps what stands on the page."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.texts: list[str] = []

    async def run(self) -> Run:
        """A run, whose page is in ``texts`` then."""
        self.texts = []
        run = await super().run()
        # Where no run could begin, Streamlit says that it has finished and only then why.
        while not self.texts:
            await self._receive(run)
        return run

    def _take(self, message: ForwardMsg, run: Run) -> None:
        if message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            kind = element.WhichOneof("type")
            if kind == "bidi_component":
                self.texts.append(element.bidi_component.bytes.decode())
            elif kind in ("alert", "markdown"):
                self.texts.append(getattr(element, kind).body)
            elif kind == "exception":
                # Judged as what it says, like everything else.
                self.texts.append(element.exception.message)
                return
        super()._take(message, run)
        # Who names nothing that it knows gets everything in full.
        self._known.clear()


class Crowd:
    """``async with Crowd(url, …)``: from then on they ask, until the block ends."""

    def __init__(self, url: str, right: RightAnswers, size: int, think_s: float) -> None:
        self.url, self.right = url, right
        self.answers: list[Answer] = []
        self.meant: list[tuple[float, float, Published]] = []
        """Which release was made the current one, and between which two moments."""
        self.under_way: dict[object, float] = {}
        """When each answer that is not yet there was asked for."""
        self.visitors = [_Visitor(self, number, think_s) for number in range(size)]
        self._ended = asyncio.Event()

    async def __aenter__(self) -> Self:
        """Let all of them open their page, then begin."""
        for visitor in self.visitors:
            await visitor.click()
        asking = [*(visitor.visit() for visitor in self.visitors), *map(self._read, range(_READERS)), self._watch()]
        self._tasks = [asyncio.create_task(each) for each in asking]
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let all of them leave."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.gather(*(visitor.leave() for visitor in self.visitors))

    @property
    def sessions(self) -> Sequence[str]:
        """Ids of the sessions that visitors have."""
        return [visitor.session_id for visitor in self.visitors]

    def check(self) -> None:
        """Raise what went wrong with the crowd itself."""
        for task in self._tasks:
            if task.done():
                task.result()

    @contextmanager
    def publishing(self, release: Published) -> Iterator[None]:
        """In this block a release becomes the current one, nobody knows when."""
        begin = time.monotonic()
        self.meant.append((begin, math.inf, release))
        yield
        self.meant[-1] = (begin, time.monotonic(), release)

    def cut(self) -> None:
        """Cut all websockets, wherever they are in a run."""
        for visitor in self.visitors:
            visitor.cut()

    def judged(self, asked: str, begin: float, texts: Sequence[str]) -> None:
        """Judge an answer that has come."""
        end = time.monotonic()
        worth, release_id = self.right.worth(asked, texts)
        if worth == Worth.RIGHT and release_id not in self._meant_between(begin, end):
            worth = Worth.OLD
        said = "" if worth == Worth.RIGHT else " … ".join(text[:200] for text in texts[-3:])
        self.answers.append(Answer(asked, begin, end, worth, release_id, said))

    def missed(self, asked: str, begin: float, error: Exception) -> None:
        """Note that no answer came."""
        said = f"{type(error).__name__}: {error}"[:200]
        self.answers.append(Answer(asked, begin, time.monotonic(), Worth.NONE, said=said))

    def _meant_between(self, begin: float, end: float) -> Iterator[str]:
        ends = [*(after for _, after, _ in self.meant[1:]), math.inf]
        for (since, _, release), until in zip(self.meant, ends, strict=True):
            if since <= end and begin <= until:
                yield release.release_id

    async def _read(self, number: int) -> None:
        chance = random.Random(number)
        async with _client(self.url, f"198.51.{number}.1") as client:
            while True:
                await asyncio.sleep(_READ_S)
                sums = f"{SUMS}{chance.randrange(10**6)}"
                await self._ask(client, chance.choice((*asked_by_programs(), sums, sums)))

    async def _watch(self) -> None:
        async with _client(self.url, "198.51.99.1") as client:
            while True:
                await asyncio.sleep(_HEALTH_S)
                await self._ask(client, HEALTH)

    async def _ask(self, client: httpx2.AsyncClient, address: str) -> None:
        begin = self.under_way[client] = time.monotonic()
        try:
            try:
                answer = await client.get(address)
            except httpx2.RemoteProtocolError:
                # The connection was closed before anything came: it had been kept open, and browsers ask once more then.
                answer = await client.get(address)
            self.judged(address, begin, [_said(answer)])
        except httpx2.HTTPError as error:
            self.missed(address, begin, error)
        finally:
            del self.under_way[client]


class _Visitor:
    """Somebody with an open page, who comes back to it when the connection is lost, as a browser does."""

    def __init__(self, crowd: Crowd, number: int, think_s: float) -> None:
        self._crowd, self._think_s = crowd, think_s
        self._page, self._client = PAGES[number % len(PAGES)], f"203.0.{number}.1"
        self._chance = random.Random(number)
        self._session: _Reader | None = None
        self._choice, self.session_id = "", ""

    async def visit(self) -> None:
        """Click now and then."""
        while True:
            if not await self._lost_within(self._chance.expovariate(1 / self._think_s)):
                self._choice = self._chance.choice(CHOICES)
            while not await self.click():
                await asyncio.sleep(_AGAIN_S)

    async def click(self) -> bool:
        """One run of the page with what is chosen; whether an answer came."""
        asked = f"click /{self._page}{_query(self._choice)}"
        begin = self._crowd.under_way[self] = time.monotonic()
        try:
            session = self._session or await self._opened()
            session.choose(FILTER, *filter(None, (self._choice,)))
            await asyncio.wait_for(session.run(), _PATIENCE_S)
        except (OSError, TimeoutError, WebSocketException) as error:
            self._crowd.missed(asked, begin, error)
            await self.leave()
            return False
        finally:
            del self._crowd.under_way[self]
        self.session_id = session.session_id
        self._crowd.judged(asked, begin, session.texts)
        return True

    def cut(self) -> None:
        """Lose the connection."""
        if self._session:
            self._session.cut()

    @property
    def is_there(self) -> bool:
        """Whether the page is open."""
        return bool(self._session) and self not in self._crowd.under_way

    async def leave(self) -> None:
        """Close the connection."""
        if self._session:
            with suppress(OSError, WebSocketException):
                await self._session.__aexit__()
        self._session = None

    async def _lost_within(self, seconds: float) -> bool:
        """Whether the connection was lost while the visitor thought."""
        try:
            await asyncio.wait_for(self._session.closed() if self._session else asyncio.Event().wait(), seconds)
        except TimeoutError:
            return False
        await self.leave()
        return True

    async def _opened(self) -> _Reader:
        session = _Reader(self._crowd.url, self._page, client=self._client, session_id=self.session_id)
        self._session = await session.__aenter__()
        return self._session


def asked_by_programs() -> Sequence[str]:
    """Addresses of first views and files."""
    return (*(f"/{page}{_query(choice)}" for page in PAGES for choice in CHOICES), *FILES)


async def remember_right_answers(url: str, right: RightAnswers, release: Published) -> None:
    """Ask a dashboard for everything, while nothing is wrong and it has nothing but this release."""
    async with _client(url, "192.0.2.1") as client:
        for address in (*asked_by_programs(), HEALTH):
            right.remember(address, release, [_said(await client.get(address))])
    for page in PAGES:
        async with _Reader(url, page, client="192.0.2.2") as session:
            for choice in CHOICES:
                session.choose(FILTER, *filter(None, (choice,)))
                await session.run()
                right.remember(f"click /{page}{_query(choice)}", release, session.texts)
    for asked in _WITH_SUM:
        right.expect(asked, release)


def _said(answer: httpx2.Response) -> str:
    return f"{answer.status_code} {answer.text}"


def _query(choice: str) -> str:
    return f"?{FILTER}={choice}" if choice else ""


def _client(url: str, address: str) -> httpx2.AsyncClient:
    """A program that asks from another address than all others."""
    headers = {"X-Forwarded-For": address}
    return httpx2.AsyncClient(base_url=url, headers=headers, trust_env=False, timeout=_PATIENCE_S)
