"""Problems of Open edX: what becomes of questions, answers, hints and explanations."""

from pathlib import Path

import pytest

from interchange.document import (
    CalloutPart,
    CheckPart,
    DetailsPart,
    ImagePart,
    TextPart,
)
from interchange.enums import Outcome
from interchange.report import Entry, Report
from tests.interchange.olx import (
    all_checks,
    as_kind,
    entry,
    first_lesson,
    only_check,
    png_bytes,
    read,
    read_parts,
    write_lesson,
)

SINGLE = """\
<problem url_name="p1" display_name="Question 1">
  <multiplechoiceresponse>
    <p>Look at the kettle.</p>
    <label><h3>Which water is <b>hottest</b>? See <code>kettle</code>.</h3></label>
    <description>Select one.</description>
    <choicegroup type="MultipleChoice">
      <choice correct="true"><span style="color:red">A. Boiling
      </span><choicehint label="Yes">It bubbles.</choicehint></choice>
      <choice correct="false">B. Tepid<choicehint>Look again.</choicehint></choice>
    </choicegroup>
  </multiplechoiceresponse>
  <solution><div class="detailed-solution"><p>Explanation</p>
  <p>It is at 100 degrees.</p></div></solution>
  <demandhint><hint>Watch the steam.</hint><hint>Listen.</hint></demandhint>
</problem>
"""


def read_check(tmp_path: Path, problem: str) -> tuple[CheckPart, Report]:
    parts, report = read_parts(write_lesson(tmp_path, problem))
    return only_check(parts), report


def read_exercise(tmp_path: Path, problem: str) -> tuple[CalloutPart, Report]:
    (part,), report = read_parts(write_lesson(tmp_path, problem))
    exercise = as_kind(part, CalloutPart)
    assert exercise.kind == "exercise"
    return exercise, report


def question(report: Report, number: int = 1, name: str = "p1") -> Entry:
    return entry(report, "course/run.xml", "question", f"{name}-{number}")


