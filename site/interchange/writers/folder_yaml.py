"""YAML as course folders have it: readable, and the same text for the same values."""

import re
import sys
from collections.abc import Mapping
from typing import Any

import yaml

UNSEEN = re.compile("[\x85\u2028\u2029\ufeff]")


class FolderDumper(yaml.SafeDumper):
    """Lists are indented, texts of several lines are blocks, nothing is written once for two."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:
        return True


def represent_text(dumper: FolderDumper, text: str) -> yaml.ScalarNode:
    # PyYAML escapes these where they stand in double quotes, and nowhere else.
    style = '"' if UNSEEN.search(text) else "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


FolderDumper.add_representer(str, represent_text)


def write_yaml(values: Mapping[str, Any]) -> str:
    """Return plain JSON values as YAML in the order in which they come."""
    return yaml.dump(
        dict(values),
        Dumper=FolderDumper,
        allow_unicode=True,
        default_flow_style=False,
        sort_keys=False,
        width=sys.maxsize,
    )
