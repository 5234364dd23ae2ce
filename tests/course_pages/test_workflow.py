"""From a draft to a published page by the workflow: check, approval, publication, and its mails."""

import re
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import (
    GroupApprovalTask,
    Page,
    Task,
    TaskState,
    Workflow,
    WorkflowPage,
    WorkflowState,
    WorkflowTask,
)
from wagtail.test.utils.form_data import rich_text, streamfield
from wagtail.users.models import UserProfile

from accounts.models import User
from course_pages.enums import StaffRole
from course_pages.models import (
    CourseIndexPage,
    CoursePage,
    CourseStaff,
    LessonPage,
    ModulePage,
    ReadinessTask,
    TeacherApprovalTask,
)
from course_pages.services import publication
from course_pages.services.languages import open_language
from events.models import Event
from tests.factories.editor import log_in, post_page, text_block, typed
from tests.factories.pages import (
    get_catalogue,
    get_modules,
    make_category,
    make_course,
    make_lesson,
    translate,
)
from tests.factories.people import InstructorFactory

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49", "S65")]

APPROVING: dict[str, Any] = {"workflow-action-name": "approve"}
BODY: dict[str, Any] = {"body": streamfield([text_block("Rye needs more water than wheat.")])}


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=1, lessons=0, title="Bread")


@pytest.fixture
def lesson(course: CoursePage) -> LessonPage:
    """A draft with nothing in it, written by an assistant."""
    return make_lesson(get_modules(course)[0], title="Rye", slug="rye", live=False)


@pytest.fixture
def assistant(course: CoursePage) -> User:
    person = InstructorFactory(email="assistant@example.com", first_name="Asa")
    CourseStaff.objects.create(course=course, person=person, role=StaffRole.ASSISTANT)
    return person


def get_state(page: Page) -> WorkflowState:
    return WorkflowState.objects.for_instance(page).latest("pk")


def read_messages(response: Any) -> str:
    """Return what Wagtail says above the page, as it stands in the HTML."""
    return "".join(
        re.findall(r'<div class="messages".*?</div>', response.content.decode(), re.DOTALL)
    )


def act(person: User, page: Page, action: str, **data: Any) -> Any:
    """Press a button of the workflow, as the editor and the home page of the admin do."""
    task_state = get_state(page).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task_state.pk])
    return log_in(person).post(url, data)


# --- what is there from the beginning -------------------------------------------------------------


def test_the_catalogue_begins_with_a_check_and_an_approval() -> None:
    workflow = get_catalogue().get_workflow()

    assert workflow.name == "Ready to publish"
    assert [type(task) for task in workflow.tasks.specific()] == [
        ReadinessTask,
        TeacherApprovalTask,
    ]


def test_course_module_and_lesson_have_the_workflow(lesson: LessonPage) -> None:
    pages = [lesson, lesson.get_parent(), lesson.get_parent().get_parent()]

    assert {page.get_workflow().name for page in pages} == {"Ready to publish"}


def test_the_catalogue_of_a_new_language_takes_the_workflow_over() -> None:
    assert open_language(code="id").get_workflow() == get_catalogue().get_workflow()


def test_a_catalogue_without_a_workflow_hands_none_on() -> None:
    WorkflowPage.objects.filter(page=get_catalogue()).delete()

    catalogue = open_language(code="id")

    assert not WorkflowPage.objects.filter(page=catalogue).exists()


def test_a_workflow_that_an_admin_chose_stays() -> None:
    open_language(code="id")
    other = Workflow.objects.create(name="Faculty board")
    catalogue = CourseIndexPage.objects.get(locale__language_code="id")
    WorkflowPage.objects.filter(page=catalogue).update(workflow=other)

    publication.adopt_workflow(catalogue=catalogue)

    assert CourseIndexPage.objects.get(pk=catalogue.pk).get_workflow() == other


