"""Put our home page and catalogue where a new Wagtail has its welcome page."""

from typing import Any

from django.db import migrations


def plant(apps: Any, schema_editor: Any) -> None:
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("course_pages", "HomePage")
    CourseIndexPage = apps.get_model("course_pages", "CourseIndexPage")

    # Wagtail's own 0002 left a welcome page under the root: a new site has nothing else there.
    Page.objects.filter(depth=2, slug="home", numchild=0).delete()
    locale = Locale.objects.first()

    def content_type(model: str) -> Any:
        return ContentType.objects.get_or_create(model=model, app_label="course_pages")[0]

    home = HomePage.objects.create(
        title="Hybrid LMS",
        draft_title="Hybrid LMS",
        seo_title="Courses and classes",
        slug="home",
        content_type=content_type("homepage"),
        path="00010001",
        depth=2,
        numchild=1,
        url_path="/home/",
        locale=locale,
        introduction="Courses to take alone at your own pace, and classes to take together.",
    )
    CourseIndexPage.objects.create(
        title="Courses",
        draft_title="Courses",
        slug="courses",
        content_type=content_type("courseindexpage"),
        path="000100010001",
        depth=3,
        numchild=0,
        url_path="/home/courses/",
        locale=locale,
        show_in_menus=True,
    )
    Page.objects.filter(depth=1).update(numchild=1)
    Site.objects.all().delete()
    Site.objects.create(
        hostname="localhost", port=80, root_page_id=home.pk, is_default_site=True, site_name="Hybrid LMS"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("course_pages", "0001_initial"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(plant, migrations.RunPython.noop)]
