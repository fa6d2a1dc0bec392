// Where a conversation stands, told truthfully: in its row, and above the box where one writes.

import { part, say } from "./dom.js";
import { lasting } from "./times.js";
import { word, wordOf } from "./words.js";

const SILENT_FROM = 120; // seconds; before that nobody has to be told

const secondsSince = (iso) => Math.max(0, (Date.now() - new Date(iso)) / 1000);
const secondsUntil = (iso) => Math.max(0, (new Date(iso) - Date.now()) / 1000);
const minutes = (iso) => Math.floor(secondsSince(iso) / 60);

/** In a few words, for a row; nothing where it is simply going on. */
export function standingOf({ state, silent_since: silentSince, handing_over: handing, left }) {
  if (state === "handing_over" && handing) return word(handing.to ? "standing.handing-to" : "standing.handing", { name: handing.to });
  if (state === "quiet") return silentSince ? word("standing.quiet-for", { n: minutes(silentSince) }) : word("standing.quiet");
  if (state === "safety_hold" || state === "ending") return word(`standing.${state}`);
  if (left) return word("left");
  if (silentSince && secondsSince(silentSince) >= SILENT_FROM) return word("standing.silent", { n: minutes(silentSince) });
  return "";
}

/** The strip above the composer, with what one may do about it. */
export function showStanding(page, chosen) {
  const strip = part(page, "standing");
  const state = chosen && !chosen.isOver ? chosen.state : "";
  say(part(strip, "standing-words"), chosen && !chosen.isOver ? sentence(chosen, state) : "");
  strip.hidden = !part(strip, "standing-words").textContent;
  strip.querySelector("[data-act=keep]").hidden = state !== "handing_over" || !chosen.isMine;
  strip.querySelector("[data-act=carry-on]").hidden = state !== "ending" || !chosen.isMine;
  strip.querySelector("[data-act=end-now]").hidden = state !== "ending" || !chosen.isMine;
}

function sentence({ handle, handing_over: handing, owner, isWatched }, state) {
  if (state === "handing_over" && handing) {
    const time = lasting(secondsUntil(handing.until));
    return word(handing.to ? "strip.handing-to" : "strip.handing", { handle, name: handing.to, time });
  }
  if (isWatched) return owner ? word("strip.reading", { handle, name: owner }) : word("strip.reading-nobody", { handle });
  return wordOf(`strip.${state}`);
}