@pytest.mark.parametrize("model", ["readinesstask", "teacherapprovaltask"])
def test_an_admin_makes_and_renames_such_tasks_under_settings(admin: User, model: str) -> None:
    browser = log_in(admin)
    add = reverse("wagtailadmin_workflows:add_task", args=["course_pages", model])

    browser.post(add, {"name": "Look it over"})
    task = Task.objects.get(name="Look it over")
    edit = reverse("wagtailadmin_workflows:edit_task", args=[task.pk])
    browser.post(edit, {"name": "Periksa"})

    task.refresh_from_db()
    assert (task.name, task.specific._meta.model_name) == ("Periksa", model)


def test_settings_describe_both_kinds_of_tasks_to_an_admin(admin: User) -> None:
    page = log_in(admin).get(reverse("wagtailadmin_workflows:select_task_type")).content.decode()

    assert "The page goes on if nothing is missing that must be there." in page
    assert "The owner or an instructor of the course, or an admin, approves the page." in page


@pytest.mark.parametrize("name", ["index", "task_index", "add"])
def test_instructors_change_no_workflow(instructor: User, course: CoursePage, name: str) -> None:
    response = log_in(instructor).get(reverse(f"wagtailadmin_workflows:{name}"))

    assert response.status_code == 302


# --- the check ------------------------------------------------------------------------------------


def test_an_empty_lesson_is_given_back_at_once_with_the_reasons(
    lesson: LessonPage, assistant: User
) -> None:
    post_page(log_in(assistant), lesson, action="submit")

    state = get_state(lesson)
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state.status == TaskState.STATUS_REJECTED
    assert state.current_task_state.finished_by is None
    assert state.current_task_state.comment == (
        "Rye: The lesson is empty. Add a text, a picture or a recording."
    )
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_the_teacher_is_led_back_to_the_editor_and_reads_the_reasons_there(
    lesson: LessonPage, assistant: User
) -> None:
    response = post_page(log_in(assistant), lesson, action="submit", follow=True)

    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    said = read_messages(response)
    assert response.redirect_chain == [(edit, 302)]
    assert "This is not ready to publish yet." in said
    assert f'href="{edit}">Rye</a>: The lesson is empty.' in said
    assert "has been submitted for moderation" not in said


def test_a_new_page_that_is_submitted_unready_opens_in_the_editor(
    course: CoursePage, assistant: User
) -> None:
    module = get_modules(course)[0]
    url = reverse("wagtailadmin_pages:add", args=["course_pages", "lessonpage", module.pk])
    unsaved = LessonPage(title="Spelt", slug="spelt", minutes=5)
    response = log_in(assistant).post(url, typed(unsaved) | {"action-submit": "1"}, follow=True)

    made = LessonPage.objects.get(slug="spelt")
    edit = reverse("wagtailadmin_pages:edit", args=[made.pk])
    assert response.redirect_chain == [(edit, 302)]
    assert "This is not ready to publish yet." in response.content.decode()


def test_what_is_mended_meanwhile_is_no_longer_named(lesson: LessonPage, assistant: User) -> None:
    browser = log_in(assistant)
    post_page(browser, lesson, action="submit")

    response = post_page(browser, lesson, follow=True, **BODY)

    page = response.content.decode()
    assert "This is not ready to publish yet." not in page
    assert "What was missing is there now." in page


def test_a_mended_lesson_is_submitted_again_and_waits_for_approval(
    lesson: LessonPage, assistant: User
) -> None:
    browser = log_in(assistant)
    post_page(browser, lesson, action="submit")

    post_page(browser, lesson, action="submit", **BODY)

    state = get_state(lesson)
    assert WorkflowState.objects.for_instance(lesson).count() == 1
    assert state.status == WorkflowState.STATUS_IN_PROGRESS
    assert state.current_task_state.task.name == "Approval by a teacher"
    assert not LessonPage.objects.get(pk=lesson.pk).live


def test_a_module_without_lessons_is_given_back(course: CoursePage, instructor: User) -> None:
    module = get_modules(course)[0]

    post_page(log_in(instructor), module, action="submit")

    assert get_state(module).current_task_state.comment == (
        f"{module.title}: The module has no lesson. Add one, or delete the module."
    )


