"""Let a search look at a bounded number of entries, whatever the words.

PostgreSQL gets an index for each thing that is looked for (courses named so, lessons named so,
courses, lessons, words that everybody may read, words of lessons), so that reading one may stop
at the first few hundred. They take new entries at once (`fastupdate = off`): entries that wait in a list
would be read from end to end by every search.

The indexes are of `search_found(vector)`, which is the vector itself and said to be dear. PostgreSQL
thinks that a few hundred rows which have a common word are found soonest by reading the table until
it has met them. They may all lie at its end: so it shall take the index.

SQLite adds the column in place, so `search_entry` keeps its triggers.
"""

from typing import Any

from django.db import migrations, models

FREE = """
    UPDATE search_entry SET is_free = {true} WHERE lesson_id IN (
        SELECT page_ptr_id FROM course_pages_lessonpage WHERE free_preview
    )
"""
SQLITE = (
    "ALTER TABLE search_entry ADD COLUMN is_free bool NOT NULL DEFAULT 0",
    FREE.format(true="1"),
)
SQLITE_BACK = ("ALTER TABLE search_entry DROP COLUMN is_free",)
TITLE = "to_tsvector('search_terms'::regconfig, title_terms)"
FOUND = "search_found(vector)"
FUNCTION = """
    CREATE FUNCTION search_found(vector tsvector) RETURNS tsvector
    LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS 'BEGIN RETURN vector; END'
"""
INDEXES = {
    "search_entry_courses_named": (TITLE, "kind = 'course'"),
    "search_entry_lessons_named": (TITLE, "kind = 'lesson'"),
    "search_entry_courses": (FOUND, "kind = 'course'"),
    "search_entry_lessons": (FOUND, "kind = 'lesson'"),
    "search_entry_free_words": (FOUND, "kind IN ('text', 'passage') AND is_free"),
    "search_entry_words": (FOUND, "kind IN ('text', 'passage')"),
}
POSTGRESQL = (
    "ALTER TABLE search_entry ADD COLUMN is_free boolean NOT NULL DEFAULT false",
    FREE.format(true="true"),
    "DROP INDEX search_entry_vector",
    FUNCTION,
    *(
        f"CREATE INDEX {name} ON search_entry USING gin ({what}) WITH (fastupdate = off)"
        f" WHERE {which}"
        for name, (what, which) in INDEXES.items()
    ),
)
POSTGRESQL_BACK = (
    *(f"DROP INDEX {name}" for name in INDEXES),
    "DROP FUNCTION search_found",
    "CREATE INDEX search_entry_vector ON search_entry USING gin (vector)",
    "ALTER TABLE search_entry DROP COLUMN is_free",
)


def add_bounds(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL if is_postgresql(schema_editor) else SQLITE:
        schema_editor.execute(statement)


def drop_bounds(apps: Any, schema_editor: Any) -> None:
    for statement in POSTGRESQL_BACK if is_postgresql(schema_editor) else SQLITE_BACK:
        schema_editor.execute(statement)


def is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_terms")]
    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_bounds, drop_bounds)],
            state_operations=[
                migrations.AddField(
                    "entry",
                    "is_free",
                    models.BooleanField(
                        default=False,
                        help_text=(
                            "Which words are looked at for everybody; the lesson itself decides."
                        ),
                        verbose_name="free preview",
                    ),
                ),
                migrations.RemoveField("entryterms", "rank"),
            ],
        )
    ]
