"""Videos: our own recordings, and those elsewhere that wait for the learner's word."""

from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import RequestFactory

from course_pages.blocks.embeds import parse_embed
from course_pages.blocks.video import VideoBlock
from course_pages.models import CourseMedia
from tests.factories.bodies import make_audio, make_block, make_image, make_video, render_body

VIMEO = "https://vimeo.com/76979871"
YOUTUBE = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"


def make_value(**fields: Any) -> dict[str, Any]:
    empty = {"media": None, "embed": "", "title": "A join", "poster": None, "transcript": ""}
    return empty | fields


@pytest.mark.parametrize(
    ("url", "player"),
    [
        (YOUTUBE, "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0"),
        (
            "http://youtu.be/dQw4w9WgXcQ?t=1m30s",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0&start=90",
        ),
        (
            "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ&t=42",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0&start=42",
        ),
        (
            "https://youtube.com/shorts/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0",
        ),
        (
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
            "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&rel=0",
        ),
        (VIMEO, "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        (
            "https://vimeo.com/76979871/abcdef0123",
            "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&h=abcdef0123",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=abcdef0123",
            "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1&h=abcdef0123",
        ),
        (
            "https://vimeo.com/channels/staffpicks/76979871",
            "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1",
        ),
    ],
)
def test_an_address_leads_to_a_player_that_the_policy_allows(url: str, player: str) -> None:
    embed = parse_embed(url)
    assert embed is not None
    assert embed.player_url == player
    assert player.startswith(tuple(f"{origin}/" for origin in settings.VIDEO_FRAMES))


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://example.com/watch?v=dQw4w9WgXcQ",
        "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
        "https://user@www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
        "https://www.youtube.com:x/watch?v=dQw4w9WgXcQ",
        "javascript://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "ftp://vimeo.com/76979871",
        "https://www.youtube.com/watch?v=short",
        'https://www.youtube.com/watch?v="><script>x',
        "https://www.youtube.com/playlist?list=PL1",
        "https://www.youtube.com/@channel",
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://youtu.be/",
        "https://vimeo.com/about",
        "https://vimeo.com/76979871/<script>",
        "https://vimeo.com/76979871/abcdef0123/more",
        "https://[vimeo.com/76979871",
    ],
)
def test_what_is_no_video_of_theirs_is_not_taken(url: str) -> None:
    assert parse_embed(url) is None


def refuse(**fields: Any) -> dict[str, list[str]]:
    block = VideoBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python(make_value(**fields)))
    return {
        name: error.messages
        for name, error in refusal.value.block_errors.items()  # type: ignore[attr-defined]
    }


@pytest.mark.django_db
def test_a_video_is_a_recording_or_an_address_never_both_nor_neither() -> None:
    assert refuse() == {"media": ["Choose a recording, or give an address at YouTube or Vimeo."]}
    assert refuse(media=make_video().pk, embed=VIMEO) == {
        "embed": ["Choose a recording or give an address, not both."]
    }
    assert "title" in refuse(embed=VIMEO, title="")
    block = VideoBlock()
    assert block.clean(block.to_python(make_value(embed=VIMEO)))["embed"] == VIMEO


@pytest.mark.django_db
def test_another_provider_is_refused_even_in_a_draft() -> None:
    message = "This is no address of a video at YouTube or Vimeo. Copy it from the video's page."
    assert refuse(embed="https://videos.example/1") == {"embed": [message]}
    block = VideoBlock()
    with pytest.raises(ValidationError):
        block.clean_deferred(block.to_python(make_value(embed="https://videos.example/1")))
    assert block.clean_deferred(block.to_python(make_value()))["title"] == "A join"


@pytest.mark.django_db
def test_an_embed_is_a_link_until_the_learner_asks_for_it() -> None:
    html = render_body(make_block("video", make_value(embed=f"{YOUTUBE}&t=90")))
    assert 'href="https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;t=90s"' in html
    assert (
        'data-player="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1&amp;rel=0&amp;start=90"'
        in html
    )
    assert "Play “A join” from YouTube" in html
    for tag in ("<iframe", "<script", "<video", "src="):
        assert tag not in html


@pytest.mark.django_db
def test_a_foreign_address_from_elsewhere_is_not_even_a_link() -> None:
    html = render_body(make_block("video", make_value(embed="javascript:alert(1)")))
    assert "This video is not available." in html
    assert "javascript" not in html


