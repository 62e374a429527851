"""What adapters remark of the files of a test: where, which value, which sentence; compared with what they remarked before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from etl.messages.refusals import UnreadableError
from etl.official.interface import Adapter, Extract, Scope
from tests.etl.snapshots import finding_text


@pytest.fixture(autouse=True)
def _remarks(
    request: pytest.FixtureRequest, snapshot: SnapshotAssertion, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:
    """Compare all remarks of a test; random files have others each time."""
    read, remarks = Adapter.read, list[str]()

    def recorded(self: Adapter, path: Path, scope: Scope) -> Extract:
        try:
            found = read(self, path, scope)
        except UnreadableError as problem:
            remarks.append(f"unreadable {path.name}, {problem.line}, {problem.column}, {problem.value}\n    {problem}")
            raise
        remarks.append(finding_text(found.findings))
        remarks.extend(f"question {path.name}\n    {message}" for message in found.questions)
        return found

    monkeypatch.setattr(Adapter, "read", recorded)
    yield
    if any(remarks) and not hasattr(request.function, "hypothesis"):
        assert "\n".join(filter(None, remarks)) == snapshot
