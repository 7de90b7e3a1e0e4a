// One conversation, below its row: what was said, what was due, who was notified, and why.
let openRow = null;

function toggle(id) {
  if (openRow?.id === id) { close(); return; }
  open(id);
}
function close() {
  const row = rows.get(openRow?.id);
  openRow?.box.remove();
  if (row) { row.detail = null; row.opener.setAttribute("aria-expanded", "false"); }
  openRow = null;
  state.open = "";
  keepState();
}
function open(id) {
  close();
  const row = rows.get(id);
  if (!row) return;
  const box = el("div", { class: "detail", id: "detail" }, el("p", { class: "quiet" }, "Loading …"));
  row.detail = box;
  row.li.append(box);
  row.opener.setAttribute("aria-expanded", "true");
  openRow = { id, box, sign: row.sign };
  state.open = id;
  keepState();
  loadDetail();
}
/** After the list has changed: loads the open conversation again if its wait has changed. */
function refreshOpen(before) {
  if (!openRow) return;
  const row = rows.get(openRow.id);
  if (!row) {
    const gone = before.get(openRow.id);
    if (gone) announce(`No longer waiting: ${gone.wait.customer_name ?? "the open conversation"}.`);
    close();
  } else if (row.sign !== openRow.sign && !openRow.box.contains(document.activeElement)) {
    openRow.sign = row.sign;
    loadDetail();
  }
}
async function loadDetail() {
  const opened = openRow, path = `v1/conversations/${encodeURIComponent(opened.id)}`;
  try {
    const [found, explained] = await Promise.all([askWithText(path, "text"), ask(`${path}/explain`)]);
    if (opened !== openRow) return;
    showDetail(found, explained);
  } catch (error) {
    if (opened !== openRow) return;
    opened.box.replaceChildren(el("p", { class: "trouble", role: "alert" },
      `This conversation could not be loaded: ${error.message}`));
  }
}
function showDetail(found, explained) {
  const row = rows.get(openRow.id);
  const events = timelineOf(found, row.wait);
  openRow.box.replaceChildren(
    el("div", {}, el("h3", {}, "Timeline"),
      found.next_cursor && el("p", { class: "quiet" }, "Earlier messages are not shown."),
      el("ul", { class: "timeline" }, events.map(event => el("li", { class: event.kind },
        el("small", {}, time(event.at), ` ${event.title}`),
        event.text && el("q", { dir: "auto" }, event.text))))),
    el("div", {}, el("h3", { class: "may-act" }, "Actions"), actions(row, found), el("h3", {}, "Why it has this deadline"),
      why(explained, row.wait)));
}

// The timeline.
function timelineOf(found, wait) {
  const events = found.messages.map(messageEvent);
  for (const one of found.waits) {
    events.push({ at: one.opened_at, order: 1, kind: "wait",
      title: `${KINDS[one.kind] ?? one.kind} due ${moment(one.due_at)} · ${one.policy}` });
    if (one.closed_at) events.push({ at: one.closed_at, order: 1, kind: "wait", title: outcome(one) });
  }
  for (const alert of found.alerts ?? []) events.push(alertEvent(alert));
  for (const owner of found.previous_owners ?? []) events.push(ownerEvent(owner, {}));
  if (found.owner?.since) events.push(ownerEvent(found.owner, wait));
  if (Date.parse(wait.next_notification_at) > now()) events.push({ at: wait.next_notification_at, order: 2, kind: "alert",
    title: "the next alert" });
  const second = event => Math.floor(Date.parse(event.at) / 1000);  // waits have no fractions
  return events.sort((a, b) => second(a) - second(b) || a.order - b.order);
}
function messageEvent(message) {
  const isIn = message.direction === "in";
  const traits = ["automated", "courtesy", "deflection", "deleted"].filter(name => message[name]);
  const who = message.dismissal ? "dismissed" : isIn ? "the customer" : "the brand";
  const title = [who, ...traits, ...(isIn ? intentNames(message.intents) : [])].join(" · ");
  const at = message.dismissed_at ?? message.at;
  return { at, order: 0, kind: isIn ? "in" : "out", title, text: message.text ?? "" };
}
function outcome(wait) {
  if (wait.outcome === "dismissed")
    return `dismissed by ${wait.dismissed_by ?? DASH}${wait.reason ? `: ${wait.reason}` : ""}`;
  if (wait.response_s == null) return wait.outcome;
  const left = wait.seconds_before_due;
  const margin = left == null ? "" : left < 0 ? `, ${duration(-left)} late` : `, ${duration(left)} to spare`;
  return `${wait.outcome} after ${duration(wait.response_s)}${margin}`;
}
function ownerEvent(owner, wait) {
  const what = owner.handed_over_by ? `${owner.handed_over_by} handed it over to ${owner.name}`
    : `${owner.name} acknowledged`;
  if (owner.until) return { at: owner.since, order: 2, kind: "wait", title: `${what}, until ${moment(owner.until)}` };
  const pause = wait.snoozed_until ? `, alerts paused until ${moment(wait.snoozed_until)}` : "";
  return { at: owner.since, order: 2, kind: "wait", title: what + pause };
}
const FAILED = new Set(["failed", "in_doubt"]);
const ALERTS = { reminder: "reminder", handed_over: "handed over", taken: "taken", all_clear: "all clear",
  waiting_again: "waiting again", window_closing: "reply window warning" };
function alertEvent(alert) {
  const at = alert.sent_at ?? alert.claimed_at, last = alert.history?.at(-1)?.at;
  const step = ALERTS[alert.kind] ?? (alert.step == null ? "alert" : `step ${alert.step}`);
  return { at, order: 2, kind: FAILED.has(alert.state) ? "failed" : "alert",
    title: `${step} to ${alert.responder} by ${alert.by}: ${String(alert.state).replaceAll("_", " ")}`
      + (last && moment(last) !== moment(at) ? `, ${moment(last)}` : "") };
}
function why(explained, wait) {
  const terms = explained.waits.find(one => one.opened_by === wait.opened_by);
  if (!terms) return el("p", { class: "quiet" }, "The message that opened the wait is not kept.");
  const clockName = terms.clock === "business" ? `during business hours (${terms.calendar})`
    : "around the clock";
  return el("div", {}, el("p", { class: "note" },
    `${terms.policy}: ${(KINDS[terms.kind] ?? terms.kind).toLowerCase()} within `
    + `${exact(terms.target_s)}, counted ${clockName}`
    + (terms.counted_from ? ` from ${moment(terms.counted_from)}.` : ".")),
    terms.policy_changed_since && el("p", { class: "note" }, "The policy has changed since."),
    el("ul", { class: "rules" }, terms.rules.map(rule => el("li", {},
      `${rule.policy}: ${rule.matches ? "applies" : `does not apply (${rule.because})`}`))));
}

