// The way out, on every page: blank at once, forget, then a plain site in place of this page. Works offline too.

const links = [...document.querySelectorAll("a[data-exit]")];
const clearing = links[0]?.href;
const neutral = links.map((link) => link.dataset.exit).find(Boolean) || clearing;

export function leave() {
  document.documentElement.classList.add("left");
  document.dispatchEvent(new Event("leaving"));
  document.title = "";
  document.body.replaceChildren();
  try {
    sessionStorage.clear();
    // If nothing reaches the server now, the next page it serves sees this and forgets the chat. A script cannot
    // remove the chat's own cookie, which is kept for a day: this one has to last longer.
    document.cookie = "left=1; path=/; max-age=172800; SameSite=Strict" + (location.protocol === "https:" ? "; Secure" : "");
    if (neutral !== clearing) fetch(clearing, { keepalive: true, redirect: "manual", cache: "no-store" }).catch(() => {});
  } catch {
    // Storage or network refused: leaving matters more.
  }
  location.replace(neutral);
}

for (const link of links) {
  link.addEventListener("click", (click) => {
    click.preventDefault();
    leave();
  });
}

// Shift three times within 5 seconds, with no other key between (capital letters do not count).
let presses = [];
let alone = false;
addEventListener("keydown", (key) => {
  alone = key.key === "Shift";
  if (!alone) presses = [];
}, true);
addEventListener("keyup", (key) => {
  if (key.key !== "Shift" || !alone) return;
  presses = [...presses, key.timeStamp].filter((at) => key.timeStamp - at < 5000);
  if (presses.length >= 3) leave();
}, true);

// One entry in the list of pages for the whole visit, so that Back from the plain site does not lead here.
addEventListener("click", (click) => {
  const link = click.target.closest?.("a[href]");
  if (!link || click.defaultPrevented || click.button || click.metaKey || click.ctrlKey || click.shiftKey) return;
  if (link.target || link.origin !== location.origin) return;
  click.preventDefault();
  if (link.hash && link.pathname === location.pathname) {
    const part = document.getElementById(link.hash.slice(1));
    part?.scrollIntoView({ block: "center" });
    part?.focus({ preventScroll: true });
  } else {
    location.replace(link.href);
  }
});

// The same for a form: the page its answer leads to takes the place of this one. Only what is refused, to be changed
// and sent again, comes as the browser does it. `data-forget`: what was not sent yet is somebody else's.
addEventListener("submit", async (submit) => {
  const form = submit.target;
  if (submit.defaultPrevented || form.method !== "post") return;
  submit.preventDefault();
  if (form.inert) return;
  form.inert = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form, submit.submitter) });
    if ("forget" in form.dataset) sessionStorage.clear();
    if (answer.redirected) return location.replace(answer.url);
    form.submit();
  } catch {
    const unreachable = form.querySelector("[data-form-alert]");
    if (unreachable) unreachable.hidden = false;
    else form.submit();
  }
  form.inert = false;
});

// A page that the browser keeps in its memory holds no words, and is fetched anew when it comes out of it.
addEventListener("pagehide", () => document.body.replaceChildren());
addEventListener("pageshow", (shown) => {
  if (shown.persisted) location.reload();
});
