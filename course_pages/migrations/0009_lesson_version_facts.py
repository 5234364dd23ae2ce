import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("course_pages", "0007_publication_workflow")]

    operations = [
        migrations.CreateModel(
            name="LessonVersionFacts",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="version_facts",
                        serialize=False,
                        to="course_pages.lessonpage",
                        verbose_name="translated lesson",
                    ),
                ),
                (
                    "source_language",
                    models.CharField(max_length=100, verbose_name="language of the original"),
                ),
                (
                    "untranslated",
                    models.JSONField(
                        default=dict,
                        help_text=(
                            "Ids of the blocks in which words of the original stand: “whole” "
                            "where all of them are, “part” where some are. The title goes by the "
                            "name “title”."
                        ),
                        verbose_name="not translated",
                    ),
                ),
            ],
            options={
                "verbose_name": "facts of a translated lesson",
                "verbose_name_plural": "facts of translated lessons",
            },
        ),
    ]
