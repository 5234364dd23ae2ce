import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interchange.readers.loose_markdown import first_heading, split_front_matter, to_html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "One *and* **two** ~~three~~",
            "<p>One <em>and</em> <strong>two</strong> <s>three</s></p>",
        ),
        ("so $x^2 < y$ holds", r"<p>so \(x^2 &lt; y\) holds</p>"),
        ("costs $5 and $6", "<p>costs $5 and $6</p>"),
        ("from $HOME/$USER on", "<p>from $HOME/$USER on</p>"),
        ("between $10 and 20$.", "<p>between $10 and 20$.</p>"),
        ("US$5, A$6.", "<p>US$5, A$6.</p>"),
        ("$3 x$ and $10$", r"<p>\(3 x\) and \(10\)</p>"),
        ("`$a$`", "<p><code>$a$</code></p>"),
        ("$$\nx = 1 \\\\\ny = 2\n$$", "<p>\\[x = 1 \\\\\ny = 2\\]</p>"),
        ("```math\na < b\n```", r"<p>\[a &lt; b\]</p>"),
        ("see $$a$$", r"<p>see \[a\]</p>"),
        ('![](a.png){alt=\'A "grey"\nheron\' width="9"}', "A &quot;grey&quot; heron"),
        ('![](a.png){alt="A heron"} .', '<p><img src="a.png" alt="A heron" /> .</p>'),
        ("![Heron](a.png){: .wide}", '<p><img src="a.png" alt="Heron" /></p>'),
        ("# Title {#top .big}", '<h1 id="top">Title</h1>'),
        ("# Title {: .big}", "<h1>Title</h1>"),
        ("`code`{x}", "<p><code>code</code>{x}</p>"),
        ("words\n{: .wide}", "<p>words\n</p>"),
        ("- [x] done", "<li>\u2611 done</li>"),
        ("word[^1]\n\n[^1]: Note", "<sup>[1]</sup>"),
        ("[a](javascript:b)", '<p><a href="javascript:b">a</a></p>'),
        ("see https://example.org :tada:", "<p>see https://example.org :tada:</p>"),
        ("<b>kept</b>", "<p><b>kept</b></p>"),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert html in to_html(text)


def test_a_table_may_have_more_dashes_than_columns() -> None:
    html = to_html("Good | Fair\n--- | --- |\n|yes| no |")
    assert "<th>Good</th>\n<th>Fair</th>" in html
    assert "<td>yes</td>\n<td>no</td>" in html


def test_words_within_html_are_markdown_again() -> None:
    html = to_html("<details><summary>More</summary>\n\nso *it* is\n\n</details>")
    assert html == "<details><summary>More</summary>\n<p>so <em>it</em> is</p>\n</details>"


@given(st.text(alphabet="ab `$\\{}[]()!#*_~<>|-=:'\"\n\t^&;.1x", max_size=200))
def test_no_text_is_refused(text: str) -> None:
    assert isinstance(to_html(text), str)


@pytest.mark.parametrize("piece", ["![](a){", "[^a]", "$$a ", "$a", "> ", "[a](", "<a ", "*a "])
def test_a_long_hostile_text_takes_time_in_proportion(piece: str) -> None:
    begin = time.monotonic()
    to_html(piece * 20_000)
    assert time.monotonic() - begin < 20


def test_front_matter_is_split_from_the_text() -> None:
    assert split_front_matter("---\ntitle: Tea\nweeks: 2\n---\n# A") == (
        {"title": "Tea", "weeks": 2},
        "# A",
    )
    assert split_front_matter("---\n---\nwords") == ({}, "words")


@pytest.mark.parametrize(
    "text",
    [
        "no front matter",
        "---\ntitle: [\n---\nwords",
        "---\n\na rule above\n\n---\nwords",
        "---\na: &a [1]\nb: [*a, *a]\n---\nwords",
        "---\nnever closed",
    ],
)
def test_what_is_no_front_matter_stays_in_the_text(text: str) -> None:
    assert split_front_matter(text) == ({}, text)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("words\n\n## Two\n\n# One `code` *here* {#x}", "One code here"),
        ("## Two\n\n## Three", "Two"),
        ("# ![Heron](a.png) [Bird](b.md)", "Heron Bird"),
        ("words", ""),
    ],
)
def test_the_first_heading_is_found(text: str, heading: str) -> None:
    assert first_heading(text) == heading
