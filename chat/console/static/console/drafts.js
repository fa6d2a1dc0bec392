// What is half written belongs to one conversation. It is kept in the tab with every letter, so that it survives a
// reload without a connection, and a second later on the server, so that it survives the computer.

const DRAFT = "nightlight.draft.";
const HELD = "nightlight.held."; // sent, and not gone yet: holding.js
const SAVED = "nightlight.saved."; // what the server was last known to have
const SAVE_AFTER = 1000;
const LONGEST = 4000;
const LONGEST_FRAME = 15_500; // bytes; the service takes frames of 16 KiB

let sends = () => false;
const timers = new Map(); // conversation -> timer
const sentAt = new Map(); // conversation -> when its draft was last written to the socket
const SURE_AFTER = 10_000;

const kept = (key) => sessionStorage.getItem(key) ?? "";

function keep(key, text) {
  if (text) sessionStorage.setItem(key, text);
  else sessionStorage.removeItem(key);
}

export const draftOf = (conversation) => kept(DRAFT + conversation);

export function keepDraft(conversation, text) {
  keep(DRAFT + conversation, text);
  saveSoon(conversation);
}

export function keepHeld(conversation, text) {
  keep(HELD + conversation, text);
  saveSoon(conversation);
}

/** Words that could not be sent, or were taken back, stand in front of whatever is being written now. */
export function giveBack(conversation, text) {
  const now = draftOf(conversation);
  keepDraft(conversation, now ? `${text}\n${now}` : text);
}

/** The page died while words were held: they were not sent, and are a draft again. */
export function giveBackWhatWasHeld() {
  for (const key of Object.keys(sessionStorage).filter((name) => name.startsWith(HELD))) {
    const text = kept(key);
    sessionStorage.removeItem(key);
    giveBack(key.slice(HELD.length), text);
  }
}

/** What stands to be lost: held words, then what is being written. */
const wholeOf = (conversation) => [kept(HELD + conversation), draftOf(conversation)].filter(Boolean).join("\n");
const isUnsaved = (conversation) => wholeOf(conversation) !== kept(SAVED + conversation);

/** From now on drafts go to the server. send(frame) -> was it written. */
export function saveDraftsWith(send) {
  sends = send;
}

function saveSoon(conversation) {
  if (!timers.has(conversation)) timers.set(conversation, setTimeout(() => saveNow(conversation), SAVE_AFTER));
}

/** At once: words were just sent, and their draft must end. */
export function saveNow(conversation) {
  clearTimeout(timers.get(conversation));
  timers.delete(conversation);
  const body = wholeOf(conversation);
  if (!isUnsaved(conversation) || !fits(body)) return;
  if (!sends({ type: "draft", conversation: Number(conversation), body: body.trim() && body })) return;
  keep(SAVED + conversation, body);
  sentAt.set(conversation, Date.now());
}

/** The connection broke: what was written to it a moment ago may never have come there, and is saved again. */
export function isUnsureOfTheLast() {
  for (const [conversation, at] of sentAt) if (Date.now() - at < SURE_AFTER) keep(SAVED + conversation, "");
  sentAt.clear();
}

/** There is a connection again. */
export function saveWhatIsNot(conversations) {
  for (const conversation of conversations) saveNow(conversation);
}

/**
 * What the server has, from this console or another. What was written here since counts more. Says whether the draft
 * on this page is another one now.
 */
export function heardDraft(conversation, body) {
  const isOurs = isUnsaved(conversation) && wholeOf(conversation);
  keep(SAVED + conversation, body);
  if (isOurs) saveSoon(conversation);
  if (isOurs || kept(HELD + conversation) || draftOf(conversation) === body) return false;
  keep(DRAFT + conversation, body);
  return true;
}

const fits = (text) => Array.from(text).length <= LONGEST && new TextEncoder().encode(JSON.stringify(text)).length <= LONGEST_FRAME;

export function forgetOnSignOut() {
  document.querySelector("[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());
}
