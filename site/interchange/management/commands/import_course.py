import json
import sys
from argparse import ArgumentParser, BooleanOptionalAction
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from core.exceptions import NotAllowed
from interchange.enums import Conflicts, ImportStage
from interchange.readers.formats import FORMATS
from interchange.report import Problem
from interchange.services.imports import import_source, tell_nobody

BAR = 30
"""Characters in the bar of progress."""


class Command(BaseCommand):
    help = (
        "Import a course from a folder or an archive (.zip, .tar.gz). The last line says what "
        "became of its elements; the exit status is 1 when the course was refused or the report "
        "does not account for all of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder or archive")
        parser.add_argument("--format", default="", choices=list(FORMATS), help="else found out")
        parser.add_argument("--dry-run", action="store_true", help="read and report; write nothing")
        parser.add_argument("--publish", action="store_true", help="else all pages are drafts")
        parser.add_argument("--report", type=Path, metavar="FILE", help="write the report as JSON")
        parser.add_argument("--as", dest="email", default="", help="e-mail address of the owner")
        wins = parser.add_mutually_exclusive_group()
        wins.add_argument(
            "--theirs", action="store_true", help="overwrite pages that were edited on the site"
        )
        wins.add_argument(
            "--ours", action="store_true", help="keep pages that were edited on the site"
        )
        parser.add_argument(
            "--progress", action=BooleanOptionalAction, help="a bar; else only on a terminal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        bar = ProgressBar(sys.stderr) if wants_bar(options["progress"]) else None
        try:
            result = import_source(
                path=options["path"],
                person=None if options["dry_run"] else find_owner(options["email"]),
                format=options["format"],
                publish=options["publish"],
                conflicts=choose(options),
                dry_run=options["dry_run"],
                # Whoever runs commands on the machine runs the site, whomever the course is for.
                may_add_languages=True,
                progress=bar.show if bar else tell_nobody,
            )
        except NotAllowed as refusal:
            raise CommandError(str(refusal.message)) from refusal
        if bar:
            bar.close()
        if options["report"]:
            write_report(options["report"], result.report)
        self.tell(result.report)
        if not result.is_accepted:
            # No CommandError: it would print something behind the last line.
            sys.exit(1)

    def tell(self, report: dict[str, Any]) -> None:
        """Print what there is to know; the line with the sum is the last."""
        for kind in ("notes", "conflicts", "unpublished", "errors"):
            for found in report[kind]:
                self.stdout.write(describe(kind, found))
        summary = report["summary"]
        self.stdout.write(
            "{elements} elements: {mapped} mapped, {degraded} degraded, {dropped} dropped".format(
                **summary
            )
        )


def wants_bar(asked: bool | None) -> bool:
    return sys.stderr.isatty() if asked is None else asked


def find_owner(email: str) -> User:
    """Return whom a new course will belong to: the person named, else the first admin."""
    people = User.objects.filter(is_active=True).order_by("pk")
    if email:
        owner = people.filter(email__iexact=email).first()
        if owner is None:
            raise CommandError(f"There is nobody with the e-mail address {email}.")
        return owner
    owner = people.filter(is_superuser=True).first()
    if owner is None:
        raise CommandError("There is no administrator yet: name an owner with --as.")
    return owner


def choose(options: dict[str, Any]) -> Conflicts:
    if options["theirs"]:
        return Conflicts.THEIRS
    return Conflicts.OURS if options["ours"] else Conflicts.ASK


def write_report(path: Path, report: dict[str, Any]) -> None:
    words = json.dumps(report, indent=2, ensure_ascii=False)
    try:
        path.write_text(words + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"The report cannot be written: {error}") from error


def describe(kind: str, found: dict[str, Any]) -> str:
    if kind == "conflicts":
        return f"conflict: “{found['title']}”: {found['why']}"
    if kind == "unpublished":
        return f"unpublished: “{found['title']}”"
    problem = Problem(found["file"] or ".", found["line"], found["code"], found["message"])
    return f"{'error' if kind == 'errors' else 'note'}: {problem}"


class ProgressBar:
    """A bar of plain characters on one line of a terminal."""

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal
        self.width = 0

    def show(self, stage: str, done: int, total: int) -> None:
        line = str(ImportStage(stage).label)
        if total:
            filled = BAR * done // total
            line += f" [{'#' * filled}{'.' * (BAR - filled)}] {done}/{total}"
        self.terminal.write(f"\r{line.ljust(self.width)}")
        self.terminal.flush()
        self.width = max(self.width, len(line))

    def close(self) -> None:
        self.terminal.write("\r" + " " * self.width + "\r")
        self.terminal.flush()
