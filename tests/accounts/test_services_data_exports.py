"""A copy holds all that is kept of a person, and nobody else's; it is whole or not there."""

import csv
import json
import tracemalloc
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.files.storage import storages
from django.utils import timezone
from pytest_django import Settings

from accounts.enums import ExportState
from accounts.models import PersonalDataExport, User, UserProfile
from accounts.ports import ExportTable, PersonalData, register_personal_data
from accounts.selectors.exports import find_export, get_export_desk
from accounts.services import data_exports
from accounts.services.data_archives import make_cell
from accounts.services.data_exports import remove_expired_exports, request_export, run_export
from core.exceptions import NotAllowed
from events.models import Event
from events.services.sweeping import make_due_deliveries
from learning.models import CheckAnswer, Note
from learning.services.enrollment import enroll_student
from learning.services.progress import complete_lesson
from tests.factories.pages import get_lessons, make_course

pytestmark = [pytest.mark.django_db, pytest.mark.spec("S41")]


def ask(person: User) -> PersonalDataExport:
    return request_export(person=person, actor=person)


def files() -> list[str]:
    try:
        return storages["private"].listdir("personal-data")[1]
    except FileNotFoundError:
        return []


@pytest.fixture(autouse=True)
def no_files_left() -> None:
    for name in files():
        storages["private"].delete(f"personal-data/{name}")


def unpack(export: PersonalDataExport) -> dict[str, str]:
    export.refresh_from_db()
    assert export.state == ExportState.READY
    with export.file.open("rb") as stored, ZipFile(BytesIO(stored.read())) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name).decode() for name in archive.namelist()}


@pytest.fixture
def copy(learner: User, newcomer: User) -> dict[str, str]:
    """Return the files of the copy of a learner who has used everything; so has somebody else."""
    UserProfile.objects.filter(user=learner).update(bio="Two lines.\nAnd =SUM(A1).")
    Authenticator.objects.create(user=learner, type="totp", data={"secret": "TOPSECRET"})
    course = make_course(title="Bread at Home", modules=1, lessons=2)
    lesson = get_lessons(course)[0]
    for person, words in ((learner, "=cmd|' /C calc'!A0"), (newcomer, "Nadia's own")):
        enroll_student(student=person, course=course)
        complete_lesson(student=person, lesson=lesson)
        Note.objects.create(student=person, lesson=lesson, text=words)
        CheckAnswer.objects.create(student=person, lesson=lesson, block_id="b", choice_ids=["c"])
    make_due_deliveries()
    export = ask(learner)
    make_due_deliveries()
    return unpack(export)


def test_the_copy_has_a_part_for_every_app(copy: dict[str, str]) -> None:
    assert json.loads(copy["account/account.json"])[0]["email"] == "learner@example.com"
    assert json.loads(copy["account/profile.json"])[0]["bio"] == "Two lines.\nAnd =SUM(A1)."
    (place,) = json.loads(copy["learning/enrollments.json"])
    assert place["course"] == "Bread at Home"
    assert place["status"] == "active"
    (answer,) = json.loads(copy["learning/answers.json"])
    assert answer["choice_ids"] == ["c"]
    (progress,) = json.loads(copy["learning/progress.json"])
    assert progress["lesson"] == "Lesson 1.1"
    assert progress["completed_at"]
    kinds = {row["activity"] for row in json.loads(copy["activity/activity.json"])}
    assert kinds == {"enrolled", "lesson_done"}
    assert any(name.startswith("learning/notes/") and name.endswith(".md") for name in copy)


def test_the_table_of_contents_names_every_other_file(copy: dict[str, str]) -> None:
    contents = copy.pop("README.txt")

    assert contents.startswith("This is all that is kept of you.")
    for name in copy:
        assert f"  {name}\n" in contents


def test_a_table_says_the_same_as_csv_and_runs_nothing(copy: dict[str, str]) -> None:
    (row,) = csv.DictReader(StringIO(copy["learning/notes.csv"]))

    assert row["lesson"] == "Lesson 1.1"
    assert row["text"] == "'=cmd|' /C calc'!A0"
    assert json.loads(copy["learning/notes.json"])[0]["text"] == "=cmd|' /C calc'!A0"


def test_no_secret_and_nothing_of_somebody_else_goes_out(
    copy: dict[str, str], learner: User
) -> None:
    everything = "\n".join(copy.values())

    for word in ("TOPSECRET", "Nadia", "newcomer@", learner.password):
        assert word not in everything
    assert json.loads(copy["account/second-factor.json"])[0]["type"] == "totp"


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("Bread", "Bread"),
        (-1, -1),
        (None, ""),
        (["a", "ü"], '["a", "ü"]'),
    ],
)
def test_a_cell_is_what_it_was(value: Any, cell: Any) -> None:
    assert make_cell(value) == cell


