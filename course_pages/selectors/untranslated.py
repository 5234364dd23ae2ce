"""Which blocks of a translated lesson still stand there in the words of the original."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from course_pages.models import LessonPage, LessonVersionFacts

WHOLE, PART = "whole", "part"
"""All translatable words of a block are the original's, or some of them."""
TITLE = "title"

Piece = tuple[str, str]
"""Where a piece of text stands, as wagtail-localize names places, and what it says."""


@dataclass(frozen=True, slots=True)
class TranslationMarks:
    """What learners are told of the words of a lesson."""

    language: str = ""
    """Of the original; "" where everything is translated."""
    blocks: Mapping[str, str] = field(default_factory=dict)
    """Block id (or `TITLE`) to `WHOLE` or `PART`."""

    @property
    def title_language(self) -> str:
        return self.language if TITLE in self.blocks else ""


def get_translation_marks(page: LessonPage) -> TranslationMarks:
    """Return the marks of a lesson as it was published last.

    No statement for an original, or where the page was found by its address; else one.
    """
    if page.is_canonical or not page.pk:
        return TranslationMarks()
    facts: LessonVersionFacts | None = getattr(page, "version_facts", None)
    if facts is None:
        return TranslationMarks()
    return TranslationMarks(facts.source_language, facts.untranslated)


def find_untranslated(page: LessonPage) -> TranslationMarks:
    """Work out the marks of a translated lesson as it stands in the table; four statements.

    wagtail-localize leaves the original's words where a translation is missing. What somebody has
    translated with the very same words (a name, a number) is no such place, nor is anything of a
    lesson that was translated by other means: there each word is somebody's choice.
    """
    translation = (
        Translation.objects.filter(
            source__object=page.translation_key, target_locale=page.locale_id, enabled=True
        )
        .select_related("source__locale")
        .first()
    )
    if translation is None:
        return TranslationMarks()
    missing = _list_source_pieces(translation) - _list_same_on_purpose(translation)
    found: dict[str, list[bool]] = defaultdict(list)
    for path, words in _list_pieces(page):
        found[_get_key(path)].append((path, words) in missing)
    blocks = {key: WHOLE if all(states) else PART for key, states in found.items() if any(states)}
    language = translation.source.locale.language_code
    return TranslationMarks(language, blocks) if blocks else TranslationMarks()


def _list_source_pieces(translation: Translation) -> set[Piece]:
    segments = StringSegment.objects.filter(source=translation.source_id)
    return set(segments.values_list("context__path", "string__data"))


def _list_same_on_purpose(translation: Translation) -> set[Piece]:
    """Return what was translated with the words of the original."""
    translated = StringTranslation.objects.filter(
        context__object=translation.source.object_id,
        locale=translation.target_locale_id,
        has_error=False,
    )
    rows = translated.values_list("context__path", "translation_of__data", "data")
    return {(path, words) for path, source, words in rows if source == words}


def _list_pieces(page: LessonPage) -> Iterator[Piece]:
    """Yield what learners read of the title and the body, piece by piece."""
    for segment in extract_segments(page):
        if isinstance(segment, StringSegmentValue) and _get_key(segment.path):
            yield segment.path, segment.string.data


def _get_key(path: str) -> str:
    """Return the id of the block that a place is in, `TITLE`, or "" for any other place."""
    field_name, _, rest = path.partition(".")
    return rest.partition(".")[0] if field_name == "body" else TITLE * (path == TITLE)
