"""What an importer has to say: item by item, with file, line and a code that does not change."""

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, or worth knowing, in what is read."""

    file: str
    """Path from the course folder."""
    line: int | None
    """Counted from 1; None when it belongs to the whole file."""
    code: str
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.code}: {self.message}"


@dataclass(slots=True)
class Report:
    """Everything found in one import. With an error nothing is written."""

    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def error(self, file: str, line: int | None, code: str, message: str) -> None:
        self.errors.append(Problem(file, line, code, message))

    def warn(self, file: str, line: int | None, code: str, message: str) -> None:
        self.warnings.append(Problem(file, line, code, message))

    def refuse(self) -> None:
        """Raise `InvalidCourse` when there is an error."""
        if self.errors:
            raise InvalidCourse(self.errors)


class InvalidCourse(Exception):
    """A course that cannot be imported as it is; nothing of it has been stored."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
