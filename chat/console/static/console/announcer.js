// Says something to people who listen to the page: once, politely, without moving anything.

import { say } from "./dom.js";

export function openAnnouncer(place) {
  return (text) => {
    say(place, "");
    requestAnimationFrame(() => say(place, text));
  };
}
