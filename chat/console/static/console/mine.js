// The list of my conversations. Its order never changes while people write: a row must not move under a hand.

import { part, piece, say, showChip } from "./dom.js";
import { clockTime } from "./times.js";
import { word, wordOf } from "./words.js";
import { draftOf } from "./drafts.js";
import { standingOf } from "./standing.js";

export function openMine(page, choose) {
  const list = part(page, "mine");
  const rows = new Map();

  list.addEventListener("click", ({ target }) => {
    const row = target.closest("[data-act=choose]");
    if (row) choose(Number(row.dataset.conversation));
  });

  function rowOf(conversation) {
    const known = rows.get(conversation.id);
    if (known) return known;
    const row = piece("piece-mine");
    row.firstElementChild.dataset.conversation = conversation.id;
    rows.set(conversation.id, row);
    return row;
  }

  function show(conversations, chosen) {
    conversations.forEach((conversation, index) => {
      const row = rowOf(conversation);
      fill(row, conversation, conversation.id === chosen);
      if (list.children[index] !== row) list.insertBefore(row, list.children[index] ?? null);
    });
    for (const [id, row] of rows) {
      if (conversations.some((conversation) => conversation.id === id)) continue;
      row.remove();
      rows.delete(id);
    }
    say(part(page, "mine-count"), String(conversations.length));
    part(page, "mine-empty").hidden = conversations.length > 0;
  }

  function fill(row, conversation, isChosen) {
    const button = row.firstElementChild;
    button.dataset.colour = conversation.colour ?? 0;
    if (isChosen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    say(part(row, "name"), conversation.handle);
    showChip(part(row, "urgency"), conversation.urgency);
    part(row, "last").textContent = conversation.lastBody || word("no-words");
    const draft = draftOf(conversation.id) && !isChosen ? ` · ${word("draft")}` : "";
    const over = conversation.isOver ? ` · ${word(conversation.isMine || conversation.state !== "active" ? "ended" : "elsewhere")}` : "";
    const standing = conversation.isOver ? "" : standingOf(conversation);
    say(part(row, "row-standing"), standing);
    const channel = wordOf(`channel.${conversation.channel}`);
    const last = clockTime(conversation.lastAt);
    say(part(row, "foot"), (last ? word("last-at", { channel, time: last }) : channel) + draft + over);
    say(part(row, "unread"), conversation.unread ? word("unread", { n: conversation.unread }) : "");
  }

  return { show };
}
