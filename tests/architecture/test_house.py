"""The law of the house where import-linter cannot see it."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import STOREYS, app_folders, modules, place
from tests.template_database import ROOT

LEVEL = {name: level for level, storey in enumerate(STOREYS) for name in storey}
BANNED = {"utils", "helpers", "common", "misc"}


def test_site_is_a_folder_and_no_package() -> None:
    """`site` is a module of Python's standard library; a package of that name would hide it."""
    assert not (ROOT / "site" / "__init__.py").exists()


@pytest.mark.spec("S3")
def test_every_package_has_a_storey() -> None:
    found = {
        folder.name
        for parent in (ROOT, ROOT / "site")
        for folder in parent.iterdir()
        if (folder / "__init__.py").exists() and folder.name != "tests"
    }
    assert found - set(LEVEL) == set()
    assert found >= {"config", "core", "events", "accounts", "course_pages", "learning"}


def lint_imports(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-logo", "--no-cache"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": f"{folder / 'site'}:{folder}"},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Return a copy of the house that a test may spoil."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in app_folders().values():
        shutil.copytree(
            folder,
            tmp_path / folder.relative_to(ROOT),
            ignore=shutil.ignore_patterns("__pycache__", "*.po", "*.mo"),
        )
    return tmp_path


@pytest.mark.spec("S3")
def test_contracts_are_kept() -> None:
    result = lint_imports(ROOT)
    assert result.returncode == 0, result.stdout


@pytest.mark.spec("S3")
@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("learning/helpers.py", "", "learning.helpers"),
        ("course_pages/peek.py", "", "course_pages.peek"),
        ("site/core/misc.py", "", "core.misc"),
        ("course_pages/enums.py", "from learning import enums", "course_pages.enums"),
        ("site/accounts/enums.py", "import accounts.services", "accounts.enums"),
        ("site/core/text.py", "import config.env", "core.text"),
    ],
    ids=["stray", "new room", "kernel", "storey above", "room above", "wiring"],
)
def test_contracts_break_when_the_law_is_broken(
    house: Path, file: str, line: str, words: str
) -> None:
    with (house / file).open("a") as module:
        module.write(f"\n{line}\n")
    result = lint_imports(house)
    assert result.returncode != 0
    assert words in result.stdout


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [place(file) for _, file, _ in modules() if file.stem in BANNED] == []


def test_only_one_file_reads_the_environment() -> None:
    readers = [
        place(file, node)
        for _, file, tree in modules()
        if file.name not in ("env.py", "asgi.py", "wsgi.py", "celery.py")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv")
        if isinstance(node.value, ast.Name) and node.value.id == "os"
    ]
    assert readers == []


@pytest.mark.spec("S3")
def test_no_string_points_up_a_storey() -> None:
    """A relation, chooser or `get_model` by string is an import that import-linter cannot see."""
    names = set(app_folders())
    wrong = [
        f"{place(file, node)} {text}"
        for app, file, tree in modules()
        for node, text in strings_outside_docstrings(tree)
        if "." in text and text.partition(".")[0] in names
        if not text.endswith((".yaml", ".yml"))  # the name of a file, not of a module
        if LEVEL[text.partition(".")[0]] < LEVEL[app]
    ]
    assert wrong == []


def strings_outside_docstrings(tree: ast.Module) -> list[tuple[ast.Constant, str]]:
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    return [
        (node, node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in prose and " " not in node.value
    ]


def test_models_are_not_asked_for_by_name() -> None:
    """`get_model("learning", ...)` hides an upward import, or is a roundabout downward one."""
    wrong = [
        place(file, node)
        for _, file, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) == "get_model"
        if any(isinstance(argument, ast.Constant) for argument in node.args)
    ]
    assert wrong == []


@pytest.mark.spec("S190")
def test_no_sql_is_put_together_from_strings() -> None:
    assert [
        place(file, call) for _, file, tree in modules(migrations=True) for call in unsafe_sql(tree)
    ] == []


SQL_METHODS = {"raw", "extra", "execute", "executemany", "RawSQL", "RunSQL"}


def unsafe_sql(tree: ast.Module) -> list[ast.Call]:
    """Return the calls that run SQL made of an f-string, `%`, `+` or `.format()`."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and called(node) in SQL_METHODS
        for argument in [*node.args, *(keyword.value for keyword in node.keywords)]
        if is_put_together(argument)
    ]


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def is_put_together(node: ast.expr) -> bool:
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, ast.Mod | ast.Add)
    is_format = isinstance(node, ast.Call) and called(node) == "format"
    return isinstance(node, ast.JoinedStr) or is_format


@pytest.mark.spec("S190")
@pytest.mark.parametrize(
    "line",
    [
        'Course.objects.raw(f"SELECT {name}")',
        'cursor.execute("SELECT %s" % name)',
        'cursor.execute("SELECT " + name)',
        'Course.objects.extra(where=["a"], tables="x {}".format(name))',
        'RawSQL(f"{name}", [])',
    ],
)
def test_sql_put_together_from_strings_is_found(line: str) -> None:
    assert len(unsafe_sql(ast.parse(line))) == 1
    assert unsafe_sql(ast.parse('cursor.execute("SELECT %s", [name])')) == []


QUIET = {"apps.py", "admin.py", "urls.py", "wagtail_hooks.py", "__init__.py"}


def test_every_module_says_what_it_is_for() -> None:
    """A module tells its purpose itself, or by its only class or function."""
    silent = [
        place(file)
        for _, file, tree in modules()
        if file.name not in QUIET and not file.match("*/management/commands/*")
        if ast.get_docstring(tree) is None
        if not any(ast.get_docstring(node) for node in definitions(tree))
    ]
    assert silent == []


def definitions(tree: ast.Module) -> list[ast.ClassDef | ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
