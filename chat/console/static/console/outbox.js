// What was written and is not stored yet. A message stays here until it comes back with its place;
// it also survives a reload, under the same id, so that the service can tell a repeat from a new one.

const KEY = "nightlight.outbox";
const IN_FLIGHT = 4;
const REPEAT_AFTER = 15_000;
const SLOW_AFTER = 4_000;

/** changed(conversation): something about the unsent messages of that conversation is different. */
export function openOutbox(send, changed) {
  const waiting = read();
  const inFlight = new Map(); // id -> when it was written to the socket

  function read() {
    try {
      return JSON.parse(sessionStorage.getItem(KEY)) ?? [];
    } catch {
      return [];
    }
  }

  function keep() {
    sessionStorage.setItem(KEY, JSON.stringify(waiting));
  }

  function add(conversation, body) {
    const message = { conversation, body, id: crypto.randomUUID(), at: new Date().toISOString() };
    waiting.push(message);
    keep();
    changed(conversation);
    flush();
    setTimeout(() => waiting.includes(message) && changed(conversation), SLOW_AFTER);
  }

  /** Send in order, never more than a few at once. */
  function flush() {
    for (const { id, conversation, body } of waiting) {
      if (inFlight.size >= IN_FLIGHT) return;
      if (inFlight.has(id)) continue;
      if (!send({ type: "say", conversation, id, body })) return;
      inFlight.set(id, Date.now());
    }
  }

  /** Stored or refused: take it out. Returns it, if it was ours. */
  function settle(id) {
    const index = waiting.findIndex((message) => message.id === id);
    inFlight.delete(id);
    if (index < 0) return null;
    const [message] = waiting.splice(index, 1);
    keep();
    flush();
    return message;
  }

  /** A new socket knows nothing of what the old one was told. */
  function startAgain() {
    inFlight.clear();
    flush();
  }

  function lost() {
    inFlight.clear();
    for (const conversation of new Set(waiting.map((message) => message.conversation))) changed(conversation);
  }

  function repeatWhatGotNoAnswer() {
    for (const [id, at] of inFlight) if (Date.now() - at > REPEAT_AFTER) inFlight.delete(id);
    flush();
  }

  const isSlow = (message) => Date.now() - new Date(message.at) >= SLOW_AFTER;
  const of = (conversation) => waiting.filter((message) => message.conversation === conversation);

  setInterval(repeatWhatGotNoAnswer, 5_000);
  return { add, settle, startAgain, lost, of, isSlow };
}
