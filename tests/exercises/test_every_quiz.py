"""What holds for every quiz of the book, and what is judged of an answer."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from nnbook.exercises import quiz
from nnbook.exercises._quizzes import VARIANTS, Choice, Number, Option, quiz_chapters, sheets_of
from tests.widgets.in_node import in_node

pytestmark = pytest.mark.slow

BOOK = Path(__file__).parents[2] / "book"
SHEETS = [sheet for chapter in quiz_chapters() for sheet in sheets_of(chapter)]
QUESTIONS = [(sheet, question) for sheet in SHEETS for question in sheet.questions]

every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.id)


def cells_of(chapter):
    (path,) = BOOK.glob(f"{chapter:02d}-*.ipynb")
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def judged(state, number=0):
    """What the figure says to a state, from its own JavaScript."""
    code = "return nnbook.figures.quiz.judge(given.state, given.number)"
    return in_node(code, {"state": state, "number": number})


def answered(questions, number, *, chosen=(), typed="", variant=0):
    """The state of a quiz in which one question has been answered."""
    n = len(questions)
    state = {"questions": questions, "chosen": [[]] * n, "typed": [""] * n, "variant": [0] * n}
    state = {key: list(value) for key, value in state.items()}
    state["chosen"][number], state["typed"][number] = list(chosen), typed
    state["variant"][number], state["judged"] = variant, [True] * n
    return state


@pytest.mark.parametrize("chapter", quiz_chapters())
def test_there_are_enough_questions(chapter):
    """A chapter asks at least five questions, the first and the last two at least three."""
    asked = sum(len(sheet.questions) for sheet in sheets_of(chapter))
    assert asked >= (3 if chapter in {1, 12, 13} else 5)


@pytest.mark.parametrize("chapter", quiz_chapters())
def test_a_chapter_shows_its_quizzes_in_order(chapter):
    """Each quiz is called once, in the section it is about, and in the order that the file has.

    Letters have no gap. One that came later has a later letter, wherever it stands.
    """
    section, found = "", []
    for cell in cells_of(chapter):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            section = (re.findall(r"^## (.*)$", source, flags=re.MULTILINE) or [section])[-1]
        elif call := re.search(r'\bquiz\("([\d.A-Z]+)"\)', source):
            found.append((call[1], section))
    assert found == [(sheet.id, sheet.section) for sheet in sheets_of(chapter)]
    assert {id for id, _ in found} == {f"{chapter}.{chr(65 + n)}" for n in range(len(found))}


@every_sheet
def test_every_option_says_why(sheet):
    """No two answers share an explanation, and none is without; a lone right one has company."""
    for question in sheet.questions:
        if isinstance(question, Choice):
            said = [option.says for option in question.options]
            assert all(len(says) > 20 for says in said)
            assert len({*said}) == len(said) >= 3
            assert len({option.text for option in question.options}) == len(said)


@every_sheet
def test_every_answer_is_judged_by_its_own_sentence(sheet):
    """In the figure's JavaScript each option, number and known mistake gets what it should."""
    questions = quiz(sheet.id).questions
    for number, question in enumerate(questions):
        if question["kind"] == "one":
            for k, option in enumerate(question["options"]):
                verdict = judged(answered(questions, number, chosen=[k]), number)
                assert verdict == {"right": option["right"], "says": [option["says"]]}
        elif question["kind"] == "several":
            right = [k for k, option in enumerate(question["options"]) if option["right"]]
            assert judged(answered(questions, number, chosen=right), number)["right"]
            every = list(range(len(question["options"])))
            verdict = judged(answered(questions, number, chosen=every), number)
            assert not verdict["right"]
            wrong = [o["says"] for o in question["options"] if not o["right"]]
            assert verdict["says"] == wrong
        else:
            for v, variant in enumerate(question["variants"]):
                typed = f"{variant['wanted']:.{question['decimals']}f}"
                assert judged(answered(questions, number, typed=typed, variant=v), number)["right"]
                for value, says in variant["mistakes"]:
                    typed = f"{value:.{question['decimals']}f}"
                    state = answered(questions, number, typed=typed, variant=v)
                    assert judged(state, number) == {"right": False, "says": [says]}


