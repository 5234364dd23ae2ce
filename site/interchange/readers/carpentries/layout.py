"""Which file of a lesson is what, by its place: today's layout and that of before 2023."""

from pathlib import Path, PurePosixPath

PAGES = (".md", ".rmd", ".markdown", ".qmd")
EPISODES = ("episodes", "_episodes", "_episodes_rmd")
LEARNERS = ("learners", "_extras")
INSTRUCTORS = ("instructors", "profiles")
GUIDES = ("guide", "instructors", "instructor-notes", "onboarding", "design", "maintainers")
"""Pages of the old layout that stand among those for learners and speak to teachers."""
ROOT_LEARNERS = ("setup", "reference", "discuss", "discussion", "resources")

CONFIGS = ("config.yaml", "config.yml", "_config.yml", "_config.yaml")
INDEXES = ("index.md", "index.Rmd")

EPISODE, LEARNER, INSTRUCTOR, INDEX = "episode", "learner", "instructor", "index"


def role_of(path: str) -> str:
    """Return what the file `path` is to the lesson; empty when it is no page."""
    place = PurePosixPath(path)
    if place.suffix.lower() not in PAGES:
        return ""
    stem = place.stem.lower()
    folder = str(place.parent)
    if folder == ".":
        return INDEX if stem == "index" else LEARNER if stem in ROOT_LEARNERS else ""
    return role_in_folder(folder, stem)


def role_in_folder(folder: str, stem: str) -> str:
    if folder in EPISODES:
        return "" if stem == "links" else EPISODE
    if folder in LEARNERS:
        return INSTRUCTOR if folder == "_extras" and stem in GUIDES else LEARNER
    return INSTRUCTOR if folder in INSTRUCTORS else ""


def is_lesson(root: Path) -> bool:
    """Whether a folder is laid out as a Carpentries lesson."""
    has_config = any((root / name).is_file() for name in CONFIGS)
    folders = [root / name for name in EPISODES if (root / name).is_dir()]
    episodes = any(path.suffix.lower() in PAGES for folder in folders for path in folder.iterdir())
    return episodes and (has_config or any((root / name).is_file() for name in INDEXES))