@pytest.mark.django_db
def test_a_recording_brings_captions_and_transcript_and_loads_nothing_by_itself() -> None:
    media = make_video(transcript="Words of the recording.", width=1280, height=720)
    media.captions.save("a.vtt", ContentFile(b"WEBVTT"))
    html = render_body(make_block("video", make_value(media=media.pk), block_id="the-block"))
    assert 'preload="none"' in html
    assert "controls" in html
    assert 'data-block="the-block"' in html
    assert f'<source src="{media.url}" type="video/mp4">' in html
    assert 'width="1280" height="720"' in html
    assert (
        f'<track kind="captions" src="{media.captions_url}" srclang="en" label="English" default>'
        in html
    )
    assert "Words of the recording." in html
    assert "<iframe" not in html


@pytest.mark.django_db
def test_the_transcript_of_the_block_stands_before_that_of_the_recording() -> None:
    media = make_video(transcript="Words of the recording.")
    html = render_body(make_block("video", make_value(media=media.pk, transcript="My words.")))
    assert "My words." in html
    assert "Words of the recording." not in html
    assert "<track" not in html


@pytest.mark.django_db
def test_a_poster_is_shown_before_the_video() -> None:
    poster = make_image("Poster")
    html = render_body(make_block("video", make_value(media=make_video().pk, poster=poster.pk)))
    assert f'poster="{poster.get_rendition("width-1280|format-webp").url}"' in html


@pytest.mark.django_db
def test_a_recording_that_was_deleted_leaves_a_word() -> None:
    html = render_body(make_block("video", make_value(media=4711, transcript="Still here.")))
    assert "This video is not available." in html
    assert "Still here." in html


SPOKEN = (
    b"WEBVTT\n\n00:01.500 --> 00:03.000\nOne <b>sign</b>.\n\n01:05.000 --> 01:06.000\nTwo &lt;3\n"
)


def speak(language: str = "en", **fields: Any) -> CourseMedia:
    """Return a recording whose captions say one thing after a second and one after a minute."""
    captions = ContentFile(SPOKEN, name="a.vtt")
    return make_video(captions=captions, captions_language=language, **fields)


@pytest.mark.django_db
def test_captions_become_a_transcript_whose_times_are_links() -> None:
    media = speak()
    html = render_body(make_block("video", make_value(media=media.pk), block_id="the-block"))

    assert '<a href="?t=1#block-the-block" data-start="1.5">' in html
    assert '<span class="num">0:01</span><span>One sign.</span>' in html
    assert '<span class="num">1:05</span><span>Two &lt;3</span>' in html
    assert f'href="/files/media/{media.pk}/transcript.txt" download' in html
    assert 'lang="en" dir="ltr"' in html
    assert "Full text" not in html


@pytest.mark.django_db
def test_a_written_transcript_stands_beside_the_timed_one() -> None:
    media = speak("ar", transcript="What is seen, too.")
    html = render_body(make_block("video", make_value(media=media.pk)))

    assert 'lang="ar" dir="rtl"' in html
    assert 'data-start="1.5"' in html
    assert "Full text of the recording" in html
    assert "What is seen, too." in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "fragment"),
    [
        ("?t=65", "#t=65"),
        ("?t=999999", ""),
        ("?t=99999", "#t=86400"),
        ("?t=-1", ""),
        ("?t=x", ""),
        ("?t=٣", ""),
        ("", ""),
    ],
)
def test_the_second_in_the_address_reaches_the_browsers_own_player(
    asked: str, fragment: str
) -> None:
    media = speak()
    request = RequestFactory().get(f"/{asked}")
    html = render_body(make_block("video", make_value(media=media.pk)), request=request)

    assert f'<source src="{media.url}{fragment}" type="video/mp4">' in html


@pytest.mark.django_db
def test_a_film_without_a_poster_stands_behind_a_cloth_that_nobody_has_to_send() -> None:
    html = render_body(make_block("video", make_value(media=make_video().pk)))

    assert '<svg viewBox="0 0 1200 240"' in html
    assert "poster=" not in html
    assert "<img" not in html


@pytest.mark.django_db
def test_a_recording_to_listen_to_has_the_same_controls_and_words() -> None:
    media = make_audio(captions=ContentFile(SPOKEN, name="a.vtt"))
    value = {"media": media.pk, "title": "A greeting", "transcript": ""}
    html = render_body(make_block("audio", value, block_id="the-block"))

    assert 'data-controller="player" data-player-block-value="the-block"' in html
    assert 'data-block="the-block"' in html
    assert "Controls: A greeting" in html
    assert "One sign." in html
    assert "Full screen" not in html


@pytest.mark.django_db
def test_words_in_captions_are_words_and_no_markup() -> None:
    captions = ContentFile(
        b"WEBVTT\n\n00:01.000 --> 00:02.000\n&lt;script&gt;x&lt;/script&gt;\n", name="a.vtt"
    )
    html = render_body(make_block("video", make_value(media=make_video(captions=captions).pk)))

    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "<script" not in html
