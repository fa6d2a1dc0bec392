// Calls for help: a bar over the page until somebody comes.

import { part, piece, say } from "./dom.js";
import { word } from "./words.js";

export function openHelp(place, { send, announce, ringing, came }) {
  const calls = new Map(); // call -> { frame, bar }

  function heard(frame) {
    const bar = calls.get(frame.call)?.bar ?? piece("piece-help");
    if (!calls.has(frame.call)) {
      place.prepend(bar);
      if (!frame.mine) ringing.ring(`help ${frame.call}`, "now");
    }
    calls.set(frame.call, { frame, bar });
    say(part(bar, "help-words"), frame.mine ? word("help-mine", { handle: frame.handle }) : word("help-other", { name: frame.by, handle: frame.handle }));
    const button = part(bar, "help-answer");
    say(button, word(frame.mine ? "help-not-needed" : "help-coming"));
    button.onclick = () => {
      if (send({ type: "help_answered", call: frame.call }) && !frame.mine) came(frame.conversation);
    };
  }

  function over({ call, name }) {
    const known = calls.get(call);
    if (!known) return;
    known.bar.remove();
    calls.delete(call);
    ringing.forget(`help ${call}`);
    if (known.frame.mine && name) announce(word("help-came", { name, handle: known.frame.handle }));
  }

  /** A new connection tells every call that still rings. */
  function askAnew() {
    for (const { bar } of calls.values()) bar.remove();
    calls.clear();
  }

  const rings = (conversation) => [...calls.values()].some(({ frame }) => frame.mine && frame.conversation === conversation);
  return { heard, over, askAnew, rings, count: () => calls.size };
}