def test_a_course_is_given_back_for_what_its_lessons_lack(
    course: CoursePage, lesson: LessonPage, instructor: User
) -> None:
    response = post_page(log_in(instructor), course, action="submit", follow=True, **ready_course())

    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert get_state(course).current_task_state.comment == (
        "Rye: The lesson is empty. Add a text, a picture or a recording."
    )
    assert f'href="{edit}">Rye</a>: The lesson is empty.' in read_messages(response)


def ready_course() -> dict[str, Any]:
    return {
        "description": rich_text("<p>Bread at home, from flour to crust.</p>"),
        "outcomes": streamfield([("outcome", "Bake a loaf")]),
        "category": make_category("Kitchen").pk,
    }


def test_a_long_list_of_reasons_is_cut(
    course: CoursePage, instructor: User, lesson: LessonPage
) -> None:
    for number in range(9):
        make_lesson(get_modules(course)[0], title=f"Empty {number}", live=False)

    response = post_page(log_in(instructor), course, action="submit", follow=True, **ready_course())

    said = read_messages(response)
    assert said.count("The lesson is empty.") == 8
    assert "<li>and 2 more</li>" in said
    assert len(get_state(course).current_task_state.comment.splitlines()) == 10


# --- the approval ---------------------------------------------------------------------------------


@pytest.fixture
def waiting(lesson: LessonPage, assistant: User) -> LessonPage:
    """The lesson, submitted by the assistant and ready."""
    post_page(log_in(assistant), lesson, action="submit", **BODY)
    assert get_state(lesson).current_task_state.task.specific_class is TeacherApprovalTask
    return lesson


def test_an_approved_lesson_is_published_and_announced(
    waiting: LessonPage, course: CoursePage, instructor: User
) -> None:
    Event.objects.all().delete()

    act(instructor, waiting, "approve")

    assert LessonPage.objects.get(pk=waiting.pk).live
    assert get_state(waiting).status == WorkflowState.STATUS_APPROVED
    published = Event.objects.get(name="lesson_published")
    assert published.facts == {"course_id": course.pk, "lesson_id": waiting.pk}


def test_an_approved_course_is_published_and_announced(
    instructor: User, assistant: User, course: CoursePage, lesson: LessonPage
) -> None:
    draft = make_course(owner=instructor, modules=1, lessons=0, live=False)
    post_page(log_in(instructor), make_lesson(get_modules(draft)[0]), action="publish", **BODY)
    post_page(log_in(instructor), draft, action="submit", **ready_course())
    Event.objects.all().delete()

    act(instructor, draft, "approve")

    assert CoursePage.objects.get(pk=draft.pk).live
    published = Event.objects.get(name="course_published")
    assert published.facts == {"course_id": draft.pk, "is_first": True}


def test_an_approved_module_is_published(instructor: User, course: CoursePage) -> None:
    module = get_modules(course)[0]
    make_lesson(module)
    post_page(log_in(instructor), module, action="submit", summary="From grain to dough.")
    assert ModulePage.objects.get(pk=module.pk).summary == ""

    act(instructor, module, "approve")

    assert ModulePage.objects.get(pk=module.pk).summary == "From grain to dough."


def test_changes_asked_for_are_read_in_the_editor(
    waiting: LessonPage, assistant: User, instructor: User
) -> None:
    act(instructor, waiting, "reject", comment="Say how much <water>.")

    page = log_in(assistant).get(reverse("wagtailadmin_pages:edit", args=[waiting.pk]))

    words = page.content.decode()
    assert "Ines Teach asks for changes: Say how much &lt;water&gt;." in words
    assert get_state(waiting).status == WorkflowState.STATUS_NEEDS_CHANGES


def test_what_was_changed_after_its_check_is_checked_again(
    waiting: LessonPage, assistant: User, instructor: User
) -> None:
    """The approver empties the lesson and approves it in one go; it does not reach learners."""
    response = post_page(
        log_in(instructor),
        waiting,
        action="workflow-action",
        follow=True,
        **APPROVING,
    )

    state = get_state(waiting)
    assert not LessonPage.objects.get(pk=waiting.pk).live
    assert state.status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state.current_task_state.task.specific_class is ReadinessTask
    assert "This is not ready to publish yet." in response.content.decode()


