"""The cheap way from an address to a page, and to what keeps it private."""

from django.db.models import Q, QuerySet
from wagtail.models import Page, PageViewRestriction

OUR_TYPES = ("homepage", "courseindexpage", "coursepage", "modulepage", "lessonpage")
"""The page types that come along with the lookup; a page of any other type costs one more."""

OUR_FACTS = ("lessonpage__version_facts",)
"""What every screen of such a page asks for."""


def find_page(url_path: str) -> Page | None:
    """Return the specific page at Wagtail's `url_path`, live or not, in one statement."""
    slug = url_path.rstrip("/").rpartition("/")[2]
    pages = Page.objects.filter(slug=slug, url_path=url_path)
    page = pages.select_related(*OUR_TYPES, *OUR_FACTS).first()
    return as_specific(page) if page else None


def as_specific(page: Page) -> Page:
    """Return the specific page of one that was looked up together with `OUR_TYPES`."""
    kind = page.specific_class._meta.model_name if page.specific_class else ""
    specific: Page = getattr(page, kind) if kind in OUR_TYPES else page.specific
    return specific


class RestrictedByPath:
    """Finds Wagtail's view restrictions of a page and all its ancestors in one statement.

    Wagtail walks the ancestors first, to answer for aliases with their sources; here both are asked
    for at once. An alias of an alias is answered for by the first page of the chain.
    """

    path: str
    steplen: int
    is_known_unrestricted = False
    """Whoever has asked already says so, on the object at hand; then nothing is asked."""

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        if self.is_known_unrestricted:
            return PageViewRestriction.objects.none()
        ends = range(self.steplen, len(self.path) + 1, self.steplen)
        line = [self.path[:end] for end in ends]
        own = Q(page__path__in=line, page__alias_of=None)
        lent = Q(page__aliases__path__in=line) | Q(page__aliases__aliases__path__in=line)
        return PageViewRestriction.objects.filter(own | lent).distinct()
