"""One migrated database, kept between runs and copied for every test process.

Migrating an empty database takes some twenty seconds; a copy takes milliseconds. The template is
keyed by everything that decides what a migrated database looks like: the migrations, the set-up of
the apps, the lock file and the list of installed apps. Copies are files (SQLite) or databases
(PostgreSQL), so threads and child processes see what the tests see.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol

import psycopg
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, connections
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "var" / "test-templates"
KEPT_TEMPLATES = 4
PROCESS = f"{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"


class TemplateDatabase(Protocol):
    """How one kind of database is built once and copied often."""

    def create(self) -> None:
        """Make this process's database and connect the default alias to it."""

    def restore(self) -> None:
        """Bring this process's database back to the template's state."""

    def destroy(self) -> None:
        """Take this process's database away."""


def template_database() -> TemplateDatabase:
    """Return the kind that DATABASE_URL asks for."""
    return PostgresTemplate() if connection.vendor == "postgresql" else SqliteTemplate()


def fingerprint(root: Path = ROOT) -> str:
    """Return 16 hexadecimal digits that change whenever a migrated database would."""
    digest = hashlib.sha256(repr(settings.INSTALLED_APPS).encode())
    files = [root / "requirements.txt"]
    for pattern in ("migrations/*.py", "apps.py"):
        for app in ("*", "*/*", "site/*/*"):
            files += sorted(root.glob(f"{app}/{pattern}"))
    for file in files:
        digest.update(str(file.relative_to(root)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def only_one_builder() -> Iterator[None]:
    """Let one process of this checkout build while the others wait."""
    TEMPLATES.mkdir(parents=True, exist_ok=True)
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def migrate() -> None:
    """Migrate the database that the default alias is connected to."""
    print("Migrating the template database of the tests (once, ~20 s) ...", file=sys.stderr)
    call_command("migrate", verbosity=0, interactive=False)
    connection.close()


def connect_to(name: str) -> None:
    """Point the default alias, in every thread from now on, at the database `name`."""
    connections.close_all()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


class SqliteTemplate:
    """A file, copied by SQLite's own backup so that open connections stay valid."""

    def __init__(self) -> None:
        self.template = TEMPLATES / f"{fingerprint()}.sqlite3"
        self.copy = settings.SCRATCH / "db.sqlite3"

    def create(self) -> None:
        with only_one_builder():
            if not self.template.exists():
                self._build()
        shutil.copyfile(self.template, self.copy)
        connect_to(str(self.copy))

    def _build(self) -> None:
        half_built = settings.SCRATCH / "template.sqlite3"
        connect_to(str(half_built))
        migrate()
        with sqlite3.connect(half_built) as database:
            database.execute("PRAGMA journal_mode=DELETE")
        shutil.copyfile(half_built, self.template.with_suffix(".new"))
        self.template.with_suffix(".new").replace(self.template)
        for old in newest_first(TEMPLATES.glob("*.sqlite3"))[KEPT_TEMPLATES:]:
            old.unlink()

    def restore(self) -> None:
        connection.close()
        source, target = sqlite3.connect(self.template), sqlite3.connect(self.copy, timeout=20)
        source.backup(target)
        source.close()
        target.close()
        ContentType.objects.clear_cache()

    def destroy(self) -> None:
        connections.close_all()
        for file in settings.SCRATCH.glob("db.sqlite3*"):
            file.unlink()


class PostgresTemplate:
    """A database that PostgreSQL copies by `CREATE DATABASE ... TEMPLATE`."""

    def __init__(self) -> None:
        self.template = f"lms_template_{fingerprint()}"
        self.copy = f"lms_test_{PROCESS}"
        self.marker = TEMPLATES / f"{self.template}.postgresql"

    def create(self) -> None:
        with only_one_builder():
            if not self._exists(self.template):
                self._build()
        self._copy()
        connect_to(self.copy)

    def _build(self) -> None:
        half_built = f"{self.template}_new"
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", half_built)
        self._run("CREATE DATABASE {} TEMPLATE template0", half_built)
        connect_to(half_built)
        migrate()
        self._run("ALTER DATABASE {} RENAME TO {}", half_built, self.template)
        self.marker.touch()
        for old in newest_first(TEMPLATES.glob("*.postgresql"))[KEPT_TEMPLATES:]:
            self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", old.stem)
            old.unlink()

    def restore(self) -> None:
        connections.close_all()
        self._copy()
        ContentType.objects.clear_cache()

    def destroy(self) -> None:
        connections.close_all()
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copy)

    def _copy(self) -> None:
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.copy)
        self._run("CREATE DATABASE {} TEMPLATE {}", self.copy, self.template)

    def _exists(self, name: str) -> bool:
        with self._server() as server:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return server.execute(query, [name]).fetchone() is not None

    def _run(self, statement: str, *names: str) -> None:
        with self._server() as server:
            server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    def _server(self) -> psycopg.Connection[Any]:
        database = connection.settings_dict
        return psycopg.connect(
            dbname="postgres",
            host=database["HOST"],
            port=database["PORT"] or 5432,
            user=database["USER"],
            password=database["PASSWORD"],
            autocommit=True,
        )


def newest_first(files: Iterator[Path]) -> list[Path]:
    return sorted(files, key=lambda file: file.stat().st_mtime, reverse=True)
