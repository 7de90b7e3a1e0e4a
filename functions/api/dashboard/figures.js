// The statistics: attainment against the previous period, trend, distribution, week, groups.
const MAX_TARGETS = 3;
let figures = null;

const getFigures = () => {
  const days = Number(state.period), interval = days === 1 ? "hour" : "day";
  const from = query({ from: whole(now() - 28 * DAY_S * 1000), zone: state.zone, ...filters() });
  return Promise.all([stats(days, { group_by: state.by, compare: "previous" }),
    stats(days, { interval }), ask(`v1/stats/week?${from}`)]);
};
function showFigures([answer, trend, week]) {
  figures = answer;
  showAttainment(answer);
  showMeasures(answer);
  showTrend(trend);
  showSpread(answer);
  showWeek(week);
  showGroups(answer.groups ?? []);
  const last = Math.min(Date.parse(answer.to) - 1000, now());
  put("span", `Waits that opened from ${dated(answer.from)} to ${dated(last)}`);
  tick();
}
function showAttainment(answer) {
  put("n-attainment", percent(answer.sla_attainment, 1));
  const decided = answer.met + answer.breached;
  const of = decided ? `${count(answer.met)} of ${count(decided)} in ${periodName()}` : "none due yet";
  $("n-change").replaceChildren(change(answer.sla_attainment, answer.previous?.sla_attainment), ` ${of}`);
}
const periodName = () => state.period === "1" ? "24 h" : `${state.period} d`;
/** ▲ or ▼ against the previous period, in percentage points. */
function change(value, before) {
  if (value == null || before == null) return "";
  const points = Math.round((value - before) * 1000) / 10;
  if (!points) return el("span", {}, "unchanged,");
  const text = Math.abs(points).toLocaleString(LOCALE, { maximumFractionDigits: 1 });
  return el("span", { class: points > 0 ? "good" : "bad" },
    el("span", { "aria-hidden": "true" }, points > 0 ? "▲" : "▼"),
    el("span", { class: "visually-hidden" }, points > 0 ? "up" : "down"), `${HARD}${text}${HARD}pt,`);
}
function showMeasures(answer) {
  const old = answer.previous ?? {}, unanswered = answer.unanswered_after;
  const before = text => text === DASH ? "" : `before: ${text}`;
  const measure = (name, value, quiet, title) => el("div", { title }, el("dt", {}, name),
    el("dd", { class: "big" }, value), el("dd", { class: "quiet" }, quiet));
  $("measures").replaceChildren(
    measure("Median response", duration(answer.response_s.p50), before(duration(old.response_s?.p50))),
    measure("Median, business time", duration(answer.business_response_s.p50),
      before(duration(old.business_response_s?.p50))),
    measure("90 % within", duration(answer.response_s.p90), before(duration(old.response_s?.p90))),
    measure("First reply incl. bots", duration(answer.first_reply_including_bots_s.p50),
      before(duration(old.first_reply_including_bots_s?.p50))),
    measure("Unanswered, 72 h", percent(unanswered.share, 1),
      unanswered.of ? `of ${count(unanswered.of)}` : "none that old yet"),
    measure("Expectation met", bounds(answer.expectation_met), "lower and upper bound",
      "The share of customers who got a reply as soon as they expect one. Surveys give it for some "
      + "durations only, so only bounds are known."));
}

// Figures.
function showTrend(answer) {
  const isHourly = state.period === "1", unit = isHourly ? "hour" : "day";
  const found = answer.intervals.map(one => ({ ...one, label: (isHourly ? clock : day)(one.from),
    isPart: one.complete === false }));
  const label = `SLA attainment and waits by outcome, per ${unit}, ${dated(answer.from)} to ${dated(answer.to)}`;
  put("trend-title", `Trend per ${unit}`);
  chart("trend", answer.opened ? drawTrend(found, label) : noData("No waits in this period."));
  legend("trend", ["line", "SLA attainment"], ["met", "met"], ["breached", "missed"],
    ["pending", "waiting"], ...(found.some(one => one.isPart) ? [["part", `pale: only a part of the ${unit}`]] : []));
  putTable("trend-table", "Trend", [isHourly ? "From" : "Day", "Opened", "Met", "Missed", "SLA attainment"], found.map(one =>
    [one.label + (one.isPart ? " (in part)" : ""), count(one.opened), count(one.met), count(one.breached), percent(one.sla_attainment, 1)]));
}
const legend = (id, ...keys) => $(`${id}-legend`).replaceChildren(...keys.map(([kind, text]) =>
  el("span", { class: `key ${kind}` }, text)));
