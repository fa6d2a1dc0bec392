// The left pane's upper half and the top bar: who waits, for how long, and how full I am.
// The service says how long somebody has waited; between two frames we count on by ourselves.

import { part, say } from "./dom.js";
import { lasting } from "./times.js";
import { counted, word } from "./words.js";

const REST = ["very_soon", "not_checked", "soon", "routine"];

export function openWaiting(page) {
  let queue = null;
  let heardAt = 0;

  const since = () => (Date.now() - heardAt) / 1000;

  function heard(frame) {
    queue = frame;
    heardAt = Date.now();
    show();
  }

  function show() {
    if (!queue) return;
    const waiting = queue.waiting ?? {};
    const total = Object.values(waiting).reduce((sum, n) => sum + n, 0);
    const longest = queue.longest_seconds == null ? "" : lasting(queue.longest_seconds + since());
    say(part(page, "waiting-count"), String(total));
    say(document.querySelector('[data-part="waiting-pill"]'), total ? word("waiting", { n: total, time: longest }) : word("waiting-none-pill"));
    showNow(waiting.now ?? 0);
    showRest(waiting, longest, total);
    showMyself();
  }

  function showNow(n) {
    const box = part(page, "waiting-now");
    box.hidden = n === 0;
    const seconds = queue.longest_now_seconds ?? queue.longest_seconds ?? 0;
    box.classList.toggle("waiting__now--late", seconds + since() >= 60);
    say(part(page, "waiting-now-words"), n ? counted("waiting-now", n)({ time: lasting(seconds + since()) }) : "");
  }

  function showRest(waiting, longest, total) {
    const counts = REST.filter((urgency) => waiting[urgency]).map((urgency) => {
      const chip = document.getElementById(`urgency-${urgency}`).content.textContent.trim().replace(/\s+/g, " ");
      return `${chip} ${waiting[urgency]}`;
    });
    let text = total ? "" : word("waiting-none");
    if (counts.length) {
      text = waiting.now
        ? word("waiting-then", { counts: counts.join(" · ") })
        : word("waiting-counts", { counts: counts.join(" · "), time: longest });
    }
    if (isFull()) text = `${text} ${word("full")}`.trim();
    say(part(page, "waiting-rest"), text);
  }

  function showMyself() {
    say(document.querySelector('[data-part="load"]'), queue.cap ? word("load", { load: queue.load, cap: queue.cap }) : "");
    say(document.querySelector('[data-part="on-call"]'), queue.on_call ? word("on-call", { name: queue.on_call }) : word("nobody-on-call"));
    say(document.querySelector('[data-part="incident"]'), queue.incident ?? "");
  }

  const isFull = () => Boolean(queue?.cap) && queue.load >= queue.cap;
  const nowWaiting = () => queue?.waiting?.now ?? 0;

  setInterval(show, 1000);
  return { heard, nowWaiting };
}
