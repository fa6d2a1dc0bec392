// How the service stands, kept true on a start page that stays open. Nothing is asked while nobody looks.

const EVERY = 4000;

const place = document.querySelector("[data-service]");
const words = place.querySelector("[data-words]");
const others = document.querySelector("[data-others]");
let waiting;

async function look() {
  clearTimeout(waiting);
  if (document.hidden) return;
  try {
    const answer = await fetch(place.dataset.service, { headers: { Accept: "application/json" } });
    if (answer.ok) show(await answer.json());
  } catch {
    // Not reachable now: what it said last stays, and we ask again.
  }
  waiting = setTimeout(look, EVERY);
}

function show(service) {
  if (words.textContent !== service.words) words.textContent = service.words;
  place.className = `needs-script now now--${service.state}`;
  others.hidden = service.state === "open";
}

document.addEventListener("visibilitychange", look);
waiting = setTimeout(look, EVERY);
