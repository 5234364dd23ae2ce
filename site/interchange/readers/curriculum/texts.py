"""The texts of a source, whatever they are encoded in."""

from pathlib import Path


def read_text(path: Path) -> tuple[str, bool]:
    """Return a text with LF line ends, and whether its encoding was certain.

    What is not UTF-8 is read as UTF-16 where it says so, else as Western European.
    """
    content = path.read_bytes()
    text, certain = decode(content)
    return text.replace("\r\n", "\n").replace("\r", "\n"), certain


def decode(content: bytes) -> tuple[str, bool]:
    try:
        return content.decode("utf-8-sig"), True
    except UnicodeDecodeError:
        pass
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace"), True
    return content.decode("cp1252", "replace"), False
