// The lock of a staff page: hides it when nobody has touched it for ten minutes, and brings it back as it was.
//
// The service keeps the time and gives no words to a locked sign-in; this script hides what is on the screen already.
// A page that cannot ask the service hides itself on its own clock. What the service said before the page was covered
// uncovers nothing: an answer may be older than the hand that locked.
//
// The same card asks who one is shortly before the hours of a sign-in are over ("longer"), and when they are ("due").

import { arePossible, ask, sign } from "./passkey.js";

const SAY_EVERY = 60_000;
const ASK_AGAIN_AT_LEAST = 5_000;
const LOOK_WHILE_LOCKED = 10_000;
const LONGEST_TIMER = 2_000_000_000;
const root = document.documentElement;
const cover = document.querySelector("[data-lock]");
const form = cover.querySelector("form");
const ending = document.querySelector("[data-sign-in-ends]");

let mode = ""; // what the card is there for: "locked", "due", "longer", or nothing
let covers = 0; // how often this page was covered
let isOwed = false; // it was locked by hand, and the service does not know it yet
let saidAt = Date.now();
let locksAt = Infinity; // by this page's own clock
let timer = 0;
let warning = 0;
let focused = null;

const isLocked = () => mode === "locked" || mode === "due";
const covered = () => [...document.body.children].filter((one) => one !== cover && one.tagName !== "SCRIPT");

async function call(address, body) {
  const answered = await fetch(address, {
    method: body ? "POST" : "GET",
    body,
    headers: { Accept: "application/json" },
    cache: "no-store",
  });
  if (answered.status === 401 || answered.redirected) return location.reload(); // it is over: the page says so
  const told = answered.headers.get("Content-Type")?.startsWith("application/json") ? await answered.json() : {};
  return { ...told, isTooMany: answered.status === 429 };
}

function formWith(fields = {}) {
  const body = new FormData();
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  for (const [name, value] of Object.entries(fields)) body.set(name, value);
  return body;
}

/** `since`: how often the page had been covered when the service was asked. */
function heard(state, since = covers) {
  if (!state || state.locked === undefined) return;
  if (state.locked) return lockedThere(state);
  if (since === covers && !isOwed) unlocked(state);
}

function lockedThere(state) {
  isOwed = false;
  hide("locked");
  write(state.due ? "due" : "locked");
  document.dispatchEvent(new Event("nightlight:lock-kept"));
  // It may be unlocked in another tab.
  clearTimeout(timer);
  timer = setTimeout(look, LOOK_WHILE_LOCKED);
}

function unlocked(state) {
  const open = Math.min(state.locks_in, state.ends_in) * 1000;
  locksAt = Date.now() + open;
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(ASK_AGAIN_AT_LEAST, open + 500));
  warnOf(state);
  if (isLocked()) uncover();
}

/** Another tab of this person may have been touched: the service knows. */
async function look() {
  clearTimeout(timer);
  const since = covers;
  try {
    heard(await call(cover.dataset.state), since);
  } catch {
    if (Date.now() >= locksAt) hide("locked");
    timer = setTimeout(look, ASK_AGAIN_AT_LEAST);
  }
}

// The card

function hide(why) {
  if (isLocked()) return;
  if (mode === "longer") putAway();
  covers += 1;
  focused = document.activeElement;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.classList.add("is-covered");
  for (const one of covered()) one.inert = true;
  root.classList.add("is-locked");
  write(why);
  cover.showModal();
  document.dispatchEvent(new Event("nightlight:locked"));
}

function uncover() {
  saidAt = Date.now();
  for (const one of covered()) one.inert = false;
  for (const dialog of document.querySelectorAll("dialog.is-covered")) dialog.classList.remove("is-covered");
  root.classList.remove("is-locked");
  putAway();
  cover.querySelector("[data-lock-rings]").hidden = true;
  document.dispatchEvent(new Event("nightlight:unlocked"));
}

function putAway() {
  write("");
  form.reset();
  complain("");
  cover.close();
  if (focused?.isConnected) focused.focus();
}

