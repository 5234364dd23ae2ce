"""What learners did keeps a course, through the reasons that learning really registers."""

from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage
from course_pages.selectors.deletion import reasons_to_keep
from learning.services.enrollment import enroll_student
from tests.factories.pages import get_lessons, make_course, translate


def test_a_course_with_learners_stays_and_its_empty_translation_goes(
    client: Client, instructor: User, learner: User
) -> None:
    course = make_course(owner=instructor, lessons=1)
    enroll_student(student=learner, course=course)
    translated = translate(course, "id")
    client.force_login(instructor)

    for page in (translated, course):
        client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert CoursePage.objects.filter(pk=course.pk).exists()
    assert not CoursePage.objects.filter(pk=translated.pk).exists()
    reasons = reasons_to_keep(course)
    assert [(reason.code, str(reason.message)) for reason in reasons] == [
        ("learning.enrollments", "1 learner is enrolled.")
    ]
    assert reasons_to_keep(get_lessons(course)[0]) == []
