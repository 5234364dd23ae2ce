"""What a search reads at 2,000 and at 20,000 courses; see docs/performance.md.

On PostgreSQL alone (DATABASE_URL), and some minutes long:

    .venv/bin/python -m pytest tests/bench/bench_growth.py -q -s -p no:xdist
"""

from functools import partial

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts.models import User
from course_pages.models import CoursePage
from learning.services.enrollment import enroll_student
from search.enums import EntryKind
from search.selectors.suggestions import list_suggestions
from tests.factories.pages import make_courses
from tests.search.entries import add_entries
from tests.search.index import search
from tests.search.test_queries import rows_read

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.postgresql,
    pytest.mark.timeout(0),
]

SIZES = (2000, 20000)
WORDS = {
    "a rare word": "ikat",
    "a word of every title": "weaving",
    "a word of every course": "dye",
    "two words of every course": "weaving dye",
    "a rare and a common word": "ikat cloth",
    "a beginning": "weav",
}


def test_print_the_rows_read(learner: User, capsys: pytest.CaptureFixture[str]) -> None:
    few, many = (rows_at(size, learner) for size in SIZES)
    with capsys.disabled():
        print(f"\n\n{'rows read':<45}{SIZES[0]:>9}{SIZES[1]:>9}{'ratio':>8}")
        for name, count in few.items():
            print(f"{name:<45}{count:>9}{many[name]:>9}{many[name] / count:>8.2f}")


def rows_at(size: int, learner: User) -> dict[str, int]:
    """Bring the site to `size` courses and return how many rows each search reads."""
    is_first = not CoursePage.objects.exists()
    more = make_courses(size - CoursePage.objects.count(), modules=0)
    add_entries(EntryKind.COURSE, more, title="Weaving", words="About cloth and dye")
    if is_first:
        add_entries(EntryKind.COURSE, more[:20], title="Ikat", words="About cloth")
        enroll_student(student=learner, course=more[0])
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("SET random_page_cost = 1.1")
    counted = {
        f"{name}, {who}, {language}": rows_read(partial(search, words, person, language=language))
        for name, words in WORDS.items()
        for who, person in (("visitor", AnonymousUser()), ("learner", learner))
        for language in ("en", "id")
    }
    suggest = partial(list_suggestions, "wea", language="en", catalogue_url="/courses/")
    return counted | {"suggestions": rows_read(suggest)}
