"""The addresses of notes over HTTP: whole pages and pieces, refusals that lose nothing, privacy."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CoursePage, LessonPage
from course_pages.services.languages import open_language
from learning.models import Note
from learning.services.enrollment import leave_course
from learning.services.notes import edit_note
from tests.factories.pages import translate
from tests.learning.note_places import FIRST, beside, keep, plant_notes

pytestmark = pytest.mark.django_db

PIECE = {"HX-Request": "true"}


def post_to(lesson: LessonPage) -> str:
    return reverse("learning:keep_note", args=[lesson.pk])


@pytest.fixture
def reader(client: Client, enrolled: User) -> Client:
    client.force_login(enrolled)
    return client


class TestKeeping:
    @pytest.mark.spec("S5")
    def test_without_scripts_the_lesson_shows_the_note(
        self, reader: Client, lesson: LessonPage
    ) -> None:
        response = reader.post(post_to(lesson), {"text": "Two\nlines <b>", "keep": "note"})

        note = Note.objects.get()
        assert response["Location"] == f"{lesson.url}#note-{note.pk}"
        page = reader.get(lesson.url)
        assert "<p>Two<br>lines &lt;b&gt;</p>" in page.content.decode()
        assert page["Cache-Control"] == "private, no-store"

    def test_with_scripts_the_panel_comes_back(self, reader: Client, lesson: LessonPage) -> None:
        place = {"place": "second", "block": FIRST, "number": "252", "quote": "said"}
        response = reader.post(
            post_to(lesson), {"text": "At once", "keep": "note"} | place, headers=PIECE
        )

        note = Note.objects.get()
        assert (note.place, note.number) == ("second", 252)
        content = response.content.decode()
        assert content.lstrip().startswith('<div class="stack stack--wide" id="notes-panel"')
        assert f'data-kept="{note.pk}"' in content
        assert "At 4:12" in content
        assert "At once</textarea>" not in content

    def test_in_a_translation(self, reader: Client, course: CoursePage, lesson: LessonPage) -> None:
        translate(course, "id", tree=True)
        translated = LessonPage.objects.exclude(pk=lesson.pk).get(canonical=lesson)

        response = reader.post("/id" + post_to(lesson), {"text": "Ini", "keep": "note"})

        assert response["Location"] == f"{translated.url}#note-{Note.objects.get().pk}"

    def test_a_bookmark(self, reader: Client, lesson: LessonPage) -> None:
        reader.post(post_to(lesson), {"text": "", "keep": "bookmark"})

        assert Note.objects.get().is_bookmark

    @pytest.mark.parametrize(
        ("sent", "error"),
        [
            ({"text": "x" * 5001}, "A note holds 5,000 characters, and this one has 5,001."),
            ({"text": "\x00 "}, "Write something first, or keep a bookmark."),
            ({"text": "Dear words", "place": "moon"}, "There is no such place in a lesson."),
            ({"text": "Dear words", "number": "-1"}, "There is no such place in a lesson."),
            ({"text": "Dear words", "number": "9" * 40}, "There is no such place in a lesson."),
            ({"text": "Dear words", "block": "\x00"}, "There is no such place in a lesson."),
        ],
    )
    def test_a_refusal_gives_the_words_back(
        self, sent: dict[str, str], error: str, reader: Client, lesson: LessonPage
    ) -> None:
        page = reader.post(post_to(lesson), {"keep": "note"} | sent)
        piece = reader.post(post_to(lesson), {"keep": "note"} | sent, headers=PIECE)

        assert (page.status_code, piece.status_code) == (400, 200)
        for response in (page, piece):
            content = response.content.decode()
            assert error in content
            assert f"{sent['text'].strip(chr(0) + ' ')}</textarea>" in content
        assert not Note.objects.exists()

    def test_logged_out_meanwhile_the_words_come_back(
        self, client: Client, lesson: LessonPage
    ) -> None:
        page = client.post(post_to(lesson), {"text": "Dear words", "keep": "note"})
        piece = client.post(post_to(lesson), {"text": "Dear words"}, headers=PIECE)

        assert (page.status_code, piece.status_code) == (403, 403)
        assert "Dear words</textarea>" in page.content.decode()
        assert f"/accounts/login/?next={lesson.url}" in page.content.decode()
        assert not Note.objects.exists()

    def test_who_is_not_enrolled_gets_the_words_back_too(
        self, client: Client, newcomer: User, lesson: LessonPage
    ) -> None:
        client.force_login(newcomer)

        page = client.post(post_to(lesson), {"text": "Dear words", "keep": "note"})

        assert page.status_code == 403
        assert "Dear words</textarea>" in page.content.decode()
        assert not Note.objects.exists()

    @pytest.mark.parametrize("headers", [{}, PIECE])
    @pytest.mark.parametrize("sent", [{"text": ""}, {"text": "x", "place": "moon"}])
    def test_bad_words_show_a_lesson_to_nobody_who_may_not_have_it(
        self,
        sent: dict[str, str],
        headers: dict[str, str],
        client: Client,
        newcomer: User,
        lesson: LessonPage,
    ) -> None:
        client.force_login(newcomer)
        assert client.post(post_to(lesson), sent, headers=headers).status_code == 403

        lesson.unpublish()
        assert client.post(post_to(lesson), sent, headers=headers).status_code == 404
        assert not Note.objects.exists()

    def test_logged_out_before_a_draft_nothing_of_it_is_told(
        self, client: Client, lesson: LessonPage
    ) -> None:
        lesson.unpublish()

        page = client.post(post_to(lesson), {"text": "Dear words", "keep": "note"})

        content = page.content.decode()
        assert page.status_code == 403
        assert "Dear words</textarea>" in content
        assert lesson.slug not in content
        assert "/accounts/login/?next=/learn/notes/" in content

    def test_the_language_menu_of_a_refusal_leads_to_the_lesson(
        self, reader: Client, lesson: LessonPage
    ) -> None:
        open_language(code="ar")
        page = reader.post(post_to(lesson), {"text": "", "keep": "note"}).content.decode()
        assert f'href="/ar{post_to(lesson)}" hreflang="ar"' in page

        there = reader.get(f"/ar{post_to(lesson)}").headers["Location"]
        assert there == f"/ar/pages/{lesson.pk}/"  # not translated: its own words, the frame Arabic
        assert reader.get("/learn/lessons/999999/notes/").headers["Location"] == "/learn/notes/"
        assert not Note.objects.exists()

    @pytest.mark.parametrize("lesson_id", [0, 999_999, 10**30])
    def test_no_such_lesson(self, lesson_id: int, reader: Client) -> None:
        response = reader.post(f"/learn/lessons/{lesson_id}/notes/", {"text": "x"})

        assert response.status_code == 404
        assert not Note.objects.exists()


class TestPanel:
    def test_a_visitor_of_a_free_lesson_sees_the_way_in_and_no_form(
        self, client: Client, lesson: LessonPage
    ) -> None:
        lesson.free_preview = True
        lesson.save_revision().publish()

        content = client.get(lesson.url).content.decode()

        assert "Log in to keep yours" in content
        assert 'id="new-note"' not in content
        assert "data-notes " not in content

    def test_staff_have_the_form_and_none_of_the_learners_notes(
        self, client: Client, enrolled: User, instructor: User, lesson: LessonPage
    ) -> None:
        keep(enrolled, lesson, "Nobody reads this")
        client.force_login(instructor)

        content = client.get(lesson.url).content.decode()

        assert 'id="new-note"' in content
        assert "Nobody reads this" not in content

    def test_what_is_typed_is_remembered_under_the_name_of_who_types_it(
        self, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        content = reader.get(lesson.url).content.decode()

        assert f'data-notes-person-value="{enrolled.pk}"' in content


class TestChanging:
    def test_the_page_and_the_piece(
        self, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Old words", **beside(FIRST))
        address = reverse("learning:note", args=[note.pk])

        assert "Old words</textarea>" in reader.get(address).content.decode()
        piece = reader.get(address, headers=PIECE).content.decode()
        assert piece.lstrip().startswith('<article class="note note--open"')
        assert note.updated_at.isoformat() in piece

        sent = {"text": "New words", "version": note.updated_at.isoformat()}
        response = reader.post(address, sent)
        assert response["Location"] == f"{lesson.url}#note-{note.pk}"
        assert Note.objects.get().text == "New words"

    @pytest.mark.parametrize("headers", [{}, PIECE])
    def test_changed_in_another_tab_both_texts_are_shown(
        self, headers: dict[str, str], reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Old words")
        seen = note.updated_at.isoformat()
        edit_note(student=enrolled, note_id=note.pk, text="From the phone", seen=seen)
        address = reverse("learning:note", args=[note.pk])

        sent = {"text": "From the desk", "version": seen}
        content = reader.post(address, sent, headers=headers).content.decode()

        assert "changed somewhere else" in content
        assert "<p>From the phone</p>" in content
        assert "From the desk</textarea>" in content
        assert Note.objects.get().text == "From the phone"

        now = Note.objects.get().updated_at.isoformat()
        assert now in content
        reader.post(address, {"text": "From the desk", "version": now})
        assert Note.objects.get().text == "From the desk"

    @pytest.mark.parametrize("text", ["", "x" * 5001])
    def test_what_is_refused_for_its_words_overwrites_nothing_unseen(
        self, text: str, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Old words")
        seen = note.updated_at.isoformat()
        edit_note(student=enrolled, note_id=note.pk, text="From the phone", seen=seen)
        address = reverse("learning:note", args=[note.pk])

        content = reader.post(address, {"text": text, "version": seen}).content.decode()

        assert f'name="version" value="{seen}"' in content
        again = reader.post(address, {"text": "From the desk", "version": seen})
        assert "changed somewhere else" in again.content.decode()
        assert Note.objects.get().text == "From the phone"

    def test_another_person_finds_nothing(
        self, client: Client, enrolled: User, admin: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Mine")
        client.force_login(admin)

        answers = [
            client.get(reverse("learning:note", args=[note.pk])),
            client.post(reverse("learning:note", args=[note.pk]), {"text": "Ha"}),
            client.post(reverse("learning:delete_note", args=[note.pk])),
            client.post(reverse("learning:restore_note", args=[note.pk])),
        ]

        assert [answer.status_code for answer in answers] == [404] * 4
        assert Note.objects.get().text == "Mine"

    def test_deleted_in_another_tab_the_words_come_back(
        self, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Old words")
        reader.post(reverse("learning:delete_note", args=[note.pk]))

        page = reader.post(reverse("learning:note", args=[note.pk]), {"text": "Dear words"})

        assert page.status_code == 403
        assert "Dear words</textarea>" in page.content.decode()


class TestDeleting:
    def test_without_scripts_a_page_offers_undo(
        self, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Dear")

        response = reader.post(reverse("learning:delete_note", args=[note.pk]), follow=True)
        assert response.redirect_chain == [(f"/learn/notes/{note.pk}/", 302)]
        assert "Deleted." in response.content.decode()
        assert not Note.objects.exists()

        undo = reader.post(reverse("learning:restore_note", args=[note.pk]))
        assert undo["Location"] == f"{lesson.url}#note-{note.pk}"
        assert Note.objects.get().text == "Dear"

    def test_with_scripts_it_stands_in_the_place_of_the_note(
        self, reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Dear")

        for _again in range(2):
            piece = reader.post(
                reverse("learning:delete_note", args=[note.pk]), headers=PIECE
            ).content.decode()
            assert piece.lstrip().startswith('<div class="note note--gone"')
        undone = reader.post(reverse("learning:restore_note", args=[note.pk]), headers=PIECE)

        assert "<p>Dear</p>" in undone.content.decode()
        assert Note.objects.get().pk == note.pk

    @pytest.mark.parametrize("headers", [{}, PIECE])
    def test_a_bookmark_kept_anew_meanwhile_is_what_comes_back(
        self, headers: dict[str, str], reader: Client, enrolled: User, lesson: LessonPage
    ) -> None:
        first = keep(enrolled, lesson, "")
        reader.post(reverse("learning:delete_note", args=[first.pk]))
        second = keep(enrolled, lesson, "")

        undo = reader.post(reverse("learning:restore_note", args=[first.pk]), headers=headers)

        assert f"note-{second.pk}" in (undo.get("Location") or undo.content.decode())
        assert Note.objects.get() == second


class TestLists:
    def test_the_list_of_a_course_after_leaving(
        self, reader: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        note = keep(enrolled, lesson, "Still mine")
        leave_course(student=enrolled, course=course)

        response = reader.get(reverse("learning:course_notes", args=[course.pk]))

        content = response.content.decode()
        assert "<p>Still mine</p>" in content
        assert f'action="/learn/notes/{note.pk}/delete/"' in content
        assert f'href="/learn/notes/{note.pk}/"' not in content
        assert response["Cache-Control"] == "private, no-store"

    def test_nothing_yet_and_nothing_found(self, reader: Client, course: CoursePage) -> None:
        address = reverse("learning:course_notes", args=[course.pk])

        assert "You have kept nothing here yet." in reader.get(address).content.decode()
        assert "No note matches." in reader.get(address, {"q": "x"}).content.decode()
        assert (
            reader.get("/learn/notes/", {"q": "\x00", "kind": "?", "page": "-1"}).status_code == 200
        )

    def test_the_file(
        self, reader: Client, enrolled: User, course: CoursePage, lesson: LessonPage
    ) -> None:
        keep(enrolled, lesson, "# Mine")

        response = reader.get(reverse("learning:export_notes", args=[course.pk]))

        assert response["Content-Type"] == "text/markdown; charset=utf-8"
        assert response["Content-Disposition"] == 'attachment; filename="notes.md"'
        assert response["Cache-Control"] == "private, no-store"
        document = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert "\n\\# Mine\n" in document

    @pytest.mark.parametrize("course_id", [0, 999_999, 10**30])
    def test_no_such_course(self, course_id: int, reader: Client) -> None:
        assert reader.get(f"/learn/courses/{course_id}/notes/").status_code == 404
        assert reader.get(f"/learn/courses/{course_id}/notes.md").status_code == 404

    def test_many_notes_are_pages(self, reader: Client, enrolled: User, lesson: LessonPage) -> None:
        plant_notes(enrolled, lesson, 31)

        content = reader.get("/learn/notes/", {"page": "2"}).content.decode()

        assert "31 notes" in content
        assert 'href="?page=1"' in content
