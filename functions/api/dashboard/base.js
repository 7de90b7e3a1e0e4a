// What all parts use: elements, formats, and the state in the address.
const CHANNELS = { x: "X", facebook: "Facebook", messenger: "Messenger", instagram: "Instagram",
  whatsapp: "WhatsApp", threads: "Threads" };
const KINDS = { first: "First reply", next: "Next reply", follow_up: "Follow-up" };
const INTENTS = { help: "request" };  // of the others, the word is the intent's name
const DASH = "–", HARD = "\u00a0", SOON_S = 1800, DAY_S = 86400;
const LOCALE = navigator.language || "en";
const OWN_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
// The words are English; of English, it is the browser's.
document.documentElement.lang = /^en\b/i.test(LOCALE) ? LOCALE : "en";

const quietly = step => { try { return step(); } catch { return null; } };
const $ = id => document.getElementById(id);
const put = (id, text) => { if ($(id).textContent !== text) $(id).textContent = text; };

/** An element with attributes and children. A string becomes text, never markup. */
function el(tag, attributes = {}, ...children) {
  return filled(document.createElement(tag), attributes, children);
}
function svg(tag, attributes = {}, ...children) {
  return filled(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}
function filled(made, attributes, children) {
  for (const [name, value] of Object.entries(attributes))
    if (value != null && value !== false) made.setAttribute(name, value === true ? "" : value);
  made.append(...children.flat(Infinity).filter(child => child != null && child !== false));
  return made;
}
function button(label, onclick, attributes = {}) {
  const made = el("button", { type: "button", ...attributes }, label);
  made.addEventListener("click", onclick);
  return made;
}
function table(label, head, rows) {
  const made = el("table", { "aria-label": label },
    el("thead", {}, el("tr", {}, head.map(text => el("th", { scope: "col" }, text)))),
    el("tbody", {}, rows.map(([first, ...cells]) => el("tr", {},
      el("th", { scope: "row" }, first), cells.map(cell => el("td", {}, cell))))));
  return made;
}
/** Puts a wide table into its box, which scrolls by itself and can be reached with the keyboard. */
function putTable(id, label, head, rows) {
  filled($(id), { role: "region", "aria-label": label, tabindex: 0 }, []);
  $(id).replaceChildren(table(label, head, rows));
}

// Formats.
/** [number, text] of days, hours, minutes and seconds. Days start at 48 h, as in alerts. */
function units(seconds) {
  const days = seconds < 2 * DAY_S ? 0 : Math.floor(seconds / DAY_S), rest = seconds - days * DAY_S;
  return [days, Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60]
    .map((n, i) => [n, n + HARD + ["d", "h", "min", "s"][i]]);
}
const joined = found => found.filter(([n]) => n).map(([, text]) => text).join(HARD);
const count = n => n == null ? DASH : n.toLocaleString(LOCALE);
/** The two largest units; seconds below ten minutes only. */
function duration(seconds) {
  if (seconds == null) return DASH;
  const whole = Math.max(0, Math.round(seconds)), found = units(whole);
  const from = found.findIndex(([n]) => n), to = whole < 600 ? 4 : 3;
  return whole ? joined(found.slice(from, Math.min(from + 2, to))) : `0${HARD}s`;
}
/** A duration that somebody configured: in as many units as it needs. */
const exact = seconds => joined(units(seconds));
/** Only none is 0 %, and only all is 100 %. */
function percent(share, digits = 0) {
  if (share == null) return DASH;
  let shown = share;
  if (share > 0 && share < 1) shown = Math.min(.999, Math.max(.001, share));
  const fine = shown > 0 && shown < 1 && (shown < .01 || shown > .99) ? 1 : digits;
  return shown.toLocaleString(LOCALE, { style: "percent", maximumFractionDigits: fine });
}
function bounds(range) {
  if (range?.low == null || range.high == null) return DASH;
  const [low, high] = [percent(range.low), percent(range.high)];
  return low === high ? low : `${low}${HARD}–${HARD}${high}`;
}
const formats = new Map();
function format(options) {
  const key = JSON.stringify([state.zone, options]);
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat(LOCALE, { timeZone: state.zone, ...options }));
  return formats.get(key);
}
const DATE = { year: "numeric", month: "2-digit", day: "2-digit" };
const TIME = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };  // as in alerts
const clock = at => format(TIME).format(new Date(at));
const dayOf = at => format(DATE).format(new Date(at));
/** The time of day, with the date where it is another day's. */
function moment(at) {
  if (at == null) return DASH;
  return dayOf(at) === dayOf(now()) ? clock(at) : dated(at);
}
const dated = at => format({ day: "numeric", month: "short", ...TIME }).format(new Date(at));
const day = at => format({ day: "numeric", month: "short" }).format(new Date(at));
const weekday = n => new Intl.DateTimeFormat(LOCALE, { weekday: "short", timeZone: "UTC" })
  .format(Date.UTC(2024, 0, n));  // 1 January 2024 was a Monday
const time = at => el("time", { datetime: at }, moment(at));

const intentNames = intents => intents.map(name => INTENTS[name] ?? name);
const channelName = (channel, surface) => (CHANNELS[channel]
  ?? setup.accounts.find(a => a.channel === channel)?.channel_name ?? String(channel))
  + (surface === "private" && (channel === "x" || channel === "instagram") ? " DM" : "");
function accountName(channel, id) {
  const found = setup.accounts.filter(a => a.id === id && (!channel || a.channel === channel));
  return found.map(a => a.name).join(" / ") || String(id ?? DASH);
}
/** The address if it is http or https, else null. */
const link = url => /^https?:$/.test(quietly(() => new URL(url).protocol) ?? "") ? url : null;

// The state in the address. What is as usual is left out.
const USUAL = { period: "7", zone: OWN_ZONE, channel: "", account: "", policy: "", show: "all",
  sort: "due", q: "", by: "channel", heat: "opened", open: "" };
const ONE_OF = { period: ["1", "7", "30", "90"], show: ["all", "overdue", "free", "early"],
  sort: ["due", "opened", "customer", "account"], by: ["channel", "account", "policy"],
  heat: ["opened", "missed"] };
const isZone = zone => quietly(() => Boolean(new Intl.DateTimeFormat("en", { timeZone: zone })));
function stateInAddress() {
  const given = new URLSearchParams(location.search);
  const read = Object.entries(USUAL).map(([name, usual]) => {
    const value = given.get(name) ?? usual;
    const fits = name === "zone" ? isZone(value) : ONE_OF[name]?.includes(value) ?? value.length < 200;
    return [name, fits ? value : usual];
  });
  return Object.fromEntries(read);
}
function keepState() {
  const query = new URLSearchParams(location.search);
  for (const [name, usual] of Object.entries(USUAL))
    if (state[name] === usual) query.delete(name); else query.set(name, state[name]);
  const text = query.toString().replace(/\bwall=(?=&|$)/, "wall");
  history.replaceState(history.state, "", location.pathname + (text ? `?${text}` : ""));
}
const isWall = new URLSearchParams(location.search).has("wall");
const state = stateInAddress();
/** The brand's accounts, policies and responders, as configured. */
let setup = { brand: "", accounts: [], policies: [], responders: [], absent: [] };
let skew = 0;
/** The current time; the server's if this computer's clock is off by 5 s or more. */
const now = () => Date.now() + skew;
