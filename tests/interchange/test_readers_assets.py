"""The files of a source: found by name, looked into, accounted for."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from interchange.document import SourceFile
from interchange.readers.assets import Assets, count_files, read_captions, resolve
from interchange.report import Element, Report, strike_balance
from tests.interchange.real import real_folder

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="2" height="2"/></svg>'


def picture(kind: str = "PNG") -> bytes:
    content = BytesIO()
    Image.new("RGB", (64, 64), "teal").save(content, kind)
    return content.getvalue()


def packed() -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return content.getvalue()


def put(root: Path, name: str, content: bytes) -> tuple[Assets, SourceFile]:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_bytes(content)
    assets = Assets(root, Report())
    file = assets.find(name)
    assert file is not None
    return assets, file


def test_a_file_is_found_by_its_exact_name_only(tmp_path: Path) -> None:
    assets, file = put(tmp_path, "static/Map.png", picture())
    assert file == SourceFile(tmp_path / "static/Map.png", "static/Map.png")
    for name in ("static/map.png", "/static/Map.png", "static/../static/Map.png", "static", ""):
        assert assets.find(name) is None
    assert assets.find("x" * 5000) is None
    assert assets.find("static/Map.png\0") is None


def test_links_and_hidden_files_are_no_files(tmp_path: Path) -> None:
    root = tmp_path / "course"
    (root / ".git").mkdir(parents=True)
    (root / ".git/config").write_text("x")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret/key.txt").write_text("x")
    (root / "key.txt").symlink_to(tmp_path / "secret/key.txt")
    (root / "folder").symlink_to(tmp_path / "secret")
    (root / "notes.txt").write_text("x")
    assert list(Assets(root, Report()).names) == ["notes.txt"]
    assert list(count_files(root)) == [Element("notes.txt", "file", "")]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("a.png", "one/two/a.png"),
        ("./x/../a%20b.png?size=2#top", "one/two/a b.png"),
        ("../a.png", "one/a.png"),
        ("../../a.png", "a.png"),
        ("../../../a.png", ""),
        ("/a.png", "a.png"),
        ("%2e%2e/%2e%2e/%2e%2e/etc/passwd", ""),
        ("https://a.org/a.png", ""),
        ("//a.org/a.png", ""),
        ("file:///etc/passwd", ""),
        ("#top", ""),
        ("http://[", ""),
    ],
)
def test_an_address_leads_to_a_name_inside(address: str, expected: str) -> None:
    assert resolve(address, page="one/two/page.html") == expected


@pytest.mark.parametrize(
    ("name", "content", "way"),
    [
        ("a.png", picture(), "image"),
        ("a.JPG", picture("JPEG"), "image"),
        ("a.gif", picture("GIF"), "image"),
        ("a.webp", picture("WEBP"), "image"),
        ("named-wrongly.png", picture("JPEG"), "image"),
        ("a.svg", DRAWING, "image"),
        ("a.svg", b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- x -->' + DRAWING, "image"),
        ("a.pdf", b"%PDF-1.7\n", "document"),
        ("a.docx", packed(), "document"),
        ("a.csv", b"a;b\n", "document"),
        ("a.py", b"#!/usr/bin/env python\n", "document"),
        ("a.txt", b"<html> is a tag\n", "document"),
        ("a.mp3", b"ID3\x04rest", "audio"),
        ("a.mp3", b"\xff\xfb\x90\x00", "audio"),
        ("a.ogg", b"OggS....", "audio"),
        ("a.wav", b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio"),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", "audio"),
        ("a.mp4", b"\0\0\0\x18ftypmp42", "video"),
        ("a.webm", b"\x1a\x45\xdf\xa3....", "video"),
        ("a.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nHello\n", "captions"),
        ("a.srt", b"1\n00:00:00,000 --> 00:00:01,000\nHello\n", "captions"),
    ],
)
def test_what_the_site_takes(tmp_path: Path, name: str, content: bytes, way: str) -> None:
    assets, file = put(tmp_path, name, content)
    assert getattr(assets, way)(file) == ""
    assert assets.report.errors == []


@pytest.mark.parametrize(
    ("name", "content", "way", "words"),
    [
        ("a.png", picture()[:-30], "image", "is damaged"),
        ("a.jpg", picture("JPEG")[:300], "image", "is damaged"),
        ("a.png", b"words", "image", "is damaged"),
        ("a.bmp", picture("BMP"), "image", "save it as PNG or JPEG"),
        ("a.svg", DRAWING[:-6], "image", "too large or damaged"),
        ("a.png", b"", "image", "is empty"),
        ("a.pdf", b"words", "document", "not what its name says"),
        ("a.docx", b"PK words", "document", "not what its name says"),
        ("a.csv", b"a\0b", "document", "not what its name says"),
        ("a.doc", b"\xd0\xcf\x11\xe0", "document", "save it as PDF or ZIP"),
        ("a.mp3", b"words....", "audio", "not what its name says"),
        ("a.mp3", b"\xff", "audio", "not what its name says"),
        ("a.mid", b"MThd", "audio", "save it as MP3"),
        ("a.mp4", b"ID3.....", "video", "not what its name says"),
        ("a.avi", b"RIFF....", "video", "save it as MP4"),
        ("a.vtt", b"words", "captions", "cannot be read"),
        ("a.srt", b"\xff\xfe\x00", "captions", "cannot be read"),
        ("a.txt", b"WEBVTT", "captions", "cannot be read"),
    ],
)
def test_what_the_site_does_not_take(
    tmp_path: Path, name: str, content: bytes, way: str, words: str
) -> None:
    assets, file = put(tmp_path, name, content)
    reason = getattr(assets, way)(file)
    assert words in reason
    assert name in reason
    assert reason.endswith((".", "anew."))
    assert assets.report.errors == []


@pytest.mark.parametrize(
    ("name", "content", "way", "code"),
    [
        ("a.png", b"<!DOCTYPE html><script>alert(1)</script>", "image", "file-type"),
        ("a.jpg", b"  <SVG onload='x()'>", "image", "file-type"),
        ("a.pdf", b"\xef\xbb\xbf<html>", "document", "file-type"),
        ("a.zip", b"MZ\x90\x00", "document", "file-type"),
        ("a.mp4", b"\x7fELF", "video", "file-type"),
        ("a.mp3", b"#!/bin/sh", "audio", "file-type"),
        ("a.svg", b"<html><script>x()</script></html>", "image", "file-type"),
        ("a.svg", DRAWING.replace(b"<rect", b"<script>x()</script><rect"), "image", "svg-active"),
        ("a.svg", DRAWING.replace(b"<rect", b"<rect onclick='x()'"), "image", "svg-active"),
        ("a.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWING, "image", "svg-active"),
    ],
)
def test_a_file_that_runs_something_refuses_the_source(
    tmp_path: Path, name: str, content: bytes, way: str, code: str
) -> None:
    assets, file = put(tmp_path, name, content)
    assert getattr(assets, way)(file)
    assert assets.document(file)
    assert [(error.file, error.code) for error in assets.report.errors] == [(name, code)]


def test_a_picture_of_too_many_pixels_is_not_unpacked(tmp_path: Path) -> None:
    content = BytesIO()
    Image.new("1", (8000, 5001)).save(content, "PNG")
    assets, file = put(tmp_path, "a.png", content.getvalue())
    assert "more than 40 million pixels" in assets.image(file)


def test_captions_are_read_as_lines(tmp_path: Path) -> None:
    content = (
        b"1\n00:00:00,000 --> 00:00:01,000\nHello\nyou\n\n2\n00:00:01,000 --> 00:00:02,000\nBye\n"
    )
    _, file = put(tmp_path, "a.srt", content)
    assert read_captions(file) == ["Hello you", "Bye"]


def test_every_file_is_entered_once(tmp_path: Path) -> None:
    for name in ("used.png", "refused.png", "both.png", "unused.png", "told.txt"):
        (tmp_path / name).write_bytes(b"x")
    report = Report()
    assets = Assets(tmp_path, report)
    assets.use("used.png", lesson="one")
    assets.refuse("refused.png", "It is damaged.")
    assets.refuse("both.png", "It is no document.")
    assets.use("both.png")
    report.degraded(Element("told.txt", "file", ""), "Kept for later.")
    assets.report_files()
    assert strike_balance(report, count_files(tmp_path)).holds
    said = {
        entry.element.path: (str(entry.outcome), entry.reason) for entry in report.entries.values()
    }
    assert said == {
        "used.png": ("mapped", ""),
        "refused.png": ("dropped", "It is damaged."),
        "both.png": ("mapped", ""),
        "unused.png": ("dropped", "Nothing in the course refers to this file."),
        "told.txt": ("degraded", "Kept for later."),
    }
    assert report.entries[Element("used.png", "file", "")].lesson == "one"


@pytest.mark.parametrize(
    ("course", "number"),
    [("carpentries-shell-novice", 9), ("webdev-beginners", 8), ("olx-dhis2-intro", 43)],
)
def test_every_picture_of_a_real_course_is_taken(course: str, number: int) -> None:
    assets = Assets(real_folder(course), Report())
    endings = (".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp")
    pictures = [assets.find(name) for name in assets.names if name.lower().endswith(endings)]
    assert len(pictures) == number
    assert [assets.image(file) for file in pictures if file] == [""] * len(pictures)
    assert assets.report.errors == []
