// While the page is covered (rota/static/rota/lock.js) it takes in no words, whatever is still on its way: only that
// somebody is needed. The service keeps them back too, as soon as its socket knows (chat/console/veil.py). Whoever
// unlocks is told all of it again.

const AS_IT_IS = new Set(["queue", "page_over", "refused", "locked", "help", "help_over", "offer_over", "service"]);

const isCovered = () => document.documentElement.classList.contains("is-locked");
const withoutWords = (row) => ({ ...row, nickname: null, last_body: "" });

/** The frame as this page may take it in now; null for one that waits. */
export function veiled(frame) {
  if (!isCovered() || AS_IT_IS.has(frame.type)) return frame;
  if (frame.type === "page" || frame.type === "flag") return { ...frame, words: "" };
  if (frame.type === "mine" || frame.type === "watching") return { ...frame, conversations: frame.conversations.map(withoutWords) };
  return null;
}

/** known(): the service has locked it. open(): its person is back. */
export function whenCovered({ known, open }) {
  document.addEventListener("nightlight:lock-kept", known);
  document.addEventListener("nightlight:unlocked", open);
}
