"""Archives: honest ones are opened and leave nothing behind, hostile ones are refused whole."""

import gzip
import io
import os
import stat
import struct
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from interchange.readers.archives import open_source, rules
from interchange.report import InvalidCourse

MB = 1024 * 1024
FILES = {"course/course.yaml": b"format: 1\n", "course/lessons/a.md": b"Hello.\n"}


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give archives a place to be unpacked in, and see that it is empty afterwards."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


def make_zip(path: Path, members: dict[str, bytes], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def make_tar(path: Path, members: dict[str, bytes], mode: str = "w:gz") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return path


MAKERS: dict[str, Callable[[Path, dict[str, bytes]], Path]] = {
    "zip": lambda folder, members: make_zip(folder / "course.zip", members),
    "tar.gz": lambda folder, members: make_tar(folder / "course.tar.gz", members),
    "tar": lambda folder, members: make_tar(folder / "course.tar", members, "w"),
}
kinds = pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)


def refusal(path: Path) -> tuple[str, str]:
    """Return name and code of the one problem for which a source is refused."""
    with pytest.raises(InvalidCourse) as caught, open_source(path):
        raise AssertionError("it was opened")
    (problem,) = caught.value.problems
    return problem.file, problem.code


def names(root: Path) -> list[str]:
    return sorted(file.relative_to(root).as_posix() for file in root.rglob("*") if file.is_file())


# --- honest sources -------------------------------------------------------------------------------


@kinds
def test_an_archive_is_opened_at_its_only_folder(make: Any, tmp_path: Path) -> None:
    with open_source(make(tmp_path, FILES)) as root:
        assert names(root) == ["course.yaml", "lessons/a.md"]
        assert (root / "lessons/a.md").read_bytes() == b"Hello.\n"


@kinds
def test_files_at_the_top_are_the_root(make: Any, tmp_path: Path) -> None:
    with open_source(make(tmp_path, {"./course.yaml": b"x", "./lessons/a.md": b"y"})) as root:
        assert names(root) == ["course.yaml", "lessons/a.md"]


@kinds
def test_hidden_files_are_passed_over(make: Any, tmp_path: Path) -> None:
    hidden = {"course/.git/config": b"x", "course/.DS_Store": b"x", "__MACOSX/course/._a": b"x"}
    with open_source(make(tmp_path, FILES | hidden)) as root:
        assert names(root) == ["course.yaml", "lessons/a.md"]
        assert root.name == "course"


@kinds
def test_names_in_any_script_are_names(make: Any, tmp_path: Path) -> None:
    name = "pelajaran/مقدمة می\u200cشود 🎓 (1).md"
    with open_source(make(tmp_path, {"a.md": b"", name: b"x"})) as root:
        assert names(root) == sorted(["a.md", name])


def test_folders_written_on_their_own_are_made(tmp_path: Path) -> None:
    make_tar(tmp_path / "a.tar", {"c/a.md": b"x"}, "w")
    with tarfile.open(tmp_path / "a.tar", "a") as archive:
        folder = tarfile.TarInfo("c/images/")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
    with open_source(tmp_path / "a.tar") as root:
        assert (root / "images").is_dir()


def test_a_folder_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "course" / ".git").mkdir(parents=True)
    (tmp_path / "course" / ".git" / "link").symlink_to("/etc")
    (tmp_path / "course" / "data.zip").write_bytes(b"PK\x03\x04")
    with open_source(tmp_path / "course") as root:
        assert root == tmp_path / "course"
    assert (tmp_path / "course" / "data.zip").exists()


def test_office_documents_are_no_archives(tmp_path: Path) -> None:
    documents = {
        "a.docx": make_zip(tmp_path / "1", {"[Content_Types].xml": b"<Types/>"}).read_bytes(),
        "a.odt": make_zip(tmp_path / "2", {"mimetype": b"application/x"}).read_bytes(),
    }
    with open_source(make_zip(tmp_path / "course.zip", documents)) as root:
        assert names(root) == ["a.docx", "a.odt"]


def test_text_that_packs_well_passes(tmp_path: Path) -> None:
    text = b"".join(b"%d,name,%d\n" % (number, number % 7) for number in range(900_000))
    assert len(text) > rules.RATIO_FROM
    with open_source(make_zip(tmp_path / "a.zip", {"data.csv": text})) as root:
        assert (root / "data.csv").stat().st_size == len(text)


