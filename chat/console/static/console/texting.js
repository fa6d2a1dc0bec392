// What the composer says while words are written that go out as texts: how many, how much room, which letters cost.

import { part, say } from "./dom.js";
import { costly, count, plain } from "./segments.js";
import { counted, word } from "./words.js";

const NAMED = 4; // so many characters are shown; more only fill the line

/** changed(): the words in the field are other ones now. */
export function openTexting(form, field, mostParts, { changed }) {
  const box = part(form, "texts");
  const button = part(form, "plain-letters");
  let isOn = false;
  let isRefused = false;

  button.addEventListener("click", usePlainLetters);

  function turn(on) {
    isOn = on;
    box.hidden = !on;
  }

  function show() {
    if (!isOn) return;
    const body = field.value.trim();
    const { parts, left } = count(body);
    const letters = costly(body);
    const isOver = parts > mostParts; // then one sentence says it all
    say(part(box, "texts-count"), isOver || !parts ? "" : parts > 1 ? counted("texts", parts)({ left }) : word("one-text"));
    say(part(box, "texts-letters"), letters.length ? word("costly", { letters: named(letters) }) : "");
    say(part(box, "texts-over"), isOver && !isRefused ? why(body) : "");
    button.hidden = plain(body) === body || letters.length === 0;
  }

  /** Above the field it is said why nothing was sent: not below it as well. */
  function refused(isSaid) {
    isRefused = isSaid;
    show();
  }

  const named = (letters) => letters.slice(0, NAMED).join(" ") + (letters.length > NAMED ? " …" : "");
  const isTooLong = (body) => isOn && count(body).parts > mostParts;
  const why = (body) => word("too-many-texts", { n: count(body).parts, most: mostParts });

  /** As if it were typed, so that undo brings the letters back. */
  function usePlainLetters() {
    const text = plain(field.value);
    field.focus();
    field.select();
    if (!document.execCommand("insertText", false, text)) {
      field.value = text;
      changed();
    }
  }

  return { turn, show, isTooLong, why, refused };
}
