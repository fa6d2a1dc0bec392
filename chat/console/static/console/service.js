// What the service can offer now, as young people are told it.

import { part, say } from "./dom.js";
import { word } from "./words.js";

export function showService(whole, { state, words }) {
  const bar = part(whole, "service");
  bar.dataset.state = state;
  say(bar, state === "open" ? "" : `${word(`service.${state}`)} ${words}`);
}
