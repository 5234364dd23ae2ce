"""Addresses of videos at YouTube and Vimeo, read by ourselves: nobody outside is asked."""

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlencode, urlsplit

YOUTUBE_HOSTS = {"youtube.com", "m.youtube.com", "music.youtube.com", "youtube-nocookie.com"}
VIMEO_HOSTS = {"vimeo.com", "player.vimeo.com"}
YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
VIMEO_ID = re.compile(r"\d{4,12}")
VIMEO_HASH = re.compile(r"[0-9a-f]{6,16}")
OFFSET = re.compile(r"(?:(\d{1,3})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?")


@dataclass(frozen=True, slots=True)
class Embed:
    """A video at one of the providers we know; both addresses are built by us."""

    provider: str
    watch_url: str
    """The provider's own page, for a plain link."""
    player_url: str
    """The frame to insert, under one of `settings.VIDEO_FRAMES`; begins to play."""


def parse_embed(url: str) -> Embed | None:
    """Return the video that `url` leads to; None when it is none of YouTube's or Vimeo's."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        plain = parts.username is None and parts.port is None
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not plain:
        return None
    if host in YOUTUBE_HOSTS or host == "youtu.be":
        return _parse_youtube(host, parts)
    return _parse_vimeo(parts) if host in VIMEO_HOSTS else None


def _parse_youtube(host: str, parts: SplitResult) -> Embed | None:
    query = parse_qs(parts.query)
    steps = [step for step in parts.path.split("/") if step]
    if host == "youtu.be" and len(steps) == 1:
        video = steps[0]
    elif steps == ["watch"]:
        video = query.get("v", [""])[0]
    elif len(steps) == 2 and steps[0] in ("embed", "shorts", "live"):
        video = steps[1]
    else:
        return None
    if not YOUTUBE_ID.fullmatch(video):
        return None
    start = _seconds((query.get("t") or query.get("start") or [""])[0])
    watch = {"v": video} | ({"t": f"{start}s"} if start else {})
    play = {"autoplay": 1, "rel": 0} | ({"start": start} if start else {})
    return Embed(
        "YouTube",
        f"https://www.youtube.com/watch?{urlencode(watch)}",
        f"https://www.youtube-nocookie.com/embed/{video}?{urlencode(play)}",
    )


def _parse_vimeo(parts: SplitResult) -> Embed | None:
    steps = [step for step in parts.path.split("/") if step]
    number = next((at for at, step in enumerate(steps) if VIMEO_ID.fullmatch(step)), None)
    if number is None or number + 2 < len(steps):
        return None
    secret = (parse_qs(parts.query).get("h") or [*steps[number + 1 :], ""])[0]
    if secret and not VIMEO_HASH.fullmatch(secret):
        return None
    video = steps[number]
    play = {"autoplay": "1", "dnt": "1"} | ({"h": secret} if secret else {})
    return Embed(
        "Vimeo",
        f"https://vimeo.com/{video}" + (f"/{secret}" if secret else ""),
        f"https://player.vimeo.com/video/{video}?{urlencode(play)}",
    )


def _seconds(offset: str) -> int:
    """Return "90", "90s", "1m30s" or "1h2m3s" in seconds; 0 for anything else."""
    match = OFFSET.fullmatch(offset)
    hours, minutes, seconds = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
    return hours * 3600 + minutes * 60 + seconds
