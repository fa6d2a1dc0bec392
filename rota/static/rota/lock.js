// The lock of a staff page: hides it when nobody has touched it for ten minutes, and brings it back as it was.
//
// The service keeps the time and gives no words to a locked sign-in; this script hides what is on the screen already.
// A page that cannot ask the service hides itself on its own clock.

import { arePossible, ask, sign } from "./passkey.js";

const SAY_EVERY = 60_000;
const ASK_AGAIN_AT_LEAST = 5_000;
const LOOK_WHILE_LOCKED = 10_000;
const WARN_BEFORE = 600; // seconds
const cover = document.querySelector("[data-lock]");
const form = cover.querySelector("form");
const ending = document.querySelector("[data-sign-in-ends]");

let isLocked = false;
let saidAt = Date.now();
let locksAt = Infinity; // by this page's own clock
let timer = 0;
let focused = null;

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

function heard(state) {
  if (!state || state.locked === undefined) return;
  if (!state.locked) return unlocked(state);
  lock();
  // It may be unlocked in another tab.
  clearTimeout(timer);
  timer = setTimeout(look, LOOK_WHILE_LOCKED);
}

function unlocked(state) {
  locksAt = Date.now() + state.locks_in * 1000;
  clearTimeout(timer);
  timer = setTimeout(look, Math.max(ASK_AGAIN_AT_LEAST, state.locks_in * 1000 + 500));
  warnOf(state.ends_in);
  if (isLocked) show();
}

/** Another tab of this person may have been touched: the service knows. */
async function look() {
  clearTimeout(timer);
  try {
    heard(await call(cover.dataset.state));
  } catch {
    if (Date.now() >= locksAt) lock();
    timer = setTimeout(look, ASK_AGAIN_AT_LEAST);
  }
}

function lock() {
  if (isLocked) return;
  isLocked = true;
  focused = document.activeElement;
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.classList.add("is-covered");
  for (const one of covered()) one.inert = true;
  document.documentElement.classList.add("is-locked");
  cover.showModal();
  document.dispatchEvent(new Event("nightlight:locked"));
}

function show() {
  isLocked = false;
  saidAt = Date.now();
  form.reset();
  complain("");
  for (const one of covered()) one.inert = false;
  for (const dialog of document.querySelectorAll("dialog.is-covered")) dialog.classList.remove("is-covered");
  document.documentElement.classList.remove("is-locked");
  cover.close();
  cover.querySelector("[data-lock-rings]").hidden = true;
  if (focused?.isConnected) focused.focus();
  document.dispatchEvent(new Event("nightlight:unlocked"));
}

function complain(words) {
  const place = cover.querySelector("[data-lock-error]");
  place.textContent = words;
  place.hidden = !words;
}

async function unlock(fields) {
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const state = await call(form.action, formWith(fields));
    if (state?.isTooMany) complain(cover.dataset.tooMany);
    else if (state?.error) complain(state.error);
    else if (state?.locked === undefined) complain(cover.dataset.failed);
    heard(state);
  } catch {
    complain(cover.dataset.failed);
  }
  for (const button of form.querySelectorAll("button")) button.disabled = false;
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
cover.addEventListener("cancel", (cancelled) => cancelled.preventDefault()); // Escape opens nothing

/** Somebody is there: the service is told, once a minute. */
function touched() {
  if (isLocked || Date.now() - saidAt < SAY_EVERY) return;
  if (Date.now() >= locksAt) return void look();
  saidAt = Date.now();
  call(cover.dataset.here, formWith()).then(heard, () => {});
}
for (const touch of ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"]) {
  addEventListener(touch, touched, { passive: true, capture: true });
}
// A computer that slept, a tab that was away: its timers stood still.
document.addEventListener("visibilitychange", () => document.hidden || void look());
addEventListener("pageshow", () => void look());

const now = document.querySelector("[data-lock-now]");
now?.addEventListener("submit", async (submitted) => {
  submitted.preventDefault();
  lock();
  try {
    heard(await call(now.action, formWith()));
  } catch {
    // It locks by itself too.
  }
});
document.addEventListener("nightlight:lock", () => heard({ locked: true }));
document.addEventListener("nightlight:rings", () => {
  if (isLocked) cover.querySelector("[data-lock-rings]").hidden = false;
});

/** Ten minutes before the twelve hours are over. */
function warnOf(seconds) {
  if (!ending) return;
  ending.hidden = seconds > WARN_BEFORE;
  const at = new Date(Date.now() + seconds * 1000).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  ending.querySelector("[data-at]").textContent = at;
  if (seconds > WARN_BEFORE) setTimeout(look, Math.min((seconds - WARN_BEFORE) * 1000 + 500, 2_000_000_000));
}