def test_an_approver_mends_and_approves_in_one_go(waiting: LessonPage, instructor: User) -> None:
    post_page(
        log_in(instructor),
        waiting,
        action="workflow-action",
        title="Rye bread",
        **BODY,
        **APPROVING,
    )

    published = LessonPage.objects.get(pk=waiting.pk)
    assert (published.live, published.title) == (True, "Rye bread")


def test_changes_asked_for_are_checked_before_they_are_approved(
    waiting: LessonPage, assistant: User, instructor: User
) -> None:
    act(instructor, waiting, "reject", comment="Write it anew.")
    post_page(log_in(assistant), waiting, action="submit")

    act(instructor, waiting, "approve")

    assert not LessonPage.objects.get(pk=waiting.pk).live
    assert get_state(waiting).status == WorkflowState.STATUS_NEEDS_CHANGES


def test_approved_at_the_same_time_by_two_it_is_published_once(
    waiting: LessonPage, instructor: User, admin: User
) -> None:
    """Both have read the row before either wrote it."""
    first, second = (get_state(waiting).current_task_state.specific for _ in range(2))
    task = first.task.specific
    Event.objects.all().delete()

    task.on_action(first, instructor, "approve")
    task.on_action(second, admin, "approve")

    done = TaskState.objects.get(pk=first.pk)
    assert (done.status, done.finished_by) == (TaskState.STATUS_APPROVED, instructor)
    assert Event.objects.filter(name="lesson_published").count() == 1


def test_rejected_and_approved_at_the_same_time_the_first_word_holds(
    waiting: LessonPage, instructor: User, admin: User
) -> None:
    first, second = (get_state(waiting).current_task_state.specific for _ in range(2))
    task = first.task.specific

    task.on_action(first, instructor, "reject", comment="Not yet.")
    task.on_action(second, admin, "approve")

    assert get_state(waiting).status == WorkflowState.STATUS_NEEDS_CHANGES
    assert not LessonPage.objects.get(pk=waiting.pk).live


def test_what_was_approved_already_is_said_to_the_second(
    waiting: LessonPage, instructor: User, admin: User
) -> None:
    task_state = get_state(waiting).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "approve", task_state.pk])
    act(instructor, waiting, "approve")

    response = log_in(admin).post(url, follow=True)

    assert "is not currently awaiting moderation" in response.content.decode()


@pytest.mark.parametrize("who", ["assistant", "stranger", "learner"])
def test_nobody_else_approves(
    waiting: LessonPage, who: str, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    act(person, waiting, "approve")
    act(person, waiting, "reject", comment="No.")

    assert get_state(waiting).status == WorkflowState.STATUS_IN_PROGRESS
    assert not LessonPage.objects.get(pk=waiting.pk).live


def test_an_instructor_of_the_course_and_an_admin_approve_too(
    waiting: LessonPage, course: CoursePage, admin: User
) -> None:
    colleague = InstructorFactory()
    CourseStaff.objects.create(course=course, person=colleague, role=StaffRole.INSTRUCTOR)
    act(colleague, waiting, "reject", comment="Once more.")
    assert get_state(waiting).current_task_state.finished_by == colleague

    post_page(log_in(admin), waiting, action="submit", **BODY)
    act(admin, waiting, "approve")

    assert LessonPage.objects.get(pk=waiting.pk).live


def test_an_approver_who_left_the_course_approves_no_more(
    waiting: LessonPage, course: CoursePage, instructor: User
) -> None:
    CourseStaff.objects.filter(course=course, person=instructor).delete()

    act(User.objects.get(pk=instructor.pk), waiting, "approve")

    assert get_state(waiting).status == WorkflowState.STATUS_IN_PROGRESS


def test_while_it_waits_those_who_approve_edit_it_and_the_assistant_does_not(
    waiting: LessonPage, assistant: User, instructor: User
) -> None:
    post_page(log_in(assistant), waiting, title="Sneaked in", **BODY)
    kept = LessonPage.objects.get(pk=waiting.pk).get_latest_revision()
    assert kept.content["title"] == "Rye"

    post_page(log_in(instructor), waiting, title="Rye bread", **BODY)

    latest = LessonPage.objects.get(pk=waiting.pk).get_latest_revision()
    assert latest.content["title"] == "Rye bread"


def test_the_editor_tells_those_who_may_approve_that_a_page_waits_for_them(
    waiting: LessonPage, assistant: User, instructor: User
) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[waiting.pk])

    asked, not_asked = (
        read_messages(log_in(person).get(edit)) for person in (instructor, assistant)
    )

    assert f"{assistant.get_full_name()} submitted this for approval." in asked
    assert "submitted this for approval" not in not_asked


