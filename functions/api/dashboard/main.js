// Sign-in, refreshing, filters, keyboard, badge and notifications.
const LIST_EVERY_MS = 15_000, FIGURES_EVERY_MS = 60_000, MAX_BADGE = 99;
let started = false;
const due = { list: Infinity, figures: Infinity, setup: Infinity };

const renewList = () => renew("list", getList, showList);
const renewHealth = () => renew("health", getHealth, showHealth);
const renewOnCall = () => renew("people on call", () => optional("v1/on-call"), showOnCall);
const renewFigures = () => renew("figures", getFigures, showFigures);
const renewSetup = () => renew("configuration", () => ask("v1/configuration"), showSetup);
const PARTS = { list: [() => Promise.all([renewList(), renewHealth()]), LIST_EVERY_MS],
  figures: [() => Promise.all([renewFigures(), renewOnCall()]), FIGURES_EVERY_MS],
  setup: [renewSetup, FIGURES_EVERY_MS] };
/** Each part is due again some time after its own answer: slow figures do not delay the list. */
const refresh = (names = Object.keys(PARTS)) => Promise.all(names.map(async name => {
  const [run, every] = PARTS[name];
  due[name] = Infinity;
  await run();
  due[name] = Date.now() + every;
}));
// Also while the tab is hidden: the title and the icon show what is overdue.
setInterval(() => {
  if (!started) return;
  tick();
  refresh(Object.keys(due).filter(name => Date.now() >= due[name]));
}, 1000);

// The tab's title and icon.
function showBadge(overdue) {
  document.title = overdue ? `(${$("n-overdue").textContent}) overdue · ReplyWatch` : "ReplyWatch";
  const text = overdue > MAX_BADGE ? `${MAX_BADGE}+` : String(overdue);
  const color = overdue ? "%23a82318" : "%231a5a96";
  const label = overdue ? `<text x='16' y='22' text-anchor='middle' font-size='${text.length > 2 ? 13 : 18}'`
    + ` font-family='sans-serif' font-weight='700' fill='white'>${text}</text>` : "";
  const icon = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'>`
    + `<circle cx='16' cy='16' r='15' fill='${color}'/>${label}</svg>`;
  if ($("icon").getAttribute("href") !== icon) $("icon").setAttribute("href", icon);
}

// Notifications of this browser: without names, since they may show on a locked screen.
const NOTIFY_KEY = "notify", notified = new Set();
const wantsNotifications = () => quietly(() => localStorage.getItem(NOTIFY_KEY)) === "yes";
const mayNotify = () => quietly(() => Notification.permission) === "granted" && wantsNotifications();
function showNotifyButton() {
  $("notify").hidden = typeof Notification === "undefined" || Notification.permission === "denied";
  put("notify", mayNotify() ? "Stop notifying me here" : "Notify me here");
}
async function toggleNotifications() {
  const wanted = !mayNotify();
  const given = wanted ? await Notification.requestPermission() : "";
  quietly(() => localStorage.setItem(NOTIFY_KEY, wanted && given === "granted" ? "yes" : "no"));
  showNotifyButton();
}
function notifyOverdue() {
  for (const { wait } of rows.values()) {
    const id = `${wait.conversation} ${wait.due_at}`, isLate = Date.parse(wait.due_at) < now();
    if (!isLate || notified.has(id)) continue;
    notified.add(id);
    if (notifiesNow && document.hidden && mayNotify()) quietly(() => new Notification("Overdue",
      { body: `${accountName(wait.channel, wait.account)}: a reply is overdue.`, tag: id }));
  }
  notifiesNow = true;
}
let notifiesNow = false;  // not of what was overdue when the page opened

