// Three seconds between Send and gone, in which words can be taken back. Held words belong to their conversation,
// whichever is in view; each leaves here once: taken back, or released.

import { giveBack, keepHeld, saveNow } from "./drafts.js";

export const HOLD_FOR = 3000;

/** release(conversation, body): they go out now. changed(): something is held, or no longer. */
export function openHolding({ release, changed }) {
  const held = new Map(); // conversation -> { body, until, timer }

  function hold(conversation, body) {
    sendNow(conversation);
    const timer = setTimeout(() => sendNow(conversation), HOLD_FOR);
    held.set(conversation, { body, timer, until: Date.now() + HOLD_FOR });
    keepHeld(conversation, body);
    changed(conversation);
  }

  function take(conversation) {
    const found = held.get(conversation);
    if (!found) return null;
    clearTimeout(found.timer);
    held.delete(conversation);
    return found.body;
  }

  /** Says whether there was something to send. */
  function sendNow(conversation) {
    const body = take(conversation);
    if (body === null) return false;
    release(conversation, body);
    keepHeld(conversation, "");
    saveNow(conversation);
    changed(conversation);
    return true;
  }

  /** Says whether there was something to take back. */
  function undo(conversation) {
    const body = take(conversation);
    if (body === null) return false;
    giveBack(conversation, body);
    keepHeld(conversation, "");
    changed(conversation);
    return true;
  }

  const of = (conversation) => held.get(conversation)?.body ?? "";
  const left = (conversation) => Math.max(0, Math.ceil(((held.get(conversation)?.until ?? 0) - Date.now()) / 1000));

  return { hold, sendNow, undo, of, left };
}
