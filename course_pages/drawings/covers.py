"""Course covers: a wrapping cloth in two colors, drawn after families of Javanese batik.

A cover is a tile (kawung, parang, ceplok, truntum, tumpal) that fills the field, and a composition
that lays a second reading of the same tile over it. The lower third stays calm: the plate with the
title lies there. The geometry is our own "after" a family; no sacred or royal motif is copied.

A drawing is at most 2,048 bytes, has no text, script, style or reference to anything outside.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from itertools import product

from course_pages.drawings.colors import mix
from course_pages.drawings.tiles import TILES, Tile, Tones, draw_tile

VERSION = "1"
"""Of the geometry below. Changing it changes published books: old designs keep their version."""
PATTERNS = tuple(TILES)
COMPOSITIONS = ("spine", "hem", "moon", "slant")
SCALES = (1.0, 1.3, 1.7, 2.2)
WIDTH, HEIGHT = 320, 400
"""Four to five, the proportion of an exercise book."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The two colors of a subject; the contrast between them is at least 6:1."""

    deep: str
    pale: str


PALETTES = {
    "indigo": Palette("#1d2b5c", "#dbe4f5"),
    "forest": Palette("#0d4d44", "#d3ebc9"),
    "madder": Palette("#94293c", "#fbdccb"),
    "soga": Palette("#6a3c17", "#f7d98c"),
    "sea": Palette("#134a63", "#c6e6e3"),
    "leaf": Palette("#3a5218", "#eaecb0"),
    "plum": Palette("#4d2a4c", "#f1d3df"),
    "clay": Palette("#86380f", "#fde3c0"),
    "slate": Palette("#2c333d", "#e6e2d6"),
}
"""What a subject gets that has chosen no colors of its own."""


@dataclass(frozen=True, slots=True)
class Design:
    """How one cover is drawn, apart from its colors; kept with the course as `code`."""

    pattern: str
    composition: str
    is_pale: bool
    """The ground is the pale color, the figures are deep."""
    scale: int
    """Place in `SCALES`."""

    @property
    def code(self) -> str:
        ground = "pale" if self.is_pale else "deep"
        return f"{VERSION}.{self.pattern}.{self.composition}.{ground}.{self.scale}"


@dataclass(frozen=True, slots=True)
class Cover:
    """A design in its colors: all that a drawing needs."""

    design: Design
    palette: Palette


DESIGNS = tuple(
    Design(pattern, composition, is_pale, scale)
    for scale, is_pale, composition, pattern in product(
        range(len(SCALES)), (False, True), COMPOSITIONS, PATTERNS
    )
)
"""Every design there is."""


def read_design(code: str) -> Design | None:
    """Return the design kept as `code`; None for an empty or unknown one."""
    match code.split("."):
        case [_version, pattern, composition, ground, scale] if (
            pattern in PATTERNS and composition in COMPOSITIONS and scale in "0123"
        ):
            return Design(pattern, composition, ground == "pale", int(scale))
    return None


def choose_design(seed: str, *, pattern: str = "", taken: Collection[str] = ()) -> Design:
    """Return the design of the course `seed`: unlike its siblings as far as there are designs.

    `pattern` is an editor's wish. `taken` are the codes of the covers it will stand beside: a
    design with another pattern and composition is preferred to one that shares either.
    """
    siblings = [design for code in taken if (design := read_design(code))]
    offered = [design for design in DESIGNS if not pattern or design.pattern == pattern]
    return min(offered, key=lambda design: (_likeness(design, siblings), _draw_lot(seed, design)))


def choose_palette(taken: Iterable[str]) -> Palette:
    """Return the colors for a new subject: those that the fewest others have (deep colors)."""
    uses = Counter(taken)
    return min(PALETTES.values(), key=lambda palette: uses[palette.deep])


def get_palette(seed: str) -> Palette:
    """Return the colors of a subject that has chosen none."""
    return list(PALETTES.values())[sha256(seed.encode()).digest()[0] % len(PALETTES)]


