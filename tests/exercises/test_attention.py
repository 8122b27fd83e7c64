"""What chapter 11 asks and answers about attention, held against attention itself."""

import numpy as np
import pytest

from nnbook.exercises import check
from nnbook.exercises._engine import find
from nnbook.exercises._quizzes import sheets_of

attend = find("11.20").solution


def moments(seed):
    """Queries, keys and values of seven moments, and other places for these."""
    rng = np.random.default_rng(seed)
    queries, keys, values = (rng.normal(size=(n, 3)) for n in (4, 7, 7))
    return queries, keys, values, np.roll(np.arange(7), 1 + seed % 6)


DONE = {
    "Shuffle the moments, each with its key and its value.": lambda k, v, p: (k[p], v[p]),
    "Shuffle the values alone.": lambda k, v, p: (k, v[p]),
    "Let every moment come twice.": lambda k, v, p: (np.tile(k, (2, 1)), np.tile(v, (2, 1))),
}


def test_the_quiz_is_right_about_what_leaves_the_answer_alone():
    """Each option, done to many moments, leaves the answer alone just where it says so."""
    (sheet,) = (sheet for sheet in sheets_of(11) if sheet.id == "11.I")
    (question,) = sheet.questions
    assert {option.text for option in question.options} == set(DONE)
    for option in question.options:
        for seed in range(20):
            queries, keys, values, places = moments(seed)
            other = attend(queries, *DONE[option.text](keys, values, places))
            assert np.allclose(other, attend(queries, keys, values)) == option.right, option.text


def test_the_exercise_by_hand_is_the_function():
    """Keys of one number need no root: the by-hand exercise and the function agree."""
    query, keys, values, silent = 2.0, [1, 0.5, 0], [3, -1, 4], 4
    *_, answer, drowned = find("11.19").solution()
    for more, wanted in ((0, answer), (silent, drowned)):
        k, v = (np.array([[float(x)] for x in (*some, *[0] * more)]) for some in (keys, values))
        assert attend(np.array([[query]]), k, v).item() == pytest.approx(wanted)


def test_silence_halves_no_more_than_the_hint_says():
    """In every variant the last answer is nearer to 0 than the second, as the hint has it."""
    for seed in range(100):
        *_, answer, drowned = find("11.19").variant(np.random.default_rng(seed)).solution()
        assert 0 < drowned < answer


def test_a_share_of_nothing_is_nothing():
    """The model answer's numbers: 0.9 of 0 and 0.1 of 5 are 0.5, and the small share gave it."""
    model = check("11.21", " ".join(["word"] * 15)).sentence
    assert "0.9 and 0.1 and hold the values 0 and 5, so the answer is 0.5" in model
    shares, values = np.array([0.9, 0.1]), np.array([0.0, 5.0])
    assert shares @ values == 0.5
    assert (shares * values)[1] == shares @ values


@pytest.mark.parametrize("size", [0.01, 1.0, 30.0, 3000.0])
def test_no_size_of_scores_stops_the_solution(size):
    """Answers stay within the values, however large the scores."""
    queries, keys, values, _ = moments(1)
    answers = attend(size * queries, keys, values)
    assert (answers <= values.max(axis=0) + 1e-9).all()
    assert (answers >= values.min(axis=0) - 1e-9).all()