function showSpread(answer) {
  const within = answer.answered_within, targets = targetsShown(answer);
  const label = `Share of replies within each time: ${within.map(one =>
    `${duration(one.threshold_s)} ${percent(one.share)}`).join(", ")}`;
  chart("spread", answer.answered ? drawSpread(within, answer.expectation_met, targets, label)
    : noData("No replies in this period."));
  legend("spread", ["line", "replies within"],
    ...targets.map(({ seconds, names }) => ["target", `target ${exact(seconds)}: ${names.join(", ")}`]),
    ["band", `expectation met: ${bounds(answer.expectation_met)}`]);
  putTable("spread-table", "Response times", ["Within", "Replies", "Share"], within.map(one =>
    [duration(one.threshold_s), count(one.count), percent(one.share)]));
}
/** The targets of a first response, of the policies in calendar time that have waits here. */
function targetsShown(answer) {
  const groups = state.by === "policy" ? answer.groups ?? [] : null;
  const used = new Set(state.policy ? [state.policy] : groups?.map(group => group.policy));
  const found = new Map();
  for (const policy of setup.policies) {
    const seconds = policy.first_response_s;
    if (!seconds || policy.clock !== "calendar" || used.size && !used.has(policy.name)) continue;
    found.set(seconds, [...found.get(seconds) ?? [], policy.name]);
  }
  return [...found].map(([seconds, names]) => ({ seconds, names }))
    .sort((a, b) => a.seconds - b.seconds).slice(0, MAX_TARGETS);
}
function showWeek(answer) {
  const at = new Map(answer.hours.map(one => [`${one.weekday} ${one.hour}`, one]));
  const isMissed = state.heat === "missed", name = isMissed ? "targets missed" : "waits opened";
  const value = (d, h) => at.get(`${d} ${h}`)?.[isMissed ? "breached" : "opened"] ?? 0;
  const most = Math.max(0, ...answer.hours.map(one => value(one.weekday, one.hour)));
  const text = (d, h) => `${weekday(d)} ${h}–${h + 1}: ${count(value(d, h))} ${name}`;
  const label = `${name} by weekday and hour, in the last four weeks; at most ${count(most)} in one hour`;
  chart("week", drawWeek(value, most, text, isMissed ? "breached" : "met", label));
  legend("week", [isMissed ? "breached" : "met", `${name}, last four weeks; peak: ${count(most)}`]);
  const hours = [...Array(24).keys()];
  putTable("week-table", "Hours of the week", ["Day", ...hours.map(String)], [1, 2, 3, 4, 5, 6, 7]
    .map(d => [weekday(d), ...hours.map(h => count(value(d, h)))]));
  latestWeek = answer;
}
let latestWeek = null;
function showGroups(groups) {
  const name = { channel: group => channelName(group.channel),
    account: group => accountName(null, group.account), policy: group => group.policy }[state.by];
  const rows = groups.map(group => [String(name(group)), count(group.opened), count(group.answered),
    count(group.breached), count(group.overdue), percent(group.sla_attainment, 1),
    duration(group.response_s.p50), duration(group.business_response_s.p50),
    duration(group.response_s.p90), percent(group.unanswered_after.share, 1),
    bounds(group.expectation_met)]);
  put("groups-title", `By ${state.by}`);
  const title = { channel: "Channel", account: "Account", policy: "Policy" }[state.by];
  if (!rows.length) $("groups").replaceChildren(el("p", { class: "empty quiet" }, "No waits in this period."));
  else putTable("groups", `Figures by ${state.by}`, [title, "Opened", "Answered", "Missed", "Overdue now",
    "SLA attainment", "Median", "Median, business time", "90 % within", "Unanswered after 72 h",
    "Expectation met"], rows);
}
