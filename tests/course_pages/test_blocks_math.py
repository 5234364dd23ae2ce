"""Formulas: LaTeX in, MathML out, and nothing else."""

import time

import pytest
from django.core.exceptions import ValidationError

from course_pages.blocks.latex import LONGEST, read_latex, show_formulas
from course_pages.blocks.math import MathBlock
from tests.factories.bodies import (
    make_block,
    make_callout,
    make_check,
    make_table,
    read_body,
    render_body,
)

pytestmark = pytest.mark.django_db

BOMB = "".join(
    [
        r"\newcommand{\ax}{" + r"\ay" * 40 + "}",
        r"\newcommand{\ay}{" + r"\az" * 40 + "}",
        r"\newcommand{\az}{" + "x" * 40 + r"}\ax",
    ]
)
"""A formula of 64,000 letters in 400."""
SQUARE = "<msup><mi>x</mi><mn>2</mn></msup>"


def formula(latex: str) -> str:
    return render_body(make_block("math", {"latex": latex}))


def test_a_formula_is_mathml_on_a_line_of_its_own() -> None:
    html = formula("x^2")
    assert (
        '<math xmlns="http://www.w3.org/1998/Math/MathML" display="block" alttext="x^2">'
        f"<mrow>{SQUARE}</mrow></math>"
    ) in html
    assert '<div class="formula" dir="ltr" tabindex="0" role="group" aria-label="Formula">' in html


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}{b}",
        r"\sqrt[3]{x}",
        r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
        r"\sum_{i=1}^{n} i = \frac{n(n+1)}{2}",
        r"\int_0^\infty e^{-x^2}\,dx",
        r"\text{if } x < y \text{ and } y > z",
        r"\left\{ x \mid x \geq 0 \right\}",
        r"\hat{\beta} = (X^\top X)^{-1} X^\top y",
        r"\mathbb{R}^n \to \mathcal{H}",
        r"P(A \mid B) = \frac{P(B \mid A)\,P(A)}{P(B)}",
        "\\begin{align} a &= b \\\\ c &= d \\end{align}",
        r"\begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}^{-1}",
        r"\begin{pmatrix} \begin{matrix} 1 \end{matrix} & 2 \end{pmatrix}_{i}",
        r"\hat\theta = \arg\max_{\theta} L(\theta) \label{eq:ml}",
        r"\begin{cases} a & x > 0 \\ b & x \le 0 \end{cases}",
        r"\newcommand{\R}{\mathbb{R}} f: \R^n \to \R",
        r"\newcommand{\Var}{\mathrm{Var}} \Var(X)",
        "é = 漢",
    ],
)
def test_what_lessons_write_is_read(latex: str) -> None:
    read = read_latex(latex, is_display=True)
    assert (read.html[:5], read.reason) == ("<math", "")
    assert "\\" not in read.html.partition(">")[2]


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\nope{x}", r"The formula has a command that is not known here: \nope"),
        ("{x", "The formula cannot be read. Are all braces closed?"),
        (r"\frac{a}", "The formula cannot be read. Are all braces closed?"),
        ("a_b_c", "The formula cannot be read. Are all braces closed?"),
        (r"\left(x", "The formula cannot be read. Are all braces closed?"),
        ("x" * (LONGEST + 1), "The formula cannot be read. Are all braces closed?"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason_and_shown_as_typed(
    latex: str, reason: str
) -> None:
    block = MathBlock()
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.to_python({"latex": latex}))
    assert refusal.value.block_errors["latex"].messages == [reason]  # type: ignore[attr-defined]
    html = formula(latex)
    assert f"<code>{latex}</code>" in html
    assert "<math" not in html


def test_links_styles_and_markup_of_an_author_are_left_out() -> None:
    read = read_latex(
        r"\href{javascript:alert(1)}{x} \style{color:red}{y} \class{big}{z} \text{<b>&lt;i&gt;}",
        is_display=True,
    )
    drawn = read.html.partition(">")[2]
    for trace in ("href", "javascript", "style", "class", "<b>", "<i>"):
        assert trace not in drawn
    assert "<mi>x</mi>" in drawn
    assert "&lt;b&gt;" in drawn


@pytest.mark.parametrize(
    "latex",
    ["{" * 2400 + "}" * 2400, "x^{" * 800 + "1" + "}" * 800, r"\frac{1}{" * 500 + "1" + "}" * 500]
    + [r"\def\a{\b\b}\def\b{\c\c}\def\c{\d\d}\a" * 20, "&" * 4000, r"\sqrt" * 900, "'" * 4999]
    + [BOMB],
)
def test_no_formula_takes_the_server_hostage(latex: str) -> None:
    started = time.perf_counter()
    read_latex(latex, is_display=True)
    assert time.perf_counter() - started < 2


# --- in a line ------------------------------------------------------------------------------------


def test_formulas_in_a_line_are_drawn() -> None:
    html = show_formulas(r"<p>If \(x^2\) is &lt; 4 and \( a &lt; b \), then.</p>")
    assert html.count('display="inline"') == 2
    assert SQUARE in html
    assert "<mi>a</mi><mo>&lt;</mo><mi>b</mi>" in html
    assert html.startswith("<p>If <math ")
    assert html.endswith("</math>, then.</p>")


@pytest.mark.parametrize(
    "source",
    [
        "<p>No formula, $5 and \\[x\\].</p>",
        r"<p><code>\(x\)</code> and <code>s/\(a\)/\1/</code></p>",
        r"<p>\(\nope\)</p>",
        r"<p>\(x <b>y</b>\)</p>",
        r'<p><a href="https://example.com/?a=\(x\)">x</a></p>',
        r'<p><a href="https://example.com/?a>\(x\)">x</a></p>',
        r"<p>\( never closed</p>",
    ],
)
def test_what_is_no_formula_stays_as_it_was_typed(source: str) -> None:
    assert show_formulas(source) == source


@pytest.mark.parametrize(
    "block",
    [
        make_block("text", r"<p>\(x^2\)</p>"),
        make_callout(make_block("text", r"<p>\(x^2\)</p>")),
        make_block("quote", {"text": r"<p>\(x^2\)</p>", "attribution": ""}),
        make_table((r"\(x^2\)",), ("",)),
        make_table(("",), (r"\(x^2\)",)),
        make_check(question=r"What is \(x^2\)?"),
        make_check(hints=[make_block("item", r"\(x^2\)")]),
    ],
    ids=["text", "callout", "quote", "heading", "cell", "question", "hint"],
)
def test_every_text_may_hold_formulas(block: dict[str, object]) -> None:
    assert SQUARE in render_body(block)


def test_a_formula_in_rich_text_is_kept_as_it_was_typed() -> None:
    block = make_block("text", r"<p>\(a &lt; b\)</p>")
    assert read_body(block).get_prep_value() == [block]
