"""Images: described, sized, and cheap however many there are."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from course_pages.blocks.image import ImageBlock
from tests.factories.bodies import make_block, make_image, make_video, render_body

pytestmark = pytest.mark.django_db

HOW_TO_DESCRIBE = (
    "Say in one sentence what the image shows and why it is here, for those who cannot see it. "
    "Do not begin with “image of”."
)


def make_value(image_id: int, alt: str = "Two tables.", caption: str = "") -> dict[str, object]:
    return {"image": image_id, "alt": alt, "caption": caption}


@pytest.mark.parametrize("alt", ["", "   "])
def test_an_image_without_a_description_is_refused_and_told_how(alt: str) -> None:
    block = ImageBlock()
    value = block.to_python(make_value(make_image().pk, alt=alt))
    with pytest.raises(ValidationError) as refusal:
        block.clean(value)
    errors = refusal.value.block_errors  # type: ignore[attr-defined]
    assert {name: error.messages for name, error in errors.items()} == {"alt": [HOW_TO_DESCRIBE]}


@pytest.mark.parametrize("alt", ["", "   "])
def test_a_draft_may_wait_for_the_description(alt: str) -> None:
    block = ImageBlock()
    image = make_image()
    value = block.clean_deferred(block.to_python(make_value(image.pk, alt=alt)))
    assert (value["image"], value["alt"].strip()) == (image, "")


def test_an_image_comes_in_the_size_that_is_needed() -> None:
    image = make_image(width=1600, height=800)
    html = render_body(make_block("image", make_value(image.pk, caption="Tables")))
    for width in (480, 960, 1440):
        rendition = image.get_rendition(f"width-{width}|format-webp")
        assert f"{rendition.url} {width}w" in html
    assert 'alt="Two tables."' in html
    assert 'loading="lazy"' in html
    assert 'width="480"' in html
    assert 'height="240"' in html
    assert "sizes=" in html
    assert "<figcaption>Tables</figcaption>" in html


def test_an_image_narrower_than_the_text_is_not_stretched() -> None:
    image = make_image(width=300, height=100)
    html = render_body(make_block("image", make_value(image.pk)))
    assert "srcset" not in html
    assert 'width="300"' in html
    assert 'height="100"' in html


def test_whoever_made_the_image_is_named() -> None:
    image = make_image(credit="Sari Dewi", licence="CC BY 4.0")
    assert "Sari Dewi, CC BY 4.0" in render_body(make_block("image", make_value(image.pk)))


def test_an_image_that_was_deleted_leaves_its_description() -> None:
    html = render_body(make_block("image", make_value(4711)))
    assert "<p>Two tables.</p>" in html
    assert "<img" not in html


def count_queries(images: int) -> int:
    blocks = [
        make_block("image", make_value(make_image(f"Drawing {at}").pk)) for at in range(images)
    ]
    video = {"media": make_video().pk, "embed": "", "title": "V", "transcript": ""}
    blocks += [
        make_block("video", video | {"poster": make_image(f"Poster {at}").pk})
        for at in range(images)
    ]
    render_body(*blocks)
    with CaptureQueriesContext(connection) as queries:
        html = render_body(*blocks)
    assert html.count("<img") == images
    assert html.count("poster=") == images
    return len(queries)


def test_twenty_images_cost_as_many_queries_as_three() -> None:
    """Images and their renditions, recordings, posters and theirs."""
    assert count_queries(3) == count_queries(20) == 5


def test_the_same_image_twice_is_shown_twice() -> None:
    value = make_value(make_image().pk)
    html = render_body(make_block("image", value), make_block("image", value))
    assert html.count("<img") == 2
