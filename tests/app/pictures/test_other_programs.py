"""Pictures in programs that know nothing of the typeface inside them; each test needs its program."""

import io
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image

from app.files import pictures
from app.files.pictures import Choice, Picture
from tests.app.pictures.test_pictures import assert_edge_is_empty

KINDS = ("bars", "lines", "timeline", "map")


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def distance(first: bytes, second: bytes) -> float:
    """How different two pictures look from afar: 0 to 255."""
    small = [Image.open(io.BytesIO(png)).convert("RGBA") for png in (first, second)]
    flat = [Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("L") for image in small]
    pairs = zip(*(image.resize((150, 84), Image.Resampling.BOX).tobytes() for image in flat), strict=True)
    return float(sum(abs(a - b) for a, b in pairs) / (150 * 84))


@needs("rsvg-convert")
@pytest.mark.parametrize("kind", KINDS)
def test_librsvg_draws_outlines_as_we_do(kind: str, examples: dict[str, Picture]) -> None:
    picture = examples[kind]
    svg = pictures.file(picture, Choice("breit", "svg", has_outlines=True))
    drawn = subprocess.run(["rsvg-convert"], input=svg, capture_output=True, check=True).stdout
    assert_edge_is_empty(drawn)
    assert distance(drawn, pictures.file(picture, Choice("breit", "png"))) < 1.5


@needs("soffice")
def test_libreoffice_keeps_every_line_in_its_place(examples: dict[str, Picture], tmp_path: Path) -> None:
    for kind in KINDS:
        (tmp_path / f"{kind}.svg").write_bytes(pictures.file(examples[kind], Choice("breit", "svg")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "png", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, sorted(tmp_path.glob("*.svg")))], capture_output=True, check=True, timeout=120)
    for kind in KINDS:
        drawn = (tmp_path / f"{kind}.png").read_bytes()
        assert_edge_is_empty(drawn)
        assert distance(drawn, pictures.file(examples[kind], Choice("breit", "png"))) < 7
