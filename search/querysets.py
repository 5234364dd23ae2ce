"""Finding entries by their terms, on either database."""

from collections.abc import Sequence
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVectorField
from django.db import connection, models
from django.db.models import F, FloatField, Func, IntegerField, Lookup, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Length, Replace

CONFIG = "search_terms"
"""PostgreSQL's text search configuration, made by the first migration."""
EVEN = 500
"""Letters that are added to every text, so that a very short one is not all that counts."""


@TextField.register_lookup
class Match(Lookup):
    """SQLite's `MATCH`, on a column of a full-text table."""

    lookup_name = "match"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[str | int, ...]]:
        left, left_params = self.process_lhs(compiler, connection)
        right, right_params = self.process_rhs(compiler, connection)
        return f"{left} MATCH {right}", (*left_params, *right_params)


class Vector(Func):
    """The column that PostgreSQL works out of all terms; no field of the model."""

    output_field = SearchVectorField()

    def __init__(self) -> None:
        super().__init__(F("terms"))

    def as_sql(self, compiler: Any, connection: Any, *names: Any, **extra: Any) -> Any:
        """Name the column beside the terms: in a subquery the table has another name."""
        (beside,) = self.get_source_expressions()
        return f"{compiler.quote_name_unless_alias(beside.alias)}.vector", ()


class FoundVector(Func):
    """The same vector, written as the indexes of the migration write it."""

    function = "search_found"
    output_field = SearchVectorField()

    def __init__(self) -> None:
        super().__init__(Vector())


class TitleVector(Func):
    """The vector of the title, written as the indexes of the migration write it."""

    template = f"to_tsvector('{CONFIG}'::regconfig, %(expressions)s)"
    output_field = SearchVectorField()

    def __init__(self) -> None:
        super().__init__(F("title_terms"))


class LessonArray(Func):
    """The lesson as an array of one, written as the index of the migration writes it."""

    template = "ARRAY[%(expressions)s]"
    output_field = ArrayField(IntegerField())

    def __init__(self) -> None:
        super().__init__(F("lesson_id"))


class EntryQuerySet(models.QuerySet[Any]):
    """Finding and ranking are apart: what is found is cut short before anything is ranked."""

    def matching(
        self, words: Sequence[str], *, beginnings: bool = False, titles_only: bool = False
    ) -> Self:
        """Return the entries that have all of `words`.

        `words` are those of `core.text.fold_words`. With `beginnings` an entry fits that has words
        which begin with them.
        """
        if connection.vendor == "postgresql":
            vector = TitleVector() if titles_only else FoundVector()
            return self.alias(vector=vector).filter(vector=_vector_query(words, beginnings))
        value = " AND ".join(f'"{word}"' + ("*" if beginnings else "") for word in words)
        column = f"{{title_terms}} : ({value})" if titles_only else value
        return self.filter(indexed__everything__match=column)

    def of_lessons(self, lessons: models.QuerySet[Any, Any]) -> Self:
        """Return the entries of `lessons`, a queryset of the ids of canonical lessons.

        PostgreSQL asks one index for the words and the lessons together, and so reads no row of
        anybody else's. What that costs grows with the square of the lessons: give a few thousand.
        """
        if connection.vendor == "postgresql":
            of_lesson = self.alias(lesson_array=LessonArray())
            return of_lesson.filter(lesson_array__overlap=ArraySubquery(lessons))
        return self.filter(lesson__in=lessons)

    def scored(self, words: Sequence[str], *, beginnings: bool = False) -> Self:
        """Give each entry, which has the words, its `score`: the lower, the better.

        Reads every entry it is asked of.
        """
        if connection.vendor == "postgresql":
            query = _vector_query(words, beginnings)
            weights = [0.1, 0.1, 0.1, 1.0]
            rank = SearchRank(Vector(), query, weights=weights, normalization=1)
            # Asked once more: the planner then thinks of few, and reads no table from end to end.
            fitting = self.alias(vector=FoundVector()).filter(vector=query)
            return fitting.annotate(score=0.0 - rank)
        return self.annotate(score=0.0 - _density(words))


def _vector_query(words: Sequence[str], beginnings: bool) -> SearchQuery:
    value = " & ".join(f"'{word}'" + (":*" if beginnings else "") for word in words)
    return SearchQuery(value, config=CONFIG, search_type="raw")


def _density(words: Sequence[str]) -> Combinable:
    """Return how thick an entry is with some words; one in the title counts as ten.

    SQLite's own rank counts every entry that has a word, however few are asked about.
    """
    counted = [
        _occurrences("title_terms", word) * 10 + _occurrences("terms", word) for word in words
    ]
    return sum(counted[1:], start=counted[0]) / (Length("terms") + EVEN)


def _occurrences(field: str, word: str) -> Combinable:
    without = Replace(field, Value(word), Value(""))
    return Cast(Length(field) - Length(without), FloatField()) / len(word)
