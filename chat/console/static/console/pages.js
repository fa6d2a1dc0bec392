// A page: a lead is needed. It stays on top of the screen until it is opened, answered or put away by hand.

import { part, piece, say, showChip } from "./dom.js";
import { counted, word } from "./words.js";

export function openPages(place) {
  const shown = new Map(); // escalation -> banner
  let unsure = null; // while a new connection has not told again: which of them it has not

  function heard(page) {
    unsure?.delete(page.escalation);
    const banner = shown.get(page.escalation) ?? piece("piece-page");
    showChip(part(banner, "urgency"), page.urgency);
    say(part(banner, "handle"), page.handle);
    say(part(banner, "words"), wordsOf(page));
    const link = part(banner, "link");
    link.hidden = !isOurs(page.url) || page.url === location.pathname;
    if (isOurs(page.url)) link.href = page.url;
    part(banner, "hide").onclick = () => putAway(page.escalation);
    banner.classList.toggle("banner--mine", Boolean(page.for_you));
    if (!shown.has(page.escalation)) putOnTop(banner, page.urgency === "now");
    shown.set(page.escalation, banner);
    count();
  }

  /** The newest on top, but nothing above a Now. */
  function putOnTop(banner, isNow) {
    const above = isNow ? null : [...place.children].findLast((one) => one.dataset.now);
    if (isNow) banner.dataset.now = "yes";
    if (above) above.after(banner);
    else place.prepend(banner);
  }

  function wordsOf({ words, again }) {
    if (!words) return word("page-plain");
    return word(again ? "page-again" : "page", { words });
  }

  /** A new connection: it tells every page that stands, and then everything else. */
  function askAnew() {
    unsure = new Set(shown.keys());
  }

  /** What it did not tell again was answered meanwhile. */
  function settle() {
    for (const escalation of unsure ?? []) putAway(escalation);
    unsure = null;
  }

  function putAway(escalation) {
    shown.get(escalation)?.remove();
    shown.delete(escalation);
    count();
  }

  function count() {
    const pill = document.querySelector('[data-part="pages-pill"]');
    if (pill) say(pill, shown.size ? counted("pages", shown.size)() : "");
  }

  const isOurs = (url) => typeof url === "string" && url.startsWith("/") && !url.startsWith("//");
  return { heard, putAway, askAnew, settle, count: () => shown.size };
}