class TestChoices:
    def test_a_single_choice_is_a_check_with_all_that_is_said_about_it(
        self, tmp_path: Path
    ) -> None:
        check, report = read_check(tmp_path, SINGLE)

        assert check.id == "p1-1"
        assert check.kind == "single"
        assert check.question == (
            "Look at the kettle.\nWhich water is hottest? See `kettle`.\nSelect one."
        )
        assert [(one.id, one.text, one.correct, one.feedback) for one in check.choices] == [
            ("choice-1", "A. Boiling", True, "Yes: It bubbles."),
            ("choice-2", "B. Tepid", False, "Look again."),
        ]
        assert check.explanation == "It is at 100 degrees."
        assert check.hints == ("Watch the steam.", "Listen.")
        assert question(report).outcome == Outcome.MAPPED
        assert question(report).lesson == "s1"

    @pytest.mark.parametrize("true", ["true", "True", "TRUE", "1"])
    def test_right_is_written_in_many_ways(self, tmp_path: Path, true: str) -> None:
        check, _ = read_check(
            tmp_path,
            '<problem url_name="p1"><choiceresponse><label>Which?</label><checkboxgroup>'
            f'<choice correct="{true}">a</choice><choice correct="False">b</choice>'
            f'<choice correct=" {true} ">c</choice></checkboxgroup></choiceresponse></problem>',
        )

        assert check.kind == "multiple"
        assert [choice.correct for choice in check.choices] == [True, False, True]

    def test_a_dropdown_with_options_in_its_attributes(self, tmp_path: Path) -> None:
        check, _ = read_check(
            tmp_path,
            '<problem url_name="p1"><p>Water boils at</p><optionresponse>'
            "<optioninput options=\"('80 °C','100 °C','it\\'s cold')\" correct=\"100 °C\"/>"
            "</optionresponse></problem>",
        )

        assert check.question == "Water boils at"
        assert [(one.text, one.correct) for one in check.choices] == [
            ("80 °C", False),
            ("100 °C", True),
            ("it's cold", False),
        ]

    def test_a_dropdown_with_option_elements(self, tmp_path: Path) -> None:
        check, _ = read_check(
            tmp_path,
            '<problem url_name="p1"><optionresponse><label>Which?</label><optioninput>'
            '<option correct="False">Tea<optionhint>No.</optionhint></option>'
            '<option correct="True">Water</option></optioninput></optionresponse></problem>',
        )

        assert [(one.text, one.correct, one.feedback) for one in check.choices] == [
            ("Tea", False, "No."),
            ("Water", True, ""),
        ]

    def test_two_right_ones_to_choose_one_of_become_several(self, tmp_path: Path) -> None:
        check, report = read_check(
            tmp_path,
            '<problem url_name="p1"><multiplechoiceresponse><p>Which?</p><choicegroup>'
            '<choice correct="true">a</choice><choice correct="true">b</choice>'
            '<choice correct="false">c</choice></choicegroup></multiplechoiceresponse></problem>',
        )

        assert check.kind == "multiple"
        assert question(report).outcome == Outcome.DEGRADED
        assert question(report).reason == (
            "2 choices are right where one was to be chosen: all of them are asked for."
        )

    def test_the_same_words_twice_are_told_apart(self, tmp_path: Path) -> None:
        check, report = read_check(
            tmp_path,
            '<problem url_name="p1"><multiplechoiceresponse><p>Which?</p><choicegroup>'
            '<choice correct="true">Tea</choice><choice correct="false">tea </choice>'
            "</choicegroup></multiplechoiceresponse></problem>",
        )

        assert [choice.text for choice in check.choices] == ["Tea", "tea (B)"]
        assert question(report).reason == "Two choices say the same; the second is marked (B)."

    def test_pictures_stand_before_the_question(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<problem url_name="p1"><multiplechoiceresponse><p>Which?</p>'
            '<img src="/static/a_cup.png" alt="A cup"/><choicegroup>'
            '<choice correct="true"><img src="/static/a_cup.png" alt="The cup"/></choice>'
            '<choice correct="false">b</choice></choicegroup></multiplechoiceresponse></problem>',
            {"static/a cup.png": png_bytes()},
        )

        parts, report = read_parts(root)

        above, shown, check = parts[-3:]
        assert isinstance(above, ImagePart) and above.alt == "A cup"
        assert isinstance(shown, ImagePart) and shown.alt == "The cup"
        assert [choice.text for choice in as_kind(check, CheckPart).choices] == ["The cup", "b"]
        assert question(report).outcome == Outcome.DEGRADED

    def test_several_questions_of_a_problem_are_several_checks(self, tmp_path: Path) -> None:
        choices = '<choice correct="true">a</choice><choice correct="false">b</choice>'
        ask = (
            "<multiplechoiceresponse><label>{}?</label><choicegroup>"
            f"{choices}</choicegroup><solution>So {{}}.</solution></multiplechoiceresponse>"
        )
        problem = (
            "<problem url_name='p1'>" + ask.format("One", 1) + ask.format("Two", 2) + "</problem>"
        )

        parts, report = read_parts(write_lesson(tmp_path, problem))

        assert [(check.id, check.question, check.explanation) for check in all_checks(parts)] == [
            ("p1-1", "One?", "So 1."),
            ("p1-2", "Two?", "So 2."),
        ]
        assert question(report, 2).outcome == Outcome.MAPPED

    def test_problems_of_one_name_have_ids_of_their_own(self, tmp_path: Path) -> None:
        parts, _ = read_parts(write_lesson(tmp_path, SINGLE + SINGLE))

        assert [check.id for check in all_checks(parts)] == ["p1-1", "p1-2-1"]

    def test_of_a_long_text_the_last_paragraph_is_asked(self, tmp_path: Path) -> None:
        long = "word " * 200
        problem = (
            f'<problem url_name="p1"><p>{long}</p><p>Which?</p>'
            "<multiplechoiceresponse><choicegroup>"
            '<choice correct="true">a</choice><choice correct="false">b</choice>'
            "</choicegroup></multiplechoiceresponse></problem>"
        )

        parts, _ = read_parts(write_lesson(tmp_path, problem))

        assert isinstance(parts[0], TextPart) and long.strip() in parts[0].html
        assert as_kind(parts[1], CheckPart).question == "Which?"


