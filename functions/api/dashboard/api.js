// Requests to the API.
const TIMEOUT_MS = 20_000, TOKEN_KEY = "token";
let token = null;

/** A refusal: `status` is 0 if there was no answer. */
class ApiError extends Error {
  constructor(status, message) { super(message); this.status = status; }
}
async function ask(path, body) {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const sent = { cache: "no-store", credentials: "omit", headers, signal };
  if (body) Object.assign(sent, { method: "POST", body: JSON.stringify(body) });
  if (body) Object.assign(headers, { "content-type": "application/json", "idempotency-key": key() });
  let response, text;
  try {
    response = await fetch(new URL(path, location.href), sent);
    text = await response.text();
  } catch {
    throw new ApiError(0, signal.aborted ? "The API did not respond in time."
      : "The API cannot be reached.");
  }
  if (response.status === 401) {
    leave("This token is not valid. Please sign in with a current one.");
    return new Promise(() => {});  // never settles: the page reloads
  }
  const answer = quietly(() => JSON.parse(text));
  if (!response.ok) throw new ApiError(response.status, refusal(response.status, answer));
  if (answer === null || typeof answer !== "object")
    throw new ApiError(response.status, "The response is not JSON.");
  return answer;
}
let seesText = true;
/** With what customers wrote, if the token may see it: reading texts needs the scope `act`. */
async function askWithText(path, include, parameters = {}) {
  if (seesText) try {
    return await ask(`${path}?${query({ ...parameters, include })}`);
  } catch (error) {
    if (error.status !== 403) throw error;
    seesText = false;
    document.documentElement.classList.add("read-only");
  }
  return ask(`${path}?${query(parameters)}`);
}
function refusal(status, answer) {
  const because = String(answer?.detail ?? "").slice(0, 200);
  return `The API returned ${status}${because ? `: ${because}` : ""}.`;
}
const key = () => [...crypto.getRandomValues(new Uint8Array(16))]
  .map(byte => byte.toString(16).padStart(2, "0")).join("");

const query = parameters => new URLSearchParams(
  Object.entries(parameters).filter(([, value]) => value !== "" && value != null));
const filters = () => ({ channel: state.channel, account: state.account, policy: state.policy });
const whole = ms => new Date(ms).toISOString().slice(0, 19) + "Z";
/** The statistics of the last so many days, under the page's filters. */
const stats = (days, more = {}) => ask(`v1/stats?${query({ from: whole(now() - days * DAY_S * 1000),
  to: whole(now()), zone: state.zone, ...filters(), ...more })}`);
/** Where the API has no such path, nothing. */
const optional = path => ask(path).catch(error => {
  if (error.status === 404 || error.status === 405) return null;
  throw error;
});
const act = (conversation, action, body) =>
  ask(`v1/conversations/${encodeURIComponent(conversation)}/${action}`, body);

// Each part of the page is fetched and shown by itself. On an error the old content stays. A
// response is ignored if a later request was sent.
const turns = {}, last = {}, problems = {};
async function renew(part, get, show) {
  const turn = turns[part] = (turns[part] ?? 0) + 1;
  try {
    const answer = await get();
    if (turn !== turns[part]) return;
    show(answer);
    [last[part], problems[part]] = [Date.now(), null];
  } catch (error) {
    if (turn !== turns[part]) return;
    problems[part] = error instanceof ApiError ? error.message : "The page has an error.";
    if (!(error instanceof ApiError)) console.error(error);
  }
  showTrouble();
}
function showTrouble() {
  const at = last.list && Math.min(last.list, last.figures ?? last.list);
  put("refreshed", at ? `Refreshed ${moment(at)}` : "Not refreshed yet");
  const errors = Object.entries(problems).filter(([, message]) => message)
    .map(([part, message]) => `Could not refresh the ${part}: ${message}`).join(" ");
  put("trouble", errors && errors + (at ? ` Showing data from ${moment(at)}.` : ""));
  $("trouble").hidden = !errors;
  $("board").classList.toggle("stale", Boolean(problems.list));
}