// Filters and choices: in the address, and from there.
const zoneName = zone => zone.replaceAll("_", " ");
function showChoices() {
  const options = (select, all, pairs) => {
    const known = pairs.some(([value]) => value === state[select.name]);
    const extra = state[select.name] && !known ? [[state[select.name], state[select.name]]] : [];
    select.replaceChildren(...(all ? [el("option", { value: "" }, all)] : []),
      ...[...pairs, ...extra].map(([value, text]) => el("option", { value }, text)));
    select.value = state[select.name];
  };
  const { channel, account, policy, zone } = $("filters").elements;
  const used = [...new Set(setup.accounts.map(a => a.channel))];
  options(channel, "all", used.map(name => [name, channelName(name)]));
  options(account, "all", [...new Map(setup.accounts.filter(a => !state.channel || a.channel === state.channel)
    .map(a => [a.id, accountName(state.channel || null, a.id)]))]);
  options(policy, "all", setup.policies.map(p => [p.name, p.name]));
  const zones = [...new Set([OWN_ZONE, "UTC", ...setup.accounts.map(a => a.zone)])];
  options(zone, null, zones.map(name => [name, zoneName(name)]));
  for (const name of ["q", "show", "sort"]) $("list-controls").elements[name].value = state[name];
  for (const name of ["period", "heat", "by"])
    for (const radio of $(name).elements) radio.checked = radio.value === state[name];
  put("footer", `Times are in ${zoneName(state.zone)}.`);
  showScope();
  $("clear").hidden = !(state.channel || state.account || state.policy);
}
/** What is chosen, in words: on a wall and on paper there are no controls. */
function showScope() {
  const { show } = $("list-controls").elements, { channel, account, policy } = state;
  put("brand", [setup.brand, channel && channelName(channel), account && accountName(channel, account),
    policy].filter(Boolean).join(" · "));
  put("waits-title", ["Waiting conversations", state.show !== USUAL.show && show.selectedOptions[0].text,
    state.q.trim() && `“${state.q.trim()}”`].filter(Boolean).join(" · "));
}
/** People go on leave and accounts are added while the page is open. */
function showSetup(found) {
  if (JSON.stringify(found) === JSON.stringify(setup)) return;
  setup = found;
  showChoices();
  fillRows();
}
function choose(change) {
  Object.assign(state, change);
  keepState();
  showChoices();
  const names = Object.keys(change);
  if (names.some(name => ["q", "show", "sort"].includes(name))) arrange();
  if (names.includes("heat") && latestWeek) showWeek(latestWeek);
  if (names.includes("zone")) fillRows();
  const isPlace = names.some(name => ["channel", "account", "policy", "zone"].includes(name));
  if (isPlace) { pagesWanted = 1; rowsWanted = FIRST_ROWS; spokenOnce = false; refresh(); }
  else if (names.some(name => ["period", "by"].includes(name))) refresh(["figures"]);
}
for (const id of ["filters", "list-controls", "period", "heat", "by"]) {
  $(id).addEventListener("input", event => choose(event.target.name === "channel"
    ? { channel: event.target.value, account: "" } : { [event.target.name]: event.target.value }));
  $(id).addEventListener("submit", event => event.preventDefault());
}
$("clear").addEventListener("click", () => {
  choose({ channel: "", account: "", policy: "" });
  $("filters").elements.channel.focus();
});

// Keys work in the list only, so that they disturb nobody who dictates or types elsewhere.
$("waits").addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select")) return;
  const li = event.target.closest("#waits > li"), openers = [...$("waits").querySelectorAll(".open-row")];
  const at = openers.findIndex(opener => li.contains(opener));
  const press = found => { if (found) { event.preventDefault(); found.click(); } };
  const move = found => { if (found) { event.preventDefault(); found.focus(); } };
  if (event.key === "ArrowDown") move(openers[at + 1]);
  else if (event.key === "ArrowUp") move(openers[at - 1]);
  else if (event.key === "Home") move(openers[0]);
  else if (event.key === "End") move(openers.at(-1));
  else if (event.key === "Escape" && openRow) { close(); openers[at]?.focus(); }
  else if (event.key.toLowerCase() === "a") press(li.querySelector(".acknowledge"));
  else if (event.key.toLowerCase() === "r") press(li.querySelector("a.button"));
});

// Sign-in. Without session storage the token is lost on reload.
const storedToken = () => quietly(() => sessionStorage.getItem(TOKEN_KEY));
const storeToken = value => quietly(() => value ? sessionStorage.setItem(TOKEN_KEY, value)
  : sessionStorage.removeItem(TOKEN_KEY));
async function enter(given) {
  token = given.trim().replace(/^Bearer\s+/i, "");
  if (!/^[\x21-\x7e]+$/.test(token)) return gate("A token has no spaces. Please paste it again.");
  storeToken(token);
  $("token").value = "";
  for (const id of ["gate", "board", "controls", "footer"]) $(id).hidden = id === "gate";
  showNotifyButton();
  showChoices();
  await refresh(["setup"]);  // which has the names of accounts
  started = true;
  return refresh(["list", "figures"]);
}
/** Reloads the page, so that it keeps nothing of what it showed. */
function leave(message) {
  storeToken(null);
  history.replaceState({ message }, "");
  location.reload();
}
function gate(message) {
  $("gate").hidden = false;
  put("refusal", message ?? "");
  $("refusal").hidden = !message;
  $("token").focus();
}
document.documentElement.classList.toggle("wall", isWall);
$("form").addEventListener("submit", event => { event.preventDefault(); enter($("token").value); });
$("leave").addEventListener("click", () => leave(null));
$("now").addEventListener("click", () => { if (due.list < Infinity) refresh(); });
$("more").addEventListener("click", showMore);
$("notify").addEventListener("click", toggleNotifications);
const given = storedToken(), message = history.state?.message;
history.replaceState(null, "");
if (given) enter(given); else gate(message);
