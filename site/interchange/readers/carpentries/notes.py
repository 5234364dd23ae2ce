"""Parts as one piece of HTML: how texts that are not for learners are kept."""

from collections.abc import Iterable
from html import escape

from interchange.document import (
    AudioPart,
    CalloutPart,
    CheckPart,
    CodePart,
    DetailsPart,
    EmbedPart,
    FilePart,
    ImagePart,
    MathPart,
    Part,
    QuotePart,
    TablePart,
    TextPart,
    VideoPart,
)


def write_note(parts: Iterable[Part]) -> str:
    """Return parts as HTML; pictures and recordings are named in words."""
    return "\n".join(write_part(part) for part in parts)


def write_part(part: Part) -> str:
    match part:
        case TextPart(html=html):
            return html
        case CodePart(code=code):
            return f"<pre><code>{escape(code, quote=False)}</code></pre>"
        case MathPart(latex=latex):
            return f"<p>\\[{escape(latex, quote=False)}\\]</p>"
        case QuotePart(html=html):
            return f"<blockquote>{html}</blockquote>"
        case TablePart():
            return write_table(part)
    return write_box(part)


def write_box(part: Part) -> str:
    """Return what stands apart from the text."""
    match part:
        case CalloutPart(title=title, body=body) | DetailsPart(title=title, body=body):
            return f"<h4>{escape(title)}</h4>\n{write_note(body)}"
        case EmbedPart(url=url, title=title) | VideoPart(embed=url, title=title):
            return f'<p><a href="{escape(url)}">{escape(title or url)}</a></p>'
        case ImagePart(alt=words) | FilePart(title=words) | AudioPart(title=words):
            return f"<p>[{escape(part.file.name)}: {escape(words)}]</p>"
        case CheckPart(question=question):
            return f"<p>{escape(question)}</p>"
    return ""


def write_table(table: TablePart) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in table.header)
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in table.rows
    )
    return f"<table><tr>{head}</tr>{rows}</table>"
