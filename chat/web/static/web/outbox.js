// What was written and has not come back as stored. Each message keeps its id until its own `said` returns.

const IN_FLIGHT = 4;
const AGAIN_AFTER = 15_000;

export function uuid() {
  return crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) =>
    (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16));
}

// `send(message)` tries to send and says whether it left; `changed()` is called when the list changed.
export function createOutbox({ send, changed }) {
  const waiting = new Map(); // id -> { id, body, leftAt, tries }, in the order written

  function pump() {
    let flying = [...waiting.values()].filter((message) => message.leftAt).length;
    for (const message of waiting.values()) {
      if (flying >= IN_FLIGHT) return;
      if (message.leftAt) continue;
      if (!send(message)) return;
      message.leftAt = Date.now();
      message.tries += 1;
      flying += 1;
    }
  }

  function settle(id) {
    const was = waiting.delete(id);
    if (was) {
      changed();
      pump();
    }
    return was;
  }

  return {
    settle,
    has: (id) => waiting.has(id),
    add(id, body) {
      waiting.set(id, { id, body, leftAt: 0, tries: 0 });
      changed();
      pump();
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
    get unsent() {
      return [...waiting.values()].map(({ id, body }) => ({ id, body }));
    },
    clear() {
      waiting.clear();
    },
  };
}
