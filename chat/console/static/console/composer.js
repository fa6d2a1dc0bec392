// Where the reply is written. It always says to whom, and holds the draft of that one conversation.

import { part, say } from "./dom.js";
import { draftOf, keepDraft } from "./drafts.js";
import { showTrouble } from "./deliveries.js";
import { openTexting } from "./texting.js";
import { word, wordOf } from "./words.js";

const LONGEST = 4000;
const LONGEST_FRAME = 15_500; // bytes; the service takes frames of 16 KiB
const SHOW_LENGTH_FROM = 3500;
const TYPING_EVERY = 3000;

/** sent(conversation, body), typing(conversation) */
export function openComposer(page, { sent, typing }) {
  const form = part(page, "composer");
  const field = form.elements.body;
  let conversation = null;
  let toldAt = 0;
  const texting = openTexting(form, field, Number(page.dataset.mostParts), { changed });

  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    send();
  });
  field.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || !(key.ctrlKey || key.metaKey) || key.isComposing) return;
    key.preventDefault();
    send();
  });
  field.addEventListener("input", () => {
    if (!conversation) return;
    changed();
    if (field.value && Date.now() - toldAt > TYPING_EVERY) {
      toldAt = Date.now();
      typing(conversation);
    }
  });

  function changed() {
    keepDraft(conversation.id, field.value);
    refuse("");
    showLength();
  }

  function send() {
    const body = field.value.trim();
    if (!conversation || conversation.isOver || !body || isTooLong(body)) return;
    if (texting.isTooLong(body)) return refuse(texting.why(body));
    const to = conversation;
    keepDraft(to.id, "");
    field.value = "";
    toldAt = 0;
    refuse("");
    showLength();
    sent(to, body);
    field.focus();
  }

  function show(chosen) {
    const isOther = conversation?.id !== chosen?.id;
    conversation = chosen;
    if (!chosen) return;
    say(part(form, "to"), chosen.handle);
    say(part(form, "to-line"), wordOf(`to-line.${chosen.channel}`));
    texting.turn(chosen.isByText && !chosen.isOver);
    showTrouble(part(form, "text-trouble"), chosen);
    if (isOther) {
      refuse("");
      showDraft();
    }
    say(part(form, "ended"), !chosen.isOver ? "" : chosen.state === "closed_by_yp" ? word("ended-by-them") : chosen.isMine || chosen.state === "closed" ? word("ended") : word("not-mine"));
    field.hidden = chosen.isOver && !field.value;
    field.readOnly = chosen.isOver;
    part(form, "composer-row").hidden = chosen.isOver;
  }

  function showDraft() {
    field.value = conversation ? draftOf(conversation.id) : "";
    showLength();
  }

  function showLength() {
    const length = lengthOf(field.value);
    const text = isTooLong(field.value) ? word("too-long") : length > SHOW_LENGTH_FROM ? word("length", { n: length }) : "";
    say(part(form, "length"), text);
    texting.show();
    if (isTooLong(field.value) || texting.isTooLong(field.value.trim())) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
  }

  function refuse(text) {
    say(part(form, "refused"), text);
    texting.refused(Boolean(text));
  }

  const isTooLong = (text) => lengthOf(text) > LONGEST || bytesOf(text) > LONGEST_FRAME;
  const bytesOf = (text) => new TextEncoder().encode(JSON.stringify(text)).length;
  const lengthOf = (text) => Array.from(text).length;

  return { show, showDraft, refuse, focus: () => field.focus() };
}
