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


def test_every_choice_needs_feedback() -> None:
    errors = refuse(
        choices=[make_choice(RIGHT, "A", correct=True), make_choice(WRONG, "B", feedback="")]
    )
    assert list(errors[CHOICES]["blockErrors"]) == [1]
    assert "feedback" in errors[CHOICES]["blockErrors"][1]["blockErrors"]


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
