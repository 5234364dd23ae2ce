"""Knowledge checks: what an editor may publish, and what a reader sees."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from course_pages.blocks.check import CheckBlock
from tests.factories.bodies import (
    CHECK,
    RIGHT,
    THIRD,
    WRONG,
    make_block,
    make_check,
    make_choice,
    render_body,
)

CHOICES = "choices"


def clean(**fields: Any) -> Any:
    block = CheckBlock()
    return block.clean(block.to_python(make_check(**fields)["value"]))


def refuse(**fields: Any) -> dict[str, Any]:
    """Return the errors of a check that is refused, as the editor's form gets them."""
    with pytest.raises(ValidationError) as refusal:
        clean(**fields)
    errors: dict[str, Any] = refusal.value.as_json_data()["blockErrors"]  # type: ignore[attr-defined]
    return errors


def test_a_complete_check_is_kept_as_it_was_written() -> None:
    block = CheckBlock()
    assert block.get_prep_value(clean()) == make_check()["value"]


@pytest.mark.parametrize("name", ["question", "choices", "explanation"])
def test_a_check_without_a_part_says_what_is_missing(name: str) -> None:
    empty: dict[str, Any] = {"question": "  ", "choices": [], "explanation": ""}
    if name == "explanation":
        assert clean(explanation="")["explanation"] == ""
    else:
        assert name in refuse(**{name: empty[name]})


def test_one_choice_is_not_enough() -> None:
    errors = refuse(choices=[make_choice(RIGHT, "Four", correct=True)])
    assert errors[CHOICES]["messages"] == ["Give at least two choices."]


@pytest.mark.parametrize("right", [0, 2])
def test_a_single_choice_has_exactly_one_right_answer(right: int) -> None:
    errors = refuse(
        choices=[
            make_choice(RIGHT, "A", correct=right > 0),
            make_choice(WRONG, "B", correct=right > 1),
        ]
    )
    assert errors[CHOICES]["messages"] == [
        "Mark exactly one choice as right, or allow several right answers."
    ]


def test_a_multiple_choice_has_at_least_one_right_answer() -> None:
    choices = [make_choice(RIGHT, "A"), make_choice(WRONG, "B")]
    errors = refuse(kind="multiple", choices=choices)
    assert errors[CHOICES]["messages"] == ["Mark at least one choice as right."]


def test_a_multiple_choice_may_be_right_throughout() -> None:
    choices = [make_choice(RIGHT, "A", correct=True), make_choice(WRONG, "B", correct=True)]
    assert len(clean(kind="multiple", choices=choices)["choices"]) == 2


def test_two_choices_with_the_same_words_are_refused_at_the_second() -> None:
    errors = refuse(
        choices=[
            make_choice(RIGHT, "Four", correct=True),
            make_choice(WRONG, "Five"),
            make_choice(THIRD, " four "),
        ]
    )
    assert errors[CHOICES]["blockErrors"] == {
        2: {"blockErrors": {"text": {"messages": ["Another choice says the same."]}}}
    }


def test_a_choice_may_be_without_feedback() -> None:
    choices = [make_choice(RIGHT, "A", correct=True), make_choice(WRONG, "B", feedback="")]
    assert clean(choices=choices)["choices"][1]["feedback"] == ""


@pytest.mark.parametrize(("count", "is_taken"), [(30, True), (31, False)])
def test_a_check_has_up_to_thirty_choices(count: int, is_taken: bool) -> None:
    choices = [make_choice(str(at), f"Choice {at}", correct=at == 0) for at in range(count)]
    if is_taken:
        assert len(clean(choices=choices)["choices"]) == 30
    else:
        assert refuse(choices=choices)[CHOICES]["messages"] == ["The maximum number of items is 30"]


@pytest.mark.parametrize(("length", "is_taken"), [(2000, True), (2001, False)])
def test_a_choice_has_up_to_two_thousand_characters(length: int, is_taken: bool) -> None:
    choices = [make_choice(RIGHT, "A" * length, correct=True), make_choice(WRONG, "B")]
    if is_taken:
        assert clean(choices=choices)["choices"][0]["text"] == "A" * 2000
    else:
        assert list(refuse(choices=choices)[CHOICES]["blockErrors"]) == [0]


def test_hints_are_kept_and_an_empty_one_is_refused() -> None:
    hints = [make_block("item", "Use your fingers.", block_id=THIRD)]
    block = CheckBlock()
    assert block.get_prep_value(clean(hints=hints))["hints"] == hints
    assert list(refuse(hints=[make_block("item", " ", block_id=THIRD)])["hints"]) == ["blockErrors"]


def test_a_check_of_before_there_were_hints_is_read() -> None:
    old = {name: part for name, part in make_check()["value"].items() if name != "hints"}
    assert list(CheckBlock().to_python(old)["hints"]) == []
    assert "Two and two?" in render_body(make_check() | {"value": old}, screen=make_screen())


def test_an_unknown_kind_is_refused() -> None:
    assert "kind" in refuse(kind="essay")


def test_a_draft_may_be_unfinished() -> None:
    block = CheckBlock()
    unfinished = block.to_python({"question": "", "kind": "single", "choices": []})
    assert len(block.clean_deferred(unfinished)["choices"]) == 0
    with pytest.raises(ValidationError):
        block.clean(unfinished)


