// The list of open waits.
const PAGE = 100, FIRST_ROWS = 20, MORE_ROWS = 50, MAX_SPOKEN = 3;
const rows = new Map();  // by conversation, in the order of the answer
let pagesWanted = 1, rowsWanted = FIRST_ROWS, hasMore = false, spokenOnce = false, isLoaded = false;

async function getList() {
  const found = [];
  let cursor = null, pages = 0;
  do {
    const answer = await askWithText("v1/waits", "excerpt", { limit: PAGE, cursor, ...filters() });
    found.push(...answer.waits);
    setClock(answer.waits[0]);
    cursor = answer.next_cursor;
  } while (cursor && (++pages < pagesWanted || !found.length));
  return { found, more: Boolean(cursor) };
}
function setClock(wait) {
  if (!wait) return;
  const off = Date.parse(wait.due_at) - wait.seconds_to_due * 1000 - Date.now();
  skew = Math.abs(off) < 5000 ? 0 : off;
}
function showList({ found, more }) {
  const before = new Map(rows);
  rows.clear();
  for (const wait of found) {
    if (rows.has(wait.conversation)) continue;
    const row = before.get(wait.conversation) ?? { li: el("li"), opener: null, detail: null };
    const sign = JSON.stringify({ ...wait, seconds_to_due: 0, overdue: 0 });
    row.isNew = !before.has(wait.conversation);
    row.wait = wait;
    if (row.sign !== sign) fillRow(row);
    row.sign = sign;
    rows.set(wait.conversation, row);
  }
  hasMore = more;
  isLoaded = true;
  speakChanges(before);
  arrange();
  tick();
  if (state.open && !openRow) open(state.open);
  refreshOpen(before);
}
function fillRow(row) {
  const wait = row.wait, focused = row.opener === document.activeElement, old = row.line;
  const name = wait.customer_name || "A customer", channel = channelName(wait.channel, wait.surface);
  row.opener = row.opener ?? button("", () => toggle(wait.conversation), { class: "open-row",
    "aria-expanded": "false" });
  row.opener.replaceChildren(el("bdi", { dir: "auto" }, name));
  row.left = el("span", { class: "left" });
  row.fill = el("div");
  row.bar = el("div", { class: "bar", "aria-hidden": "true" }, row.fill);
  row.window = el("small");
  row.badges = el("div");
  row.line = el("div", { class: "row" },
    el("div", {}, row.opener,
      el("small", {}, accountName(wait.channel, wait.account)),
      el("small", {}, [channel, wait.surface].filter(Boolean).join(" · "))),
    el("div", { class: "words-cell" }, wait.excerpt
      && el("p", { class: "words", dir: "auto" }, wait.excerpt),
      el("small", {}, [KINDS[wait.kind] ?? wait.kind, ...intentNames(wait.intents), wait.policy].join(" · "))),
    el("div", {}, row.left, row.bar, el("small", {}, "due ", time(wait.due_at), " · since ",
      time(wait.opened_at)), row.window),
    el("div", { class: "do" }, replyLink(wait, name, channel),
      wait.acknowledged_by ? null : acknowledgeButton(row, name)));
  row.line.children[1].append(row.badges);
  if (old) old.replaceWith(row.line); else row.li.prepend(row.line);  // what is below keeps the focus
  if (focused) row.opener.focus();
}
/** After a change of what every row depends on: the zone, names, the day. Open ones are read again. */
function fillRows() {
  for (const row of rows.values()) fillRow(row);
  if (openRow) openRow.sign = null;
  tick();
}
function replyLink(wait, name, channel) {
  const url = link(wait.permalink);
  return url && el("a", { class: "button", href: url, target: "_blank", rel: "noopener noreferrer" },
    "Reply", el("span", { class: "visually-hidden" }, ` to ${name} on ${channel}, in a new tab`));
}
function acknowledgeButton(row, name) {
  const made = button("Acknowledge", () => acknowledge(row.wait), { class: "main acknowledge" });
  made.append(el("span", { class: "visually-hidden" }, ` ${name}`));
  return made;
}
function badges(wait) {
  const made = [], snoozed = Date.parse(wait.snoozed_until) > now();
  if (wait.acknowledged_by) made.push(el("span", { class: "badge owner" },
    `${wait.acknowledged_by} has it` + (snoozed ? `, alerts paused until ${moment(wait.snoozed_until)}` : "")));
  else made.push(el("span", { class: "badge" }, "No owner"));
  if (wait.escalated_early_reason) made.push(el("span", { class: "badge early" },
    `Escalated early: ${wait.escalated_early_reason}`));
  if (wait.escalation_steps_sent) made.push(el("span", { class: "badge" },
    `${count(wait.escalation_steps_sent)} ${wait.escalation_steps_sent === 1 ? "step" : "steps"} sent`));
  return made;
}

