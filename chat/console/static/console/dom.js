// Small helpers for building the page without HTML strings.

/** The element inside `root` that the templates name `name`. */
export const part = (root, name) => root.querySelector(`[data-part="${name}"]`);

/** A fresh copy of one of the <template> pieces of the page. */
export const piece = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** An element with text. Text only ever enters the page this way. */
export function make(tag, className, text) {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text !== undefined) element.textContent = text;
  return element;
}

/** Put `text` there, and hide the place when there is nothing to say. Untouched when nothing changed. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
  element.hidden = !text;
}

/** The chip of an urgency: shape, word, colour. */
export const chip = (urgency) => piece(`urgency-${document.getElementById(`urgency-${urgency}`) ? urgency : "not_checked"}`);

/** Show the chip of `urgency` in `place`, changing the page only when it is another one. */
export function showChip(place, urgency) {
  if (place.dataset.urgency === urgency) return;
  place.dataset.urgency = urgency;
  place.replaceChildren(chip(urgency));
}