@lru_cache(maxsize=2048)
def draw_cover(cover: Cover, key: str) -> str:
    """Return the cover as an SVG element; `key` begins its ids, unlike any other on the page."""
    tones = _tones(cover)
    design = cover.design
    cloth = _pattern(key, draw_tile(design.pattern, tones), SCALES[design.scale])
    field = f"M0 0H{WIDTH}V{HEIGHT}H0Z"
    return (
        f'<svg viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="xMidYMid slice"'
        f' aria-hidden="true">{cloth}<path fill="{tones.ground}" d="{field}"/>'
        f'<path fill="url(#{key})" d="{field}"/>{_compose(design, tones, key)}</svg>'
    )


@lru_cache(maxsize=256)
def draw_cloth(cover: Cover, key: str) -> str:
    """Return the bare cloth, five to one, with nothing over it: the head of a room or a door."""
    tones = _tones(cover)
    field = "M0 0H1200V240H0Z"
    return (
        '<svg viewBox="0 0 1200 240" preserveAspectRatio="xMidYMid slice" aria-hidden="true">'
        f"{_pattern(key, draw_tile(cover.design.pattern, tones), 1.0)}"
        f'<path fill="{tones.ground}" d="{field}"/><path fill="url(#{key})" d="{field}"/></svg>'
    )


def _tones(cover: Cover) -> Tones:
    deep, pale = cover.palette.deep, cover.palette.pale
    ground, figure = (pale, deep) if cover.design.is_pale else (deep, pale)
    return Tones(ground, figure, mix(ground, figure, 0.42))


def _compose(design: Design, tones: Tones, key: str) -> str:
    """Return what lies over the field."""
    match design.composition:
        case "spine":
            return (
                f'<path fill="{tones.figure}" d="M0 0H44V{HEIGHT}H0Z"/>'
                f'<path d="M52 0V{HEIGHT}" stroke="{tones.figure}" stroke-width="3"/>'
            )
        case "hem":
            return (
                f'<path fill="{tones.ground}" d="M0 236H{WIDTH}V{HEIGHT}H0Z"/>'
                f'<path fill="{tones.figure}" d="M0 236H{WIDTH}V243H0Z"/>'
                f'<path fill="{tones.middle}" d="M0 252H{WIDTH}V255H0Z"/>'
            )
        case "slant":
            return (
                f'<path fill="{tones.figure}" d="M0 190L{WIDTH} 330V{HEIGHT}H0Z"/>'
                f'<path d="M0 176L{WIDTH} 316" stroke="{tones.figure}" stroke-width="3"/>'
            )
    return _moon(design, tones, key)


def _moon(design: Design, tones: Tones, key: str) -> str:
    """Return the same tile seen large through a window, its colors exchanged."""
    motif = draw_tile(design.pattern, Tones(tones.figure, tones.ground, tones.middle))
    window = '<circle cx="206" cy="122" '
    return (
        f"{_pattern(f'{key}m', motif, 172 / motif.span, 'translate(206 122) ', motif.center)}"
        f'{window}r="98" fill="{tones.ground}"/>{window}r="86" fill="{tones.figure}"/>'
        f'{window}r="86" fill="url(#{key}m)"/>'
    )


def _likeness(design: Design, siblings: Collection[Design]) -> int:
    """Return how much of a design its siblings share; 0 for one like none of them."""
    return sum(
        4 * (design.pattern == other.pattern and design.composition == other.composition)
        + 2 * (design.pattern == other.pattern)
        + (design.composition == other.composition)
        + (design.is_pale == other.is_pale)
        for other in siblings
    )


def _draw_lot(seed: str, design: Design) -> bytes:
    """Return the place of a design among those that are as good, the same for one seed."""
    return sha256(f"{seed}/{design.code}".encode()).digest()


def _pattern(key: str, tile: Tile, scale: float, move: str = "", start: str = "") -> str:
    return (
        f'<pattern id="{key}" width="{tile.width}" height="{tile.height}"{start}'
        f' patternUnits="userSpaceOnUse"'
        f' patternTransform="{move}scale({scale:.2f}) rotate({tile.turn})">{tile.drawing}</pattern>'
    )
