import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0003_emailverification"),
        ("usersessions", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="AppSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.UUIDField()),
                ("previous_token", models.UUIDField(editable=False, null=True)),
                ("rotated_at", models.DateTimeField(editable=False, null=True)),
                ("user_session", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="app_session", to="usersessions.usersession")),
            ],
        ),
    ]
