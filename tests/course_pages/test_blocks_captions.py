"""Captions read into cues, and cues put together into a transcript."""

import time

import pytest
from django.core.exceptions import ValidationError

from course_pages.blocks.captions import (
    LARGEST_CAPTIONS,
    Cue,
    Fault,
    parse_captions,
    validate_captions,
)
from course_pages.blocks.transcripts import (
    TranscriptLine,
    find_direction,
    make_transcript,
    write_clock,
    write_text,
)


def write(*cues: str) -> bytes:
    return "\n\n".join(["WEBVTT", *cues]).encode()


def words(content: bytes) -> list[str]:
    return [cue.words for cue in parse_captions(content).cues]


def test_cues_are_read_with_and_without_hours() -> None:
    content = write(
        "first\n00:01.500 --> 00:03.000 align:start\nHello\nthere",
        "01:00:04.050 --> 01:00:05.000\nLater",
    )

    assert parse_captions(content).cues == (
        Cue(1.5, 3.0, "Hello there"),
        Cue(3604.05, 3605.0, "Later"),
    )
    assert parse_captions(content).faults == ()


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfWEBVTT\n\n00:01.000 --> 00:02.000\nCaf\xc3\xa9\n",
        b"WEBVTT - a title\r\n\r\n00:01.000 --> 00:02.000\r\nCaf\xc3\xa9\r\n",
        b"WEBVTT\r\r00:01.000 --> 00:02.000\rCaf\xc3\xa9",
        b"WEBVTT\n\n00:01.000 --> 00:02.000\nCaf\xe9\n",
        "WEBVTT\n\n00:01.000 --> 00:02.000\nCafé\n".encode("utf-16"),
        "WEBVTT\n\nNOTE Café\n\nSTYLE\n::cue {}\n\n00:01.000 --> 00:02.000\nCafé\n".encode(),
    ],
    ids=["mark", "CRLF", "CR", "Windows-1252", "UTF-16", "notes and styles"],
)
def test_files_of_every_make_are_read(content: bytes) -> None:
    assert parse_captions(content).cues == (Cue(1.0, 2.0, "Café"),)
    assert parse_captions(content).faults == ()


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("<v Ana Maria>Look <i>here</i>.</v>", "Ana Maria: Look here."),
        ("<v.loud Ana>No", "Ana: No"),
        ("One <00:00:01.500><c.red>two</c>", "One two"),
        ("a &lt; b &amp; c&nbsp;d", "a < b & c d"),
        ("if a < b: stop", "if a < b: stop"),
        ("<script>alert(1)</script>", "alert(1)"),
        ("&lt;b&gt;", "<b>"),
        ("nul\x00", "nul\ufffd"),
        ("&#0;", "\ufffd"),
    ],
)
def test_tags_go_and_speakers_stay(said: str, read: str) -> None:
    assert words(write(f"00:01.000 --> 00:02.000\n{said}")) == [read]


def test_cues_stand_by_their_start_and_may_overlap() -> None:
    content = write(
        "00:05.000 --> 00:09.000\nSecond",
        "00:01.000 --> 00:06.000\nFirst",
        "00:07.000 --> 00:08.000\n",
    )

    assert parse_captions(content).cues == (Cue(1.0, 6.0, "First"), Cue(5.0, 9.0, "Second"))