def test_the_scratch_folder_goes_whatever_happens(tmp_path: Path, scratch: Path) -> None:
    make_zip(tmp_path / "a.zip", FILES)
    with pytest.raises(KeyError), open_source(tmp_path / "a.zip") as root:
        assert scratch in root.parents
        raise KeyError


# --- names ----------------------------------------------------------------------------------------

BAD_NAMES = [
    "../evil.md",
    "course/../../evil.md",
    "course/..",
    "/etc/evil.md",
    "//server/evil.md",
    "C:/evil.md",
    "c:evil.md",
    "course\\evil.md",
    "..\\evil.md",
    "a\tb.md",
    "a\x1b[2J.md",
    "evil\u202efdp.md",
    "evil\u2066.md",
    "a\u2028b.md",
    "a" * 253 + ".md",
    "ä" * 126 + ".txt",
    "/".join(["folder"] * 200),
    "/".join("a" * 33),
]


@pytest.mark.parametrize("name", BAD_NAMES, ids=ascii)
@kinds
def test_names_that_lead_out_or_deceive(make: Any, name: str, tmp_path: Path) -> None:
    shown, code = refusal(make(tmp_path, {**FILES, name: b"x"}))

    assert code == "archive-name"
    assert shown.isprintable()
    assert not (tmp_path / "evil.md").exists()


def test_the_longest_name_is_allowed(tmp_path: Path) -> None:
    with open_source(make_zip(tmp_path / "a.zip", {"a" * 252 + ".md": b"x"})) as root:
        assert len(names(root)) == 1


def test_a_name_cut_by_nul_in_a_zip(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.md_evil.md": b"x"})
    path.write_bytes(path.read_bytes().replace(b"a.md_evil", b"a.md\x00evil"))
    assert refusal(path)[1] == "archive-name"


def test_a_name_in_a_tar_that_is_no_text(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tar", {"evil-\udcff.md": b"x"}, "w")
    assert refusal(path)[1] == "archive-name"


@kinds
def test_names_equal_but_for_capitals_or_spelling(make: Any, tmp_path: Path) -> None:
    assert refusal(make(tmp_path, {"a.md": b"1", "A.md": b"2"})) == ("A.md", "archive-duplicate")
    assert refusal(make(tmp_path, {"é.md": b"1", "e\u0301.md": b"2"}))[1] == "archive-duplicate"
    assert refusal(make(tmp_path, {"a.md": b"1", "./a.md": b"2"}))[1] == "archive-duplicate"


@kinds
def test_a_file_that_is_a_folder_as_well(make: Any, tmp_path: Path) -> None:
    assert refusal(make(tmp_path, {"a": b"1", "a/b.md": b"2"})) == ("a", "archive-duplicate")
    assert refusal(make(tmp_path, {"a/b.md": b"1", "A": b"2"}))[1] == "archive-duplicate"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_the_same_name_twice_in_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.md", b"shown")
        archive.writestr("a.md", b"hidden")
    assert refusal(tmp_path / "a.zip") == ("a.md", "archive-duplicate")


# --- links and devices ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK]
)
def test_links_and_devices_in_a_zip(kind: int, tmp_path: Path) -> None:
    member = zipfile.ZipInfo("course/secret.md")
    member.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, "/etc/passwd")
    assert refusal(tmp_path / "a.zip") == ("course/secret.md", "archive-link")


@pytest.mark.parametrize(
    "kind",
    [
        *(tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE),
        *(tarfile.GNUTYPE_SPARSE, b"Z"),
    ],
)
def test_links_and_devices_in_a_tar(kind: bytes, tmp_path: Path) -> None:
    member = tarfile.TarInfo("course/secret.md")
    member.type, member.linkname = kind, "/etc/passwd"
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(member)
    assert refusal(tmp_path / "a.tar") == ("course/secret.md", "archive-link")


def test_a_file_written_through_a_link(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        link = tarfile.TarInfo("images")
        link.type, link.linkname = tarfile.SYMTYPE, str(tmp_path)
        archive.addfile(link)
        archive.addfile(tarfile.TarInfo("images/evil.md"))
    assert refusal(tmp_path / "a.tar") == ("images", "archive-link")
    assert not (tmp_path / "evil.md").exists()


def test_links_and_pipes_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "out").symlink_to("/etc")
    (tmp_path / "b").mkdir()
    os.mkfifo(tmp_path / "b" / "pipe")
    assert refusal(tmp_path / "a") == ("out", "archive-link")
    assert refusal(tmp_path / "b") == ("pipe", "archive-link")


