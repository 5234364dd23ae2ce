"""Modules name each other by relative addresses; at deployment these become hashed names."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finder
from django.core.files.storage import Storage

from config.storage import ManifestStaticFilesStorage
from tests.templates.sources import list_static

IMPORT = re.compile(
    r"""(?:^(?:im|ex)port\b[^"';]*\bfrom\s*|\bimport\()["']([^"']+)["']""", re.MULTILINE
)
HASHED = re.compile(r"^\.{1,2}/[\w./-]+\.[0-9a-f]{12}\.js$")
MODULES = [*list_static("js/*.js"), *list_static("vendor/*.js")]


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that deployment writes our scripts to, hashed names and all."""
    folder = tmp_path_factory.mktemp("deployed")
    finder = get_finder("django.contrib.staticfiles.finders.FileSystemFinder")
    sources: dict[str, tuple[Storage, str]] = {
        path: (storage, path) for path, storage in finder.list([]) if path in MODULES
    }
    storage = ManifestStaticFilesStorage(location=str(folder), base_url="/static/")
    for path, (source, _) in sources.items():
        with source.open(path) as file:
            storage.save(path, file)
    for _name, _hashed, outcome in storage.post_process(sources):
        if isinstance(outcome, Exception):
            raise outcome
    return folder


@pytest.mark.parametrize("module", MODULES)
def test_every_import_names_a_file_of_ours(module: str) -> None:
    source = Path(str(finders.find(module))).read_text(encoding="utf-8")

    for address in IMPORT.findall(source) if not module.startswith("vendor/") else []:
        assert (Path(str(finders.find(module))).parent / address).is_file(), address


def test_imports_become_hashed_names(deployed: Path) -> None:
    lesson = next(deployed.glob("js/lesson.*.js")).read_text(encoding="utf-8")

    named = [Path(address).name.split(".")[0] for address in IMPORT.findall(lesson)]
    assert {"application", "notes", "player"} <= set(named)
    for path in deployed.glob("js/*.????????????.js"):
        for address in IMPORT.findall(path.read_text(encoding="utf-8")):
            assert HASHED.match(address), f"{path.name}: {address}"
            assert (path.parent / address).is_file(), f"{path.name}: {address}"
