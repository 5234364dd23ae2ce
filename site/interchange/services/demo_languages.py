"""The demo's front doors and subjects, in the words of each of its languages."""

from dataclasses import dataclass

from wagtail.models import Locale

from course_pages.models import Category, CourseIndexPage, HomePage
from course_pages.services.languages import open_language
from interchange.writers.categories import find_slug


@dataclass(frozen=True, slots=True)
class FrontDoor:
    """What a visitor of one language reads first."""

    home: str
    """The title of the home page in tabs and search engines; the page itself bears the name of
    the site."""
    introduction: str
    catalogue: str


FRONT_DOORS = {
    "id": FrontDoor(
        home="Kursus dan kelas",
        introduction="Kursus yang Anda ikuti sendiri kapan saja, dan kelas bersama orang lain.",
        catalogue="Kursus",
    ),
    "ar": FrontDoor(
        home="دورات وصفوف",
        introduction="دورات تأخذها وحدك متى شئت، وصفوف تحضرها مع غيرك.",
        catalogue="الدورات",
    ),
}
"""By the code of the language; the default language has its words from the first migration."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A category by its names in the languages of the demo, the default language's first."""

    names: dict[str, str]
    inside: str = ""
    """The name of the category above, in the default language."""


SUBJECTS = (
    Subject({"en": "Data", "id": "Data", "ar": "البيانات"}),
    Subject({"en": "Databases", "id": "Basis data", "ar": "قواعد البيانات"}, inside="Data"),
    Subject({"en": "Art and craft", "id": "Seni dan kriya", "ar": "الفن والحرف"}),
    Subject({"en": "Textiles", "id": "Tekstil", "ar": "المنسوجات"}, inside="Art and craft"),
    Subject({"en": "Music", "id": "Musik", "ar": "الموسيقى"}),
    Subject({"en": "Rhythm", "id": "Irama", "ar": "الإيقاع"}, inside="Music"),
)
"""Parents before their children."""


def open_languages() -> bool:
    """Open the languages of the demo; return whether any of them was closed before.

    What an open language says at its front door is left to those who wrote it.
    """
    closed = [code for code in FRONT_DOORS if not _is_open(code)]
    for code in closed:
        catalogue = open_language(code=code)
        _write_front_door(catalogue, FRONT_DOORS[code])
    return bool(closed)


def _is_open(code: str) -> bool:
    return CourseIndexPage.objects.filter(locale__language_code=code).exists()


def _write_front_door(catalogue: CourseIndexPage, words: FrontDoor) -> None:
    catalogue = CourseIndexPage.objects.get(pk=catalogue.pk)
    catalogue.title = words.catalogue
    catalogue.save_revision().publish()
    home = HomePage.objects.filter(locale=catalogue.locale).order_by("path").first()
    if home is not None:
        home.seo_title, home.introduction = words.home, words.introduction
        home.save_revision().publish()


def make_subjects() -> None:
    """Make the categories of the demo's courses, each with its name in every language.

    A category that the default language has by that name is used, and a name that it has in
    another language is kept.
    """
    made: dict[str, Category] = {}
    for subject in SUBJECTS:
        original = _find_subject(subject, made.get(subject.inside))
        made[original.name] = original
        for code, name in subject.names.items():
            _name_subject(original, Locale.objects.get(language_code=code), name)


def _find_subject(subject: Subject, parent: Category | None) -> Category:
    locale = Locale.get_default()
    name = subject.names[locale.language_code]
    here = Category.objects.filter(locale=locale, parent=parent, name=name).order_by("pk")
    return here.first() or Category.objects.create(
        locale=locale, parent=parent, name=name, slug=find_slug(name, locale)
    )


def _name_subject(original: Category, locale: Locale, name: str) -> None:
    if original.has_translation(locale):
        return
    translated = original.copy_for_translation(locale)
    translated.name, translated.slug = name, find_slug(name, locale)
    if original.parent is not None:
        translated.parent = original.parent.get_translation(locale)
    translated.save()
