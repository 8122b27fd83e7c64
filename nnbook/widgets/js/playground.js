/**
 * The figure "playground": points of the plane, a network that learns to tell them apart, and every
 * setting that training has.
 */
nnbook.figures.playground = (function () {
  "use strict";

  const { element, button, picture, formulas, canvas, player, handle, choice, slider } = nnbook.kit;
  const { check, perEpoch, training, count, hidden, activation, DATA, LOSSES } =
    nnbook.playgroundData;
  const { runner, other } = nnbook.playgroundRun;
  const { border } = nnbook.chart;
  const { GRID, TINY, mapPlane, scatter, cross, curves, layout, diagram, answers, unitMaps,
    shownLoss, percent } = nnbook.playgroundPicture;
  const { names, value, replaced, lines } = nnbook.playgroundLook;
  const form = nnbook.playgroundForm;

  /** @typedef {PlaygroundState} State */
  /** @typedef {PlaygroundNow} Now */

  const two = (/** @type {State} */ s) => Object.keys(s.second).length > 0;

  let latest = "", /** @type {Now[]} */ found = [];
  /** The run of a state, and the second if there is one. @param {State} s
   * @param {((s: State) => Now)[]} [runners] @returns {Now[]} */
  function runs(s, runners = [runner(), runner()]) {
    const key = JSON.stringify({ ...s, probe: 0, gallery: 0 });
    if (key !== latest) {
      found = [runners[0](s), ...(two(s) ? [runners[1](other(s))] : [])];
      latest = key;
    }
    return found;
  }

  /** Where a run stands: epoch, losses. @param {State} s @param {Now} now */
  function standing(s, now) {
    const each = perEpoch(s), whole = Math.floor(now.steps / each), part = now.steps % each;
    const at = `epoch ${whole}${part ? `, batch ${part} of ${each}` : ""}`;
    const held = Number.isNaN(now.unseen.loss) ? ""
      : `; held-out loss ${shownLoss(now.unseen.loss)} (${percent(now.unseen.right)})`;
    return `${at}: training loss ${shownLoss(now.seen.loss)} (${percent(now.seen.right)})${held}`;
  }

  /** Why a run has ended before its step; "" if it has not. @param {State} s @param {Now} now */
  const runaway = (s, now) => (now.diverged
    ? `diverged: at step ${now.diverged} the loss passed 1000000 or a weight left the numbers; ` +
      `what is shown is step ${now.steps}. A smaller learning rate takes smaller steps: try ` +
      `${Number((s.lr / 10).toPrecision(3))}` : "");

  /** @param {State} s */
  function describe(s) {
    const all = runs(s), units = hidden(s);
    const net = units.length ? `hidden layers of ${units.join(", ")} ${activation(s)} units`
      : "no hidden layer";
    const said = [`${count(s)} points (${DATA[/** @type {"own"} */ (s.data)]}), ${training(s)} to ` +
      `train on; ${net}; ${LOSSES[/** @type {"mse"} */ (s.loss)]}`];
    all.forEach((now, i) => {
      const state = i ? other(s) : s, first = i ? "second run, " : "";
      said.push(first + standing(state, now));
      if (now.diverged) said.push(runaway(state, now));
    });
    return `${said.map((one) => one[0].toUpperCase() + one.slice(1)).join(". ")}.`;
  }

  /** What the maps depend on: the weights, and the part of the plane with its points. A rate that
   * is changed before the first step leaves them as they are. @param {State} s @param {Now} now */
  const mapped = (s, now) => JSON.stringify([now.network, s.data, s.n, s.noise, s.held, s.scale,
    s.seed, s.inputs, s.data === "own" && s.points]);

  /** A map of the plane with border line. @param {Element} parent @param {string} label */
  function mapOver(parent, label) {
    const place = element("div", { class: "nnb-over" }, parent);
    const colours = canvas(place, GRID, GRID, label);
    Object.assign(colours.canvas.style, { left: "10%", top: "7.333%", width: "83.333%",
      height: "83.333%" });
    const dots = picture(place, [0, 0, 300, 300], label), over = picture(place, [0, 0, 300, 300], label);
    over.svg.classList.add("nnb-top");
    over.svg.setAttribute("aria-hidden", "true");
    let drawn = "", line = "";
    return {
      svg: over.svg,
      /** @param {State} s @param {Now} now @param {string} title */
      show(s, now, title) {
        const p = mapPlane(s), key = mapped(s, now);
        if (key !== drawn) {
          const values = answers(s, now.network);
          colours.show(values, 0, 1);
          dots.show(scatter(s));
          line = border(values, GRID, p);
          drawn = key;
        }
        over.show(line + cross(s, p) +
          nnbook.marks.text(298, 12, title, { "font-size": "13", "text-anchor": "end" }));
      },
    };
  }

  /**
   * The network with its units' maps. @param {HTMLElement} body
   * @param {(name: string, hover: boolean) => void} pick @param {() => void} again
   */
  function networkPicture(body, pick, again) {
    const place = element("div", { class: "nnb-over nnb-net" }, body);
    const tiles = element("div", { "aria-hidden": "true" }, place);
    const shown = picture(place, [0, 0, 640, 200], "the network");
    shown.svg.classList.add("nnb-front");
    /** @type {any[]} */
    const maps = [];
    let drawn = "", wide = 0, room = 0;
    for (const kind of ["pointerover", "click"]) {
      shown.svg.addEventListener(kind, (event) => {
        const target = /** @type {Element} */ (event.target).closest("[data-name]");
        pick((target && target.getAttribute("data-name")) || "", kind !== "click");
      });
    }
    shown.svg.addEventListener("pointerleave", () => pick("", true));
    const widthNow = () => ((room || 640) < 480 ? 330 : 640);
    // Asked for in every frame, the width would cost a layout of the page each time.
    new ResizeObserver(() => {
      room = place.clientWidth;
      if (wide && widthNow() !== wide) again();
    }).observe(place);
    /** @param {State} s @param {Now} now @param {string} lit */
    function show(s, now, lit) {
      if (!wide) room = place.clientWidth;
      const width = widthNow(), l = layout(s, width);
      shown.svg.setAttribute("viewBox", `0 0 ${width} ${l.height}`);
      shown.show(diagram(s, now.network, width, lit));
      const key = mapped(s, now);
      if (key === drawn && width === wide) return;
      [drawn, wide] = [key, width];
      let used = 0;
      unitMaps(s, now.network).forEach((units, k) => units.forEach((one, i) => {
        const map = maps[used] || (maps[used] = canvas(tiles, TINY, TINY, ""));
        const [x, y] = l.places[k][i];
        Object.assign(map.canvas.style, { display: "", left: `${100 * (x - l.unit / 2) / width}%`,
          top: `${100 * (y - l.unit / 2) / l.height}%`, width: `${100 * l.unit / width}%`,
          height: `${100 * l.unit / l.height}%` });
        map.show(one.values, one.low, one.high);
        used++;
      }));
      maps.slice(used).forEach((map) => { map.canvas.style.display = "none"; });
    }
    return show;
  }

  /** What is looked at: a choice, a field for its number, two lines. @param {HTMLElement} body
   * @param {any} view @param {{name: string, hover: string}} look @param {() => void} again */
  function lookAt(body, view, look, again) {
    const line = formulas(body, 2);
    line.show(["", ""]);
    const controls = element("div", { class: "nnb-controls" }, body);
    let listed = "";
    /** @type {(value: string) => void} */
    let showName = () => {};
    const choicePlace = element("div", {}, controls), valuePlace = element("div", {}, controls);
    const showValue = slider(valuePlace, { symbol: "its value", label: "value of the weight", min: -4,
      max: 4, step: 0.05, set: (to) => view.set({ steps: 0,
        layers: replaced(runs(view.state())[0].network.layers, look.name, to) }) });
    /** @param {State} s @param {Now} now */
    return (s, now) => {
      const all = names(s), key = Object.keys(all).join();
      if (key !== listed) {
        listed = key;
        choicePlace.textContent = "";
        showName = choice(choicePlace, { symbol: "look at", label: "look at", choices: all,
          set: (name) => {
            look.name = name;
            again();
          } });
      }
      if (!(look.name in all)) look.name = `a${s.layers.length}[1]`;
      const name = look.hover in all ? look.hover : look.name;
      showName(look.name);
      valuePlace.hidden = look.name[0] === "a";
      if (!valuePlace.hidden) showValue(value(now.network.layers, look.name));
      line.show(lines(s, now, name));
      return name;
    };
  }

  /** @param {HTMLElement} body @param {any} view @returns {(state: State) => void} */
  function build(body, view) {
    const runners = [runner(), runner()], pen = { way: "look" }, look = { name: "", hover: "" };
    /** @type {State|null} */
    let last = null;
    const shows = [form.top(body, view)];
    const pictures = element("div", { class: "nnb-maps" }, body);
    const first = mapOver(pictures, "what the network answers over the plane");
    const secondPlace = element("div", {}, pictures);
    const second = mapOver(secondPlace, "what the second run answers");
    const graph = picture(pictures, [0, 0, 300, 270], "the losses");
    const stands = element("p", { class: "nnb-standing" }, body);
    const tools = element("div", { class: "nnb-tools nnb-transport" }, body);

    /** On to this step; whether that could be done. @param {number} steps */
    const go = (steps) => {
      const now = runs(view.state(), runners);
      if (now.some(({ diverged }) => diverged)) return false;
      return view.set({ steps }) === "";
    };
    const steps = () => view.state().steps, each = () => perEpoch(view.state());
    const nextEpoch = (/** @type {number} */ many) => (Math.floor(steps() / each()) + many) * each();
    player(tools, { perSecond: 30, label: "Train",
      tick: () => go(nextEpoch(Math.max(1, Math.min(10, Math.floor(steps() / each() / 50))))) });
    button(tools, "One batch", () => go(steps() + 1));
    button(tools, "One epoch", () => go(nextEpoch(1)));
    button(tools, "Rewind", () => view.set({ steps: 0 }));
    button(tools, "Start from these weights", () =>
      view.set({ layers: runs(view.state(), runners)[0].network.layers, steps: 0 }));

    const again = () => { if (last) draw(last); };
    const showNet = networkPicture(body, (name, hover) => {
      if (hover && name === look.hover) return;
      if (hover) look.hover = name;
      else if (name) look.name = name;
      again();
    }, again);
    const showLook = lookAt(body, view, look, again);
    shows.push(form.told(body, view), form.network(body, view), form.rest(body, view), form.own(body, view, pen));

    const showProbe = handle(first.svg, { label: "the cross in the map; arrow keys move it",
      step: 0.05, values: () => view.state().probe,
      toPlane: (x, y) => {
        const p = mapPlane(view.state());
        return [p.toX(x), p.toY(y)];
      },
      move: (p, q) => {
        const { scale } = view.state();
        /** @param {number} v */
        const round = (v) => Number((Math.round(v / scale * 100) / 100 * scale).toPrecision(12));
        view.set({ probe: [round(p), round(q)] });
      } });
    first.svg.removeAttribute("aria-hidden");
    // With a pen in hand a press in the map draws, wherever it falls.
    for (const kind of ["pointerdown", "click"]) {
      first.svg.addEventListener(kind, (event) => {
        if (pen.way === "look") return;
        event.stopPropagation();
        if (kind !== "click") return;
        const rect = first.svg.getBoundingClientRect(), p = mapPlane(view.state());
        const { clientX, clientY } = /** @type {MouseEvent} */ (event);
        form.touch(view, pen.way, [p.toX((clientX - rect.left) / rect.width * 300),
          p.toY((clientY - rect.top) / rect.height * 300)]);
      }, true);
    }

    /** @param {State} s */
    function draw(s) {
      last = s;
      const all = runs(s, runners), p = mapPlane(s);
      first.show(s, all[0], two(s) ? "first run" : "");
      secondPlace.hidden = !two(s);
      if (two(s)) second.show(s, all[1], "second run");
      graph.svg.classList.toggle("nnb-wide", two(s));
      graph.show(curves(s, all));
      stands.textContent = all.map((now, i) => {
        const state = i ? other(s) : s, text = runaway(state, now) || standing(state, now);
        return (two(s) ? `${i ? "Second" : "First"} run, ` : "") + text;
      }).join("\n").replace(/^./, (letter) => letter.toUpperCase());
      showNet(s, all[0], showLook(s, all[0]));
      for (const show of shows) show(s);
      showProbe(p.across(s.probe[0]), p.up(s.probe[1]));
    }
    return draw;
  }

  return { check, describe, build, runs, code: nnbook.playgroundCode.code };
})();
