"""Let PostgreSQL look for words and for somebody's own lessons in one index.

It would else look through everybody's lessons that have the words for one's own, because it takes
the words for rarer than they are. The index takes the place of the one of the words alone, which is
its first column: with both there, PostgreSQL would choose, and often wrongly.
"""

from typing import Any

from django.db import migrations

WORDS = """
    CREATE INDEX search_entry_words ON search_entry
    USING gin (search_found(vector)) WITH (fastupdate = off)
    WHERE kind IN ('text', 'passage')
"""
WORDS_OF_LESSONS = """
    CREATE INDEX search_entry_words ON search_entry
    USING gin (search_found(vector), (ARRAY[lesson_id])) WITH (fastupdate = off)
    WHERE kind IN ('text', 'passage')
"""
DROP = "DROP INDEX search_entry_words"


def add_lessons(apps: Any, schema_editor: Any) -> None:
    if is_postgresql(schema_editor):
        schema_editor.execute(DROP)
        schema_editor.execute(WORDS_OF_LESSONS)


def drop_lessons(apps: Any, schema_editor: Any) -> None:
    if is_postgresql(schema_editor):
        schema_editor.execute(DROP)
        schema_editor.execute(WORDS)


def is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")


class Migration(migrations.Migration):
    dependencies = [("search", "0003_bounded")]
    operations = [migrations.RunPython(add_lessons, drop_lessons)]
