/** Failures for the figure "playground": settings that go wrong, and what to look for. */
nnbook.playgroundGallery = (function () {
  "use strict";

  const { fresh } = nnbook.playgroundData;
  const START = { data: "circles", n: 100, noise: 0.1, held: 0.5, scale: 1, seed: 1, loss:
    "binary_cross_entropy", optimizer: "adam", lr: 0.03, batch: 10, penalty: "none", strength: 0.001,
    dropout: 0, steps: 0, probe: [0.2, 0.1], second: {}, inputs: ["x1", "x2"] };

  /** @param {any[]} layers @param {(w: number) => number} f @param {number} [b] */
  const withWeights = (layers, f, b = 0) => layers.map((layer, k) => ({ ...layer,
    W: layer.W.map((/** @type {number[]} */ row) => row.map(f)),
    b: layer.b.map(() => (k < layers.length - 1 ? b : 0)) }));

  /** @type {Object<string, {name: string, says: string, part: () => any}>} */
  const gallery = {
    zeros: {
      name: "all weights zero",
      says: "All weights are 0. Train, then look at the little maps: no hidden unit ever becomes " +
        "different from its neighbours, because each gets the same slope, which is 0.",
      part: () => ({ layers: withWeights(fresh([4], "tanh", 1), () => 0) }),
    },
    rate: {
      name: "learning rate too high",
      says: "The learning rate is 30. Look at the loss curve: each step leaps over the valley, and " +
        "the loss jumps instead of falling. How small must the rate be until it falls?",
      part: () => ({ optimizer: "sgd", lr: 30, batch: 0, layers: fresh([4], "tanh", 1) }),
    },
    unscaled: {
      name: "inputs not scaled",
      says: "The inputs reach to 100 instead of 1. Look at the little maps: the units saturate into " +
        "sharp steps, their slopes are next to 0, and a weight hardly moves.",
      part: () => ({ scale: 100, layers: fresh([4], "tanh", 1), probe: [20, 10] }),
    },
    dead: {
      name: "dead ReLUs",
      says: "The biases of the hidden ReLUs are -4, so none of them answers to any point. Look at " +
        "the slopes of W1: all are 0, so no learning rate can wake them.",
      part: () => ({ layers: withWeights(fresh([4], "relu", 1), (w) => w, -4) }),
    },
    few: {
      name: "too few units",
      says: "One hidden unit draws one line, and the ring lies all around the disc. Look where " +
        "training and held-out loss come to rest, both high. How many units does it take?",
      part: () => ({ layers: fresh([1], "tanh", 1) }),
    },
    overfit: {
      name: "few noisy points",
      says: "Ten noisy points to learn from, 105 parameters. Look at the two curves: the training loss " +
        "falls to nothing, the held-out loss turns and climbs.",
      part: () => ({ data: "moons", n: 20, noise: 0.5, batch: 0, layers: fresh([8, 8], "tanh", 1) }),
    },
  };
  for (const [key, one] of Object.entries(gallery)) {
    const { part } = one;
    one.part = () => ({ ...START, gallery: key, ...part() });
  }
  return gallery;
})();
