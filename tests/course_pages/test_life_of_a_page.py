"""What a page goes through between its first draft and its end, by the buttons of the admin.

Each road is gone by an instructor of the course; a stranger, who teaches another one, is refused.
"""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, Page, PageSubscription, Revision
from wagtail.test.utils.form_data import inline_formset, rich_text, streamfield
from wagtail.users.models import UserProfile

from accounts.models import User
from core.money import Money
from course_pages.blocks import LessonBodyBlock
from course_pages.models import CourseFacts, CoursePage, LessonFacts, LessonPage, ModulePage
from course_pages.selectors.outline import get_outline
from course_pages.services.schedule import keep_schedule
from course_pages.tasks import keep_the_schedule
from events.models import Event
from tests.factories.bodies import (
    THIRD,
    make_audio,
    make_block,
    make_callout,
    make_check,
    make_choice,
    make_details,
    make_image,
    make_table,
    make_video,
    read_body,
)
from tests.factories.editor import log_in, post_page, text_block, typed
from tests.factories.files import make_document
from tests.factories.pages import get_modules, make_course, make_lesson, make_module

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S49", "S65")]

BODY: dict[str, Any] = {"body": streamfield([text_block("Rye needs more water than wheat.")])}
KINDS = ("course", "module", "lesson")


@pytest.fixture
def course(instructor: User) -> CoursePage:
    return make_course(owner=instructor, modules=1, lessons=0, title="Bread", slug="bread")


@pytest.fixture
def module(course: CoursePage) -> ModulePage:
    return get_modules(course)[0]


@pytest.fixture
def lesson(module: ModulePage) -> LessonPage:
    return make_lesson(module, title="Rye", slug="rye")


@pytest.fixture
def pages(course: CoursePage, module: ModulePage, lesson: LessonPage) -> dict[str, Page]:
    return {"course": course, "module": module, "lesson": lesson}


@pytest.fixture
def other_course(stranger: User) -> CoursePage:
    """What the stranger teaches: they are refused for whose the page is, not as nobody."""
    return make_course(owner=stranger)


def fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def url(name: str, *args: Any) -> str:
    return reverse(f"wagtailadmin_pages:{name}", args=args)


def titles(course: CoursePage) -> list[str]:
    """Return what learners see in the outline."""
    outline = get_outline(course, language="en")
    return [lesson.title for module in outline for lesson in module.lessons]


# --- drafts ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_a_draft_lies_beside_the_live_page(
    kind: str, pages: dict[str, Page], instructor: User
) -> None:
    page = pages[kind]

    post_page(log_in(instructor), page, title="Better words")

    saved = fresh(page)
    assert (saved.title, saved.draft_title) == (page.title, "Better words")
    assert (saved.live, saved.has_unpublished_changes) == (True, True)
    learner_sees = log_in(instructor).get(page.get_url(), follow=True).content.decode()
    assert "Better words" not in learner_sees


@pytest.mark.parametrize("kind", KINDS)
def test_a_stranger_saves_no_draft(
    kind: str, pages: dict[str, Page], stranger: User, other_course: CoursePage
) -> None:
    revisions = Revision.objects.count()

    post_page(log_in(stranger), pages[kind], title="Taken")
    post_page(log_in(stranger), pages[kind], title="Taken", action="publish")

    assert Revision.objects.count() == revisions
    assert fresh(pages[kind]).draft_title == pages[kind].title


@pytest.mark.parametrize("kind", KINDS)
def test_a_published_draft_is_what_learners_see(
    kind: str, pages: dict[str, Page], instructor: User
) -> None:
    post_page(log_in(instructor), pages[kind], title="Better words", action="publish")

    assert fresh(pages[kind]).title == "Better words"


# --- autosave and two people at one page ----------------------------------------------------------


def autosave(person: User, page: Page, **changes: Any) -> Any:
    """Send what the editor sends by itself, half a second after a key was pressed."""
    names = ("loaded_revision_id", "loaded_revision_created_at", "overwrite_revision_id")
    state = {name: changes.pop(name) for name in names if name in changes}
    return log_in(person).post(
        url("edit", page.pk), typed(page, **changes) | state, headers={"accept": "application/json"}
    )


