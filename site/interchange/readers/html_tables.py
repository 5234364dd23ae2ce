"""Tables of foreign HTML: those with data become tables, those that arrange a page running text."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from interchange.document import TablePart
from interchange.readers.html_page import (
    Content,
    Flow,
    Handler,
    Made,
    Page,
    formulas_in_line,
)
from interchange.readers.html_tree import BREAK, Node
from interchange.readers.html_words import (
    BOLD,
    NEWLINE,
    Block,
    Marks,
    Words,
    add_mark,
    run_together,
    to_line,
    to_plain,
)

WIDEST = 100
"""Rows or columns that one cell may be stretched over."""
LARGEST = 100_000
"""Cells of one table; a larger one becomes a paragraph for each row."""
GROUPS = ("thead", "tbody", "tfoot")
CELLS = ("td", "th")
SPANS = "Cells that went over several rows or columns are single cells now."
LINES = "What stood on several lines of a cell stands on one."
PARTS = "Pictures, code and the like stand below the table, not in its cells."
ARRANGED = "A table that only arranged the page is running text now."


@dataclass(slots=True)
class Cell:
    node: Node
    heading: bool
    columns: int
    rows: int
    blocks: list[Block] = field(default_factory=list)


Row = list[Cell]


@dataclass(slots=True)
class Grid:
    """The rows of a table as they are written, and what stands between them."""

    rows: list[Row] = field(default_factory=list)
    head: int = 0
    """How many of the first rows stand in a `<thead>`."""
    caption: Node | None = None
    others: list[Node | str] = field(default_factory=list)

    @property
    def cells(self) -> Iterator[Cell]:
        for row in self.rows:
            yield from row


def read_table(node: Node, flow: Flow, marks: Marks, page: Page) -> None:
    grid = Grid()
    collect(node, grid)
    flow.add(*page.read_apart(grid.others, marks))
    below = read_cells(grid, marks, page)
    caption = page.read_apart(grid.caption.children, marks) if grid.caption else []
    if is_layout(grid, below):
        flow.add(*caption, *[content for _, contents in below for content in contents])
        page.degraded(node, ARRANGED)
        return
    apart = [content for _, contents in below for content in take_apart(contents)]
    title = page.lose_parts(caption, "A caption")
    add_table(node, grid, title, flow, page)
    if apart:
        page.degraded(node, PARTS)
    flow.add(*apart)


def add_table(node: Node, grid: Grid, title: list[Block], flow: Flow, page: Page) -> None:
    large = is_large(grid)
    rows = [row for row in (grid.rows if large else expand(grid)) if has_words(row)]
    if not rows:
        page.dropped(node, "The table has no words in it.")
        flow.add(*title)
    elif large:
        page.degraded(node, "The table is too large for one: each of its rows is a paragraph now.")
        flow.add(*table_words(rows, title))
    else:
        flow.add(make_table(node, grid, rows, title, page))


def has_words(row: Row) -> bool:
    return any(cell.blocks for cell in row)


def is_large(grid: Grid) -> bool:
    stretched = sum(max(cell.columns, 1) * max(cell.rows, 1) for cell in grid.cells)
    width = max((sum(max(cell.columns, 1) for cell in row) for row in grid.rows), default=0)
    return stretched > LARGEST or width * len(grid.rows) > LARGEST


def collect(node: Node, grid: Grid) -> None:
    """Put the rows of a table, or of a part of it, into the grid."""
    loose: list[Node] = []
    for child in node.children:
        if isinstance(child, Node) and child.tag in CELLS:
            loose.append(child)
            continue
        if isinstance(child, str) or child.tag == BREAK:
            grid.others.append(child)
            continue
        if loose:
            grid.rows.append([make_cell(cell) for cell in loose])
            loose = []
        collect_child(child, grid)
    if loose:
        grid.rows.append([make_cell(cell) for cell in loose])


def collect_child(child: Node, grid: Grid) -> None:
    if child.tag == "tr":
        cells = [inner for inner in child.children if is_cell(inner)]
        grid.others += [inner for inner in child.children if not is_cell(inner)]
        grid.rows.append([make_cell(cell) for cell in cells if isinstance(cell, Node)])
    elif child.tag in GROUPS:
        before = len(grid.rows)
        collect(child, grid)
        if child.tag == "thead" and before == grid.head:
            grid.head = len(grid.rows)
    elif child.tag == "caption" and grid.caption is None:
        grid.caption = child
    else:
        grid.others.append(child)


def is_cell(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag in CELLS


def make_cell(node: Node) -> Cell:
    return Cell(node, node.tag == "th", span(node, "colspan"), span(node, "rowspan"))


def span(node: Node, name: str) -> int:
    written = node.attributes.get(name, "1").strip()
    # isdecimal admits digits of other scripts and any length: int() takes the first four.
    return min(int(written[:4]), WIDEST) if written.isdecimal() else 1


def read_cells(grid: Grid, marks: Marks, page: Page) -> list[tuple[Cell, list[Content]]]:
    """Read all cells, words into the cells; return what stood in each of them."""
    found = []
    header = header_row(grid)
    for row in grid.rows:
        for cell in row:
            if "linenos" in cell.node.classes:
                page.drop_inside(cell.node, "The numbers of lines are not taken over.")
                continue
            inside = add_mark(marks, BOLD) if cell.heading and row is not header else marks
            contents = formulas_in_line(page.read_apart(cell.node.children, inside))
            cell.blocks = [content for content in contents if isinstance(content, Block)]
            found.append((cell, contents))
    return found


def take_apart(contents: list[Content]) -> list[Made]:
    return [content for content in contents if isinstance(content, Made)]


def is_layout(grid: Grid, below: list[tuple[Cell, list[Content]]]) -> bool:
    """Return whether a table has one cell, or holds parts and no headings."""
    if len(below) == 1:
        return True
    parts = any(take_apart(contents) for _, contents in below)
    return parts and not any(cell.heading for cell in grid.cells)


def header_row(grid: Grid) -> Row | None:
    """Return the row that heads the columns."""
    if not grid.rows or (len(grid.rows) == 1 and not grid.head):
        return None
    first = grid.rows[0]
    headings = any(cell.heading for cell in grid.cells)
    heads = grid.head > 0 or all(cell.heading for cell in first) or not headings
    return first if heads else None


def expand(grid: Grid) -> list[Row]:
    """Return rows of single cells, all equally long; a cell over several rows is in each."""
    height = len(grid.rows)
    rows: list[dict[int, Cell]] = [{} for _ in range(height)]
    for at, row in enumerate(grid.rows):
        column = 0
        for cell in row:
            while column in rows[at]:
                column += 1
            below = height - at if cell.rows == 0 else min(cell.rows, height - at)
            for down in range(below):
                fill(rows[at + down], column, cell)
            column += max(cell.columns, 1)
    width = max((max(row) + 1 for row in rows if row), default=0)
    return [[row.get(column) or blank() for column in range(width)] for row in rows]


def fill(row: dict[int, Cell], column: int, cell: Cell) -> None:
    row[column] = cell
    for right in range(1, cell.columns):
        row.setdefault(column + right, blank())


def blank() -> Cell:
    return Cell(Node("td", {}), False, 1, 1)


def make_table(node: Node, grid: Grid, rows: list[Row], title: list[Block], page: Page) -> Made:
    """Return the table; what its header and its caption lose is entered when it stays."""
    header = header_row(grid)
    heads = header is not None and has_words(header) and len(rows) > 1
    top, body = (rows[0], rows[1:]) if heads else ([blank() for _ in rows[0]], rows)

    def build() -> TablePart:
        for cell in top:
            page.lose_marks(cell.blocks, "The heading of a column")
        page.lose_marks(title, "A caption")
        for row in body:
            for cell in row:
                page.keep_marks(cell.blocks)
        return TablePart(
            tuple(to_plain(cell.blocks).replace("\n", " ") for cell in top),
            tuple(tuple(to_line(cell.blocks) for cell in row) for row in body),
            to_plain(title).replace("\n", " "),
        )

    loss = " ".join(
        reason for reason, found in ((SPANS, has_spans(grid)), (LINES, has_lines(grid))) if found
    )
    return Made(TablePart, build, node.element, loss, words=tuple(table_words(rows, title)))


def has_spans(grid: Grid) -> bool:
    return any(cell.columns != 1 or cell.rows != 1 for cell in grid.cells)


def has_lines(grid: Grid) -> bool:
    return any(
        len(cell.blocks) > 1
        or any(block.items or any(w.text == NEWLINE for w in block.words) for block in cell.blocks)
        for cell in grid.cells
    )


def table_words(rows: list[Row], title: list[Block]) -> Iterator[Block]:
    """Yield a table as paragraphs, one for each row."""
    yield from title
    for row in rows:
        words: list[Words] = []
        for cell in row:
            if cell.blocks:
                words += [Words(" | ")] if words else []
                words += run_together(cell.blocks)
        if words:
            yield Block("p", tuple(words))


HANDLERS: dict[str, Handler] = {"table": read_table}