def test_what_cannot_be_read_is_told_by_its_line_and_the_rest_is_kept() -> None:
    content = write(
        "00:01.000 --> 00:02.000\nGood",
        "00:61.000 --> 00:02.000\nBad seconds",
        "00:09.000 --> 00:08.000\nBackwards",
        "0:10 --> 0:11\nNo thousandths",
    )
    captions = parse_captions(content)

    assert captions.cues == (Cue(1.0, 2.0, "Good"), Cue(9.0, 9.0, "Backwards"))
    assert [fault.line for fault in captions.faults] == [6, 9, 12]
    assert captions.faults[0] == Fault(
        6,
        "“00:61.000 --> 00:02.000” are no times. Write them like 00:01:30.000 --> 00:01:34.500.",
    )
    assert captions.faults[1].reason == "These captions end before they start."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "Line 1: A WebVTT file begins with the word WEBVTT."),
        (b"WEBVTT\n", "This file holds no captions."),
        (
            b"WEBVTTS\n\n00:01.000 --> 00:02.000\nA",
            "Line 1: A WebVTT file begins with the word WEBVTT.",
        ),
        (
            b"1\n00:00:01,000 --> 00:00:02,000\nHello\n",
            "Line 1: This looks like SubRip (.srt). Save the captions as WebVTT (.vtt).",
        ),
        (
            write("00:01.000 --> 00:02.000\nGood", "soon --> later\n100 % <b>"),
            "Line 6: “soon --> later” are no times. Write them like 00:01:30.000 --> 00:01:34.500.",
        ),
        (
            b"x" * (LARGEST_CAPTIONS + 1),
            "This file is larger than 2 MB, more than any captions need.",
        ),
    ],
    ids=["empty", "no cues", "other word", "SubRip", "no times", "too large"],
)
def test_broken_captions_are_refused_in_words(content: bytes, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_captions(content)

    assert refusal.value.messages == [message]


def test_ten_thousand_cues_are_read() -> None:
    content = write(
        *(
            f"{n // 3600:02}:{n // 60 % 60:02}:{n % 60:02}.000 --> 99:00:00.000\nWord {n}"
            for n in range(10_000)
        )
    )
    cues = parse_captions(content).cues

    assert len(cues) == 10_000
    assert cues[-1] == Cue(9999.0, 356400.0, "Word 9999")


@pytest.mark.timeout(10)
@pytest.mark.parametrize("said", ["<a" * 400_000, "<" * 800_000, "&" * 800_000, "-->" * 250_000])
def test_a_file_that_means_harm_costs_little(said: str) -> None:
    assert len(parse_captions(write(f"00:01.000 --> 00:02.000\n{said}")).cues) <= 1


def test_lines_end_with_sentences_and_silences() -> None:
    transcript = make_transcript(
        [
            (0.5, 2.0, "Put a stop on"),
            (2.0, 4.0, "the first line."),
            (4.0, 5.0, "Then"),
            (9.0, 10.0, "look around"),
            (10.0, 12.0, "Ana: Where?"),
        ],
        "en",
    )

    assert transcript is not None
    assert transcript.lines == (
        TranscriptLine(0.5, "Put a stop on the first line."),
        TranscriptLine(4.0, "Then"),
        TranscriptLine(9.0, "look around"),
        TranscriptLine(10.0, "Ana: Where?"),
    )
    assert write_text(transcript) == (
        "0:00\tPut a stop on the first line.\n0:04\tThen\n0:09\tlook around\n0:10\tAna: Where?\n"
    )


def test_captions_that_roll_up_are_written_once() -> None:
    transcript = make_transcript(
        [(0.0, 2.0, "one two"), (2.0, 4.0, "one two"), (4.0, 6.0, "three")], "en"
    )

    assert transcript is not None
    assert [line.words for line in transcript.lines] == ["one two three"]


def test_a_line_without_a_stop_has_an_end() -> None:
    transcript = make_transcript([(n, n + 1, "word " * 5) for n in range(100)], "en")

    assert transcript is not None
    assert max(len(line.words) for line in transcript.lines) <= 190
    assert len(transcript.lines) > 10


def test_a_speaker_that_never_ends_is_read_at_once() -> None:
    began = time.process_time()

    found = words(write("00:01.000 --> 00:02.000\n<v" + " " * 100_000 + "Hello"))

    assert found == ["<v Hello"]
    assert time.process_time() - began < 5


def test_without_cues_there_is_no_transcript() -> None:
    assert make_transcript([], "en") is None


@pytest.mark.parametrize(
    ("seconds", "clock"),
    [(0, "0:00"), (59, "0:59"), (252, "4:12"), (3600, "1:00:00"), (3852, "1:04:12")],
)
def test_times_are_written_as_players_show_them(seconds: int, clock: str) -> None:
    assert write_clock(seconds) == clock


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("ar", "rtl"), ("ar-eg", "rtl"), ("xx", "auto"), ("", "auto")],
)
def test_a_transcript_runs_as_its_language_does(language: str, direction: str) -> None:
    assert find_direction(language) == direction
