"""The stage for many tests of one process: set once, then copied."""

import sqlite3

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.gallery.stage import Stage, get_stage, set_stage


def raise_curtain() -> Stage:
    """Return the stage in this process's empty test database.

    Its files lie in the folder of the process, which outlives the database of one test.
    """
    if connection.vendor != "sqlite":
        return set_stage()
    kept = settings.SCRATCH / "stage.sqlite3"
    if kept.exists():
        _copy(str(kept), _path(connection))
        ContentType.objects.clear_cache()
        return get_stage()
    stage = set_stage()
    _copy(_path(connection), str(kept))
    return stage


def _path(database: BaseDatabaseWrapper) -> str:
    return str(database.settings_dict["NAME"])


def _copy(source: str, target: str) -> None:
    """Copy a database by SQLite's own backup, so that open connections stay valid."""
    connection.close()
    one, other = sqlite3.connect(source), sqlite3.connect(target, timeout=20)
    one.backup(other)
    one.close()
    other.close()
