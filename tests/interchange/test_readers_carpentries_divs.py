"""Cutting a page: fenced divs, the style before 2023, template tags."""

from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.readers.carpentries.divs import Chunk, Div, Node, Stretch, grow_tree, walk_divs
from interchange.readers.carpentries.fences import Line
from interchange.readers.carpentries.kramdown import modernize, unfold_front
from interchange.readers.carpentries.liquid import fill_in
from interchange.readers.carpentries.pages import number_lines

Shape = list[object]


def lines_of(text: str) -> list[Line]:
    return number_lines(dedent(text).strip("\n"), 0)


def words_of(lines: list[Line]) -> str:
    return "\n".join(line.text for line in lines)


def shape(nodes: list[Node]) -> Shape:
    """Return nodes as lists: words, (name, title, inside)."""
    found: Shape = []
    for node in nodes:
        if isinstance(node, Stretch):
            found.append(node.text.strip())
        elif isinstance(node, Chunk):
            found.append((node.language, node.options, node.code))
        else:
            title = node.title.text if node.title else ""
            found.append((node.name, title, shape(node.nodes)))
    return found


def shape_of(text: str) -> Shape:
    return shape(grow_tree(lines_of(text)).nodes)


# --- divs -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "opening",
    [
        "::: challenge",
        ":::challenge",
        ":::::::::::: challenge :::::::::",
        "::: {.challenge}",
        ":::: {.challenge #first width='3'}",
        "   ::: Challenge",
    ],
)
def test_a_div_is_opened_in_many_ways(opening: str) -> None:
    assert shape_of(f"{opening}\n\n## Try it\n\nWords\n\n::::::\n") == [
        ("challenge", "Try it", ["Words"])
    ]


def test_any_line_of_colons_closes_what_was_opened_last() -> None:
    text = """
        before
        ::: challenge
        ask
        :::::::: solution
        ## Answer ##
        tell
        :::
        more
        :::::::::::::::
        after
        """
    assert shape_of(text) == [
        "before",
        ("challenge", "", ["ask", ("solution", "Answer", ["tell"]), "more"]),
        "after",
    ]


def test_divs_are_numbered_by_name_in_the_order_in_which_they_open() -> None:
    tree = grow_tree(lines_of("::: a\n::: b\n:::\n:::\n::: b\n:::"))
    assert [(div.kind, div.id, div.line) for div in walk_divs(tree.nodes)] == [
        ("div", "a-1", 1),
        ("div", "b-1", 2),
        ("div", "b-2", 5),
    ]


def test_what_is_open_at_the_end_is_not_closed() -> None:
    tree = grow_tree(lines_of("::: callout\nwords\n::: solution\nmore\n:::"))
    assert [(div.name, div.closed) for div in walk_divs(tree.nodes)] == [
        ("callout", False),
        ("solution", True),
    ]


def test_lines_that_close_nothing_are_told() -> None:
    tree = grow_tree(lines_of("words\n:::\nmore\n::: hint\n:::\n:::::"))
    assert tree.strays == [2, 6]


@pytest.mark.parametrize("fence", ["```", "~~~", "`````"])
def test_colons_in_code_mean_nothing(fence: str) -> None:
    text = f"{fence}markdown\n::: callout\n:::\n{fence}\n"
    assert shape_of(text) == [text.strip()]


def test_colons_in_a_comment_mean_nothing() -> None:
    text = "<!--\n::: callout\n:::\n-->"
    assert shape_of(text) == [text]


def test_indented_code_shows_a_div() -> None:
    assert shape_of("words\n\n    ::: callout\n    :::\n") == ["words\n\n    ::: callout\n    :::"]


def test_a_div_in_a_list_is_read_from_its_margin() -> None:
    text = "1.  First\n\n    ::: callout\n\n    ```sh\n    ls\n    ```\n    :::\n\n2.  Second\n"
    assert shape_of(text) == ["1.  First", ("callout", "", ["```sh\nls\n```"]), "2.  Second"]


def test_a_div_in_a_list_holds_divs() -> None:
    text = "- Item\n\n    ::: challenge\n    a\n    ::: solution\n    b\n    :::\n    :::\n\n    c"
    assert shape_of(text) == ["- Item", ("challenge", "", ["a", ("solution", "", ["b"])]), "c"]


def test_divs_deeper_than_twenty_leave_their_words_in_place() -> None:
    deep = "\n".join("::: callout" for _ in range(25)) + "\nwords\n" + ":::\n" * 25
    tree = grow_tree(lines_of(deep))
    divs = list(walk_divs(tree.nodes))
    assert [div.flat for div in divs] == [False] * 20 + [True] * 5
    assert shape(divs[19].nodes)[-1] == "words"
    assert tree.strays == []


def test_an_r_chunk_stands_apart_with_its_options() -> None:
    assert shape_of("a\n```{r plot, echo=FALSE}\nplot(1)\n```\nb") == [
        "a",
        ("r", "plot, echo=FALSE", "plot(1)"),
        "b",
    ]
    assert shape_of("```{r}\n1\n```") == [("r", "", "1")]
    assert shape_of("```{.python .wide}\n1\n```") == ["```python\n1\n```"]


