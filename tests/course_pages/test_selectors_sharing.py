"""The picture of a page where its address is sent to somebody."""

import pytest

from course_pages.models import HomePage
from course_pages.selectors.sharing import get_share_picture
from tests.factories.bodies import make_svg
from tests.factories.files import make_image
from tests.factories.pages import make_course, translate

pytestmark = pytest.mark.django_db

MARK = "http://localhost/static/img/share.png"


def test_a_course_shows_its_thumbnail_as_jpeg() -> None:
    picture = get_share_picture(make_course(thumbnail=make_image()))

    assert picture.url.startswith("http://localhost/media/images/")
    assert picture.url.endswith("fill-1200x630.format-jpeg.jpg")
    assert 0 < picture.width <= 1200


def test_a_translation_shows_that_of_the_original() -> None:
    translated = translate(make_course(thumbnail=make_image()), "id")
    translated.thumbnail = None

    assert "fill-1200x630" in get_share_picture(translated).url


def test_everything_else_shows_the_mark(home_page: HomePage) -> None:
    for page in (home_page, make_course(), make_course(thumbnail=make_svg())):
        picture = get_share_picture(page)
        assert (picture.url, picture.width, picture.height) == (MARK, 1200, 630)


def test_a_picture_whose_file_is_gone_is_replaced_by_the_mark() -> None:
    image = make_image()
    course = make_course(thumbnail=image)
    image.file.storage.delete(image.file.name)

    assert get_share_picture(course).url == MARK