def test_a_number_may_be_typed_in_many_ways():
    """A comma, a true minus sign and spaces are understood; words are not; sizes are told."""
    sheet = quiz("3.A")
    wanted = sheet.questions[1]["variants"][0]["wanted"]
    for typed in (f" {wanted:.3f} ", f"{wanted:.3f}".replace(".", ","), f"+{wanted}"):
        assert judged(answered(sheet.questions, 1, typed=typed), 1)["right"]
    for typed, says in (("ten", "not a number"), ("99", "too large"), ("−99", "too small")):
        assert says in judged(answered(sheet.questions, 1, typed=typed), 1)["says"][0]


def test_a_missing_answer_is_named():
    """Where several are right, each that is not marked is named with its reason."""
    questions = quiz("3.B").questions
    verdict = judged(answered(questions, 1, chosen=[0]), 1)
    assert not verdict["right"]
    (says,) = verdict["says"]
    assert says.startswith("Missing: *Leave the point that it corrects")


@pytest.mark.parametrize(("sheet", "question"), QUESTIONS)
def test_numbers_are_drawn_anew_and_always_alike(sheet, question):
    """A question for a number has several variants, the same each time it is asked for."""
    if isinstance(question, Number):
        once, again = (question.state(np.random.default_rng(1)) for _ in range(2))
        assert once == again
        assert len({variant["text"] for variant in once["variants"]}) == VARIANTS
        for variant in once["variants"]:
            assert "{" not in variant["text"] + variant["says"]
            assert len(variant["mistakes"]) >= 2
    assert quiz(sheet.id).state() == quiz(sheet.id).state()


@pytest.mark.parametrize("rights", [(False, False), (True, True)])
def test_a_question_without_a_choice_is_refused(rights):
    """At least one option is right, and at least one wrong."""
    with pytest.raises(ValueError, match="an option that is right and one that is wrong"):
        Choice("?", tuple(Option(str(right), "", right) for right in rights))


@pytest.mark.parametrize(
    ("id", "error"), [("3.Z", ValueError), ("99.A", ValueError), (3, TypeError)]
)
def test_an_unknown_quiz_is_named(id, error):
    """The error repeats what was asked for."""
    with pytest.raises(error, match=re.escape(str(id))):
        quiz(id)


def test_the_still_holds_questions_and_answers():
    """Without JavaScript the questions can be read and the answers unfolded."""
    html = quiz("3.B")._repr_mimebundle_()[0]["text/html"]
    assert html.count("<details>") == len(quiz("3.B").questions)
    assert "Mark all that are right." in html
    assert 'role="img"' not in html
    assert repr(quiz("3.B")) == "Quiz 3.B: 2 questions"


def test_a_broken_state_is_refused():
    """A quiz takes as many answers as it has questions, in Python and on the page."""
    sheet = quiz("3.B")
    with pytest.raises(ValueError, match="a quiz of 2 questions has as many answers"):
        sheet.judged = [True]
    check = "return nnbook.figures.quiz.check(given)"
    assert in_node(check, sheet.state()) == ""
    assert "as many answers" in in_node(check, {**sheet.state(), "typed": []})
    assert "does not exist" in in_node(check, {**sheet.state(), "chosen": [[7], []]})


def test_numbers_that_cannot_be_told_apart_are_refused():
    """A question whose mistake rounds to its answer is named, instead of drawn for ever."""
    question = Number(
        text="How much is {a} and 1?",
        draw=lambda rng: {"a": int(rng.integers(1, 100))},
        wanted=lambda a: a + 1,
        says="{wanted}.",
        mistakes=((lambda a: a + 2, "One too many."),),
        decimals=0,
    )
    with pytest.raises(ValueError, match="gives 0 questions instead of 8"):
        question.state(np.random.default_rng(0))