/** What the card says, and what it takes: after a whole sign-in a password alone is too little. */
function write(why) {
  mode = why;
  if (!why) return;
  cover.dataset.lock = why;
  cover.setAttribute("closedby", why === "longer" ? "closerequest" : "none");
  for (const words of cover.querySelectorAll("[data-when]")) words.hidden = !words.dataset.when.split(" ").includes(why);
  const other = form.querySelector("[data-lock-other]");
  if (other) other.hidden = why !== "locked";
}

function complain(words) {
  const place = cover.querySelector("[data-lock-error]");
  place.textContent = words;
  place.hidden = !words;
}

cover.addEventListener("cancel", (cancelled) => isLocked() && cancelled.preventDefault()); // Escape opens nothing
cover.addEventListener("close", () => {
  if (isLocked() && !cover.open) cover.showModal();
  else if (mode === "longer") putAway();
});

// Showing who one is

async function unlock(fields) {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  const since = covers;
  try {
    const state = await call(form.action, formWith(fields));
    if (state?.isTooMany) complain(cover.dataset.tooMany);
    else if (state?.error) complain(state.error);
    else if (state?.locked === undefined) complain(cover.dataset.failed);
    else if (!state.locked) shown();
    if (!state?.error) heard(state, since);
  } catch {
    complain(cover.dataset.failed);
  }
  for (const button of form.querySelectorAll("button")) button.disabled = false;
}

function shown() {
  isOwed = false;
  if (mode === "longer") putAway();
}

form.addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  const { code, password } = form.elements;
  void unlock({ code: code?.value ?? "", password: password?.value ?? "" });
});
const byPasskey = form.querySelector("[data-passkey]");
if (byPasskey && arePossible()) {
  byPasskey.addEventListener("click", async () => {
    try {
      await unlock({ credential: JSON.stringify(await sign(await ask(byPasskey.dataset.passkey))) });
    } catch {
      complain(cover.dataset.noPasskey);
    }
  });
}

/** Somebody is there: the service is told, once a minute. */
function touched() {
  if (isLocked() || Date.now() - saidAt < SAY_EVERY) return;
  if (Date.now() >= locksAt) return void look();
  saidAt = Date.now();
  const since = covers;
  call(cover.dataset.here, formWith()).then((state) => heard(state, since), () => {});
}
for (const touch of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
  addEventListener(touch, touched, { passive: true, capture: true });
}
// A computer that slept, a tab that was away: its timers stood still.
document.addEventListener("visibilitychange", () => document.hidden || void look());
addEventListener("pageshow", () => void look());

// Locked by hand

const now = document.querySelector("[data-lock-now]");
now?.addEventListener("submit", (submitted) => {
  submitted.preventDefault();
  isOwed = true;
  hide("locked");
  void lockThere();
});

/** Until the service knows, nothing but its person opens this page again. */
async function lockThere() {
  let state;
  try {
    state = await call(now.action, formWith());
  } catch {
    // Not reached: it is tried again.
  }
  if (!isOwed) return;
  if (state?.locked) heard(state);
  else setTimeout(() => isOwed && void lockThere(), ASK_AGAIN_AT_LEAST);
}

// A socket was told so. It may be older than an unlocking: the service is asked once more.
document.addEventListener("nightlight:lock", () => {
  hide("locked");
  void look();
});
document.addEventListener("nightlight:rings", () => {
  if (isLocked()) cover.querySelector("[data-lock-rings]").hidden = false;
});

// The hours of a sign-in are almost over

function warnOf({ ends_in: seconds, tell_at: moments }) {
  clearTimeout(warning);
  if (!ending) return;
  const next = moments.find((moment) => moment < seconds);
  if (next !== undefined) warning = setTimeout(look, Math.min((seconds - next) * 1000 + 500, LONGEST_TIMER));
  const at = new Date(Date.now() + seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  ending.querySelector("[data-at]").textContent = at;
  ending.querySelector("[data-soon]").hidden = seconds > moments.at(-1);
  ending.hidden = seconds > moments[0];
}

ending?.querySelector("[data-longer]").addEventListener("click", (clicked) => {
  clicked.preventDefault();
  if (mode) return;
  focused = document.activeElement;
  write("longer");
  cover.showModal();
});
cover.querySelector("[data-lock-later]").addEventListener("click", putAway);
