"""One repeat of each pattern."""

from collections.abc import Callable
from dataclasses import dataclass

RAY = (
    "M0-13L2.6-4.2 9.2-9.2 4.2-2.6 13 0 4.2 2.6 9.2 9.2 2.6 4.2 0 13"
    "-2.6 4.2-9.2 9.2-4.2 2.6-13 0-4.2-2.6-9.2-9.2-2.6-4.2Z"
)
LEAF = "M32 30C23 22 24 11 32 5C40 11 41 22 32 30Z"
TURNS = (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Tones:
    """The colors of a drawing: what lies under, what is drawn, and one between the two."""

    ground: str
    figure: str
    middle: str


@dataclass(frozen=True, slots=True)
class Tile:
    """One repeat, in units of its own."""

    width: int
    height: int
    drawing: str
    turn: int = 0
    """Degrees that the repeats are turned by."""
    span: int = 0
    """Units of the one figure that is worth seeing large."""
    center: str = ""
    """Where the repeat begins so that this figure stands in the middle of a window."""


def draw_tile(pattern: str, tones: Tones) -> Tile:
    """Return one repeat of `pattern`, a key of `TILES`, in three tones."""
    return TILES[pattern](tones)


def _kawung(tones: Tones) -> Tile:
    """Four palm fruits, cut across."""
    petal = '<ellipse cx="14" cy="14" rx="13.6" ry="8" transform="rotate(45 14 14)"/>'
    petals = "".join(f'<g transform="rotate({turn} 30 30)">{petal}</g>' for turn in TURNS)
    drawing = (
        f'<g fill="{tones.figure}">{petals}</g>'
        f'<path d="M11 11l6 6M49 11l-6 6M11 49l6-6M49 49l-6-6" stroke="{tones.ground}"'
        ' stroke-width="2.4" stroke-linecap="round"/>'
        '<path d="M30 5l4 4-4 4-4-4zM30 47l4 4-4 4-4-4zM5 30l4-4 4 4-4 4zM47 30l4-4 4 4-4 4z"'
        f' fill="{tones.middle}"/>'
    )
    return Tile(60, 60, drawing, span=60, center=' x="-30" y="-30"')


def _parang(tones: Tones) -> Tile:
    """Slanted blades in rows."""
    drawing = (
        '<path d="M0 2C20 2 18 26 40 26V40C14 40 20 16 0 16Z'
        'M0-34C20-34 18-10 40-10V4C14 4 20-20 0-20Z"'
        f' fill="{tones.figure}"/><circle cx="10" cy="27" r="3.4" fill="{tones.middle}"/>'
        f'<circle cx="30" cy="15" r="3.4" fill="{tones.middle}"/>'
        f'<path d="M48 6l5 12-5 12-5-12z" fill="{tones.middle}"/>'
        f'<path d="M40 0V36M56 0V36" stroke="{tones.figure}" stroke-width="2"/>'
    )
    return Tile(56, 36, drawing, turn=45, span=56, center=' x="-28" y="-18"')


def _ceplok(tones: Tones) -> Tile:
    """A rosette in a square that stands on its corner."""
    leaves = "".join(f'<path d="{LEAF}" transform="rotate({turn} 32 32)"/>' for turn in TURNS)
    drawing = (
        '<path d="M0-15L15 0 0 15-15 0zM64-15L79 0 64 15 49 0zM0 49L15 64 0 79-15 64z'
        f'M64 49L79 64 64 79 49 64z" fill="{tones.middle}"/>'
        f'<path d="M32 0L64 32 32 64 0 32Z" fill="none" stroke="{tones.figure}" stroke-width="2"/>'
        f'<g fill="{tones.figure}">{leaves}</g>'
        f'<circle cx="32" cy="32" r="4.6" fill="{tones.ground}"/>'
        '<path d="M20 20l4 4M44 20l-4 4M20 44l4-4M44 44l-4-4"'
        f' stroke="{tones.middle}" stroke-width="3"/>'
    )
    return Tile(64, 64, drawing, span=64, center=' x="-32" y="-32"')


def _truntum(tones: Tones) -> Tile:
    """Scattered stars."""
    drawing = (
        f'<path d="{RAY}" transform="translate(13 13)" fill="{tones.figure}"/>'
        f'<path d="{RAY}" transform="translate(39 39)" fill="{tones.figure}"/>'
        f'<g fill="{tones.middle}"><circle cx="39" cy="13" r="3"/><circle cx="13" cy="39" r="3"/>'
        '<path d="M23 13l3-2 3 2-3 2zM-3 13l3-2 3 2-3 2zM49 13l3-2 3 2-3 2zM23 39l3-2 3 2-3 2z'
        "M-3 39l3-2 3 2-3 2zM49 39l3-2 3 2-3 2zM11 26l2-3 2 3-2 3zM11 0l2-3 2 3-2 3zM11 52l2-3 2 3"
        '-2 3zM37 26l2-3 2 3-2 3zM37 0l2-3 2 3-2 3zM37 52l2-3 2 3-2 3z"/></g>'
    )
    return Tile(52, 52, drawing, span=36, center=' x="-13" y="-13"')


def _tumpal(tones: Tones) -> Tile:
    """Rows of teeth."""
    drawing = (
        f'<path d="M0 62L24 2 48 62Z" fill="{tones.figure}"/>'
        f'<path d="M11 62L24 28 37 62Z" fill="{tones.ground}"/>'
        f'<path d="M18 62L24 45 30 62Z" fill="{tones.figure}"/>'
        f'<path d="M0 26L4 12 0 0M48 26L44 12 48 0" fill="{tones.middle}"/>'
        f'<circle cx="0" cy="36" r="3" fill="{tones.middle}"/>'
        f'<circle cx="48" cy="36" r="3" fill="{tones.middle}"/>'
    )
    return Tile(48, 64, drawing, span=64, center=' x="-24" y="-32"')


TILES: dict[str, Callable[[Tones], Tile]] = {
    "kawung": _kawung,
    "parang": _parang,
    "ceplok": _ceplok,
    "truntum": _truntum,
    "tumpal": _tumpal,
}
"""Pattern name, as it is kept with a course, to what draws it."""
