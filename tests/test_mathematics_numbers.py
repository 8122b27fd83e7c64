"""What the refresher of mathematics claims, against sympy, nudging and plain arithmetic."""

import numpy as np
import pytest
import sympy

from nnbook import Layer, Network, complex_step, identity, nudge, sigmoid

W = sympy.Symbol("w", positive=True)
PRICES = np.array([[0.5, 3, 7.5], [0.4, 3.5, 8]])
AMOUNTS = np.array([4, 2, 1])
YOU = np.array([1, -1, 0.5])
RIGHT = np.array([97, 96, 98, 97, 52])
HERE = np.array([3.0, 2.0])


def leaves(t):
    return 2.0**t


def height(p):
    return 100 - p[0] ** 2 - 2 * p[1] ** 2


def watts(legs, gear=3):
    """The bicycle: pedal turns to wheel turns to metres a second to watts."""
    return 0.2 * (2.1 * gear * legs) ** 3


@pytest.mark.parametrize(
    ("f", "slope"),
    [
        (3 * W**2, 6 * W),
        (W**2 + sympy.exp(W), 2 * W + sympy.exp(W)),
        (W**5, 5 * W**4),
        (1 / W, -1 / W**2),
        (sympy.exp(W), sympy.exp(W)),
        (sympy.log(W), 1 / W),
        (W**2 * sympy.exp(W), 2 * W * sympy.exp(W) + W**2 * sympy.exp(W)),
        (3 * W**2 - 4 * W + 7, 6 * W - 4),
        ((2 * W - 5) ** 2, 4 * (2 * W - 5)),
        (-sympy.log(W), -1 / W),
    ],
    ids=str,
)
def test_the_rules_of_the_table(f, slope):
    """Each slope of the page is what algebra derives and what nudging finds."""
    assert sympy.simplify(sympy.diff(f, W) - slope) == 0
    run, claimed = sympy.lambdify(W, f, "numpy"), sympy.lambdify(W, slope, "numpy")
    for w in (0.3, 1.0, 2.0):
        assert nudge(run, w) == pytest.approx(claimed(w), rel=1e-8, abs=1e-8)


def test_the_product_of_the_slopes_is_not_the_slope_of_the_product():
    """At 2 the wrong rule gives 29.56 for w² e^w, the truth is 59.11; at 0 the two agree."""
    wrong = sympy.diff(W**2, W) * sympy.diff(sympy.exp(W), W)
    right = sympy.diff(W**2 * sympy.exp(W), W)
    assert float(wrong.subs(W, 2)) == pytest.approx(29.56, abs=0.005)
    assert float(right.subs(W, 2)) == pytest.approx(59.11, abs=0.005)
    assert wrong.subs(W, 0) == right.subs(W, 0) == 0


def test_the_speed_of_the_pond():
    """On day 10 the duckweed grows by 1024 ln 2 = 709.78 leaves a day, between 512 and 1024."""
    t = sympy.Symbol("t")
    exact = float(sympy.diff(2**t, t).subs(t, 10))
    assert exact == pytest.approx(709.78, abs=0.005)
    assert nudge(leaves, 10.0) == pytest.approx(exact, rel=1e-9)
    assert leaves(10) - leaves(9) < exact < leaves(11) - leaves(10)
    assert (leaves(11) - leaves(9)) / 2 == 768


def test_a_coarse_nudge_is_exact_on_a_parabola_only():
    """Both ways with step h gives 2w for w² at any h, too much for 2^w and ln w."""
    w, h = sympy.symbols("w h", positive=True)
    assert sympy.simplify(((w + h) ** 2 - (w - h) ** 2) / (2 * h)) == 2 * w
    assert nudge(np.square, 1.5, h=1.0) == pytest.approx(3, rel=1e-12)
    assert nudge(np.exp2, 1.5, h=1.0) > nudge(np.exp2, 1.5) + 0.1
    assert nudge(np.log, 1.5, h=1.0) > nudge(np.log, 1.5) + 0.1
    assert nudge(sigmoid, 0.0, h=1.0) == pytest.approx(0.231, abs=0.0005)
    assert nudge(sigmoid, 0.0) == pytest.approx(0.25, abs=1e-9)


def test_a_step_too_small_for_the_digits_finds_no_slope():
    """At 1e-16 the two heights are one number, and the slope is 0."""
    assert nudge(leaves, 10.0, h=1e-16) == 0
    assert nudge(leaves, 10.0, h=1e-5) > 700


@pytest.mark.parametrize(("base", "share"), [(2, 0.6931), (2.5, 0.9163), (3, 1.0986), (4, 1.3863)])
def test_growth_is_in_proportion_to_what_there_is(base, share):
    """The slope of base^t is ln base times its height, on any day."""
    for day in (0.0, 1.0, 5.0):
        ratio = nudge(lambda t: base**t, day) / base**day
        assert ratio == pytest.approx(share, abs=5e-5)
        assert ratio == pytest.approx(np.log(base), rel=1e-8)


def test_e_is_the_base_that_is_its_own_slope():
    """Below e the slope is under the curve, above it is over it."""
    for base, sign in ((2.71, -1), (np.e, 0), (2.72, 1)):
        difference = nudge(lambda t, b=base: b**t, 1.0) - base
        assert np.sign(round(difference, 6)) == sign


def test_the_bill_is_a_layer():
    """Two shops are a layer of two neurons without a bend: 15.5 and 16.6."""
    shops = Network([Layer(PRICES, None, identity)])
    np.testing.assert_allclose(shops(AMOUNTS), [15.5, 16.6], rtol=1e-12)
    customers = np.array([[4, 2, 1], [0, 1, 0], [10, 0, 2]])
    np.testing.assert_allclose(shops(customers), customers @ PRICES.T, rtol=1e-12)
    assert PRICES[0].sum() * AMOUNTS.sum() == 77


