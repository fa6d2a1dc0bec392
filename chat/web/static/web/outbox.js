// What was written and has not come back as stored. Each message keeps its id until its own `said` returns, and is
// kept in the tab before it leaves.

import { alsoForget, keep, kept } from "./kept.js";

const AGAIN_AFTER = 15_000;

export function uuid() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
}

// `does` has send(message): tries, and says whether it left; changed(): the list is another; inFlight(): how many may
// be under way at once.
export function createOutbox(does) {
  const waiting = new Map(); // id -> { id, body, why, leftAt, tries }, in the order written; `why` once it was refused

  const unsent = () => [...waiting.values()].filter((message) => message.why === undefined);

  function pump() {
    const left = unsent();
    let flying = left.filter((message) => message.leftAt).length;
    for (const message of left) {
      if (flying >= does.inFlight()) return;
      if (message.leftAt) continue;
      message.leftAt = Date.now();
      if (!does.send(message)) {
        message.leftAt = 0;
        return;
      }
      message.tries += 1;
      flying += 1;
    }
  }

  function keepAll(messages) {
    const words = messages.map(({ id, body, why }) => ({ id, body, why }));
    keep("outbox", words.length ? JSON.stringify(words) : "");
  }

  function changed() {
    keepAll([...waiting.values()]);
    does.changed();
  }

  function settle(id) {
    if (!waiting.delete(id)) return false;
    changed();
    pump();
    return true;
  }

  alsoForget(() => waiting.clear());

  return {
    settle,
    has: (id) => waiting.has(id),
    get unsent() {
      return unsent().length > 0;
    },
    add(id, body, why) {
      waiting.set(id, { id, body, why, leftAt: 0, tries: 0 });
      changed();
      pump();
    },
    // Not taken, and why. It is kept until its writer changes or removes it. False where it is known already.
    refuse(id, why) {
      const message = waiting.get(id);
      if (!message || message.why !== undefined) return false;
      message.why = why;
      changed();
      pump();
      return true;
    },
    notSent(id) {
      if (waiting.has(id)) waiting.get(id).leftAt = 0;
    },
    // The connection is new: whatever left over the old one may not have arrived. The server knows doubles.
    sendAgain() {
      for (const message of waiting.values()) message.leftAt = 0;
      pump();
    },
    // No answer on a living connection: again, but each time later, so that a slow server is not buried.
    tick() {
      for (const message of waiting.values()) {
        if (message.leftAt && Date.now() - message.leftAt > AGAIN_AFTER * 2 ** (message.tries - 1)) message.leftAt = 0;
      }
      pump();
    },
    // What an earlier life of this tab could not send, but for what arrived all the same.
    bringBack(isThere) {
      let found = [];
      try {
        found = JSON.parse(kept("outbox") || "[]").filter(({ id }) => !isThere(id));
      } catch {
        // Not readable: nothing to bring back.
      }
      keepAll(found);
      return found;
    },
  };
}
