"""Drawings in SVG: what drawing programs save is taken, what runs or loads something is not."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from course_pages.models import CourseImage
from course_pages.validators import LARGEST, validate_svg
from tests.interchange.real import real_folder

OPENING = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'xmlns:h="http://www.w3.org/1999/xhtml" '
    'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" viewBox="0 0 40 20">'
)


def draw(inside: str, *, before: str = "") -> bytes:
    return f"{before}{OPENING}{inside}</svg>".encode()


def refuse(content: bytes) -> str:
    with pytest.raises(ValidationError) as refusal:
        validate_svg(content)
    return str(refusal.value.messages[0])


@pytest.mark.parametrize(
    "inside",
    [
        '<path d="M0 0h40" fill="url(#shade)" style="filter:url(#blur)"/>',
        '<use xlink:href="#arrow"/>',
        '<image href="data:image/png;base64,iVBORw0KGgo="/>',
        "<style>@font-face { src: url(data:application/font-woff;base64,d09G) }</style>",
        '<g style="scroll-behavior: smooth"/>',
        "<style>.a { fill: url(#shade); font-family: 'Sans' }</style>",
        '<a href="https://example.com/"><text>more</text></a>',
        '<inkscape:path-effect only_selected="false" onclick="kept, not run"/>',
        '<metadata><h:p>Drawn by Sari</h:p></metadata><animate attributeName="x" values="1;2"/>',
        "<foreignObject><h:div style='color: red'>two<h:br/>lines</h:div></foreignObject>",
    ],
)
def test_what_drawing_programs_save_is_taken(inside: str) -> None:
    validate_svg(draw(inside))


def test_a_plain_document_type_is_taken() -> None:
    doctype = (
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" '
        '"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    validate_svg(draw("<g/>", before=doctype))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        "<h:script>alert(1)</h:script>",
        '<g onclick="alert(1)"/>',
        '<g ONLOAD="alert(1)"/>',
        '<a href="javascript:alert(1)"/>',
        '<a xlink:href=" java&#10;script:alert(1)"/>',
        '<a href="data:text/html,&lt;script&gt;"/>',
        '<use href="data:image/svg+xml,x#a"/>',
        '<use href="https://evil.example/x.svg#a"/>',
        '<image href="//evil.example/x.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<rect fill="url(https://evil.example/x)"/>',
        r'<rect style="fill:\75 rl(https://evil.example/x)"/>',
        '<style>@import "https://evil.example/x.css";</style>',
        "<style>g { fill: url('https://evil.example/x') }</style>",
        '<style>"/*" g { fill: url(https://evil.example/x) } "*/"</style>',
        '<style>g { fill: image-set("https://evil.example/x" 1x) }</style>',
        '<set attributeName="href" to="x"/>',
        '<animate attributeName="xlink:href" values="#a;javascript:alert(1)"/>',
        "<foreignObject><h:iframe src='https://evil.example/'/></foreignObject>",
        "<foreignObject><h:img src='x' onerror='alert(1)'/></foreignObject>",
        "<foreignObject><h:form action='x'/></foreignObject>",
        "<iframe/>",
        "<embed/>",
        "<object/>",
    ],
)
def test_what_runs_or_loads_something_is_refused(inside: str) -> None:
    validate_svg(draw(""))
    assert refuse(draw(inside)).startswith("The drawing")


@pytest.mark.parametrize(
    "before",
    [
        '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE svg SYSTEM "a>b" [<!ATTLIST svg onload CDATA "alert(1)">]>',
    ],
)
def test_declarations_are_refused(before: str) -> None:
    assert refuse(draw("", before=before)) == (
        "The drawing declares entities. Save it as plain SVG."
    )


def test_a_style_sheet_from_elsewhere_is_refused() -> None:
    before = '<?xml-stylesheet href="https://evil.example/x.xsl"?>'
    assert refuse(draw("", before=before)).startswith("The drawing names a style sheet.")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x89PNG\r\n",
        b"<svg/>",
        b"<html xmlns='http://www.w3.org/1999/xhtml'/>",
        draw("<g>" * 400 + "</g>" * 400),
        draw("<g/>").decode().encode("utf-16"),
        draw("<g/>", before='<?xml version="1.0" encoding="utf-7"?>'),
    ],
    ids=["empty", "PNG", "no namespace", "HTML", "too deep", "UTF-16", "UTF-7"],
)
def test_what_is_no_drawing_is_refused(content: bytes) -> None:
    assert " in UTF-8." in refuse(content)


def test_a_drawing_of_more_than_two_megabytes_is_refused_before_it_is_read() -> None:
    validate_svg(draw(" " * (LARGEST - len(draw("")))))
    assert refuse(draw(" " * (LARGEST + 1 - len(draw(""))))).startswith(
        "The drawing is larger than 2 MB."
    )


@pytest.mark.parametrize("course", ["olx-dhis2-intro", "carpentries-shell-novice"])
def test_every_drawing_of_a_real_course_is_taken(course: str) -> None:
    drawings = sorted(real_folder(course).rglob("*.svg"))
    assert len(drawings) >= 8
    for drawing in drawings:
        validate_svg(drawing.read_bytes())


# --- the roads on which an image comes in ---------------------------------------------------------


def upload(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("drawing.svg", content, "image/svg+xml")


@pytest.mark.django_db
def test_an_image_made_by_a_program_is_checked_by_full_clean() -> None:
    image = CourseImage(title="Drawing", file=upload(draw("<script/>")))
    with pytest.raises(ValidationError) as refusal:
        image.full_clean()
    assert list(refusal.value.message_dict) == ["file"]
    good = CourseImage(title="Drawing", file=upload(draw("<g/>")))
    good.full_clean()
    good.save()
    assert (good.width, good.height) == (40, 20)


@pytest.mark.django_db
@pytest.mark.parametrize("inside", ["<script/>", "<g/>"])
@pytest.mark.parametrize(
    ("address", "prefix", "name"),
    [
        ("wagtailimages:add", "", "file"),
        ("wagtailimages_chooser:create", "image-chooser-upload-", "file"),
        ("wagtailimages:add_multiple", "", "files[]"),
    ],
    ids=["form", "chooser", "several at once"],
)
def test_an_upload_in_the_admin_is_checked(
    instructor: User, address: str, prefix: str, name: str, inside: str
) -> None:
    client = Client(headers={"x-requested-with": "XMLHttpRequest"})
    client.force_login(instructor)
    data = {f"{prefix}title": "Drawing", f"{prefix}{name}": upload(draw(inside))}
    response = client.post(reverse(address), data)
    assert response.status_code in (200, 302)
    assert CourseImage.objects.count() == (0 if "script" in inside else 1)
    if "script" in inside:
        assert "which a drawing may not" in response.content.decode()


@pytest.mark.django_db
def test_an_uploaded_image_opened_by_itself_runs_nothing() -> None:
    response = Client().get("/media/original_images/drawing.svg")
    assert response.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    )
    assert response.headers["X-Content-Type-Options"] == "nosniff"
