// What people decide: in the row, and below the timeline.
const NO_LONGER = "This changed while you were deciding. Please look again.";

function actions(row, found) {
  const { wait } = row, note = el("p", { class: "note", role: "status" });
  const run = (name, body, done) => perform(wait, name, body, done, note);
  const reason = el("input",
    { required: true, maxlength: LIMITS.max_reason, name: "reason", autocomplete: "off" });
  const seen = found.messages.at(-1)?.at ?? wait.last_message_at;
  const dismiss = el("form", {}, el("label", {}, "Reason", reason),
    el("button", {}, "Dismiss without a reply"));
  dismiss.addEventListener("submit", event => {
    event.preventDefault();
    run("dismiss", { reason: reason.value, seen_until: seen }, "Dismissed.");
  });
  return el("div", { class: "actions" }, note, ownership(wait, run, note), dismiss);
}
function ownership(wait, run, note) {
  const snooze = seconds => button(`Snooze ${exact(seconds)}`, () =>
    run("snooze", { duration_s: seconds }, `It's yours. Alerts are paused for ${exact(seconds)}.`));
  return el("div", { class: "owning" },
    button(wait.acknowledged_by ? "Take over" : "Acknowledge",
      () => run("acknowledge", {}, "It's yours. Alerts are paused for an hour."), { class: "main" }),
    LIMITS.snoozes_s.map(snooze), snoozeUntil(run, note),
    handOver(wait, run),
    wait.acknowledged_by && button("Release", () => run("release", {}, "Released. Alerts resume.")));
}
function snoozeUntil(run, note) {
  const until = el("input", { type: "time", name: "until", required: true });
  const made = el("form", {}, el("label", {}, "Until (time of day)", until),
    el("button", {}, "Snooze until then"));
  made.addEventListener("submit", event => {
    event.preventDefault();
    const next = nextAt(until.value), at = new Date(next).toISOString();
    if (next - now() > LIMITS.max_ahead_h * 3_600_000) return say(note, true,  // most probably a slip
      `The next ${until.value} is more than ${LIMITS.max_ahead_h} hours away. Nothing has changed.`);
    run("snooze", { until: at }, `It's yours. Alerts are paused until ${moment(at)}.`);
  });
  return made;
}
/** The next moment at which clocks in the chosen zone show this time (`23:40`). */
function nextAt(text) {
  const DAY_MIN = 1440, wanted = minuteOf(text), zone = { timeZone: state.zone, ...TIME };
  const shown = at => minuteOf(new Intl.DateTimeFormat("en", zone).format(at));
  const start = Math.floor(now() / 60_000) * 60_000;
  const at = start + ((wanted - shown(start) + DAY_MIN) % DAY_MIN || DAY_MIN) * 60_000;
  const off = (shown(at) - wanted + 1.5 * DAY_MIN) % DAY_MIN - DAY_MIN / 2;  // clocks may change before
  return at - off * 60_000;
}
const minuteOf = text => text.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
function handOver(wait, run) {
  const others = setup.responders.filter(name => name !== wait.acknowledged_by);
  const isAway = name => setup.absent?.includes(name) ?? false;
  const to = el("select", { name: "to", required: true }, el("option", { value: "" }),
    others.map(name => el("option", { value: name, disabled: isAway(name) },
      isAway(name) ? `${name} (away)` : name)));
  const made = el("form", {}, el("label", {}, "Hand over to", to), el("button", {}, "Hand over"));
  made.addEventListener("submit", event => {
    event.preventDefault();
    run("hand-over", { to: to.value }, `${to.value} has it now and gets an alert.`);
  });
  return others.length > 0 && made;
}
const acknowledge = wait => perform(wait, "acknowledge", {},
  `${wait.customer_name ?? "The wait"}: it's yours. Alerts are paused for an hour.`);

/** Does it, for the wait that is shown and no other one. What came of it is said in the note, or at
    the top of the page. */
async function perform(wait, name, body, done, note) {
  try {
    await act(wait.conversation, name, { ...body, opened_by: wait.opened_by });
    if (name === "dismiss") showNotice(`${wait.customer_name ?? "The wait"}: dismissed.`, false,
      button("Reopen", () => reopen(wait)));
    else say(note, false, done);
  } catch (error) {
    if (error.status === 403) document.documentElement.classList.add("read-only");
    const isOld = error.status === 404 && name !== "dismiss";  // an API without this action
    if (isOld) document.documentElement.classList.add("no-owners");
    say(note, true, error.status === 409 ? NO_LONGER : error.message);
  }
  await renewList();
}
function say(note, isBad, text) {
  if (!note?.isConnected) return showNotice(text, isBad);
  note.className = isBad ? "note bad" : "note good";
  note.textContent = text;
}
async function reopen(wait) {
  try {
    await act(wait.conversation, "reopen", {});
    showNotice(`${wait.customer_name ?? "The wait"}: open again.`, false);
  } catch (error) { showNotice(error.message, true); }
  await renewList();
}
function showNotice(text, isBad, ...more) {
  $("notice").className = isBad ? "trouble" : "notice";
  $("notice").replaceChildren(text, " ", ...more);
  $("notice").hidden = false;
}
