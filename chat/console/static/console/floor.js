// The floor, for leads: every live conversation, and reading one along.

import { part, piece, say, showChip } from "./dom.js";
import { standingOf } from "./standing.js";
import { lasting } from "./times.js";
import { word } from "./words.js";

/** open(id): a lead wants to read it. */
export function openFloor(page, { open }) {
  const box = part(page, "floor-box");
  const list = part(page, "floor");
  const rows = new Map();

  list.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-act=read-along]");
    if (row) open(Number(row.dataset.conversation));
  });

  let known = [];
  let chosen = null;

  function heard(frame) {
    known = frame.conversations;
    show();
  }

  function show(nowChosen = chosen) {
    chosen = nowChosen;
    box.hidden = !known.length && !page.dataset.mayLead;
    say(part(page, "floor-count"), String(known.length));
    known.forEach((one, index) => {
      const row = rowOf(one);
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
    });
    const kept = new Set(known.map(({ conversation }) => conversation));
    for (const [id, row] of rows) {
      if (kept.has(id)) continue;
      row.remove();
      rows.delete(id);
    }
  }

  function rowOf(one) {
    const row = rows.get(one.conversation) ?? piece("piece-floor");
    rows.set(one.conversation, row);
    const button = row.firstElementChild;
    button.dataset.conversation = one.conversation;
    button.dataset.colour = one.colour;
    if (one.conversation === chosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    say(part(row, "floor-handle"), one.handle);
    showChip(part(row, "floor-urgency"), one.urgency);
    const waits = one.waiting_since ? word("floor-waits", { time: lasting((Date.now() - new Date(one.waiting_since)) / 1000) }) : "";
    const who = one.owner || waits || word("floor-nobody");
    const standing = standingOf({ ...one, handing_over: one.state === "handing_over" ? {} : null });
    say(part(row, "floor-line"), [who, standing].filter(Boolean).join(" · "));
    return row;
  }

  setInterval(() => known.length && show(), 5000);
  return { heard, show };
}
