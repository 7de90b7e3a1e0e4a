// Charts in plain SVG, drawn for the width that they have: so text keeps its size.
const drawn = new Map();  // by id: how to draw it again
const sizes = new ResizeObserver(entries => entries.forEach(({ target }) => {
  const one = drawn.get(target.id);
  if (one && one.width !== target.clientWidth) redraw(target.id);
}));
function chart(id, draw) {
  if (!drawn.has(id)) sizes.observe($(id));
  drawn.set(id, { draw, width: 0 });
  redraw(id);
}
function redraw(id) {
  const one = drawn.get(id), box = $(id);
  one.width = box.clientWidth;
  one.em = parseFloat(getComputedStyle(document.documentElement).fontSize);
  if (one.width) box.replaceChildren(one.draw(one.width, one.em));
}
const noData = text => () => el("p", { class: "empty quiet" }, text);
const picture = (label, width, height, ...children) =>
  svg("svg", { role: "img", "aria-label": label, width, height, viewBox: `0 0 ${width} ${height}` },
    children);
const words = (x, y, text, anchor = "start", kind = null) =>
  svg("text", { x, y, "text-anchor": anchor, class: kind }, text);
const axis = (x1, y1, x2, y2) => svg("line", { x1, y1, x2, y2, class: "axis" });
const hint = text => svg("title", {}, text);

/** The smallest of 1, 2, 5, 10 … that is not below n. */
function roundUp(n) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, n)));
  return [1, 2, 5, 10].map(f => f * power).find(f => f >= n);
}

/** Two panels over the same days: the SLA attainment, and the waits by outcome. */
function drawTrend(intervals, label) {
  return (width, em) => {
    const left = em * 3, right = em * .5, top = em * .7, lineH = em * 4.5, gap = em * 1.6, barH = em * 6;
    const base = top + lineH + gap + barH, step = (width - left - right) / intervals.length;
    const most = roundUp(Math.max(1, ...intervals.map(one => one.opened - one.withdrawn)));
    const x = i => left + i * step, y = share => top + lineH * (1 - share);
    const bars = intervals.flatMap((one, i) => trendBars(one, x(i), step, base, barH / most));
    const points = intervals.map((one, i) => [x(i) + step / 2, one.sla_attainment, one])
      .filter(([, share]) => share != null);
    const line = points.slice(1).map(([at, share, one], i) => svg("line", { x1: points[i][0], y1: y(points[i][1]),
      x2: at, y2: y(share), class: points[i][2].isPart || one.isPart ? "line part" : "line" }));
    const every = Math.ceil(em * 4.2 / step);
    return picture(label, width, base + em * 1.5,
      [1, .5, 0].map(share => [axis(left, y(share), width - right, y(share)),
        words(left - 6, y(share) + 4, percent(share), "end")]).flat(),
      axis(left, base, width - right, base), words(left - 6, base - barH + 4, count(most), "end"),
      words(left - 6, base + 4, count(0), "end"), bars, line,
      points.map(([at, share, one]) => svg("circle", { cx: at, cy: y(share), r: step > 8 ? 3 : 2,
        class: one.isPart ? "dot part" : "dot" }, hint(`${named(one)}: ${percent(share)}`))),
      intervals.map((one, i) => i % every || x(i) + em * 3 > width ? null
        : words(x(i), base + em * 1.2, one.label)));
  };
}
const named = one => one.label + (one.isPart ? ", in part" : "");
function trendBars(one, x, step, base, unit) {
  const waiting = one.open - one.overdue, text = `${named(one)}: ${count(one.met)} met, `
    + `${count(one.breached)} missed, ${count(waiting)} waiting`;
  let top = base;
  return [["met", one.met], ["breached", one.breached], ["pending", waiting]].map(([kind, n]) => {
    top -= n * unit;
    return n > 0 && svg("rect", { x: x + step * .12, y: top, width: step * .76, height: n * unit,
      class: one.isPart ? `${kind} part` : kind }, hint(text));
  });
}

