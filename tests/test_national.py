"""The data of national size: the same at every run, and free of errors."""

from pathlib import Path

import pytest

from benchmarks import national
from etl.release.build import build
from tests.once import once

SIZE = national.NATIONAL.scaled(0.001)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return once(tmp_path_factory, "national", data_folder)


def data_folder(folder: Path) -> Path:
    national.write(folder, SIZE)
    return folder


def test_two_runs_write_the_same_bytes(written: Path, tmp_path: Path) -> None:
    national.write(tmp_path, SIZE)
    files = [path.relative_to(tmp_path) for path in sorted(tmp_path.rglob("*.*"))]
    assert len(files) == 27
    assert all((tmp_path / file).read_bytes() == (written / file).read_bytes() for file in files)


def test_the_data_build_without_an_error_and_hold_the_rows_they_promise(written: Path, tmp_path: Path) -> None:
    release = build(written, tmp_path)
    # What the operator has to say, and that milestones have no kind; that rows made of numbers are alike is only asked.
    latest_steps = f"staende/{national.STANDS[-1]}/meilensteine.csv"
    told = [found for found in release.checked.findings if found.severity != "question"]
    # The values of all years stand in the file of the first Stand.
    assert {found.file for found in told} == {"region.toml", latest_steps, "indikatoren.csv"}
    assert len(release.tables["municipality"]) == SIZE.municipalities
    assert len(release.tables["stand"]) == len(national.STANDS)
    latest = release.tables["milestone"]["stand_date"] == national.STANDS[-1]
    assert latest.sum() == SIZE.milestones