@given(st.lists(st.sampled_from(["::: a", ":::", "words", "```", "- item", "   :::: b", "<!--"])))
def test_no_line_of_words_is_lost(lines: list[str]) -> None:
    numbered = [
        Line(at, f"{text} {at}" if text == "words" else text) for at, text in enumerate(lines)
    ]
    tree = grow_tree(numbered)
    kept = str(shape(tree.nodes))
    assert all(line.text in kept for line in numbered if line.text.startswith("words"))
    assert sum(div.closed for div in walk_divs(tree.nodes)) <= lines.count(":::")


# --- before 2023 ----------------------------------------------------------------------------------


def test_a_quotation_with_a_class_is_a_div() -> None:
    old = """
        > ## Slicing
        >
        > What does it print?
        >
        > ~~~
        > x[1:]
        > ~~~
        > {: .language-python}
        >
        > > ## Answer
        > > Nothing
        > {: .solution}
        {: .challenge}
        After
        """
    assert shape(grow_tree(modernize(lines_of(old))).nodes) == [
        (
            "challenge",
            "Slicing",
            [
                "What does it print?\n\n~~~python\nx[1:]\n~~~",
                ("solution", "Answer", ["Nothing"]),
            ],
        ),
        "After",
    ]


def test_a_quotation_without_a_class_stays_one() -> None:
    old = lines_of("> Said by somebody\n> in two lines\n\nwords")
    assert modernize(old) == old


@pytest.mark.parametrize(
    ("old", "name"),
    [
        ("> ## A title\n> words", "callout"),
        ("> ## A title {.challenge}\n> words", "challenge"),
        (">\n> ## A title\n> words\n{: .prereq #x}", "prereq"),
    ],
)
def test_a_quotation_with_a_heading_is_a_box(old: str, name: str) -> None:
    (div,) = grow_tree(modernize(lines_of(old))).nodes
    assert isinstance(div, Div)
    assert (div.name, div.rank) == (name, 2)


def test_the_language_stands_below_the_code() -> None:
    old = "~~~\nls\n~~~\n{: .language-bash}\n~~~\na.txt\n~~~\n{: .output}\n> not a quotation"
    assert words_of(modernize(lines_of(old))) == (
        "~~~bash\nls\n~~~\n~~~output\na.txt\n~~~\n> not a quotation"
    )


def test_signs_of_quotation_in_code_are_code() -> None:
    old = lines_of("```\n> x\n{: .wide}\n```")
    assert modernize(old) == old


def test_attributes_alone_on_a_line_go() -> None:
    assert words_of(modernize(lines_of("| a |\n|---|\n{: .table}\nwords"))) == "| a |\n|---|\nwords"


def test_quotations_without_end_are_read_in_time() -> None:
    deep = [Line(1, "> " * 4_000 + "x"), Line(2, "{: .callout}")]
    assert "x" in words_of(modernize(deep))


def test_lists_of_the_front_matter_become_divs() -> None:
    front = {
        "questions": ["Why?", "How?"],
        "keypoints": ["So.", {"Use": "`ls`"}],
        "objectives": None,
    }
    assert shape(grow_tree(unfold_front(front, lines_of("words"))).nodes) == [
        ("questions", "", ["- Why?\n- How?"]),
        "words",
        ("keypoints", "", ["- So.\n- Use: `ls`"]),
    ]


# --- template tags --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "read", "known"),
    [
        ("[a]({{ page.root }}/reference.html#b)", "[a](../reference.html#b)", [True]),
        (
            "[a]({{ site.baseurl }}{% link _episodes/01-a.md %})",
            "[a](../_episodes/01-a.md)",
            [True] * 2,
        ),
        ("{% include links.md %}", "", [True]),
        ("{% raw %}{{ x }}{% endraw %}", "", [True, False, True]),
        ("The {{ site.host.name }} cluster", "The  cluster", [False]),
        ("Write `{{ site.name }}` there", "Write `{{ site.name }}` there", []),
        (
            '{% include figure.html url="" file="/fig/a.png" alt="A tree" caption="So" %}',
            '![So](</fig/a.png>){alt="A tree"}',
            [True],
        ),
    ],
)
def test_template_tags_are_filled_in(written: str, read: str, known: list[bool]) -> None:
    lines, tags = fill_in(lines_of(written))
    assert (words_of(lines), [tag.known for tag in tags]) == (read, known)


def test_commented_lines_go_as_one_tag() -> None:
    lines, tags = fill_in(lines_of("a\n{% comment %}\nb\n{% endcomment %}\nc"))
    assert (words_of(lines), len(tags)) == ("a\nc", 1)


def test_a_tag_over_several_lines_is_one() -> None:
    lines, tags = fill_in(lines_of("a {% include figure.html\n  file='a.png'\n  alt='A' %} b"))
    assert (words_of(lines), len(tags)) == ('a ![](</a.png>){alt="A"} b', 1)
    code = lines_of("```c\nprintf('{%d\n}');\n```\n{% never\nends")
    assert fill_in(code) == (code, [])


def test_template_tags_in_code_stay_but_raw() -> None:
    text = "```\n{% raw %}\n{{ x }}\n{% endraw %}\n```"
    lines, tags = fill_in(lines_of(text))
    assert (words_of(lines), tags) == ("```\n\n{{ x }}\n\n```", [])