# --- bombs ----------------------------------------------------------------------------------------


def write_large(path: Path, sizes: list[int]) -> Path:
    """Write a zip of zeros, a member at a time."""
    block = bytes(MB)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, size in enumerate(sizes):
            with archive.open(f"zeros-{number}.bin", "w") as member:
                for _block in range(size // MB):
                    member.write(block)
    return path


def test_a_bomb_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = write_large(tmp_path / "bomb.zip", [150 * MB])
    assert path.stat().st_size < 300_000
    assert refusal(path)[1] == "archive-ratio"


def test_a_bomb_hidden_among_honest_bytes_is_refused_by_its_own_ratio(tmp_path: Path) -> None:
    path = write_large(tmp_path / "bomb.zip", [20 * MB])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("noise.bin", os.urandom(MB))
    assert refusal(path) == ("zeros-0.bin", "archive-ratio")


def test_more_than_the_limit_of_honest_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interchange.readers.archives.unpacking.MOST_BYTES", 1000)
    files = {f"{number}.md": os.urandom(400) for number in range(3)}
    for kind, make in MAKERS.items():
        assert refusal(make(tmp_path, files))[1] == "archive-size", kind


def test_a_size_said_to_be_too_large_is_believed(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.md": b"x"})
    edit_directory(path, size=0x7FFFFFFF)
    assert refusal(path) == ("a.zip", "archive-size")


def test_a_tar_bomb(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    member = tarfile.TarInfo("zeros.bin")
    member.size = 60 * MB
    with gzip.open(path, "wb", compresslevel=9) as stream:
        stream.write(member.tobuf())
        for _block in range(60):
            stream.write(bytes(MB))
    assert path.stat().st_size < 100_000
    assert refusal(path) == ("bomb.tar.gz", "archive-ratio")


def test_a_bomb_among_what_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "bomb.tar.gz"
    member = tarfile.TarInfo(".hidden")
    member.size = 60 * MB
    with gzip.open(path, "wb") as stream:
        stream.write(member.tobuf())
        for _block in range(60):
            stream.write(bytes(MB))
    assert refusal(path) == ("bomb.tar.gz", "archive-size")


@pytest.mark.parametrize("kind", [tarfile.XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.XGLTYPE])
def test_a_header_that_wants_all_memory(kind: bytes, tmp_path: Path) -> None:
    header = tarfile.TarInfo("header")
    header.type, header.size = kind, 150 * MB
    with gzip.open(tmp_path / "a.tar.gz", "wb", compresslevel=1) as stream:
        stream.write(header.tobuf(tarfile.GNU_FORMAT))
        for _block in range(8):
            stream.write(bytes(MB))
    assert refusal(tmp_path / "a.tar.gz") == ("a.tar.gz", "archive-broken")


def test_headers_about_headers_without_end(tmp_path: Path) -> None:
    header = tarfile.TarInfo("header")
    header.type = tarfile.XHDTYPE
    (tmp_path / "a.tar").write_bytes(header.tobuf(tarfile.GNU_FORMAT) * 10_000)
    assert refusal(tmp_path / "a.tar") == ("a.tar", "archive-broken")


# --- too many -------------------------------------------------------------------------------------


@kinds
def test_as_many_files_as_are_allowed_pass_and_one_more_does_not(
    make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interchange.readers.archives.unpacking.MOST_FILES", 20)
    files = {f"lessons/{number}.md": b"" for number in range(20)}
    with open_source(make(tmp_path, files)) as root:
        assert len(names(root)) == 20
    assert refusal(make(tmp_path, {**files, "one-more.md": b""}))[1] == "archive-count"


def test_the_limits_are_those_of_the_manual() -> None:
    limits = (rules.MOST_BYTES, rules.MOST_FILES, rules.MOST_RATIO)
    assert limits == (200 * MB, 2_000, 100)


def test_two_thousand_files_of_a_folder_pass_and_one_more_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "course"
    (folder / ".git").mkdir(parents=True)
    for number in range(2_000):
        (folder / f"{number}.md").touch()
        (folder / ".git" / f"{number}").touch()
    with open_source(folder) as root:
        assert root == folder
    (folder / "one-more.md").touch()
    assert refusal(folder) == (".", "archive-count")


@kinds
def test_folders_without_end(make: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interchange.readers.archives.unpacking.MOST_ENTRIES", 200)
    deep = "/".join("a" * 20)
    files = {f"{number}/{deep}/a.md": b"" for number in range(10)}
    assert refusal(make(tmp_path, files))[1] == "archive-count"


@pytest.mark.slow
def test_a_hundred_thousand_entries(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(100_000):
            archive.writestr(f".{number}", b"")
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        for number in range(100_000):
            tar.addfile(tarfile.TarInfo(f".{number}"))
    for name in ("a.zip", "a.tar.gz"):
        begun = time.process_time()
        assert refusal(tmp_path / name) == (name, "archive-count")
        assert time.process_time() - begun < 5


# --- damaged, locked, lying -----------------------------------------------------------------------


def edit_directory(path: Path, **values: int) -> None:
    """Change fields of the first entry in the list of a zip, and of its own header likewise."""
    where = {"flags": (8, 6, "<H"), "method": (10, 8, "<H"), "size": (24, 22, "<L")}
    content = bytearray(path.read_bytes())
    listed, own = content.index(b"PK\x01\x02"), content.index(b"PK\x03\x04")
    for field, value in values.items():
        in_list, in_own, form = where[field]
        struct.pack_into(form, content, listed + in_list, value)
        struct.pack_into(form, content, own + in_own, value)
    path.write_bytes(content)


def test_a_locked_zip(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.md": b"x"})
    edit_directory(path, flags=1)
    assert refusal(path) == ("a.md", "archive-encrypted")


@pytest.mark.parametrize("method", [9, 12, 14, 93, 99])
def test_ways_of_packing_that_are_not_read(method: int, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.md": b"x"})
    edit_directory(path, method=method)
    assert refusal(path) == ("a.md", "archive-compression")


@pytest.mark.parametrize("size", [3, 3000])
def test_a_zip_that_lies_about_a_size(size: int, tmp_path: Path) -> None:
    path = make_zip(tmp_path / "a.zip", {"a.md": b"x" * 1000})
    edit_directory(path, size=size)
    assert refusal(path) == ("a.md", "archive-broken")


def test_a_zip_with_a_wrong_checksum(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.md", b"the words")
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(content.replace(b"the words", b"The words"))
    assert refusal(tmp_path / "a.zip") == ("a.md", "archive-broken")


def test_a_gzip_with_a_wrong_checksum(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tar.gz", FILES)
    content = bytearray(path.read_bytes())
    content[-8] ^= 0xFF
    path.write_bytes(content)
    assert refusal(path) == ("a.tar.gz", "archive-broken")


@kinds
def test_an_archive_cut_anywhere_is_refused(make: Any, tmp_path: Path) -> None:
    files = {name: os.urandom(900) for name in ("a.md", "b.md", "c.md")}
    path = make(tmp_path, files)
    content = path.read_bytes().rstrip(b"\0")
    for length in range(1, len(content), 131):
        path.write_bytes(content[:length])
        assert refusal(path)[1] in ("archive-broken", "archive-unknown"), length


def test_a_tar_with_a_damaged_header_in_the_middle(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tar", {"a.md": b"", "b.md": b"", "c.md": b""}, "w")
    path.write_bytes(path.read_bytes().replace(b"c.md", b"d.md"))
    assert refusal(path) == ("a.tar", "archive-broken")


def test_bytes_behind_the_end_of_a_tar(tmp_path: Path) -> None:
    path = make_tar(tmp_path / "a.tar", FILES, "w")
    path.write_bytes(path.read_bytes() + b"more")
    assert refusal(path) == ("a.tar", "archive-broken")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "archive-unknown"),
        (b"plain words", "archive-unknown"),
        (b"%PDF-1.7", "archive-unknown"),
        (b"PK\x03\x04 and no more", "archive-broken"),
        (b"PK\x05\x06" + bytes(18), "archive-empty"),
        (b"\x1f\x8b and no more", "archive-broken"),
        (gzip.compress(b"words, and no tar", mtime=0), "archive-broken"),
        (gzip.compress(b"", mtime=0), "archive-broken"),
        (bytes(10240), "archive-unknown"),
        (gzip.compress(bytes(10240), mtime=0), "archive-empty"),
    ],
    # Names of their own: bytes in a test's name read badly, and must be the same in every process.
    ids=[
        *("empty", "words", "pdf", "zip-torn", "zip-of-nothing", "gzip-torn", "gzip-of-words"),
        *("gzip-of-nothing", "zeros", "tar-of-nothing"),
    ],
)
def test_files_that_are_no_archive_or_hold_nothing(
    content: bytes, code: str, tmp_path: Path
) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert refusal(tmp_path / "a.zip") == ("a.zip", code)


def test_what_is_not_there(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere.zip") == ("nowhere.zip", "source-missing")


# --- archives within ------------------------------------------------------------------------------

INNER_ZIP = b"PK\x03\x04" + bytes(30)
NESTED = {
    "inner.zip": b"words",
    "inner.tar": b"words",
    "inner.TGZ": b"words",
    "inner.7z": b"words",
    "picture.png": INNER_ZIP,
    "lesson.md": gzip.compress(b"x"),
    "a.txt": b"Rar!\x1a\x07\x00",
    "b.txt": b"7z\xbc\xaf\x27\x1c",
    "c.txt": b"\xfd7zXZ\x00",
    "d.txt": b"BZh91AY&SY",
    "fake.docx": INNER_ZIP,
}


@pytest.mark.parametrize("name", NESTED)
@kinds
def test_archives_within(make: Any, name: str, tmp_path: Path) -> None:
    path = make(tmp_path, {**FILES, f"course/{name}": NESTED[name]})
    assert refusal(path) == (f"course/{name}", "archive-nested")


@kinds
def test_a_real_zip_and_a_real_tar_within(make: Any, tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner", FILES).read_bytes()
    assert refusal(make(tmp_path, {"a.docx": inner})) == ("a.docx", "archive-nested")
    tar = make_tar(tmp_path / "inner", FILES, "w").read_bytes()
    assert refusal(make(tmp_path, {"a.txt": tar})) == ("a.txt", "archive-nested")


# --- memory ---------------------------------------------------------------------------------------

MEASURE = """
import re, sys, time
from pathlib import Path
from interchange.readers.archives import open_source
from interchange.report import InvalidCourse
def peak():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) // 1024
before = peak()
begun = time.monotonic()
try:
    with open_source(Path(sys.argv[1])): outcome = "opened"
except InvalidCourse as refusal:
    outcome = refusal.problems[0].code
print(outcome, peak() - before, time.monotonic() - begun)
"""
"""The peak is asked of the kernel: `ru_maxrss` begins with what the parent had."""


def measure(path: Path) -> tuple[str, int, float]:
    """Return the outcome of opening, the megabytes it took at its peak, and the seconds."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        env={"PYTHONPATH": "site:.", "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    outcome, megabytes, seconds = done.stdout.split()
    return outcome, int(megabytes), float(seconds)


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells the peak")
def test_memory_and_time_are_bounded_whatever_comes(tmp_path: Path) -> None:
    noise = os.urandom(MB)
    with zipfile.ZipFile(tmp_path / "large.zip", "w") as archive:
        for number in range(190):
            archive.writestr(f"{number}.bin", noise)
    write_large(tmp_path / "bomb.zip", [150 * MB])
    with zipfile.ZipFile(tmp_path / "many.zip", "w") as archive:
        for number in range(100_000):
            archive.writestr(f"{number}", b"")
    with tarfile.open(tmp_path / "many.tar.gz", "w:gz") as tar:
        for number in range(100_000):
            tar.addfile(tarfile.TarInfo(f"{number}"))
    header = tarfile.TarInfo("header")
    header.type, header.size = tarfile.XHDTYPE, 150 * MB
    with gzip.open(tmp_path / "header.tar.gz", "wb", compresslevel=1) as stream:
        stream.write(header.tobuf(tarfile.GNU_FORMAT))
        for _block in range(150):
            stream.write(bytes(MB))

    found = {path.name: measure(path) for path in tmp_path.glob("*.*")}

    assert {name: outcome for name, (outcome, _mb, _s) in found.items()} == {
        "large.zip": "opened",
        "bomb.zip": "archive-ratio",
        "many.zip": "archive-count",
        "many.tar.gz": "archive-count",
        "header.tar.gz": "archive-broken",
    }
    assert {name: (mb, s) for name, (_code, mb, s) in found.items() if mb > 60 or s > 10} == {}