# --- what a reader sees ---------------------------------------------------------------------------


def make_screen(**checks: Any) -> SimpleNamespace:
    return SimpleNamespace(lesson_id=7, checks=checks)


def make_state(*chosen: str, is_right: bool, **feedback: str) -> SimpleNamespace:
    return SimpleNamespace(
        chosen=frozenset(chosen),
        is_right=is_right,
        feedback=feedback,
        explanation="Put two beside two.",
        tries=1,
    )


def test_an_unanswered_check_asks_and_tells_nothing() -> None:
    html = render_body(make_check(), screen=make_screen(), csrf_token="token")
    assert f'action="/learning/lessons/7/checks/{CHECK}/"' in html or f"/checks/{CHECK}/" in html
    assert 'name="csrfmiddlewaretoken" value="token"' in html
    assert f'<input type="radio" name="choice" value="{RIGHT}" required>' in html
    assert "Two and two?" in html
    assert "Four" in html
    assert "Five" in html
    for secret in ("Well counted", "Count again", "Put two beside two", "correct", "True", "Right"):
        assert secret not in html


def test_a_multiple_choice_has_boxes() -> None:
    html = render_body(make_check(kind="multiple"), screen=make_screen())
    assert f'<input type="checkbox" name="choice" value="{RIGHT}">' in html


def test_a_wrong_answer_shows_the_feedback_of_the_chosen_choice_alone() -> None:
    state = make_state(WRONG, is_right=False, **{WRONG: "Count again."})
    html = render_body(make_check(), screen=make_screen(**{CHECK: state}))
    assert f'value="{WRONG}" checked' in html
    assert "option--wrong" in html
    assert "Not this one" in html
    assert "icons.svg#x" in html
    assert "Count again." in html
    assert "Check again" in html
    assert "Well counted" not in html
    assert "option--right" not in html


def test_a_right_answer_shows_words_icon_and_explanation() -> None:
    state = make_state(RIGHT, is_right=True, **{RIGHT: "Well counted."})
    html = render_body(make_check(), screen=make_screen(**{CHECK: state}))
    assert "option--right" in html
    assert "That is right." in html
    assert "icons.svg#check" in html
    assert "Well counted." in html
    assert "Put two beside two." in html
    assert "Count again" not in html


def test_a_half_right_multiple_answer_does_not_say_which_half() -> None:
    state = make_state(RIGHT, is_right=False, **{RIGHT: "Well counted."})
    html = render_body(make_check(kind="multiple"), screen=make_screen(**{CHECK: state}))
    assert "Not quite: choose every right answer and no other." in html
    assert "option--right" not in html
    assert "option--wrong" not in html


@pytest.mark.parametrize(
    "context",
    [
        {},
        {"screen": make_screen(), "request": SimpleNamespace(is_preview=True)},
        {"page": SimpleNamespace(canonical_id=None)},
    ],
)
def test_where_nobody_can_answer_the_form_is_dead_and_silent(context: dict[str, Any]) -> None:
    html = render_body(make_check(), **context)
    assert "<form" not in html
    assert "disabled" in html
    assert "Well counted" not in html
    assert "Count again" not in html
    assert "Put two" not in html


def test_without_a_screen_the_canonical_page_answers() -> None:
    html = render_body(make_check(), page=SimpleNamespace(canonical_id=12))
    assert f"/lessons/12/checks/{CHECK}/" in html


def test_a_foreign_id_in_the_context_does_not_become_the_block() -> None:
    html = render_body(make_check(), screen=make_screen(), id="somebody-else")
    assert f'id="check-{CHECK}"' in html


@pytest.mark.spec("S192")
def test_code_between_backticks_is_code_and_nothing_else_is_markup() -> None:
    check = make_check(question="What does `a < b` <b>say</b>?\n\nAnd why?")
    html = render_body(check, screen=make_screen())
    assert (
        "What does <code>a &lt; b</code> &lt;b&gt;say&lt;/b&gt;?<br><br>And why?</legend>" in html
    )


def test_hints_open_one_after_another_before_an_answer() -> None:
    hints = [make_block("item", "Use your `fingers`."), make_block("item", "It is <less> than 5.")]
    html = render_body(make_check(hints=hints), screen=make_screen())
    first, second = html.split("<details")[1:]
    assert "<span>Hint 1</span>" in first
    assert "Use your <code>fingers</code>." in first
    assert "<span>Hint 2</span>" in second
    assert "It is &lt;less&gt; than 5." in second
    assert "open" not in first.split(">")[0]


def test_a_single_hint_is_not_numbered() -> None:
    hint = make_block("item", "Use your fingers.")
    html = render_body(make_check(hints=[hint]), screen=make_screen())
    assert "<span>Hint</span>" in html


def test_formulas_in_a_question_are_drawn() -> None:
    html = render_body(make_check(question=r"What is \(x^2\)? And `\(y\)`?"), screen=make_screen())
    assert html.count("<msup><mi>x</mi><mn>2</mn></msup>") == 1
    assert r"<code>\(y\)</code>" in html


def test_code_of_several_lines_keeps_its_lines() -> None:
    html = render_body(
        make_check(question="What does this say?\n\n`if a < b:\n    c()`"), screen=make_screen()
    )
    assert '<code class="lines">if a &lt; b:\n    c()</code>' in html
