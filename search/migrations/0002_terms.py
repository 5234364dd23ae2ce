"""Have the database index the terms of entries: a full-text table in SQLite, a column in PostgreSQL.

Both stem English words and know no stop words. In SQLite, triggers keep the table; a later migration
that alters `search_entry` there makes the table anew and must make the triggers anew as well.
"""

from typing import Any

from django.db import migrations

SQLITE = (
    """
    CREATE VIRTUAL TABLE search_entry_terms USING fts5(
        title_terms, terms, content='search_entry', content_rowid='id',
        tokenize='porter unicode61 remove_diacritics 2', prefix='2 3'
    )
    """,
    "INSERT INTO search_entry_terms(search_entry_terms, rank) VALUES ('rank', 'bm25(10.0, 1.0)')",
    """
    CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
        INSERT INTO search_entry_terms(rowid, title_terms, terms)
        VALUES (new.id, new.title_terms, new.terms);
    END
    """,
    """
    CREATE TRIGGER search_entry_deleted AFTER DELETE ON search_entry BEGIN
        INSERT INTO search_entry_terms(search_entry_terms, rowid, title_terms, terms)
        VALUES ('delete', old.id, old.title_terms, old.terms);
    END
    """,
    """
    CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry BEGIN
        INSERT INTO search_entry_terms(search_entry_terms, rowid, title_terms, terms)
        VALUES ('delete', old.id, old.title_terms, old.terms);
        INSERT INTO search_entry_terms(rowid, title_terms, terms)
        VALUES (new.id, new.title_terms, new.terms);
    END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER search_entry_added",
    "DROP TRIGGER search_entry_deleted",
    "DROP TRIGGER search_entry_changed",
    "DROP TABLE search_entry_terms",
)
POSTGRESQL = (
    "CREATE TEXT SEARCH DICTIONARY search_stems (TEMPLATE = snowball, LANGUAGE = english)",
    "CREATE TEXT SEARCH CONFIGURATION search_terms (COPY = simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION search_terms
    ALTER MAPPING FOR asciiword, word WITH search_stems
    """,
    """
    ALTER TABLE search_entry ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('search_terms', title_terms), 'A')
        || setweight(to_tsvector('search_terms', terms), 'D')
    ) STORED
    """,
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
    # Nothing is in it: whatever reads every model, `dumpdata` for one, finds its table here too.
    """
    CREATE VIEW search_entry_terms AS SELECT
        0::bigint AS rowid, ''::text AS search_entry_terms, 0::double precision AS rank WHERE false
    """,
)
POSTGRESQL_BACK = (
    "DROP VIEW search_entry_terms",
    "ALTER TABLE search_entry DROP COLUMN vector",
    "DROP TEXT SEARCH CONFIGURATION search_terms",
    "DROP TEXT SEARCH DICTIONARY search_stems",
)


def index_terms(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if is_postgresql(schema_editor) else SQLITE:
        schema_editor.execute(statement)


def leave_terms(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_BACK if is_postgresql(schema_editor) else SQLITE_BACK:
        schema_editor.execute(statement)


def is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(index_terms, leave_terms)]
