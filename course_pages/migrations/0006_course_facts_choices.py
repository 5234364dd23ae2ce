from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("course_pages", "0005_look"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="coursefacts",
            index=models.Index(
                condition=models.Q(("is_published", True)),
                fields=[
                    "category",
                    "difficulty_level",
                    "delivery",
                    "price_minor",
                    "languages",
                ],
                name="course_facts_choices",
            ),
        ),
    ]
