"""The gate before lesson pages, by browser."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from learning.models import Enrollment
from learning.services.enrollment import leave_course
from tests.factories.pages import make_course, translate

pytestmark = [pytest.mark.django_db, pytest.mark.spec("G2")]


def template_names(response: object) -> list[str]:
    return [template.name for template in response.templates]  # type: ignore[attr-defined]


def test_a_learner_reads_the_lesson(client: Client, enrolled: User, lesson: LessonPage) -> None:
    client.force_login(enrolled)

    response = client.get(lesson.url)

    assert response.status_code == 200
    assert "Two and two?" in response.content.decode()


def test_a_visitor_is_sent_to_log_in_and_back(client: Client, lesson: LessonPage) -> None:
    response = client.get(lesson.url)

    assert response.status_code == 302
    assert response["Location"] == f"{reverse('account_login')}?next={lesson.url}"


def test_others_are_told_why_and_shown_the_way_in(
    client: Client, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    client.force_login(newcomer)

    response = client.get(lesson.url)
    html = response.content.decode()

    assert response.status_code == 403
    assert "pages/lesson_closed.html" in template_names(response)
    assert "Enrol in the course to open this lesson." in html
    assert f'href="{course.url}"' in html
    assert "Two and two?" not in html


def test_a_paid_lesson_says_that_it_is_paid_for(
    client: Client, newcomer: User, course: CoursePage, lesson: LessonPage
) -> None:
    course.price_minor = 1900
    course.save_revision().publish()
    client.force_login(newcomer)

    response = client.get(lesson.url)

    assert response.status_code == 403
    assert "This lesson belongs to a paid course." in response.content.decode()


def test_the_gate_shuts_at_the_next_request(
    client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
) -> None:
    client.force_login(enrolled)
    assert client.get(lesson.url).status_code == 200

    leave_course(student=enrolled, course=course)

    assert client.get(lesson.url).status_code == 403


@pytest.mark.parametrize("level", ["module", "course"])
def test_what_stands_in_an_unpublished_tree_is_not_found(
    client: Client, enrolled: User, instructor: User, lesson: LessonPage, level: str
) -> None:
    above = lesson.get_parent() if level == "module" else lesson.get_parent().get_parent()
    above.specific.unpublish()
    client.force_login(enrolled)
    assert client.get(lesson.url).status_code == 404

    client.force_login(instructor)
    assert client.get(lesson.url).status_code == 200


def test_a_live_translation_of_an_unpublished_lesson_is_not_found(
    client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
) -> None:
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    client.force_login(enrolled)
    assert client.get(translated.url).status_code == 200

    lesson.unpublish()

    assert translated.url.startswith("/id/")
    assert client.get(translated.url).status_code == 404


def test_a_free_preview_is_open_to_everyone(
    client: Client, newcomer: User, lesson: LessonPage
) -> None:
    lesson.free_preview = True
    lesson.save_revision().publish()

    assert client.get(lesson.url).status_code == 200
    client.force_login(newcomer)
    assert client.get(lesson.url).status_code == 200


def test_staff_of_another_course_are_told_to_enrol(
    client: Client, stranger: User, lesson: LessonPage
) -> None:
    make_course(owner=stranger)
    client.force_login(stranger)

    assert client.get(lesson.url).status_code == 403


def test_staff_and_admins_read_without_becoming_learners(
    client: Client, instructor: User, admin: User, lesson: LessonPage
) -> None:
    for person in (instructor, admin):
        client.force_login(person)
        response = client.get(lesson.url)
        assert response.status_code == 200
        assert reverse("learning:complete", args=[lesson.pk]) not in response.content.decode()

    assert not Enrollment.objects.exists()


class TestPrivatePages:
    def test_a_password_is_asked_before_the_lesson_opens(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        setting = PageViewRestriction.objects.create(
            page=course, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )
        client.force_login(enrolled)
        closed = client.get(lesson.url)
        assert "Two and two?" not in closed.content.decode()

        client.post(
            reverse("wagtailcore_authenticate_with_password", args=[setting.pk, lesson.pk]),
            {"password": "sesame", "return_url": lesson.url},
        )

        assert "Two and two?" in client.get(lesson.url).content.decode()

    def test_the_password_alone_is_no_enrolment(
        self, client: Client, newcomer: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        setting = PageViewRestriction.objects.create(
            page=course, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )
        client.force_login(newcomer)
        client.post(
            reverse("wagtailcore_authenticate_with_password", args=[setting.pk, lesson.pk]),
            {"password": "sesame", "return_url": lesson.url},
        )

        assert client.get(lesson.url).status_code == 403

    def test_a_setting_on_the_original_holds_for_its_translations(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
        PageViewRestriction.objects.create(
            page=course, restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )
        client.force_login(enrolled)

        response = client.get(translated.url)

        assert response.status_code == 403
        assert "Two and two?" not in response.content.decode()

    @pytest.mark.parametrize("level", [0, 1, 2])
    def test_a_setting_on_a_translation_or_above_it_is_kept_there(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage, level: int
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
        line = [translated, *translated.get_ancestors().reverse()]
        PageViewRestriction.objects.create(
            page=line[level], restriction_type=PageViewRestriction.PASSWORD, password="sesame"
        )
        client.force_login(enrolled)

        assert "Two and two?" not in client.get(translated.url).content.decode()
        assert "Two and two?" in client.get(lesson.url).content.decode()


def test_a_module_leads_to_its_first_open_lesson(
    client: Client, enrolled: User, course: CoursePage, lessons: list[LessonPage]
) -> None:
    client.force_login(enrolled)
    module = lessons[2].get_parent()

    assert client.get(module.url)["Location"] == lessons[2].url

    lessons[2].unpublish()
    assert client.get(module.url)["Location"] == lessons[3].url

    lessons[3].unpublish()
    assert client.get(module.url).status_code == 404


def test_opening_a_lesson_is_remembered_looking_at_its_head_is_not(
    client: Client, enrolled: User, lessons: list[LessonPage]
) -> None:
    client.force_login(enrolled)

    client.head(lessons[1].url)
    assert Enrollment.objects.get().last_lesson is None

    client.get(lessons[1].url)
    place = Enrollment.objects.get()
    assert place.last_lesson_id == lessons[1].pk
    assert place.last_opened_at is not None

    client.get(lessons[1].url)
    assert Enrollment.objects.get().last_opened_at == place.last_opened_at
