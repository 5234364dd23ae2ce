"""Note the module of every lesson.

Facts are worked out from the pages: the rows are dropped here, and `refresh_facts` writes them
anew where there are courses already.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models


def forget_lesson_facts(apps: Any, schema_editor: Any) -> None:
    apps.get_model("course_pages", "LessonFacts").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("course_pages", "0002_site_tree")]

    operations = [
        migrations.RunPython(forget_lesson_facts, migrations.RunPython.noop),
        migrations.AddField(
            model_name="lessonfacts",
            name="module",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="course_pages.modulepage",
                verbose_name="module",
                default=0,
            ),
            preserve_default=False,
        ),
    ]