// Order and selection.
const SORTS = {
  due: row => row.wait.due_at, opened: row => row.wait.opened_at,
  customer: row => (row.wait.customer_name ?? "\uffff").toLocaleLowerCase(LOCALE),
  account: row => accountName(row.wait.channel, row.wait.account).toLocaleLowerCase(LOCALE),
};
const SHOWN = {
  all: () => true, overdue: wait => Date.parse(wait.due_at) < now(),
  free: wait => !wait.acknowledged_by, early: wait => Boolean(wait.escalated_early_reason),
};
function isFound(wait) {
  const words = state.q.toLocaleLowerCase(LOCALE).split(/\s+/).filter(Boolean);
  const text = [wait.customer_name, wait.excerpt, accountName(wait.channel, wait.account), wait.policy,
    channelName(wait.channel, wait.surface), wait.acknowledged_by, wait.language, ...intentNames(wait.intents)]
    .join(" ").toLocaleLowerCase(LOCALE);
  return words.every(word => text.includes(word));
}
function arrange() {
  const shown = [...rows.values()].filter(row => SHOWN[state.show](row.wait) && isFound(row.wait));
  const by = SORTS[state.sort];
  shown.sort((a, b) => by(a).localeCompare(by(b), LOCALE) || a.wait.due_at.localeCompare(b.wait.due_at));
  const focused = document.activeElement, list = $("waits");
  $("more").hidden = !hasMore && shown.length <= rowsWanted;
  shown.splice(rowsWanted);
  const kept = new Set(shown.map(row => row.li));
  for (const li of [...list.children]) if (!kept.has(li)) li.remove();
  shown.forEach(({ li }, i) => {
    if (list.children[i] !== li) list.insertBefore(li, list.children[i] ?? null);
  });
  if (!focused.isConnected) $("waits-title").focus();
  else if (focused !== document.activeElement) focused.focus();
  showEmpty();
}
/** Shows more of what is loaded, or loads more. */
function showMore() {
  rowsWanted += MORE_ROWS;
  if (rowsWanted <= rows.size || !hasMore) return arrange();
  pagesWanted += 1;
  return renewList();
}
function showEmpty() {
  const isEmpty = !$("waits").children.length;
  $("waits").hidden = isEmpty;
  $("waits-empty").hidden = !isEmpty;
  if (isLoaded) put("waits-empty", rows.size ? "No waiting conversation matches." : emptiness());
}

// Every second.
let today = null;
function tick() {
  let overdue = 0, soon = 0;
  const before = today;
  today = dayOf(now());
  if (before && before !== today) return fillRows();  // a time of day was that of yesterday
  for (const row of rows.values()) {
    const { wait } = row, due = Date.parse(wait.due_at), opened = Date.parse(wait.opened_at);
    const left = Math.floor((due - now()) / 1000), isLate = left < 0;
    overdue += isLate;
    soon += !isLate && left <= SOON_S;
    const mood = isLate ? "bad" : left <= Math.min(SOON_S, (due - opened) / 3000) ? "soon" : "";
    setText(row.left, isLate ? `overdue by ${duration(-left)}` : `${duration(left)} left`);
    row.left.className = `left ${mood}`;
    row.bar.className = `bar ${mood}`;
    row.fill.style.width = `${Math.min(100, 100 * (now() - opened) / Math.max(1, due - opened))}%`;
    setText(row.window, windowText(wait));
    const made = badges(wait), text = made.map(badge => badge.textContent).join("|");
    if (row.said !== text || !row.badges.children.length) row.badges.replaceChildren(...made);
    row.said = text;
  }
  if (isLoaded) showNumbers(overdue, soon);
}
const setText = (element, text) => { if (element.textContent !== text) element.textContent = text; };
function windowText(wait) {
  if (!wait.answerable_until) return "";
  const closed = Date.parse(wait.answerable_until) < now();
  return `Reply window ${closed ? "closed" : "closes"} ${moment(wait.answerable_until)}`;
}
function showNumbers(overdue, soon) {
  const more = hasMore ? "+" : "";
  put("n-waiting", count(Math.max(rows.size, hasMore ? figures?.open ?? 0 : 0)) + more);
  put("n-overdue", count(overdue) + (hasMore && overdue === rows.size ? "+" : ""));
  put("n-soon", count(soon) + (hasMore && soon + overdue === rows.size ? "+" : ""));
  $("n-overdue").classList.toggle("bad", overdue > 0);
  $("n-soon").classList.toggle("soon", soon > 0);
  showBadge(overdue);
  notifyOverdue();
}

// What a screen reader hears: what has changed, by name.
function speakChanges(before) {
  const said = [];
  const name = ({ wait }) => `${wait.customer_name ?? "A customer"} on ${channelName(wait.channel, wait.surface)}`;
  for (const row of rows.values()) {
    const old = before.get(row.wait.conversation);
    const isLate = Date.parse(row.wait.due_at) < now();
    if (row.isNew) said.push(`New: ${name(row)}, due ${moment(row.wait.due_at)}.`);
    else if (isLate && !row.spokenLate) said.push(`Overdue: ${name(row)}.`);
    else if (old && row.owner !== row.wait.acknowledged_by && row.wait.acknowledged_by)
      said.push(`${row.wait.acknowledged_by} has ${name(row)}.`);
    row.spokenLate = isLate;
    row.owner = row.wait.acknowledged_by;
  }
  for (const [id, row] of before) if (!rows.has(id)) said.push(`No longer waiting: ${name(row)}.`);
  if (spokenOnce && said.length) announce(said.length > MAX_SPOKEN
    ? [...said.slice(0, MAX_SPOKEN), "And more changes."].join(" ") : said.join(" "));
  spokenOnce = true;
}
const announce = text => put("announce", text);
