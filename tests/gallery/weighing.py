"""What the first visit to a page costs: bytes by kind, requests, and how far things jump.

Bytes are those of gzip at level 6, which any server can do; pictures travel as they are. Static
files are weighed as they are deployed: our style sheets go without comments and indents.
"""

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils import translation
from playwright.sync_api import Browser, Page, Response

from config.storage import pack_styles
from tests.gallery.rendering import log_in
from tests.gallery.screens import LEARNER, VISITOR, Place, at, course, lesson
from tests.gallery.stage import RICH, Stage
from tests.journeys.browser import DESKTOP, PHONE

KB = 1024
LARGEST_SHIFT = 0.02
"""Cumulative layout shift."""
PACKED = ("document", "stylesheet", "script")
"""Kinds of answers that are compressed on their way; a drawing in SVG is, too."""


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that a page may cost: bytes by kind, and requests."""

    html: int
    css: int
    js: int
    images: int
    """Above the fold."""
    requests: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What a page costs, in the same units, and how far its parts jumped."""

    html: int
    css: int
    js: int
    images: int
    requests: int
    shift: float


@dataclass(frozen=True, slots=True)
class WeighedPage:
    name: str
    place: Place
    budget: Budget
    who: str = VISITOR


LIGHT = Budget(html=20 * KB, css=15 * KB, js=30 * KB, images=60 * KB, requests=15)
TEXT_LESSON = Budget(html=25 * KB, css=15 * KB, js=40 * KB, images=60 * KB, requests=15)
VIDEO_LESSON = Budget(html=25 * KB, css=15 * KB, js=50 * KB, images=40 * KB, requests=18)
PAGES = (
    WeighedPage("home", at("/"), LIGHT),
    WeighedPage("catalogue", at("/courses/"), LIGHT),
    WeighedPage("course", course(RICH), LIGHT),
    WeighedPage("text lesson", lesson("one-row-one-thing"), TEXT_LESSON, who=LEARNER),
    WeighedPage("video lesson", lesson("follow-the-key"), VIDEO_LESSON, who=LEARNER),
)
SHIFTS = """() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => done(sum), 500);
})"""
ABOVE_THE_FOLD = """() => [...document.images]
    .filter((image) => image.getBoundingClientRect().top < innerHeight && image.currentSrc)
    .map((image) => image.currentSrc)
    .concat([...document.querySelectorAll("video[poster]")]
        .filter((video) => video.getBoundingClientRect().top < innerHeight)
        .map((video) => video.poster))"""


def weigh(browser: Browser, site: str, stage: Stage, page: WeighedPage, *, phone: bool) -> Weight:
    """Visit the page with an empty cache and weigh what came."""
    context = browser.new_context(viewport=PHONE if phone else DESKTOP)
    try:
        if page.who:
            log_in(context, site, stage, page.who)
        tab = context.new_page()
        answers: list[Response] = []
        tab.on("response", lambda answer: answers.append(answer))
        with translation.override("en"):
            tab.goto(f"{site}{page.place(stage)}", wait_until="networkidle")
        return _add_up(tab, [answer for answer in answers if _is_of_page(answer)])
    finally:
        context.close()


def find_excess(name: str, weight: Weight, budget: Budget) -> list[str]:
    """Return one line for everything that costs more than it may."""
    found = [
        f"{name}: {kind} {getattr(weight, kind)} of {getattr(budget, kind)}"
        for kind in ("html", "css", "js", "images", "requests")
        if getattr(weight, kind) > getattr(budget, kind)
    ]
    if weight.shift > LARGEST_SHIFT:
        found.append(f"{name}: layout shift {weight.shift:.3f} of {LARGEST_SHIFT}")
    return found


def format_table(rows: Iterable[tuple[str, Weight, Budget]]) -> str:
    """Return weights and budgets, in kilobytes of 1024 bytes, one page a line."""
    lines = [f"{'':<24}{'html':>12}{'css':>12}{'js':>12}{'images':>12}{'requests':>10}{'CLS':>8}"]
    for name, weight, budget in rows:
        cells = [
            f"{getattr(weight, kind) / KB:.1f}/{getattr(budget, kind) // KB}"
            for kind in ("html", "css", "js", "images")
        ]
        line = "".join(f"{cell:>12}" for cell in cells)
        count = f"{weight.requests}/{budget.requests}"
        lines.append(f"{name:<24}{line}{count:>10}{weight.shift:>8.3f}")
    return "\n".join(lines)


def _add_up(tab: Page, answers: list[Response]) -> Weight:
    shown = set(tab.evaluate(ABOVE_THE_FOLD))
    sizes = dict.fromkeys(("document", "stylesheet", "script", "image"), 0)
    for answer in answers:
        kind = _kind(answer)
        if kind in PACKED or (kind == "image" and _is_above(answer, shown)):
            sizes[kind] += _size(answer)
    return Weight(
        html=sizes["document"],
        css=sizes["stylesheet"],
        js=sizes["script"],
        images=sizes["image"],
        requests=len(answers),
        shift=float(tab.evaluate(SHIFTS)),
    )


def _is_of_page(answer: Response) -> bool:
    """Tell the page's own from the sign in the tab, which browsers fetch when they like."""
    return not urlsplit(answer.url).path.endswith(("/mark.svg", "/favicon.ico"))


def _kind(answer: Response) -> str:
    """Return what sort of thing came; a sprite that icons point into is asked for as "other"."""
    is_image = answer.headers.get("content-type", "").startswith("image/")
    return "image" if is_image else answer.request.resource_type


def _is_above(answer: Response, shown: set[str]) -> bool:
    # The sprite of icons is no element of its own; icons stand above the fold on every page.
    return answer.url in shown or urlsplit(answer.url).path.endswith("/icons.svg")


def _size(answer: Response) -> int:
    body = answer.body()
    if answer.request.resource_type == "stylesheet":
        body = pack_styles(body.decode()).encode()
    is_packed = _kind(answer) in PACKED or "svg" in answer.headers["content-type"]
    return len(gzip.compress(body, 6, mtime=0)) if is_packed else len(body)
