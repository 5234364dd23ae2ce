"""Which licence a source gives: the SPDX identifier of what its licence file says."""

import re
from pathlib import Path

NAMES = re.compile(r"(licen[cs]e|copying|unlicense)([-_.].*)?", re.IGNORECASE)
READ = 65_536
"""Characters of a licence that are looked at."""
VERSION = re.compile(r"\b(?:version\s+)?([1-4]\.0)\b", re.IGNORECASE)
CC_TERMS = (
    ("noncommercial-noderivatives", "NC-ND"),
    ("noncommercial-noderivs", "NC-ND"),
    ("noncommercial-sharealike", "NC-SA"),
    ("noncommercial", "NC"),
    ("noderivatives", "ND"),
    ("noderivs", "ND"),
    ("sharealike", "SA"),
)
CC_LINK = re.compile(r"creativecommons\.org/licenses/(by(?:-nc)?(?:-nd|-sa)?)/([1-4]\.0)")
CC_SHORT = re.compile(r"\bcc[- ](by(?:-nc)?(?:-nd|-sa)?)[- ]([1-4]\.0)\b")
FAMILIES = (
    (re.compile(r"cc0|publicdomain/zero|creative commons zero"), "CC0-1.0"),
    (re.compile(r"apache license"), "Apache-2.0"),
    (re.compile(r"\bmit license|permission is hereby granted, free of charge"), "MIT"),
    (re.compile(r"gnu affero general public license"), "AGPL-3.0-or-later"),
    (re.compile(r"gnu lesser general public license"), "LGPL-3.0-or-later"),
    (re.compile(r"gnu free documentation license"), "GFDL-1.3-or-later"),
    (re.compile(r"gnu general public license\s+version 2"), "GPL-2.0-or-later"),
    (re.compile(r"gnu general public license"), "GPL-3.0-or-later"),
    (re.compile(r"mozilla public license"), "MPL-2.0"),
    (
        re.compile(r"redistribution and use in source and binary.*neither the name of"),
        "BSD-3-Clause",
    ),
    (re.compile(r"redistribution and use in source and binary"), "BSD-2-Clause"),
    (re.compile(r"released into the public domain"), "Unlicense"),
)
HOLDER = re.compile(
    r"copyright\s*(?:\(c\)|©|&copy;)?\s*(?:\d{4}(?:\s*[-–,]\s*(?:\d{4}|present))*,?\s*)?"
    r"(?:by\s+)?([^\n]+)",
    re.IGNORECASE,
)
NO_HOLDER = re.compile(r"^(notice|holder|owner|law|and|or|licen[cs]e|statement|\[)|[<{]", re.I)
HOLDER_LENGTH = 80


def read_licence(root: Path) -> str:
    """Return the SPDX identifier of the licence file in `root`; "" when there is none to tell.

    Where several licences are given (code and text), the Creative Commons one holds: it is the
    one for words and pictures.
    """
    found = [name_licence(text) for text in read_licence_files(root)]
    commons = [licence for licence in found if licence.startswith("CC")]
    return next(iter([*commons, *filter(None, found)]), "")


def read_holder(root: Path) -> str:
    """Return who holds the copyright according to the licence file; "" when it does not say."""
    for text in read_licence_files(root):
        for match in HOLDER.finditer(text):
            name = " ".join(match[1].split()).removesuffix("All rights reserved.").rstrip(" .,")
            if name and len(name) <= HOLDER_LENGTH and not NO_HOLDER.search(name):
                return name
    return ""


def find_licence_files(root: Path) -> list[Path]:
    """Return the licence files that lie in `root` itself."""
    here = (path for path in root.iterdir() if NAMES.fullmatch(path.name))
    return sorted(path for path in here if path.is_file() and not path.is_symlink())


def read_licence_files(root: Path) -> list[str]:
    return [
        path.open(encoding="utf-8", errors="replace").read(READ)
        for path in find_licence_files(root)
    ]


def name_licence(text: str) -> str:
    """Return the SPDX identifier of a licence from its words or its name; "" when it is unknown.

    The words may be the licence itself, its title, its address, or already the identifier.
    """
    words = " ".join(text.lower().split())
    return name_commons(words) or name_family(words)


def name_family(words: str) -> str:
    """Return what is named first: a licence may speak of others, the GPL does of the AGPL."""
    found = [
        (match.start(), name) for pattern, name in FAMILIES if (match := pattern.search(words))
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else ""


def name_commons(words: str) -> str:
    link = CC_LINK.search(words) or CC_SHORT.search(words)
    if link:
        return f"CC-{link[1].upper()}-{link[2]}"
    _before, found, after = words.partition("creative commons attribution")
    if not found:
        return ""
    name = after[:120].replace(" ", "").replace("–", "-")
    terms = next((short for long, short in CC_TERMS if name.startswith(f"-{long}")), "")
    version = VERSION.search(after[:120])
    ending = f"-{version[1] if version else '4.0'}"
    return f"CC-BY{'-' + terms if terms else ''}{ending}"