/** How many replies came within each time, with the target and the expectation's bounds. */
function drawSpread(within, expected, targets, label) {
  return (width, em) => {
    const left = em * 3, right = em * 1.5, height = em * 11;
    const [first, final] = [within[0].threshold_s / 3, within.at(-1).threshold_s];
    const x = seconds => left + (width - left - right)
      * Math.min(1, Math.max(0, Math.log(seconds / first) / Math.log(final / first)));
    const named = targetLabels(targets, x, width, em), rowH = em * 1.2;
    const top = em * .4 + rowH * (1 + Math.max(0, ...named.map(one => one.row)));
    const y = share => top + height * (1 - share), points = within.map(one =>
      [x(one.threshold_s), y(one.share ?? 0), one]);
    const path = `M${left} ${y(0)}` + points.map(([px, py]) => `L${px} ${py}`).join("");
    return picture(label, width, top + height + em * 1.6,
      [1, .75, .5, .25, 0].map(share => [axis(left, y(share), width - right, y(share)),
        words(left - 6, y(share) + 4, percent(share), "end")]).flat(),
      expected?.low != null && svg("rect", { x: left, width: width - left - right, class: "band",
        y: y(expected.high), height: Math.max(2, y(expected.low) - y(expected.high)) },
        hint(`Expectation met: ${bounds(expected)}`)),
      svg("path", { d: path, class: "line" }),
      points.map(([cx, cy, one]) => svg("circle", { cx, cy, r: 4, class: "dot" },
        hint(`within ${duration(one.threshold_s)}: ${percent(one.share)}`))),
      named.map(({ at, row, text, anchor }) => [svg("line", { x1: at, x2: at, y1: top,
        y2: top + height, class: "target" }), words(at, top - 5 - row * rowH, text, anchor, "target-text")]).flat(),
      ticks(points, width, em).map(([px, one]) =>
        words(px, top + height + em * 1.2, duration(one.threshold_s), "middle")));
  };
}
/** Where each target's label stands: in the lowest row above the chart in which it has room. */
function targetLabels(targets, x, width, em) {
  const ends = [];
  return targets.map(({ seconds }) => {
    const at = x(seconds), text = exact(seconds), long = text.length * em * .48;
    const anchor = at > width - em * 3 ? "end" : "middle";
    const from = at - long * (anchor === "end" ? 1 : .5);
    const free = ends.findIndex(end => end <= from), row = free < 0 ? ends.length : free;
    ends[row] = from + long + em * .3;
    return { at, text, anchor, row };
  });
}
/** The thresholds whose labels have room. */
function ticks(points, width, em) {
  let end = -Infinity;
  return points.filter(([px]) => {
    if (px - em * 1.8 < end || px + em * 1.2 > width + em) return false;
    end = px + em * 1.8;
    return true;
  }).map(([px, , one]) => [px, one]);
}

/** Weekdays down, hours across; the darker, the more. */
function drawWeek(value, most, text, kind, label) {
  return (width, em) => {
    const left = em * 2.8, top = 2, cell = (width - left) / 24, high = Math.max(em * 1.35, 18);
    const cells = [];
    for (let d = 1; d <= 7; d++) {
      cells.push(words(0, top + (d - .3) * high, weekday(d)));
      for (let h = 0; h < 24; h++) {
        const n = value(d, h), level = most && n ? .2 + .8 * n / most : 0;
        cells.push(svg("rect", { x: left + h * cell, y: top + (d - 1) * high, width: cell - 1.5,
          height: high - 1.5, rx: 2, class: level ? kind : "none", "fill-opacity": level || 1 },
          hint(text(d, h))));
      }
    }
    const hours = [0, 3, 6, 9, 12, 15, 18, 21].filter((h, i) => cell * 3 > em * 2.2 || i % 2 === 0);
    return picture(label, width, top + 7 * high + em * 1.3, cells,
      hours.map(h => words(left + h * cell, top + 7 * high + em, String(h))));
  };
}
