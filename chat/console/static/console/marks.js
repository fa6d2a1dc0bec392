// Underlining. Offsets count code points, so that an emoji before the words moves nothing.

import { chip, make } from "./dom.js";
import { word } from "./words.js";

const RANK = ["routine", "soon", "not_checked", "very_soon", "now"];
export const higher = (a, b) => (RANK.indexOf(b) > RANK.indexOf(a) ? b : a);

/** `body` cut into parts that are inside a mark or not; marks that overlap become one underline. */
export function partsOf(body, marks) {
  const points = Array.from(body);
  const reasons = points.map(() => []);
  for (const { start, end, words } of marks) {
    for (let at = Math.max(0, start); at < Math.min(end, points.length); at += 1) reasons[at].push(words);
  }
  const parts = [];
  points.forEach((point, at) => {
    const last = parts.at(-1);
    const isMarked = reasons[at].length > 0;
    if (last && last.isMarked === isMarked) last.text += point;
    else parts.push({ text: point, isMarked, reason: [...new Set(reasons[at])].join("; ") });
  });
  return parts;
}

/** Write `body` into `place` with the marked words underlined. */
export function showBody(place, body, marks) {
  const nodes = partsOf(body, marks).map(({ text, isMarked, reason }) => {
    if (!isMarked) return document.createTextNode(text);
    const mark = make("mark", "marked", text);
    mark.title = word("noticed", { words: reason });
    return mark;
  });
  place.replaceChildren(...nodes);
}

/** Under the words: how urgent, and why, in words. */
export function showNoticed(place, frame) {
  const reasons = [...new Set(frame.marks.map((mark) => mark.words))];
  const urgency = frame.marks.reduce((top, mark) => higher(top, mark.urgency), frame.marks[0]?.urgency ?? frame.urgency);
  place.replaceChildren(chip(urgency), " ", make("span", "said__reason", word("noticed", { words: reasons.join("; ") })));
  place.hidden = reasons.length === 0;
  return urgency;
}
