// The escalations list keeps itself fresh: at once when somebody is paged, and every ten seconds anyway.
// The service renders the rows; this page only puts them in place and lets the rings run.

import { openPages } from "../console/pages.js";
import { openSocket } from "../console/socket.js";
import { part, say } from "../console/dom.js";
import { openChosen } from "./chosen.js";
import { ring } from "./rings.js";
import { fetchRows } from "./rows.js";

const EVERY = 10_000;
const LOST_AFTER = 3_000;

const list = document.querySelector("[data-list]");
const chosen = openChosen(document.querySelector("[data-chosen]"));
const pages = openPages(part(document, "pages"));
let isRefreshing = false;
let isAskedAgain = false;
let lostTimer = 0;
const plainTitle = document.title;

/** One refresh at a time; a page that comes meanwhile asks for another one after it. */
async function refresh() {
  isAskedAgain = isRefreshing;
  if (isRefreshing) return;
  isRefreshing = true;
  try {
    show(await fetchRows(list.dataset.rowsUrl, list.dataset.selected));
    await chosen.keepFresh(list.querySelector("[data-rows]").dataset.stamp);
    say(part(document, "stale"), "");
  } catch {
    say(part(document, "stale"), list.dataset.stale);
  }
  isRefreshing = false;
  if (isAskedAgain) void refresh();
}

function show(fresh) {
  const known = states(list);
  const hadFocus = list.contains(document.activeElement) ? document.activeElement.dataset.escalation : null;
  list.replaceChildren(fresh);
  if (hadFocus) list.querySelector(`[data-escalation="${hadFocus}"]`)?.focus();
  const came = [...list.querySelectorAll("[data-escalation]")].filter((row) => !known.has(row.dataset.escalation));
  putAnsweredAway(known, states(list));
  const handles = came.map((row) => row.querySelector("bdi").textContent);
  if (handles.length) part(document, "announcer").textContent = list.dataset.came.replace("{handle}", handles.join(", "));
  tick();
}

/** Which escalations the list shows, and where each stands. */
const states = (root) => new Map([...root.querySelectorAll("[data-escalation]")].map(({ dataset }) => [dataset.escalation, dataset.state]));

/** Somebody has it now: nobody needs to be called any more. The service says so too, but its socket may be gone. */
function putAnsweredAway(was, is) {
  for (const [id, state] of was) if (state === "opened" && is.get(id) !== "opened") pages.putAway(Number(id));
}

function tick() {
  for (const element of list.querySelectorAll("[data-due]")) ring(element, list.dataset);
  const { open = 0, dueSoon = 0, overdue = 0 } = list.querySelector("[data-rows]")?.dataset ?? {};
  say(part(document, "open"), list.dataset.openWords.replace("{n}", open));
  const pill = part(document, "due-pill");
  say(pill, list.dataset.dueWords.replace("{soon}", dueSoon).replace("{overdue}", overdue));
  pill.classList.toggle("pill--page", Number(overdue) > 0);
  const n = Number(dueSoon) + Number(overdue);
  document.title = n ? `(${n}) ${plainTitle}` : plainTitle;
}

function lost() {
  lostTimer ||= setTimeout(() => (part(document, "lost").hidden = false), LOST_AFTER);
}

function opened() {
  clearTimeout(lostTimer);
  lostTimer = 0;
  part(document, "lost").hidden = true;
  pages.askAnew();
  void refresh();
}

function received(frame) {
  if (frame.type === "queue") pages.settle();
  else if (frame.type === "page") pages.heard(frame);
  else if (frame.type === "page_over") pages.putAway(frame.escalation);
  if (frame.type.startsWith("page")) void refresh();
}

// Whom nobody calls (a moderator) has no socket: their list is asked for every ten seconds.
if (list.dataset.socket) openSocket(list.dataset.socket, { opened, lost, received, signedOut: () => location.reload() });
setInterval(() => void refresh(), EVERY);
setInterval(tick, 1000);
tick();
document.querySelector("[data-errors]")?.focus();
document.querySelector("[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());