@pytest.mark.parametrize(
    ("ratings", "product"), [([0.8, -0.6, 0.4], 1.6), ([-1, 0.5, 0], -1.5), ([0.5, 0.5, 0], 0)]
)
def test_taste_as_a_dot_product(ratings, product):
    """Friend, uncle and stranger get 1.6, -1.5 and 0."""
    assert np.array(ratings) @ YOU == pytest.approx(product, abs=1e-12)


def test_the_angle_decides_the_sign():
    """Over all directions w · x is largest along w, 0 at right angles, and |w||x| cos between."""
    w = np.array([3, 4])
    angles = np.radians(np.arange(0, 360, 0.01))
    products = np.column_stack([np.cos(angles), np.sin(angles)]) @ w
    np.testing.assert_allclose(products, 5 * np.cos(angles - np.arctan2(4, 3)), atol=1e-12)
    assert round(float(np.degrees(angles[products.argmax()]))) == 53
    crossings = np.degrees(angles[np.flatnonzero(np.diff(np.sign(products)))])
    assert [round(float(angle)) for angle in crossings] == [143, 323]


def test_one_more_turn_of_the_pedals():
    """The chain 3 · 2.1 · 23.8 is 150 watts; twice the gear makes it eight times as much."""
    assert nudge(watts, 1.0) == pytest.approx(150, abs=0.5)
    assert nudge(watts, 1.0) == pytest.approx(3 * 2.1 * 0.6 * 6.3**2, rel=1e-8)
    doubled = nudge(lambda t: watts(t, 4), 1.0) / nudge(lambda t: watts(t, 2), 1.0)
    assert doubled == pytest.approx(8, rel=1e-8)


def test_the_sigmoid_as_a_chain_of_four():
    """The product of the four ratios is a (1 - a), by algebra and by nudging."""
    z = sympy.Symbol("z", real=True)
    a = 1 / (1 + sympy.exp(-z))
    chain = -1 * sympy.exp(-z) * 1 * (-1 / (1 + sympy.exp(-z)) ** 2)
    assert sympy.simplify(chain - a * (1 - a)) == 0
    for place in (0.0, 2.0):
        assert nudge(sigmoid, place) == pytest.approx(float(chain.subs(z, place)), rel=1e-8)


def test_the_gradient_points_up_the_steepest_way_and_not_to_the_top():
    """At (3, 2) it is (-6, -8): 10 m per km towards 233 degrees, while the top lies at 214."""
    gradient = complex_step(height, HERE)
    np.testing.assert_allclose(gradient, [-6, -8], rtol=1e-12)
    np.testing.assert_allclose(nudge(height, HERE), gradient, rtol=1e-8)
    angles = np.radians(np.arange(360))
    around = np.column_stack([np.cos(angles), np.sin(angles)])
    climbs = np.array([height(HERE + 1e-4 * d) - height(HERE) for d in around]) / 1e-4
    assert climbs.argmax() == 233
    assert climbs.max() == pytest.approx(10, abs=0.01)
    assert np.abs(climbs[[143, 323]]).max() < 0.05
    assert round(float(np.degrees(np.arctan2(*-HERE[::-1])))) % 360 == 214


def test_logarithms_save_the_product():
    """The product of 2000 halves is 0 to a computer; the sum of logarithms is -2000 ln 2."""
    halves = np.full(2000, 0.5)
    assert halves.prod() == 0
    assert np.log(halves).sum() == pytest.approx(-2000 * np.log(2), rel=1e-12)
    a, b, n = sympy.symbols("a b n", positive=True)
    for left, right in (
        (sympy.log(a * b), sympy.log(a) + sympy.log(b)),
        (sympy.log(a / b), sympy.log(a) - sympy.log(b)),
        (sympy.log(a**n), n * sympy.log(a)),
    ):
        assert sympy.expand_log(left) == right


def test_mean_median_and_spread_of_five_networks():
    """97, 96, 98, 97, 52: mean 88, median 97, spread 18.0; the 52 is 80 % of the squares."""
    assert RIGHT.mean() == 88
    assert np.median(RIGHT) == 97
    assert RIGHT.std() == pytest.approx(18.0, abs=0.05)
    squares = (RIGHT - 88) ** 2
    assert squares[-1] / squares.sum() == pytest.approx(0.80, abs=0.005)


def test_answers_of_the_self_test():
    """The results in the folded block: 3, 8 and 2/3, -12, -6, (5, 1), 0.924, 13."""
    w, u, v = sympy.symbols("w u v")
    assert np.array([2, -1, 0.5]) @ [3, 4, 2] == 3
    assert sympy.diff(3 * w**2 - 4 * w + 7, w).subs(w, 2) == 8
    assert sympy.solve(sympy.diff(3 * w**2 - 4 * w + 7, w), w) == [sympy.Rational(2, 3)]
    assert sympy.diff((2 * w - 5) ** 2, w).subs(w, 1) == -12
    assert sympy.diff((3 * w - 4) ** 2, w).subs(w, 1) == -6
    f = u**2 + u * v
    assert [sympy.diff(f, s).subs({u: 1, v: 3}) for s in (u, v)] == [5, 1]
    assert -np.log([0.5, 0.25, 0.5]).mean() == pytest.approx(4 / 3 * np.log(2), rel=1e-12)
    assert round(4 / 3 * np.log(2), 3) == 0.924
    assert np.mean([10, 10, 10, 10, 25]) == 13
