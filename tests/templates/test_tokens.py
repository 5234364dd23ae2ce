"""The tokens hold together: each role once, readable in both rooms, whole in older browsers."""

import re
from math import cos, radians, sin

import pytest

from tests.templates.sources import read_static

ROLE = re.compile(r"(--[a-z0-9-]+):\s*([^;]+);")
COLOR = re.compile(r"oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)")
READABLE = [
    # text, ground, least contrast (WCAG 2.2; the direction asks for more where it can)
    *[("--ink", ground, 7.0) for ground in ("--desk", "--paper", "--sheet")],
    *[("--ink-2", ground, 7.0) for ground in ("--paper", "--sheet")],
    *[("--ink-3", ground, 4.5) for ground in ("--desk", "--paper", "--sheet")],
    *[("--edge", ground, 3.0) for ground in ("--paper", "--sheet")],
    ("--on-ink", "--ink", 7.0),
    ("--on-lamp", "--lamp", 7.0),
    ("--on-lamp", "--lamp-hi", 7.0),
    ("--ink", "--lamp-wash", 7.0),
    *[(f"--{word}", f"--{word}-wash", 4.5) for word in ("ok", "bad", "warn", "info")],
    *[(f"--{word}", "--paper", 4.5) for word in ("ok", "bad", "warn", "info")],
    ("--plate-ink", "--plate", 7.0),
    ("--plate-ink-2", "--plate", 4.5),
    ("--night-ink", "--night", 7.0),
    ("--night-ink-2", "--night", 4.5),
]


def test_older_browsers_get_the_light_value_of_every_role() -> None:
    roles = {name: value for name, value in read_roles() if "light-dark(" in value}
    fallback = dict(read_fallback())

    assert fallback == {name: choose(value, dark=False) for name, value in roles.items()}


@pytest.mark.parametrize("dark", [False, True], ids=["by day", "by night"])
@pytest.mark.parametrize(("text", "ground", "least"), READABLE)
def test_text_can_be_read(text: str, ground: str, least: float, dark: bool) -> None:
    roles = dict(read_roles())
    contrast = get_contrast(choose(roles[text], dark=dark), choose(roles[ground], dark=dark))

    assert contrast >= least


def read_roles() -> list[tuple[str, str]]:
    source = without_comments()
    return ROLE.findall(source[source.index(":root {") : source.index("@supports not")])


def read_fallback() -> list[tuple[str, str]]:
    source = without_comments()
    start = source.index("@supports not")
    return ROLE.findall(source[start : source.index('[data-theme="light"]')])


def without_comments() -> str:
    return re.sub(r"/\*.*?\*/", "", read_static("css/tokens.css"), flags=re.DOTALL)


def choose(value: str, *, dark: bool) -> str:
    """Return a value with every `light-dark(a, b)` in it decided."""
    pattern = re.compile(
        r"light-dark\(\s*(?P<light>[a-z]+\([^()]*\))\s*,\s*(?P<dark>[a-z]+\([^()]*\))\s*\)"
    )
    return pattern.sub(lambda found: found["dark" if dark else "light"], value)


def get_contrast(one: str, other: str) -> float:
    """Return the contrast ratio of WCAG 2.2 between two colors in oklch()."""
    light, dark = sorted((get_luminance(one), get_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def get_luminance(color: str) -> float:
    """Return relative luminance by way of linear sRGB (CSS Color 4, section 10)."""
    match = COLOR.fullmatch(color)
    assert match, color
    lightness, chroma, hue = map(float, match.groups())
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
    red, green, blue = (min(max(channel, 0.0), 1.0) for channel in (red, green, blue))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
