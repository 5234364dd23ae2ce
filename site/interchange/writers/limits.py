"""Texts that are longer than the site has room for."""

TITLE = 255
SUMMARY = 300
SUBTITLE = 200
LINE = 200
"""One outcome or requirement."""
FILE_TITLE = 120
"""The title of an attachment."""
LICENCE = 80
MINUTES = range(1, 601)


def cut(text: str, most: int) -> str:
    """Return `text`, or as many of its first words as fit into `most` characters, and "…"."""
    if len(text) <= most:
        return text
    room = text[: most - 1]
    words = room if text[most - 1] == " " else room.rpartition(" ")[0]
    return (words if len(words) > most // 2 else room).rstrip() + "…"
