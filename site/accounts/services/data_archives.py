"""Writing the archive of a person's data: tables as JSON and CSV, texts, files, and a way in."""

import csv
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import storages
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from accounts.models import User
from accounts.ports import (
    ExportFile,
    ExportPart,
    ExportTable,
    ExportText,
    PersonalData,
    list_personal_data,
)

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet would run."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """What the table of contents says of one app's part."""

    label: str
    files: list[str]


def write_archive(person: User, path: Path, *, scratch: Path) -> None:
    """Write all that the apps hand out of `person` to a zip; `scratch` is a folder to work in.

    Each part is read as it was when it was asked for: what is written meanwhile may be missing.
    """
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        chapters = [
            _write_chapter(archive, data, person, scratch)
            for data in reversed(list_personal_data())
        ]
        contents = {
            "chapters": [chapter for chapter in chapters if chapter.files],
            "made_at": timezone.now(),
        }
        archive.writestr("README.txt", render_to_string("account/data/readme.txt", contents))


def _write_chapter(archive: ZipFile, data: PersonalData, person: User, scratch: Path) -> Chapter:
    files = [
        f"{data.name}/{name}"
        for part in data.export(person)
        for name in _write_part(archive, data.name, part, scratch)
    ]
    return Chapter(label=str(data.label), files=files)


def _write_part(archive: ZipFile, folder: str, part: ExportPart, scratch: Path) -> Iterator[str]:
    """Write one part and yield the names of its files."""
    if isinstance(part, ExportTable):
        for name, file in _write_table(part, scratch).items():
            archive.write(file, f"{folder}/{name}")
            yield name
    elif isinstance(part, ExportText):
        with archive.open(f"{folder}/{part.name}", "w") as target:
            for piece in part.pieces:
                target.write(piece.encode())
        yield part.name
    elif _copy_file(archive, folder, part):
        yield part.name


def _write_table(table: ExportTable, scratch: Path) -> dict[str, Path]:
    """Write the rows to two files at once, for they can be read once."""
    json_path, csv_path = scratch / "table.json", scratch / "table.csv"
    with json_path.open("w") as as_json, csv_path.open("w", newline="") as as_csv:
        writer = csv.writer(as_csv)
        writer.writerow(table.columns)
        as_json.write("[")
        for number, row in enumerate(table.rows):
            entry = dict(zip(table.columns, row, strict=True))
            as_json.write(",\n" if number else "\n")
            json.dump(entry, as_json, cls=DjangoJSONEncoder, ensure_ascii=False)
            writer.writerow(make_cell(value) for value in row)
        as_json.write("\n]\n")
    return {f"{table.name}.json": json_path, f"{table.name}.csv": csv_path}


def make_cell(value: Any) -> Any:
    """Return a value as a spreadsheet takes it, and runs nothing of it."""
    if value is None:
        return ""
    if isinstance(value, list | dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def _copy_file(archive: ZipFile, folder: str, part: ExportFile) -> bool:
    """Copy a stored file; one that is gone is left out."""
    try:
        source = storages[part.file.storage].open(part.file.name)
    except FileNotFoundError:
        return False
    with source, archive.open(f"{folder}/{part.name}", "w") as target:
        shutil.copyfileobj(source, target)
    return True


def single_row(name: str, values: Iterable[tuple[str, Any]]) -> ExportTable:
    """Return a table of one row, from its columns with their values."""
    columns, row = zip(*values, strict=True)
    return ExportTable(name, columns, [row])