@pytest.mark.parametrize("kind", KINDS)
def test_the_editor_saves_by_itself(kind: str, pages: dict[str, Page], instructor: User) -> None:
    response = autosave(instructor, pages[kind], title="Half a sen")

    answer = response.json()
    assert answer["success"] is True
    saved = fresh(pages[kind])
    assert (saved.draft_title, saved.title) == ("Half a sen", pages[kind].title)
    assert answer["revision_id"] == saved.latest_revision_id


def test_what_is_saved_by_itself_does_not_fill_the_history(
    lesson: LessonPage, instructor: User
) -> None:
    first = autosave(instructor, lesson, title="Ha").json()["revision_id"]

    second = autosave(instructor, lesson, title="Half", overwrite_revision_id=first).json()

    assert second["revision_id"] == first
    assert Revision.objects.get(pk=first).content["title"] == "Half"


def test_an_unfinished_page_is_saved_all_the_same(lesson: LessonPage, instructor: User) -> None:
    unfinished = streamfield([("quote", {"text": rich_text(""), "attribution": "Somebody"})])

    response = autosave(instructor, lesson, title="Half", body=unfinished)

    assert response.json()["success"] is True
    assert fresh(lesson).get_latest_revision_as_object().body[0].value["attribution"] == "Somebody"


def test_a_price_survives_saving_by_itself(course: CoursePage, instructor: User) -> None:
    autosave(instructor, course, price="19.50", currency="EUR")

    draft = fresh(course).get_latest_revision_as_object()
    assert draft.price == Money(1950, "EUR")
    assert fresh(course).price == Money(0, "USD")


def test_a_wrong_price_is_refused_in_words_the_editor_understands(
    course: CoursePage, instructor: User
) -> None:
    response = autosave(instructor, course, price="19.505", currency="EUR")

    assert (response.status_code, response.json()["error_code"]) == (400, "validation_error")
    assert fresh(course).get_latest_revision_as_object().price == Money(0, "USD")


def test_somebody_elses_file_is_refused_when_the_editor_saves_by_itself(
    lesson: LessonPage, instructor: User, stranger: User
) -> None:
    theirs = make_document(owner=stranger)
    files = inline_formset([{"document": theirs.pk, "title": "", "ORDER": 1}])

    response = autosave(instructor, lesson, attachments=files)

    assert response.json()["error_code"] == "validation_error"