def test_who_submitted_takes_it_back(waiting: LessonPage, assistant: User) -> None:
    post_page(log_in(assistant), waiting, action="cancel-workflow")

    assert get_state(waiting).status == WorkflowState.STATUS_CANCELLED
    assert not LessonPage.objects.get(pk=waiting.pk).live


def test_an_assistants_lock_gives_way_to_the_approval(
    lesson: LessonPage, assistant: User, instructor: User
) -> None:
    lesson.locked, lesson.locked_by = True, assistant
    lesson.save()

    post_page(log_in(assistant), lesson, action="submit", **BODY)

    assert not LessonPage.objects.get(pk=lesson.pk).locked


def test_a_page_deleted_meanwhile_is_not_found(waiting: LessonPage, instructor: User) -> None:
    task_state = get_state(waiting).current_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "approve", task_state.pk])
    Page.objects.get(pk=waiting.pk).delete()

    response = log_in(instructor).post(url)

    assert response.status_code in (302, 404)
    assert not TaskState.objects.filter(pk=task_state.pk).exists()


def test_direct_publication_ends_the_workflow(waiting: LessonPage, instructor: User) -> None:
    post_page(log_in(instructor), waiting, action="publish", **BODY)

    assert LessonPage.objects.get(pk=waiting.pk).live
    assert get_state(waiting).status == WorkflowState.STATUS_CANCELLED


def test_a_submitted_translation_is_approved_by_the_teachers_of_the_original(
    course: CoursePage, instructor: User, stranger: User
) -> None:
    original = make_lesson(get_modules(course)[0], title="Wheat")
    post_page(log_in(instructor), original, action="publish", **BODY)
    translated = translate(LessonPage.objects.get(pk=original.pk), "id", publish=False)
    translated.get_workflow().start(translated, instructor)

    act(stranger, translated, "approve")
    assert not LessonPage.objects.get(pk=translated.pk).live
    act(instructor, translated, "approve")

    assert LessonPage.objects.get(pk=translated.pk).live


# --- who sees what waits --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "sees"),
    [("instructor", True), ("admin", True), ("assistant", False), ("stranger", False)],
)
def test_what_waits_stands_on_the_home_page_of_those_who_may_approve_it(
    waiting: LessonPage, who: str, sees: bool, request: pytest.FixtureRequest
) -> None:
    person = request.getfixturevalue(who)

    listed = TaskState.objects.reviewable_by(person)
    home = log_in(person).get(reverse("wagtailadmin_home")).content.decode()

    assert [state.revision.object_str for state in listed] == (["Rye"] if sees else [])
    assert ("Awaiting your review" in home) is sees


def test_asking_who_may_approve_costs_one_statement_a_person(
    course: CoursePage, instructor: User
) -> None:
    lessons = [make_lesson(get_modules(course)[0]) for _ in range(3)]
    task = TeacherApprovalTask.objects.get()

    with CaptureQueriesContext(connection) as statements:
        answers = [task.get_actions(page, instructor) for page in lessons]

    assert [len(actions) for actions in answers] == [3, 3, 3]
    assert len(statements) == 1


