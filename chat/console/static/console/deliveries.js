// What became of our texts: shape, word and colour together.

import { make, say } from "./dom.js";
import { clockTime } from "./times.js";
import { word, wordOf } from "./words.js";

const SHAPES = {
  queued: "○",
  sending: "○",
  unknown: "?",
  sent: "◐",
  delivered: "✓",
  undelivered: "✕",
  failed: "✕",
  blocked: "✕",
  discarded: "✕",
};
const WRONG = new Set(["unknown", "undelivered", "failed", "blocked", "discarded"]);

export const wentWrong = (frame) => WRONG.has(frame?.state);

/** What became of it, and when it goes out once more. */
const inWords = (frame) => (frame.again_at ? word("delivery-again", { time: clockTime(frame.again_at) }) : frame.words);

/** Under the words of ours that it is about. */
export function showDelivery(place, frame) {
  const words = inWords(frame);
  if (place.dataset.words === words) return;
  place.dataset.words = words;
  place.classList.add("delivery");
  place.classList.toggle("delivery--wrong", wentWrong(frame));
  const shape = make("span", "delivery__shape", SHAPES[frame.state] ?? "?");
  shape.ariaHidden = "true";
  place.replaceChildren(shape, " ", words);
  place.hidden = false;
}

/** One line above the composer: this phone gets nothing, or the newest texts went wrong. */
export function showTrouble(place, conversation) {
  const { texts, newestTexts } = conversation;
  const isClosed = conversation.isByText && texts && texts !== "open";
  const text = isClosed ? wordOf(`phone.${texts}`, "phone.stopped") : troubleOf(newestTexts);
  say(place, conversation.isOver ? "" : text);
}

/** About the newest text, and how many before it in a row went wrong too. */
function troubleOf([newest, ...earlier]) {
  if (!wentWrong(newest)) return "";
  const wellFrom = earlier.findIndex((frame) => !wentWrong(frame));
  const n = 1 + (wellFrom < 0 ? earlier.length : wellFrom);
  const text = newest.again_at ? word("text-trouble.again", { time: clockTime(newest.again_at) }) : wordOf(`text-trouble.${newest.state}`, "text-trouble");
  return n > 1 ? `${word("texts-in-trouble", { n })} ${text}` : text;
}

/** What a screen reader is told when a text of ours went wrong while one was looking. */
export const spoken = ({ handle }, frame) => word("text-went-wrong", { handle, words: inWords(frame) });