def test_the_second_of_two_editors_does_not_overwrite_the_first(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    loaded = lesson.save_revision(user=instructor)
    seen = {
        "loaded_revision_id": loaded.pk,
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    assert autosave(admin, lesson, title="First", **seen).json()["success"] is True

    second = autosave(instructor, lesson, title="Second", **seen)

    assert second.json()["error_code"] == "invalid_revision"
    assert fresh(lesson).draft_title == "First"


def test_two_editors_are_told_of_each_other(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    edit = url("edit", lesson.pk)
    log_in(admin).get(edit)
    browser = log_in(instructor)

    modules = browser.get(edit).context["editing_sessions"]
    others = browser.post(modules.ping_url).json()

    assert "Ada Min" in others["html"]


# --- schedule -------------------------------------------------------------------------------------


def in_hours(hours: int) -> str:
    return (timezone.now() + timedelta(hours=hours)).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_appears_at_its_hour(
    kind: str, course: CoursePage, module: ModulePage, instructor: User
) -> None:
    page: Any = {
        "course": lambda: make_course(owner=instructor, live=False),
        "module": lambda: get_modules(course)[0],
        "lesson": lambda: make_lesson(module, title="Spelt", live=False),
    }[kind]()
    if kind == "module":
        page.unpublish()
    post_page(log_in(instructor), page, go_live_at=in_hours(2), action="publish")
    assert not fresh(page).live

    assert keep_schedule() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert keep_the_schedule() == 1
        assert keep_schedule() == 0

    assert fresh(page).live


def test_a_scheduled_lesson_is_announced_when_it_appears_and_learners_see_it(
    course: CoursePage, module: ModulePage, instructor: User
) -> None:
    lesson = make_lesson(module, title="Spelt", live=False)
    post_page(log_in(instructor), lesson, go_live_at=in_hours(2), action="publish")
    Event.objects.all().delete()
    assert titles(course) == []

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        keep_schedule()

    assert titles(course) == ["Spelt"]
    assert LessonFacts.objects.get(lesson=lesson).is_open
    published = Event.objects.get(name="lesson_published")
    assert (published.actor_id, published.facts["lesson_id"]) == (instructor.pk, lesson.pk)


def test_an_expired_lesson_leaves_the_outline_and_the_numbers(
    course: CoursePage, lesson: LessonPage, instructor: User
) -> None:
    post_page(log_in(instructor), lesson, expire_at=in_hours(2), action="publish", **BODY)
    assert titles(course) == ["Rye"]

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert keep_schedule() == 1
        assert keep_schedule() == 0

    gone = fresh(lesson)
    assert (gone.live, gone.expired) == (False, True)
    assert titles(course) == []
    assert CourseFacts.objects.get(course=course).lesson_count == 0


def test_an_expired_course_is_announced_as_taken_down(course: CoursePage, instructor: User) -> None:
    post_page(log_in(instructor), course, expire_at=in_hours(2), action="publish")
    Event.objects.all().delete()

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        keep_schedule()

    assert Event.objects.get(name="course_unpublished").facts == {"course_id": course.pk}


def test_one_page_that_cannot_appear_keeps_no_other_from_its_hour(
    module: ModulePage, instructor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = (make_lesson(module, title=title, live=False) for title in ("First", "Second"))
    browser = log_in(instructor)
    post_page(browser, first, go_live_at=in_hours(1), action="publish")
    post_page(browser, second, go_live_at=in_hours(2), action="publish")
    publish = LessonPage.publish

    def fail(page: Any, *args: Any, **kwargs: Any) -> Any:
        if page.pk == first.pk:
            raise RuntimeError("out of flour")
        return publish(page, *args, **kwargs)

    monkeypatch.setattr(LessonPage, "publish", fail)

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert keep_schedule() == 1

    assert (fresh(first).live, fresh(second).live) == (False, True)
    assert fresh(first).scheduled_revision is not None


def test_the_schedule_is_kept_every_minute() -> None:
    from config.celery import app

    entry = app.conf.beat_schedule["course_pages.keep_schedule"]
    app.loader.import_default_modules()
    assert entry["schedule"] == 60.0
    assert entry["task"] in app.tasks


def test_a_schedule_is_taken_back(module: ModulePage, instructor: User) -> None:
    lesson = make_lesson(module, title="Spelt", live=False)
    browser = log_in(instructor)
    post_page(browser, lesson, go_live_at=in_hours(2), action="publish")
    scheduled = fresh(lesson).scheduled_revision

    browser.post(url("revisions_unschedule", lesson.pk, scheduled.pk))

    with time_machine.travel(timezone.now() + timedelta(hours=3)):
        assert keep_schedule() == 0
    assert not fresh(lesson).live


# --- comments -------------------------------------------------------------------------------------


def comment_on(page: Page, place: str, words: str) -> dict[str, Any]:
    rows = [
        {
            "text": words,
            "contentpath": place,
            "position": "",
            "replies": inline_formset([]),
        }
    ]
    return {"comments": inline_formset(rows)}


def test_comments_stand_at_fields_and_blocks(lesson: LessonPage, instructor: User) -> None:
    block = make_block("text", "<p>Words</p>")
    lesson.body = read_body(block)
    lesson.save_revision().publish()
    browser = log_in(instructor)

    post_page(browser, lesson, **comment_on(lesson, "title", "Too short"))
    post_page(browser, lesson, **comment_on(lesson, f"body.{block['id']}", "Say more"))

    said = Comment.objects.filter(page=lesson).order_by("pk")
    assert list(said.values_list("contentpath", "text")) == [
        ("title", "Too short"),
        (f"body.{block['id']}", "Say more"),
    ]


def test_comments_are_mailed_to_those_who_asked_for_them(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    PageSubscription.objects.create(page=lesson, user=admin, comment_notifications=True)

    post_page(log_in(instructor), lesson, **comment_on(lesson, "title", "Too short"))

    assert [sent.to for sent in mail.outbox] == [["admin@example.com"]]
    assert "Too short" in mail.outbox[0].body


def test_comments_are_mailed_to_nobody_who_switched_it_off(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    PageSubscription.objects.create(page=lesson, user=admin, comment_notifications=True)
    profile = UserProfile.get_for_user(admin)
    profile.updated_comments_notifications = False
    profile.save()

    post_page(log_in(instructor), lesson, **comment_on(lesson, "title", "Too short"))

    assert mail.outbox == []


# --- comparing and going back ---------------------------------------------------------------------


def every_block(owner: User, words: str) -> list[dict[str, Any]]:
    """Return one block of each kind, always with the same ids, that say `words`."""
    image, document = make_image(uploaded_by_user=owner), make_document(owner=owner)
    video, audio = make_video(uploaded_by_user=owner), make_audio(uploaded_by_user=owner)
    inner = make_block("text", f"<p>{words}</p>", block_id=block_id(99))
    blocks = [
        make_block("text", f"<p>{words}</p>"),
        make_block("image", {"image": image.pk, "alt": words, "caption": ""}),
        make_block("video", {"media": video.pk, "embed": "", "title": words, "transcript": ""}),
        make_block("audio", {"media": audio.pk, "title": words, "transcript": ""}),
        make_block("file", {"document": document.pk, "title": words}),
        make_block("embed", {"url": "https://example.com/", "title": words}),
        make_block("code", {"language": "python", "title": "", "code": f"print('{words}')"}),
        make_block("math", {"latex": f"x + {len(words)}"}),
        make_table(("Flour", "Water"), ("Rye", words)),
        make_block("quote", {"text": words, "attribution": ""}),
        make_callout(inner, title=words),
        make_details(inner, title=words),
        make_check(question=words),
    ]
    return [block | {"id": block_id(place)} for place, block in enumerate(blocks)]


def block_id(number: int) -> str:
    return f"{number:08}-0000-4000-8000-000000000000"


def test_every_block_can_be_compared(lesson: LessonPage, instructor: User) -> None:
    """Added, taken away and changed; the view that crashes is Wagtail's only view of a change."""
    versions: dict[str, list[dict[str, Any]]] = {"none": []} | {
        words: every_block(instructor, words) for words in ("loaf", "crumb")
    }
    kinds = {block["type"] for block in versions["loaf"]}
    assert kinds == set(LessonBodyBlock().child_blocks)
    revisions = {}
    for name, blocks in versions.items():
        lesson.body = read_body(*blocks)
        revisions[name] = lesson.save_revision(clean=False)
    browser = log_in(instructor)

    shown = {}
    for old, new in (("none", "loaf"), ("loaf", "none"), ("loaf", "crumb")):
        ids = (revisions[old].pk, revisions[new].pk)
        answer = browser.get(url("revisions_compare", lesson.pk, *ids))
        assert answer.status_code == 200
        shown[old, new] = answer.content.decode()
    assert shown["none", "loaf"].count("loaf") >= len(kinds) - 1
    assert shown["loaf", "crumb"].count("crumb") >= len(kinds) - 1


def test_a_changed_knowledge_check_is_compared_in_words(
    lesson: LessonPage, instructor: User
) -> None:
    lesson.body = read_body(make_check())
    old = lesson.save_revision()
    changed = make_check(question="Two and three?")
    changed["value"]["choices"].append(make_choice(THIRD, "Six", feedback="Too many."))
    lesson.body = read_body(changed)
    new = lesson.save_revision()

    answer = log_in(instructor).get(url("revisions_compare", lesson.pk, old.pk, new.pk))

    words = answer.content.decode()
    assert answer.status_code == 200
    assert "three" in words
    assert "Six" in words


def test_a_stranger_compares_nothing(
    lesson: LessonPage, stranger: User, other_course: CoursePage
) -> None:
    old, new = lesson.save_revision(), lesson.save_revision()

    answer = log_in(stranger).get(url("revisions_compare", lesson.pk, old.pk, new.pk))

    assert answer.status_code == 302


def test_a_course_goes_back_to_an_older_version_with_its_price(
    course: CoursePage, instructor: User
) -> None:
    browser = log_in(instructor)
    post_page(browser, course, title="Bread", price="10", action="publish")
    older = fresh(course).latest_revision
    post_page(browser, course, title="Cake", price="20", action="publish")

    page = browser.get(url("revisions_revert", course.pk, older.pk))
    assert 'value="Bread"' in page.content.decode()
    old = older.as_object()
    browser.post(url("edit", course.pk), typed(old) | {"revision": older.pk, "action-publish": "1"})

    assert (fresh(course).title, fresh(course).price) == ("Bread", Money(1000, "USD"))
    assert CourseFacts.objects.get(course=course).price_minor == 1000


# --- copying, moving, taking down, locking, lending -----------------------------------------------


def copied(person: User, page: Page, parent: Page, **fields: Any) -> Any:
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": parent.pk}
    return log_in(person).post(url("copy", page.pk), data | fields)


def test_a_lesson_is_copied_as_a_draft_with_its_words(
    lesson: LessonPage, module: ModulePage, instructor: User
) -> None:
    lesson.body = read_body(make_block("text", "<p>Words</p>"))
    lesson.save_revision().publish()

    copied(instructor, lesson, module)

    copy = LessonPage.objects.get(slug="copy")
    assert (copy.live, copy.is_canonical) == (False, True)
    assert str(copy.body[0].value) == "<p>Words</p>"


def test_a_module_is_copied_with_its_lessons(
    course: CoursePage, module: ModulePage, lesson: LessonPage, instructor: User
) -> None:
    copied(instructor, module, course, copy_subpages="on", publish_copies="on")

    assert titles(course) == ["Rye", "Rye"]
    assert CourseFacts.objects.get(course=course).lesson_count == 2


def test_a_stranger_copies_nothing_into_their_course(
    lesson: LessonPage, stranger: User, other_course: CoursePage
) -> None:
    copied(stranger, lesson, get_modules(other_course)[0])

    assert not LessonPage.objects.filter(slug="copy").exists()


def test_a_lesson_moves_to_another_module(
    course: CoursePage, module: ModulePage, lesson: LessonPage, instructor: User
) -> None:
    oven = make_module(course, title="The oven")

    log_in(instructor).post(url("move_confirm", lesson.pk, oven.pk))

    assert fresh(lesson).get_parent().pk == oven.pk
    assert LessonFacts.objects.get(lesson=lesson).module_id == oven.pk


def test_a_stranger_moves_nothing(
    course: CoursePage, lesson: LessonPage, stranger: User, other_course: CoursePage
) -> None:
    target = get_modules(other_course)[0]

    log_in(stranger).post(url("move_confirm", lesson.pk, target.pk))

    assert fresh(lesson).get_parent().pk == get_modules(course)[0].pk


def test_a_module_is_taken_down_with_its_lessons(
    course: CoursePage, module: ModulePage, lesson: LessonPage, instructor: User
) -> None:
    log_in(instructor).post(url("unpublish", module.pk), {"include_descendants": "on"})

    assert (fresh(module).live, fresh(lesson).live) == (False, False)
    assert titles(course) == []


def test_a_stranger_takes_nothing_down(
    module: ModulePage, stranger: User, other_course: CoursePage
) -> None:
    log_in(stranger).post(url("unpublish", module.pk), {"include_descendants": "on"})

    assert fresh(module).live


def test_a_locked_lesson_is_edited_by_who_locked_it_alone(
    lesson: LessonPage, instructor: User, admin: User
) -> None:
    browser = log_in(instructor)
    browser.post(url("lock", lesson.pk))

    post_page(log_in(admin), lesson, title="Not mine")
    post_page(browser, lesson, title="Mine")

    assert fresh(lesson).draft_title == "Mine"
    browser.post(url("unlock", lesson.pk))
    assert not fresh(lesson).locked


def test_a_stranger_locks_nothing(
    lesson: LessonPage, stranger: User, other_course: CoursePage
) -> None:
    log_in(stranger).post(url("lock", lesson.pk))

    assert not fresh(lesson).locked


def test_an_alias_follows_its_lesson(
    course: CoursePage, module: ModulePage, lesson: LessonPage, instructor: User
) -> None:
    copied(instructor, lesson, module, alias="on")
    alias = LessonPage.objects.get(slug="copy")

    post_page(log_in(instructor), lesson, title="Rye bread", action="publish", **BODY)

    assert (fresh(alias).title, fresh(alias).alias_of_id) == ("Rye bread", lesson.pk)
    assert fresh(alias).canonical_id == lesson.pk