def test_groups_still_approve_where_an_admin_wants_them_to(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    task = GroupApprovalTask.objects.create(name="Faculty board")
    workflow = Workflow.objects.create(name="Faculty")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowPage.objects.filter(page=get_catalogue()).update(workflow=workflow)

    post_page(log_in(instructor), lesson, action="submit", **BODY)
    act(instructor, lesson, "approve")
    assert get_state(lesson).status == WorkflowState.STATUS_IN_PROGRESS

    act(admin, lesson, "approve")
    assert LessonPage.objects.get(pk=lesson.pk).live


# --- mails ----------------------------------------------------------------------------------------


@pytest.fixture
def deliver(django_capture_on_commit_callbacks: Any) -> Any:
    """Run what waits for the commit: deliveries of events are made in place in tests."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


def test_those_who_answer_for_the_course_are_told_that_a_page_waits(
    lesson: LessonPage,
    course: CoursePage,
    assistant: User,
    instructor: User,
    admin: User,
    stranger: User,
    deliver: Any,
) -> None:
    with deliver():
        post_page(log_in(assistant), lesson, action="submit", **BODY)

    assert [sent.to for sent in mail.outbox] == [["instructor@example.com"]]
    assert 'The page "Rye" has been submitted for approval' in mail.outbox[0].subject
    edit = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert edit in mail.outbox[0].body


def test_a_page_that_is_given_back_at_once_troubles_nobody(
    lesson: LessonPage, assistant: User, instructor: User, admin: User, deliver: Any
) -> None:
    with deliver():
        post_page(log_in(assistant), lesson, action="submit")

    assert mail.outbox == []


def test_a_course_that_nobody_answers_for_is_brought_before_the_admins(
    lesson: LessonPage,
    course: CoursePage,
    assistant: User,
    instructor: User,
    admin: User,
    deliver: Any,
) -> None:
    User.objects.filter(pk=instructor.pk).update(is_active=False)

    with deliver():
        post_page(log_in(assistant), lesson, action="submit", **BODY)

    assert [sent.to for sent in mail.outbox] == [["admin@example.com"]]


def test_the_author_is_told_of_the_approval_and_the_approver_is_not(
    waiting: LessonPage, instructor: User, assistant: User, deliver: Any
) -> None:
    mail.outbox.clear()

    with deliver():
        act(instructor, waiting, "approve")

    assert [sent.to for sent in mail.outbox] == [["assistant@example.com"]]
    assert mail.outbox[0].subject == 'The page "Rye" has been approved in "Ready to publish".'


def test_the_author_reads_in_the_mail_what_is_asked_for(
    waiting: LessonPage, instructor: User, assistant: User, deliver: Any
) -> None:
    mail.outbox.clear()

    with deliver():
        act(instructor, waiting, "reject", comment="Say how much water.")

    assert [sent.to for sent in mail.outbox] == [["assistant@example.com"]]
    assert 'The following comment was left: "Say how much water."' in mail.outbox[0].body


def test_each_reads_the_mail_in_the_language_they_chose(
    lesson: LessonPage, course: CoursePage, assistant: User, instructor: User, deliver: Any
) -> None:
    colleague = InstructorFactory(email="arabic@example.com")
    CourseStaff.objects.create(course=course, person=colleague, role=StaffRole.INSTRUCTOR)
    profile = UserProfile.get_for_user(colleague)
    profile.preferred_language = "ar"
    profile.save()

    with deliver():
        post_page(log_in(assistant), lesson, action="submit", **BODY)

    subjects = {sent.to[0]: sent.subject for sent in mail.outbox}
    assert subjects["instructor@example.com"].startswith('The page "Rye" has been submitted')
    assert "Rye" in subjects["arabic@example.com"]
    assert "submitted" not in subjects["arabic@example.com"]


def test_who_wants_no_such_mails_gets_none(
    lesson: LessonPage, assistant: User, instructor: User, deliver: Any
) -> None:
    profile = UserProfile.get_for_user(instructor)
    profile.submitted_notifications = False
    profile.save()

    with deliver():
        post_page(log_in(assistant), lesson, action="submit", **BODY)

    assert mail.outbox == []


def test_no_mail_goes_out_for_what_is_decided_meanwhile(
    waiting: LessonPage, instructor: User
) -> None:
    task_state = get_state(waiting).current_task_state
    act(instructor, waiting, "approve")
    mail.outbox.clear()

    publication.tell_approvers(task_state_id=task_state.pk)

    assert mail.outbox == []
