// Whether messages arrive at all, per account: before everything that depends on it.
let channels = null, failedAlerts = null;

const getHealth = () => Promise.all([optional("v1/channels"), optional(
  `v1/alerts?${query({ state: "failed,in_doubt", from: whole(now() - DAY_S * 1000) })}`)]);
function showHealth([answer, alerts]) {
  channels = answer?.channels ?? null;
  failedAlerts = alerts?.alerts ?? null;
  const pills = channels ? channels.filter(isChosen).map(accountHealth) : [pill("doubt",
    "Messages", "The API does not say when the last message arrived.")];
  const [healthy, shown] = [true, false].map(is => pills.filter(one => one.matches(".ok") === is));
  shown.sort((a, b) => b.matches(".wrong") - a.matches(".wrong"));
  if (answer?.quarantined?.count) shown.unshift(pill("wrong", "Quarantine",
    `${count(answer.quarantined.count)} events have been quarantined since ${moment(answer.quarantined.since)}.`
    + " Some waiting customers may be missing from this list. To see why: replywatch replay --list"));
  if (failedAlerts?.length) shown.unshift(alertHealth(alerts));
  $("accounts").replaceChildren(...shown);
  showHealthy(healthy);
  showEmpty();
}
/** Folded: what is well needs no room before the waits. */
function showHealthy(pills) {
  $("healthy").hidden = !pills.length;
  put("healthy-title", pills.length === 1 ? "1 account receives messages"
    : `${count(pills.length)} accounts receive messages`);
  $("healthy-accounts").replaceChildren(...pills);
}
const isChosen = found => (!state.channel || found.channel === state.channel)
  && (!state.account || found.account === state.account);
const pill = (kind, title, text) => el("li", { class: kind }, el("strong", {}, title), ` ${text}`);
function accountHealth(found) {
  const name = found.name ?? accountName(found.channel, found.account);
  const at = found.last_message_at;
  const said = at ? `last message ${moment(at)}` : "no message yet";
  if (found.quarantined)
    return pill("wrong", name, `${said}, ${count(found.quarantined)} in quarantine`);
  if (found.silent) return pill("wrong", name, `silent, ${said}. To see why: replywatch doctor`);
  return pill(at ? "ok" : "doubt", name, said);
}
function alertHealth(alerts) {
  const n = alerts.alerts.length, more = alerts.next_cursor ? "+" : "";
  return pill("wrong", "Alerts", `${count(n)}${more} failed or in doubt in the last 24 h. `
    + "To see why: replywatch doctor");
}
/** Who is on call, first of all where nobody is. */
function showOnCall(answer) {
  const rotations = answer?.rotations ?? [];
  const [covered, open] = [true, false].map(is => rotations.filter(r => isCovered(r) === is));
  const of = rotation => rotations.length > 1 ? `${rotation.name}: ` : "";
  const people = covered.map(rotation => of(rotation) + present(rotation.now).join(" and ")
    + (rotation.now.to ? ` until ${moment(rotation.now.to)}` : ""));
  $("on-call").replaceChildren(
    ...open.map(rotation => pill("wrong", "On call", of(rotation) + nobody(rotation, answer.backup))),
    ...(people.length ? [pill("ok", "On call", people.join(", "))] : []),
    ...covered.filter(rotation => rotation.gaps?.length).map(rotation => pill("doubt", "On call",
      `${of(rotation)}nobody from ${moment(rotation.gaps[0].from)} to ${moment(rotation.gaps[0].to)}`
      + (rotation.gaps.length > 1 ? `, and ${count(rotation.gaps.length - 1)} more in 7 days` : ""))));
}
const present = shift => shift.responders.filter(name => !shift.absent.includes(name));
const isCovered = rotation => present(rotation.now).length > 0;
function nobody({ now: { absent }, gaps }, backup) {
  const end = gaps?.[0]?.to, away = absent.length ? ` (${absent.join(" and ")} away)` : "";
  const until = !end || Date.parse(end) - now() > 6.9 * DAY_S * 1000 ? "for 7 days" : `until ${moment(end)}`;
  return `nobody${away} ${until}. Steps that name nobody else notify `
    + (backup?.length ? `the backup: ${backup.join(", ")}.` : "no one: alerts.backup is empty.");
}
/** What an empty list means: nobody waits only where messages are known to arrive. */
function emptiness() {
  const chosen = (channels ?? []).filter(isChosen);
  const bad = chosen.filter(c => c.silent || c.quarantined);
  const latest = chosen.map(c => c.last_message_at).filter(Boolean).sort().at(-1);
  if (!channels) return "No open waits. Whether messages still arrive is unknown.";
  if (!latest) return "No open waits, and no message has arrived yet.";
  if (bad.length) {
    const names = bad.map(c => c.name ?? accountName(c.channel, c.account)).join(", ");
    return `No open waits, but messages may be missing: ${names}.`
      + ` Last message received ${moment(latest)}.`;
  }
  return `No one is waiting. Last message received ${moment(latest)}.`;
}