def test_the_contents_are_in_the_persons_language(learner: User) -> None:
    UserProfile.objects.filter(user=learner).update(language="id")
    learner.refresh_from_db()

    assert ask(learner).language == "id"


def test_a_mail_tells_that_it_is_ready(learner: User, mailoutbox: list[Any]) -> None:
    ask(learner)
    make_due_deliveries()

    (mail,) = mailoutbox
    assert mail.to == ["learner@example.com"]
    assert mail.subject == "The copy of your data is ready"
    assert "http://localhost:8000/accounts/privacy/" in mail.body
    event = Event.objects.get(name="personal_data_ready")
    assert mail.extra_headers["Message-ID"].startswith(f"<data_ready-{event.pk}@")


def test_one_at_a_time_and_so_many_a_day(learner: User, settings: Settings) -> None:
    settings.EXPORTS_A_DAY = 2
    ask(learner)
    with pytest.raises(NotAllowed) as refusal:
        ask(learner)
    assert refusal.value.code == "running"
    make_due_deliveries()
    ask(learner)
    make_due_deliveries()
    with pytest.raises(NotAllowed) as refusal:
        ask(learner)
    assert refusal.value.code == "too_many"
    assert not get_export_desk(learner).may_ask
    assert PersonalDataExport.objects.count() == 2

    with time_machine.travel(timezone.now() + timedelta(days=1, seconds=1)):
        assert get_export_desk(learner).may_ask
        ask(learner)


def test_who_is_shut_out_gets_no_copy(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(is_active=False)
    learner.refresh_from_db()

    with pytest.raises(NotAllowed):
        ask(learner)

    assert not PersonalDataExport.objects.exists()


def test_run_twice_makes_one_copy(learner: User) -> None:
    export = ask(learner)
    run_export(export_id=export.pk)
    export.refresh_from_db()
    before = export.file.name

    run_export(export_id=export.pk)

    export.refresh_from_db()
    assert export.file.name == before
    assert len(files()) == 1
    assert Event.objects.filter(name="personal_data_ready").count() == 1


class Killed(BaseException):
    """What the process dies of."""


@pytest.mark.parametrize("place", ["accounts.export_begun", "accounts.export_stored"])
def test_killed_in_the_middle_nothing_half_is_offered_and_it_is_made_again(
    learner: User, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    export = ask(learner)

    def die(name: str) -> None:
        if name == place:
            raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(data_exports, "failpoint", die)
        with pytest.raises(Killed):
            run_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == ExportState.RUNNING
    assert find_export(learner, export.pk) is None

    run_export(export_id=export.pk)

    assert "README.txt" in unpack(export)
    assert len(files()) == 1
    assert find_export(learner, export.pk) == export


def test_who_was_overtaken_leaves_no_trace(learner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    export = ask(learner)

    def overtake(name: str) -> None:
        if name == "accounts.export_stored":
            PersonalDataExport.objects.filter(pk=export.pk).update(tries=9)

    monkeypatch.setattr(data_exports, "failpoint", overtake)
    run_export(export_id=export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.RUNNING
    assert files() == []


class Breaking(PersonalData):
    name = "breaking"

    def export(self, person: Any) -> list[ExportTable]:
        return [ExportTable("broken", ("number",), ([1 // 0] for _ in range(1)))]


def test_a_mistake_of_ours_ends_it_in_words(learner: User) -> None:
    export = ask(learner)
    take_out = register_personal_data(Breaking())
    try:
        run_export(export_id=export.pk)
    finally:
        take_out()

    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert files() == []
    desk = get_export_desk(learner)
    assert desk.has_failed
    assert desk.ready == []


def test_nobody_elses_copy_is_found(learner: User, newcomer: User) -> None:
    export = ask(learner)
    run_export(export_id=export.pk)

    assert find_export(newcomer, export.pk) is None
    assert find_export(learner, export.pk) == export


def test_after_seven_days_it_is_gone(learner: User) -> None:
    export = ask(learner)
    run_export(export_id=export.pk)
    assert remove_expired_exports() == 0

    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        assert find_export(learner, export.pk) is None
        assert remove_expired_exports() == 1
        assert remove_expired_exports() == 0

    assert files() == []
    assert not PersonalDataExport.objects.exists()


class LongLife(PersonalData):
    name = "long-life"

    def export(self, person: Any) -> list[ExportTable]:
        rows = ((number, "w" * 200) for number in range(50_000))
        return [ExportTable("days", ("number", "words"), rows)]


def test_a_long_life_needs_no_more_memory(learner: User) -> None:
    """Ten megabytes of rows pass through, a few at a time."""
    export = ask(learner)
    take_out = register_personal_data(LongLife())
    tracemalloc.start()
    try:
        run_export(export_id=export.pk)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
        take_out()

    assert len(json.loads(unpack(export)["long-life/days.json"])) == 50_000
    assert peak < 4_000_000
