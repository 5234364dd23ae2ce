"""Opening a language: a home page and a catalogue to put courses under."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from core.exceptions import InvalidInput
from course_pages.models import CourseIndexPage, HomePage
from course_pages.services.languages import open_language


def test_a_language_gets_a_home_page_and_a_catalogue_that_can_be_seen(db: None) -> None:
    catalogue = open_language(code="fr")

    original = CourseIndexPage.objects.get(locale__language_code="en")
    assert catalogue.locale.language_code == "fr"
    assert catalogue.translation_key == original.translation_key
    assert (catalogue.live, catalogue.has_unpublished_changes) == (True, False)
    home = HomePage.objects.get(locale__language_code="fr")
    assert (home.live, catalogue.get_parent().pk) == (True, home.pk)
    assert Client().get("/fr/courses/").status_code == 200
    assert not any(Page.find_problems())


def test_a_second_time_writes_nothing(db: None) -> None:
    first = open_language(code="fr")

    with CaptureQueriesContext(connection) as statements:
        assert open_language(code="fr") == first

    kinds = {statement["sql"].split()[0] for statement in statements}
    assert kinds <= {"SELECT", "SAVEPOINT", "RELEASE"}


def test_a_locale_that_is_there_keeps_its_home_page(db: None) -> None:
    locale = Locale.objects.create(language_code="fr")
    home = HomePage.objects.get(locale__language_code="en").copy_for_translation(locale)

    assert open_language(code="fr").get_parent().pk == home.pk
    assert HomePage.objects.count() == 2


def test_another_spelling_is_the_same_language(db: None) -> None:
    assert open_language(code="pt-BR").locale.language_code == "pt-br"
    assert open_language(code="fr-CA") == open_language(code="fr")


def test_a_language_nobody_offers_is_refused(db: None) -> None:
    with pytest.raises(InvalidInput) as refusal:
        open_language(code="tlh")

    assert refusal.value.code == "no_such_language"
    assert Locale.objects.count() == 1


def test_the_default_language_has_its_catalogue_already(catalogue: CourseIndexPage) -> None:
    assert open_language(code="en") == catalogue
