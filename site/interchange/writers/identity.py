"""Identifiers that are always the same ones for the same source ids."""

import uuid

SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://hybridlms.com/ns/course-folder")


def make_id(*path: str) -> uuid.UUID:
    """Return the identifier of what the source calls by `path`, outermost first.

    A module is (course, "module", id), a lesson (course, "lesson", id), a check its lesson's path
    with ("check", id), a choice its check's path with ("choice", id).
    """
    return uuid.uuid5(SPACE, "/".join(path))


def identify(key: str, *path: str) -> uuid.UUID:
    """Return the identity that a site gave before, or else the one that follows from `path`.

    Raises:
        ValueError: `key` is neither empty nor a UUID.
    """
    return uuid.UUID(key) if key else make_id(*path)
