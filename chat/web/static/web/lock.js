// Words out of sight: hidden in one tap, and off the page once nobody could see it for a while.

const page = document.querySelector("[data-chat]");
const words = page.dataset;
const find = (name) => page.querySelector(`[data-${name}]`);
const cover = find("cover");
const away = []; // what is not on the page while it is locked, each with the mark that keeps its place
let seenAt = Date.now();

find("hide-words").addEventListener("click", ({ currentTarget }) => {
  currentTarget.textContent = page.classList.toggle("hidden-words") ? words.show : words.hide;
});

// The clock is looked at, not counted: a phone that slept finds the page locked when it wakes.
function look() {
  if (Date.now() - seenAt >= words.lockMinutes * 60_000) lock();
  if (!document.hidden) seenAt = Date.now();
}

// The line goes on meanwhile, so that a place in the queue is kept: what comes is written where nobody sees it.
function lock() {
  if (away.length) return;
  for (const part of [find("log"), find("composer")]) {
    const mark = document.createComment("");
    part.replaceWith(mark);
    away.push([mark, part]);
  }
  page.classList.add("locked");
  cover.hidden = false;
  if (words.lock) toTheCodeWord();
}

function open() {
  if (words.lock) return toTheCodeWord();
  for (const [mark, part] of away.splice(0)) mark.replaceWith(part);
  page.classList.remove("locked");
  cover.hidden = true;
  find("scroll").focus();
}

// With a code word the lock is the service's: no words here until it was given. Without a connection the cover stays.
async function toTheCodeWord() {
  const form = away.at(-1)[1];
  const body = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
  const answer = await fetch(words.lock, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => {});
  if (answer?.ok) location.replace(words.page);
}

cover.querySelector("button").addEventListener("click", open);
document.addEventListener("visibilitychange", look);
document.addEventListener("locked", () => location.replace(words.page));
setInterval(look, 2000);
