// Where the reply is written. It always says to whom, in the colour of that conversation and by name on the button,
// and holds the draft of that one conversation. The focus never comes or goes by itself.

import { part, say } from "./dom.js";
import { draftOf, keepDraft } from "./drafts.js";
import { showTrouble } from "./deliveries.js";
import { openTexting } from "./texting.js";
import { counted, word, wordOf } from "./words.js";

const LONGEST = 4000;
const LONGEST_FRAME = 15_500; // bytes; the service takes frames of 16 KiB
const SHOW_LENGTH_FROM = 3500;
const TYPING_EVERY = 3000;

/** holding: see holding.js; typing(conversation): somebody writes there. */
export function openComposer(page, { holding, typing }) {
  const form = part(page, "composer");
  const field = form.elements.body;
  let conversation = null;
  let toldAt = 0;
  let typedAt = 0;
  const texting = openTexting(form, field, Number(page.dataset.mostParts), { changed });

  form.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    send();
  });
  form.addEventListener("click", ({ target }) => target.closest("[data-act=undo]") && undo());
  field.addEventListener("keydown", (key) => {
    if (key.isComposing) return;
    const isWithCtrl = key.ctrlKey || key.metaKey;
    if (key.key === "Enter" && isWithCtrl) {
      key.preventDefault();
      send();
    } else if (key.key === "Escape" || (key.key === "z" && isWithCtrl && !key.shiftKey && !field.value)) {
      if (undo()) key.preventDefault();
    }
  });
  field.addEventListener("input", () => {
    if (!conversation) return;
    typedAt = Date.now();
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

  /** Words are held for three seconds. Once more, with nothing new written, sends them at once. */
  function send() {
    const body = field.value.trim();
    if (!conversation?.mayWrite) return;
    if (!body) return void holding.sendNow(conversation.id);
    if (isTooLong(body)) return;
    if (texting.isTooLong(body)) return refuse(texting.why(body));
    const to = conversation;
    keepDraft(to.id, "");
    field.value = "";
    toldAt = 0;
    refuse("");
    showLength();
    holding.hold(to.id, body);
    field.focus();
  }

  function undo() {
    if (!conversation || !holding.undo(conversation.id)) return false;
    showDraft();
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    return true;
  }

  function show(chosen) {
    const isOther = conversation?.id !== chosen?.id;
    conversation = chosen;
    form.hidden = !chosen || chosen.isWatched;
    if (!chosen) return;
    say(part(form, "to"), chosen.handle);
    say(part(form, "to-nickname"), chosen.nickname ? `(${chosen.nickname})` : "");
    say(part(form, "to-line"), wordOf(`to-line.${chosen.channel}`));
    say(part(form, "send-to"), word("send-to", { handle: chosen.handle }));
    texting.turn(chosen.isByText && !chosen.isOver);
    showTrouble(part(form, "text-trouble"), chosen);
    showHeld();
    if (isOther) {
      refuse("");
      showDraft();
    }
    say(part(form, "ended"), !chosen.isOver ? "" : chosen.state === "closed_by_yp" ? word("ended-by-them") : chosen.isMine || chosen.state === "closed" ? word("ended") : word("not-mine"));
    field.hidden = chosen.isOver && !field.value;
    field.readOnly = chosen.isOver;
    part(form, "composer-row").hidden = chosen.isOver;
  }

  function showHeld() {
    const bar = part(form, "held");
    const isHeld = Boolean(conversation && holding.of(conversation.id));
    const seconds = isHeld ? holding.left(conversation.id) : 0;
    say(part(bar, "held-words"), isHeld ? counted("held", seconds)({ handle: conversation.handle }) : "");
    bar.hidden = !isHeld;
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
  /** Has anything been typed since? Then nothing may take the page away under the hand. */
  const wasUsedSince = (moment) => typedAt > moment;

  return { show, showDraft, showHeld, refuse, wasUsedSince, focus: () => field.focus() };
}
