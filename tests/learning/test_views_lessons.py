"""What lesson pages post to: who may, what is written, where it leads, what is refused."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from events.models import Event
from learning.models import CheckAnswer, Enrollment, LessonProgress
from tests.factories.bodies import CHECK, RIGHT, WRONG
from tests.factories.pages import translate

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}
DEEDS = ["complete", "reopen", "position", "check"]


def address(deed: str, lesson: LessonPage) -> str:
    arguments = [lesson.pk, CHECK] if deed == "check" else [lesson.pk]
    return reverse(f"learning:{deed}", args=arguments)


def nothing_is_written() -> bool:
    return not LessonProgress.objects.exists() and not CheckAnswer.objects.exists()


class TestComplete:
    @pytest.mark.spec("S66")
    def test_the_learner_comes_back_to_the_lesson(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        response = client.post(address("complete", lesson))

        assert response.status_code == 302
        assert response["Location"] == f"{lesson.url}#complete"
        assert LessonProgress.objects.get().completed_at is not None
        assert "This lesson is done." in client.get(lesson.url).content.decode()

        client.post(address("reopen", lesson))
        assert LessonProgress.objects.get().completed_at is None

    def test_the_reader_of_a_translation_comes_back_to_the_translation(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
        client.force_login(enrolled)

        response = client.post("/id" + address("complete", lesson))

        assert response["Location"] == f"{translated.url}#complete"
        assert LessonProgress.objects.get().lesson_id == lesson.pk

    def test_a_program_gets_numbers(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        assert client.post(address("complete", lesson), headers=JSON).json() == {
            "done": 1,
            "total": 4,
            "percent": 25,
        }

    def test_no_foreign_address_is_ever_gone_to(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        response = client.post(
            address("complete", lesson) + "?next=https://evil.example",
            {"next": "https://evil.example"},
            headers={"referer": "https://evil.example/"},
        )

        assert response["Location"] == f"{lesson.url}#complete"


class TestCheck:
    @pytest.mark.spec("S65")
    def test_an_answer_is_judged_kept_and_shown(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)
        before = client.get(lesson.url).content.decode()

        response = client.post(address("check", lesson), {"choice": WRONG})
        after = client.get(lesson.url).content.decode()

        assert response["Location"] == f"{lesson.url}#check-{CHECK}"
        assert "Count again." not in before
        assert "Count again." in after
        assert "Well counted." not in after
        answer = CheckAnswer.objects.get()
        assert (answer.lesson_id, answer.block_id, answer.choice_ids, answer.tries) == (
            lesson.pk,
            CHECK,
            [WRONG],
            1,
        )

    def test_the_last_answer_counts(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)
        client.post(address("check", lesson), {"choice": WRONG})

        reply = client.post(address("check", lesson), {"choice": RIGHT}, headers=JSON).json()

        assert reply == {
            "chosen": [RIGHT],
            "is_right": True,
            "feedback": {RIGHT: "Well counted."},
            "explanation": "Put two beside two.",
            "tries": 2,
        }
        assert CheckAnswer.objects.get().choice_ids == [RIGHT]

    def test_the_answer_survives_a_change_of_language(
        self, client: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
        client.force_login(enrolled)

        client.post("/id" + address("check", lesson), {"choice": RIGHT})

        assert CheckAnswer.objects.get().lesson_id == lesson.pk
        assert "Well counted. (id)" in client.get(translated.url).content.decode()
        html = client.get(lesson.url).content.decode()
        assert "Well counted." in html
        assert "(id)" not in html

    @pytest.mark.parametrize(
        ("choices", "code"),
        [
            ([], "nothing_chosen"),
            (["no-such-choice"], "no_such_choice"),
            (["\x00"], "no_such_choice"),
            ([RIGHT, WRONG], "too_many_choices"),
        ],
    )
    def test_what_is_no_answer_is_refused(
        self, client: Client, enrolled: User, lesson: LessonPage, choices: list[str], code: str
    ) -> None:
        client.force_login(enrolled)

        reply = client.post(address("check", lesson), {"choice": choices}, headers=JSON)
        page = client.post(address("check", lesson), {"choice": choices}, follow=True)

        assert reply.status_code == 400
        assert reply.json()["code"] == code
        assert reply.json()["message"] in page.content.decode()
        assert nothing_is_written()

    def test_a_question_that_is_not_there_is_not_found(
        self, client: Client, enrolled: User, lessons: list[LessonPage]
    ) -> None:
        client.force_login(enrolled)

        assert client.post(address("check", lessons[1]), {"choice": RIGHT}).status_code == 404
        assert nothing_is_written()

    def test_a_visitor_of_a_free_preview_is_answered_and_not_stored(
        self, client: Client, lesson: LessonPage
    ) -> None:
        lesson.free_preview = True
        lesson.save_revision().publish()
        assert "Count again." not in client.get(lesson.url).content.decode()

        client.post(address("check", lesson), {"choice": WRONG})

        html = client.get(lesson.url).content.decode()
        assert "Count again." in html
        assert "Well counted." not in html
        assert nothing_is_written()
        assert "Count again." not in Client().get(lesson.url).content.decode()

    def test_staff_try_their_questions_without_leaving_answers(
        self, client: Client, instructor: User, lesson: LessonPage
    ) -> None:
        client.force_login(instructor)

        reply = client.post(address("check", lesson), {"choice": RIGHT}, headers=JSON).json()

        assert reply["is_right"] is True
        assert nothing_is_written()


def test_the_keys_of_notes_are_listed_for_those_who_may_keep_notes(
    client: Client, enrolled: User, instructor: User, lesson: LessonPage
) -> None:
    lesson.free_preview = True
    lesson.save_revision().publish()
    assert "<kbd>B</kbd>" not in client.get(lesson.url).content.decode()

    for person in (enrolled, instructor):
        client.force_login(person)
        assert "<kbd>B</kbd>" in client.get(lesson.url).content.decode()


class TestPosition:
    def test_the_last_place_is_kept(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        for place in (250, 700):
            response = client.post(address("position", lesson), {"position": place})
            assert response.status_code == 204

        progress = LessonProgress.objects.get()
        assert (progress.position, progress.position_block) == (700, "")
        assert progress.completed_at is None

    def test_a_recording_is_kept_in_seconds_of_its_block(
        self, client: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        client.force_login(enrolled)

        client.post(address("position", lesson), {"position": 4000, "block": CHECK})

        progress = LessonProgress.objects.get()
        assert (progress.position, progress.position_block) == (4000, CHECK)

    @pytest.mark.parametrize(
        "data",
        [
            {},
            {"position": ""},
            {"position": "-1"},
            {"position": "1001"},
            {"position": "far"},
            {"position": "9" * 30},
            {"position": "86401", "block": CHECK},
            {"position": "5", "block": "x" * 37},
            {"position": "5", "block": "a b"},
            {"position": "5", "block": "\x00"},
        ],
    )
    def test_what_is_no_position_is_refused(
        self, client: Client, enrolled: User, lesson: LessonPage, data: dict[str, str]
    ) -> None:
        client.force_login(enrolled)

        assert client.post(address("position", lesson), data).status_code == 400
        assert nothing_is_written()


@pytest.mark.parametrize("deed", DEEDS)
def test_only_posts_are_heard(
    client: Client, enrolled: User, lesson: LessonPage, deed: str
) -> None:
    client.force_login(enrolled)

    for method in (client.get, client.head, client.put, client.delete, client.patch):
        assert method(address(deed, lesson)).status_code == 405
    assert nothing_is_written()


@pytest.mark.parametrize("deed", DEEDS)
def test_a_post_from_another_site_is_refused(enrolled: User, lesson: LessonPage, deed: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(enrolled)

    response = client.post(address(deed, lesson), {"choice": RIGHT, "position": "5"})

    assert response.status_code == 403
    assert nothing_is_written()


@pytest.mark.parametrize("deed", ["complete", "reopen", "check"])
def test_a_visitor_is_sent_to_log_in_and_back_to_the_page(
    client: Client, lesson: LessonPage, deed: str
) -> None:
    response = client.post(address(deed, lesson), {"choice": RIGHT})

    assert response["Location"] == f"{reverse('account_login')}?next={lesson.url}"
    assert client.post(address(deed, lesson), {"choice": RIGHT}, headers=JSON).status_code == 403
    assert nothing_is_written()


def test_a_script_of_a_visitor_is_refused_plainly(client: Client, lesson: LessonPage) -> None:
    assert client.post(address("position", lesson), {"position": "5"}).status_code == 403
    assert nothing_is_written()


@pytest.mark.parametrize("deed", DEEDS)
def test_who_is_not_enrolled_is_told_so(
    client: Client, newcomer: User, lesson: LessonPage, deed: str
) -> None:
    client.force_login(newcomer)

    reply = client.post(address(deed, lesson), {"choice": RIGHT, "position": "5"}, headers=JSON)

    assert reply.status_code == 403
    assert reply.json()["code"] == "enrol"
    assert nothing_is_written()
    assert not Event.objects.filter(name="lesson_completed").exists()


@pytest.mark.parametrize("deed", DEEDS)
def test_what_is_not_published_is_not_found(
    client: Client, enrolled: User, course: CoursePage, lesson: LessonPage, deed: str
) -> None:
    translate(course, "id", tree=True)
    translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)
    client.force_login(enrolled)
    # A translation has no address of its own to post to: ids are canonical.
    assert client.post(address(deed, translated), {"choice": RIGHT}).status_code == 404

    lesson.get_parent().specific.unpublish()

    assert client.post(address(deed, lesson), {"choice": RIGHT}).status_code == 404
    assert client.post(address(deed, LessonPage(pk=10**15))).status_code == 404
    assert nothing_is_written()
    assert Enrollment.objects.get().completed_at is None
