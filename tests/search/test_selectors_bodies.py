"""What of a lesson's body may be found, and what never."""

import pytest

from course_pages.blocks import LessonBodyBlock
from search.selectors.bodies import READERS, list_passages, read_words
from tests.factories.bodies import (
    RIGHT,
    WRONG,
    make_audio,
    make_block,
    make_callout,
    make_check,
    make_choice,
    make_details,
    make_table,
    make_video,
    read_body,
)

pytestmark = pytest.mark.django_db


def text(words: str) -> dict[str, object]:
    return make_block("text", f"<p>{words}</p>")


def test_every_type_of_block_is_decided_on() -> None:
    """A new block is found only after somebody thought of what in it is a secret."""
    assert set(READERS) == set(LessonBodyBlock().child_blocks)


def test_the_words_of_every_open_block_are_read() -> None:
    body = read_body(
        make_block(
            "text", "<h2>Rice &amp; tea</h2><p>one <b>bold</b> word</p><ul><li>two</li></ul>"
        ),
        make_callout(text("aside"), title="Mind this"),
        make_block("code", {"language": "sql", "title": "prices.sql", "code": "SELECT price"}),
        make_block("quote", {"text": "<p>insight</p>", "attribution": "Hamming"}),
        make_details(text("background"), kind="more", title="Why"),
        make_block("image", {"image": None, "alt": "a map", "caption": "the north"}),
        make_block("video", {"media": None, "embed": "", "title": "A film", "transcript": ""}),
        make_block("audio", {"media": None, "title": "A song", "transcript": ""}),
        make_table(("Name", "Price"), ("Rice", "62"), caption="Stock"),
        make_block("file", {"document": None, "title": "Worksheet"}),
        make_block("embed", {"url": "https://example.org/", "title": "Elsewhere"}),
    )

    assert read_words(body).split("\n") == [
        "Rice & tea",
        "one bold word",
        "two",
        "Mind this",
        "aside",
        "prices.sql",
        "SELECT price",
        "insight",
        "Hamming",
        "Why",
        "background",
        "a map",
        "the north",
        "A film",
        "A song",
        "Stock",
        "Name Price",
        "Rice 62",
        "Worksheet",
        "Elsewhere",
    ]


def make_secrets() -> list[dict[str, object]]:
    """Return blocks with a canary in every place that a learner must ask for or earn."""
    choices = [
        make_choice(RIGHT, "canaryanswer", correct=True, feedback="canaryfeedback"),
        make_choice(WRONG, "canaryother", feedback="canarywrong"),
    ]
    hints = [make_block("item", "canaryhint")]
    check = make_check(choices=choices, hints=hints, explanation="canaryexplanation")
    film = make_block(
        "video",
        {"media": None, "embed": "", "title": "canaryfilm", "transcript": "canarytranscript"},
    )
    solution = make_details(text("canarysolution"), film, kind="solution", title="canarytitle")
    hint = make_details(text("canaryclue"), kind="hint", title="canarynudge")
    unknown = make_details(text("canaryunknown"), kind="of old", title="canaryold")
    exercise = make_callout(text("open words"), solution, hint, kind="exercise")
    return [check, solution, hint, unknown, exercise]


@pytest.mark.spec("S51")
def test_no_secret_is_read() -> None:
    body = read_body(*make_secrets())

    assert read_words(body) == "open words"
    assert list(list_passages(body)) == []


def test_captions_become_passages_that_begin_at_a_second() -> None:
    cues = [
        [number * 10.0, number * 10.0 + 9, f"Sentence {number} " + "x" * 90 + "."]
        for number in range(7)
    ]
    film = make_video("Film", captions="film.vtt", captions_language="id")
    type(film).objects.filter(pk=film.pk).update(cues=cues)
    block = make_block(
        "video",
        {"media": film.pk, "embed": "", "title": "Ikat", "transcript": ""},
        block_id=RIGHT,
    )

    passages = list(list_passages(read_body(make_callout(block))))

    assert [(p.block_id, p.title, p.language, p.second) for p in passages] == [
        (RIGHT, "Ikat", "id", 0),
        (RIGHT, "Ikat", "id", 30),
        (RIGHT, "Ikat", "id", 60),
    ]
    assert passages[1].words.startswith("Sentence 3 ")


def test_a_transcript_without_times_is_passages_without_a_second() -> None:
    sound = make_audio("Song", transcript="kept with the recording")
    own, kept = (
        make_block("audio", {"media": sound.pk, "title": "Song", "transcript": words})
        for words in ("of the lesson " * 50, "")
    )

    passages = list(list_passages(read_body(own, kept)))

    assert [p.second for p in passages] == [None, None, None, None]
    assert " ".join(p.words for p in passages[:3]) == ("of the lesson " * 50).strip()
    assert passages[3].words == "kept with the recording"
