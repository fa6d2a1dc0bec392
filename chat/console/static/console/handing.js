// Handing over: to whom and with which note, and what others want to hand over to me.

import { part, piece, say, showChip } from "./dom.js";
import { lasting } from "./times.js";
import { word } from "./words.js";

export function openHanding(page, { send, open, announce, ringing }) {
  const dialog = document.getElementById("hand-over");
  const form = part(dialog, "hand-over-form");
  const list = part(page, "offers");
  const offers = new Map(); // conversation -> { frame, row }
  let people = [];
  let asked = null;

  dialog.querySelector("[data-act=close-dialog]").addEventListener("click", () => dialog.close());
  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    handOver();
  });
  list.addEventListener("click", ({ target }) => {
    const type = target.closest("[data-answer]")?.dataset.answer;
    const row = target.closest("[data-conversation]");
    if (type && row) send({ type, conversation: Number(row.dataset.conversation) });
  });

  function start(conversation) {
    showPeople();
    open(dialog, conversation);
  }

  function showPeople() {
    const chosen = form.elements.to?.value;
    const rows = people.map(({ staff, name, load, cap }) => choice(String(staff), name, word("load", { load, cap })));
    part(form, "whom").replaceChildren(choice("anybody", word("anybody"), word("anybody-hint")), ...rows);
    for (const input of form.querySelectorAll("[name=to]")) input.checked = input.value === chosen;
  }

  function choice(value, name, hint) {
    const row = piece("piece-whom");
    row.querySelector("input").value = value;
    say(part(row, "whom-name"), name);
    say(part(row, "whom-hint"), hint);
    return row;
  }

  function handOver() {
    const { conversation, to, note } = form.elements;
    if (!to.value || !note.value.trim()) return complain(word("choose-whom"));
    const frame = { type: "hand_over", conversation: Number(conversation.value), to: to.value === "anybody" ? null : Number(to.value), note: note.value.trim() };
    if (!send(frame)) return complain(word("not-connected"));
    asked = frame.conversation;
    complain("");
  }

  function complain(text) {
    say(part(dialog, "dialog-error"), text);
  }

  /** Said no, in words. True where it was about the dialog. */
  function refused(frame) {
    if (asked === null || frame.id || frame.conversation !== asked) return false;
    asked = null;
    complain(frame.text);
    return true;
  }

  /** The rows of mine: is the one that was asked about being handed over now? */
  function heardMine(rows) {
    if (asked === null || !rows.some(({ id, state }) => id === asked && state === "handing_over")) return;
    asked = null;
    form.reset();
    dialog.close();
  }

  function offered(frame) {
    const row = offers.get(frame.conversation)?.row ?? piece("piece-offer");
    if (!offers.has(frame.conversation)) {
      list.append(row);
      announce(word("offered", { name: frame.from, handle: frame.handle }));
      ringing.ring(`offer ${frame.conversation}`, "very_soon");
    }
    row.dataset.conversation = frame.conversation;
    say(part(row, "offer-handle"), frame.handle);
    showChip(part(row, "offer-urgency"), frame.urgency);
    say(part(row, "offer-note"), word("offer-from", { name: frame.from }) + (frame.note ? ` ${frame.note}` : ` ${word("offer-anybody")}`));
    offers.set(frame.conversation, { frame, row });
    show();
  }

  function over(conversation) {
    offers.get(conversation)?.row.remove();
    offers.delete(conversation);
    ringing.forget(`offer ${conversation}`);
    show();
  }

  function show() {
    part(page, "offers-box").hidden = offers.size === 0;
    say(part(page, "offers-count"), String(offers.size || ""));
    for (const { frame, row } of offers.values()) {
      say(part(row, "offer-left"), word("offer-left", { time: lasting((new Date(frame.until) - Date.now()) / 1000) }));
    }
  }

  function heardPeople(frame) {
    people = frame.people;
    if (dialog.open) showPeople();
  }

  /** A new connection tells every offer that stands. */
  function askAnew() {
    for (const conversation of [...offers.keys()]) over(conversation);
  }

  setInterval(show, 1000);
  return { start, refused, heardMine, offered, over, heardPeople, askAnew };
}
