"""What the page editor of the admin sends, and hands that send it."""

from typing import Any

from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from accounts.models import User
from course_pages.models import CoursePage, LessonPage, ModulePage


def text_block(words: str) -> tuple[str, Any]:
    """Return a typed block of text."""
    return ("text", rich_text(f"<p>{words}</p>", editor="default"))


def typed(page: Page, **changes: Any) -> dict[str, Any]:
    """Return what the editor's form of a course, module or lesson sends.

    Title, address and single values are the page's own; blocks and attachments are empty unless
    `changes` gives them.
    """
    fields = {CoursePage: _course, ModulePage: _module, LessonPage: _lesson}[type(page)](page)
    common = {
        "title": page.title,
        "slug": page.slug,
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "comments": inline_formset([]),
    }
    data: dict[str, Any] = nested_form_data(common | fields | changes)
    return data


def post_page(
    browser: Client, page: Page, *, action: str = "", follow: bool = False, **changes: Any
) -> Any:
    """Press a button of the page's editor: "publish", "submit" ...; "" saves a draft."""
    pressed = {f"action-{action}": "1"} if action else {}
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return browser.post(url, typed(page, **changes) | pressed, follow=follow)


def log_in(person: User) -> Client:
    """Return a browser of this person's own."""
    browser = Client()
    browser.force_login(person)
    return browser


def _course(course: Any) -> dict[str, Any]:
    return {
        "subtitle": course.subtitle,
        "description": rich_text(course.description or ""),
        "outcomes": streamfield([]),
        "requirements": streamfield([]),
        "thumbnail": "",
        "cover_pattern": "",
        "category": course.category_id or "",
        "difficulty_level": course.difficulty_level,
        "delivery": course.delivery,
        "price": course.price.amount,
        "currency": course.currency,
        "authors": course.authors,
        "licence": course.licence,
    }


def _module(module: Any) -> dict[str, Any]:
    return {"summary": module.summary}


def _lesson(lesson: Any) -> dict[str, Any]:
    return {
        "summary": lesson.summary,
        "minutes": lesson.minutes,
        "body": streamfield([]),
        "attachments": inline_formset([]),
        **({"free_preview": "on"} if lesson.free_preview else {}),
    }