class TestExercises:
    def test_a_number_to_type_is_an_exercise_with_its_solution(self, tmp_path: Path) -> None:
        exercise, report = read_exercise(
            tmp_path,
            '<problem url_name="p1" display_name="Heat"><numericalresponse answer="100">'
            "<label>How hot is boiling water?</label>"
            '<responseparam type="tolerance" default="5%"/><formulaequationinput/>'
            "<solution><p>It bubbles at 100.</p></solution></numericalresponse>"
            "<demandhint><hint>Celsius.</hint></demandhint></problem>",
        )

        asked, hint, shown = exercise.body
        solution = as_kind(shown, DetailsPart)
        assert exercise.title == "Heat"
        assert asked == TextPart("<p>How hot is boiling water?</p>")
        assert hint == DetailsPart("hint", "", (TextPart("<p>Celsius.</p>"),))
        assert solution.kind == "solution"
        assert solution.body == (
            TextPart("<p><strong>100 (± 5%)</strong></p>"),
            TextPart("<p>It bubbles at 100.</p>"),
        )
        assert question(report).outcome == Outcome.DEGRADED

    def test_a_picture_in_a_solution_is_shown_with_it(self, tmp_path: Path) -> None:
        root = write_lesson(
            tmp_path,
            '<problem url_name="p1"><customresponse cfn="judge">'
            '<textline size="5" label="How hot?"/></customresponse><solution><p>So:</p>'
            '<img src="/static/cup.png" alt="A cup"/></solution></problem>',
            {"static/cup.png": png_bytes()},
        )

        (exercise,), report = read_parts(root)

        asked, solution = as_kind(exercise, CalloutPart).body
        assert asked == TextPart("<p>How hot?</p>")
        words, picture = as_kind(solution, DetailsPart).body
        assert words == TextPart("<p>So:</p>")
        assert as_kind(picture, ImagePart).alt == "A cup"
        assert entry(report, "course/run.xml", "img", "img-1").outcome == Outcome.MAPPED

    def test_words_to_type_list_every_answer(self, tmp_path: Path) -> None:
        exercise, _ = read_exercise(
            tmp_path,
            '<problem url_name="p1"><stringresponse answer="Tea" type="ci"><label>What?</label>'
            '<additional_answer answer="Chai"/><textline size="20"/></stringresponse></problem>',
        )

        assert as_kind(exercise.body[-1], DetailsPart).body == (
            TextPart("<p><strong>Tea / Chai</strong></p>"),
        )

    def test_choices_without_a_right_one_are_no_check(self, tmp_path: Path) -> None:
        exercise, report = read_exercise(
            tmp_path,
            '<problem url_name="p1"><multiplechoiceresponse><label>Which?</label><choicegroup>'
            '<choice correct="false">a &lt; b</choice><choice correct="false">c</choice>'
            "</choicegroup></multiplechoiceresponse></problem>",
        )

        assert exercise.body == (
            TextPart("<p>Which?</p>"),
            TextPart("<ul><li>a &lt; b</li><li>c</li></ul>"),
        )
        assert question(report).reason == (
            "No choice is right: it is shown as an exercise; mark an answer in the editor."
        )

    def test_more_than_thirty_choices_are_no_check(self, tmp_path: Path) -> None:
        choices = "".join(f'<choice correct="{n == 1}">{n}</choice>' for n in range(31))
        exercise, report = read_exercise(
            tmp_path,
            '<problem url_name="p1"><multiplechoiceresponse><label>Which?</label>'
            f"<choicegroup>{choices}</choicegroup></multiplechoiceresponse></problem>",
        )

        assert as_kind(exercise.body[-1], DetailsPart).body[0] == TextPart(
            "<p><strong>1</strong></p>"
        )
        assert "It has 31 choices" in question(report).reason


class TestWhatIsKept:
    def test_a_question_is_kept_whole(self, tmp_path: Path) -> None:
        problem = SINGLE.replace("<problem", '<problem weight="2.5" max_attempts="3"', 1)
        document, report = read(write_lesson(tmp_path, problem))

        (kept,) = document.kept.questions
        assert (kept["id"], kept["lesson"], kept["check"]) == ("p1-1", "s1", "p1-1")
        assert (kept["kind"], kept["points"], kept["attempts"]) == (
            "multiplechoiceresponse",
            2.5,
            3,
        )
        assert kept["data"]["choices"][0] == {
            "text": "A. Boiling",
            "correct": True,
            "feedback": "Yes: It bubbles.",
        }
        assert '<choice correct="false">B. Tepid' in kept["data"]["xml"]
        assert question(report).reason == (
            "Kept with the course until the site has a place for it: the points, "
            "the number of attempts."
        )

    def test_a_bank_is_shown_whole(self, tmp_path: Path) -> None:
        choices = '<choice correct="true">a</choice><choice correct="false">b</choice>'
        problems = "".join(
            f'<problem url_name="p{n}"><multiplechoiceresponse><label>{n}?</label>'
            f"<choicegroup>{choices}</choicegroup></multiplechoiceresponse></problem>"
            for n in range(3)
        )
        bank = f'<library_content url_name="b1" max_count="2">{problems}</library_content>'

        document, report = read(write_lesson(tmp_path, bank))

        checks = all_checks(first_lesson(document).body)
        assert [check.id for check in checks] == ["p0-1", "p1-1", "p2-1"]
        assert entry(report, "course/run.xml", "library_content", "b1").reason == (
            "All 3 questions are shown; the course drew 2 at random."
        )
        assert [kept["data"]["bank"]["drawn"] for kept in document.kept.questions] == ["2"] * 3
        assert question(report, name="p1").outcome == Outcome.MAPPED
