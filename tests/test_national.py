"""The data of national size: the same at every run, and free of errors."""

from pathlib import Path

from benchmarks import national
from etl.release.build import build

SIZE = national.NATIONAL.scaled(0.001)


def test_two_runs_write_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        national.write(tmp_path / name, SIZE)
    files = [path.relative_to(tmp_path / "one") for path in sorted((tmp_path / "one").rglob("*.*"))]
    assert len(files) == 27
    assert all((tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes() for file in files)


def test_the_data_build_without_an_error_and_hold_the_rows_they_promise(tmp_path: Path) -> None:
    national.write(tmp_path, SIZE)
    release = build(tmp_path, tmp_path / "releases")
    # What the operator has to say, and that milestones have no kind.
    latest_steps = f"staende/{national.STANDS[-1]}/meilensteine.csv"
    assert {found.file for found in release.checked.findings} == {"region.toml", latest_steps}
    assert len(release.tables["municipality"]) == SIZE.municipalities
    assert len(release.tables["stand"]) == len(national.STANDS)
    latest = release.tables["milestone"]["stand_date"] == national.STANDS[-1]
    assert latest.sum() == SIZE.milestones
