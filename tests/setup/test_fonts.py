"""The document fonts: every face answers by its official name, rare names have glyphs, nothing else is looked at."""

import os
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from app.commands import faces
from app.commands.machine import FACES
from tools import apt, fonts
from tools.steps import Failed


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout without fonts."""
    for name, place in (("HOME", "fonts"), ("CONF", "fonts/fonts.conf"), ("OWN", "own")):
        monkeypatch.setattr(fonts, name, tmp_path / place)
    return tmp_path


def test_this_python_reads_the_checkout_s_own_configuration() -> None:
    assert os.environ["FONTCONFIG_FILE"] == str(fonts.CONF)
    assert fonts.CONF.read_text() == fonts.configuration()


def test_the_configuration_looks_nowhere_outside_the_checkout() -> None:
    tree = ET.fromstring(fonts.configuration())  # noqa: S314  # our own text
    places = [element.text or "" for tag in ("dir", "cachedir") for element in tree.iter(tag)]
    assert len(places) >= 5
    assert all(place.startswith((str(fonts.HOME), str(fonts.OWN))) for place in places)
    assert not list(tree.iter("include"))


def test_the_official_fonts_of_the_server_come_first() -> None:
    tree = ET.fromstring(fonts.configuration())  # noqa: S314  # our own text
    assert next(tree.iter("dir")).text == str(fonts.OWN)


@pytest.mark.parametrize(
    ("face", "stand_in"),
    [
        ("仿宋", "FandolFang"),
        ("楷体", "FandolKai"),
        ("黑体", "FandolHei"),
        ("宋体", "Noto Serif SC"),
        ("小标宋", "Noto Serif SC SemiBold"),
    ],
)
def test_every_face_answers_by_its_official_name(face: str, stand_in: str) -> None:
    assert {stand_in, FACES[face]}.intersection(faces.families_for(FACES[face]))


@pytest.mark.parametrize("character", faces.RARE)
def test_rare_name_characters_have_a_glyph(character: str) -> None:
    assert faces.without_glyph(character) == ""


def test_a_character_that_no_font_has_is_named() -> None:
    assert faces.without_glyph("张\U0003fff0") == "\U0003fff0"


def test_only_the_mainland_s_shapes_are_offered() -> None:
    for family in fonts.ELSEWHERE:
        assert not set(fonts.ELSEWHERE).intersection(faces.families_for(family))


def test_no_two_faces_call_themselves_the_same() -> None:
    """FandolHei-Bold says that it is regular: with both in place it is a matter of luck which one is used."""
    assert not [name for source in fonts.SOURCES for name in source.files if re.match(r"Fandol.*Bold", name)]


def test_without_apt_the_way_out_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apt, "available", lambda: False)
    with pytest.raises(Failed, match="var/fonts"):
        fonts.prepare()
    assert (home / "fonts/fonts.conf").is_file()


def _package(folder: Path, name: str, files: dict[str, str]) -> Path:
    root = folder / name
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text)
    (root / "DEBIAN").mkdir()
    control = f"Package: {name}\nVersion: 1\nArchitecture: all\nMaintainer: nobody <n@example.org>\nDescription: test\n"
    (root / "DEBIAN/control").write_text(control)
    built = folder / f"{name}_1_all.deb"
    subprocess.run(["dpkg-deb", "-b", root, built], check=True, capture_output=True)
    return built


@pytest.mark.skipif(not apt.available(), reason="needs dpkg-deb: Debian or Ubuntu")
def test_of_a_package_only_the_wanted_files_are_kept(tmp_path: Path) -> None:
    deb = _package(tmp_path, "faces", {"usr/share/a.otf": "a", "usr/share/b.otf": "b", "usr/doc/copyright": "c"})
    kept = tmp_path / "kept"
    written = apt.unpack(deb, lambda path: kept / "a.otf" if path == "usr/share/a.otf" else None)
    assert written == 1
    assert [(path.name, path.read_text()) for path in kept.iterdir()] == [("a.otf", "a")]


@pytest.mark.parametrize("source", fonts.SOURCES, ids=lambda source: source.package)
def test_every_font_travels_with_its_licence(source: fonts.Source) -> None:
    folder = fonts.HOME / source.folder
    assert source.licences
    for name in (*source.files, *(Path(path).name for path in source.licences)):
        assert (folder / name).is_file()


def test_a_package_that_is_missing_stops_no_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def nothing(packages: list[str]) -> None:
        asked.extend(packages)
        raise Failed(f"{packages} is not known")

    monkeypatch.setattr(apt, "available", lambda: True)
    monkeypatch.setattr(apt, "downloaded", nothing)
    with pytest.raises(Failed, match="universe"):
        fonts.prepare()
    assert asked == [source.package for source in fonts.SOURCES]
