"""The workflow "Ready to publish", in use on every catalogue that has no other of its own.

Only once: what an admin changes, disables or takes off a page afterwards stays as it is.
"""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

NAME = "Ready to publish"
STEPS = (
    ("ReadinessTask", "Readiness check"),
    ("TeacherApprovalTask", "Approval by a teacher"),
)


def set_up(apps: Any, schema_editor: Any) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    CourseIndexPage = apps.get_model("course_pages", "CourseIndexPage")

    workflow = Workflow.objects.create(name=NAME)
    for place, (task_type, name) in enumerate(STEPS):
        content_type, _created = ContentType.objects.get_or_create(
            app_label="course_pages", model=task_type.lower()
        )
        task = apps.get_model("course_pages", task_type).objects.create(
            name=name, content_type=content_type
        )
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=place)
    taken = WorkflowPage.objects.values("page")
    for catalogue in CourseIndexPage.objects.exclude(pk__in=taken):
        WorkflowPage.objects.create(workflow=workflow, page_id=catalogue.pk)


def make_task(name: str, words: str, plural: str) -> migrations.CreateModel:
    parent = models.OneToOneField(
        auto_created=True,
        on_delete=django.db.models.deletion.CASCADE,
        parent_link=True,
        primary_key=True,
        serialize=False,
        to="wagtailcore.task",
    )
    return migrations.CreateModel(
        name=name,
        fields=[("task_ptr", parent)],
        options={"verbose_name": words, "verbose_name_plural": plural},
        bases=("wagtailcore.task",),
    )


class Migration(migrations.Migration):
    dependencies = [
        ("course_pages", "0006_course_facts_choices"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        make_task("ReadinessTask", "readiness check", "readiness checks"),
        make_task(
            "TeacherApprovalTask",
            "approval by a teacher of the course",
            "approvals by a teacher of the course",
        ),
        migrations.RunPython(set_up, migrations.RunPython.noop),
    ]
