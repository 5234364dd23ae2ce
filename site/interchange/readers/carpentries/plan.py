"""Which pages of a lesson become which lessons of the course, in which order, under which id."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from interchange.readers.carpentries.facts import Facts
from interchange.readers.carpentries.layout import EPISODE, INDEX, INSTRUCTOR, LEARNER, role_of
from interchange.readers.slugs import make_slug, make_unique

FIRST = ("setup",)
"""Pages that learners need before all others."""


@dataclass(slots=True)
class Plan:
    episodes: list[str] = field(default_factory=list)
    learners: list[str] = field(default_factory=list)
    instructors: list[str] = field(default_factory=list)
    index: str = ""
    left: dict[str, str] = field(default_factory=dict)
    """Pages that are not read into the course, and why."""
    ids: dict[str, str] = field(default_factory=dict)
    """Ids of the lessons that pages become."""


def make_plan(paths: Sequence[str], facts: Facts, empty: Collection[str] = ()) -> Plan:
    """Return what becomes of the pages among the files `paths`; `empty` ones have only a title."""
    pages: dict[str, list[str]] = {role: [] for role in (EPISODE, LEARNER, INSTRUCTOR, INDEX)}
    plan = Plan()
    for path in paths:
        role = role_of(path)
        if path in empty and role in (EPISODE, LEARNER):
            plan.left[path] = "There is nothing on this page besides its title."
        elif role:
            pages[role].append(path)
    plan.instructors = pages[INSTRUCTOR]
    for role in (EPISODE, LEARNER):
        pages[role] = leave_twins(pages[role], plan)
    plan_episodes(pages[EPISODE], facts, plan)
    plan_learners(pages[LEARNER], facts, plan)
    plan.index = next(iter(pages[INDEX]), "")
    for path in pages[INDEX][1:]:
        plan.left[path] = f"{plan.index} is read instead."
    name_lessons(plan)
    return plan


def leave_twins(paths: Iterable[str], plan: Plan) -> list[str]:
    """Return pages without those in R whose finished Markdown is there, too."""
    kept: dict[str, str] = {}
    # Markdown sorts before R Markdown.
    for path in sorted(paths, key=lambda path: (not path.endswith(".md"), path)):
        stem = PurePosixPath(path).stem.lower()
        twin = kept.setdefault(stem, path)
        if twin != path:
            plan.left[path] = f"{twin} is the same page, and is read instead."
    return sorted(kept.values())


def plan_episodes(paths: Sequence[str], facts: Facts, plan: Plan) -> None:
    """Order the episodes as the settings do; what they leave out is a draft."""
    names = facts.names("episodes", "episode_order")
    listed = list_named(names, paths)
    for name in names:
        if not list_named([name], [*paths, *plan.left]):
            message = f"the episode “{name}” is listed, but there is no such page"
            facts.report.warn(facts.file, None, "episode-missing", message)
    plan.episodes = listed or list(paths)
    for path in paths:
        if path not in plan.episodes:
            plan.left[path] = (
                f"{facts.file} does not list this episode; list it there and import again."
            )


def plan_learners(paths: Sequence[str], facts: Facts, plan: Plan) -> None:
    listed = list_named(facts.names("learners"), paths)
    others = [path for path in paths if path not in listed]
    others.sort(key=lambda path: (PurePosixPath(path).stem.lower() not in FIRST, path))
    plan.learners = [*listed, *others]


def list_named(names: Iterable[str], paths: Sequence[str]) -> list[str]:
    """Return the pages that are called so, with or without the ending, in the order of names."""
    by_name = {PurePosixPath(path).stem.lower(): path for path in reversed(paths)}
    by_name |= {PurePosixPath(path).name.lower(): path for path in reversed(paths)}
    found = (by_name.get(name.lower()) for name in names)
    return list(dict.fromkeys(path for path in found if path))


def name_lessons(plan: Plan) -> None:
    taken: set[str] = set()
    for path in plan.episodes:
        slug = make_slug(PurePosixPath(path).stem, "episode")
        plan.ids[path] = make_unique(slug, taken)
    for path in plan.learners:
        slug = make_slug(f"learners-{PurePosixPath(path).stem}")
        plan.ids[path] = make_unique(slug, taken)
