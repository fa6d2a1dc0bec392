// Keeps the counts fresh. An XMLHttpRequest is used because the browser then parses the answer by itself, inert,
// without a string of HTML ever passing through our hands (Trusted Types allow it).

const EVERY = 15_000;

export function keepCounts(page) {
  setInterval(() => {
    if (!document.hidden) ask(page);
  }, EVERY);
}

function ask(page) {
  const request = new XMLHttpRequest();
  request.open("GET", page.dataset.lanesUrl);
  request.responseType = "document";
  request.timeout = 8000;
  request.onload = () => {
    const fresh = request.status === 200 && request.response?.querySelector("[data-lanes]");
    if (fresh) show(page, fresh);
  };
  request.send();
}

function show(page, fresh) {
  for (const part of fresh.querySelectorAll("[data-fresh]")) {
    const place = page.querySelector(`[data-count="${CSS.escape(part.dataset.fresh)}"]`);
    if (place && place.textContent !== part.textContent) place.replaceChildren(...document.importNode(part, true).childNodes);
  }
  const pill = document.querySelector("[data-part=waiting-pill]");
  if (pill) pill.textContent = page.dataset.waitingWords.replace("{n}", fresh.dataset.waiting);
}
