// One's own shift, beside the people: the test page, the break, the note, the end. The service says what there is to do
// (`/rota/now/`), this shows it; each button is the form that it is without script.

import { make, part, say } from "./dom.js";
import { word } from "./words.js";

const LOOK_EVERY = 15_000;

export function openShift(whole, { announce, ringing }) {
  const box = whole.querySelector("[data-shift]");
  if (!box) return;
  const token = box.querySelector("[name=csrfmiddlewaretoken]").value;
  const note = part(box, "shift-note");
  const known = new Set();
  let shown = "";

  async function look() {
    await take(fetch(box.dataset.address, { headers: { Accept: "application/json" }, cache: "no-store" }));
  }

  async function send(form) {
    say(part(box, "shift-said"), "");
    const body = new FormData(form);
    const told = await take(fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" }, redirect: "error" }));
    say(part(box, "shift-said"), told ? told.said || told.refused : word("not-connected"));
    if (!told) look(); // it may be gone: somebody was first
    if (told?.said && note.contains(form)) {
      form.reset();
      note.open = false;
      note.querySelector("summary").focus();
    }
  }

  /** What the service answered, shown; nothing where it could not. The lock and the end of a sign-in have scripts of their own. */
  async function take(asked) {
    try {
      const answer = await asked;
      if (!answer.ok || !answer.headers.get("Content-Type")?.startsWith("application/json")) return null;
      const told = await answer.json();
      show(told);
      return told;
    } catch {
      return null;
    }
  }

  function show({ pill, lines, acts, note: address }) {
    const now = JSON.stringify([lines.map(withoutMoment), acts, address]);
    say(part(whole, "shift-pill"), pill);
    if (now !== shown) {
      shown = now;
      const focused = box.contains(document.activeElement) && document.activeElement.dataset.key;
      part(box, "shift-lines").replaceChildren(...lines.map(line));
      part(box, "shift-acts").replaceChildren(...acts.map((one) => act(one, "foot")));
      if (address) note.querySelector("form").action = address;
      note.hidden = !address;
      box.hidden = !lines.length && !acts.length;
      if (focused) ([...box.querySelectorAll("[data-key]")].find(({ dataset }) => dataset.key === focused) ?? box).focus();
    }
    for (const { name, words, is_pressing: isPressing } of lines) {
      if (isPressing && !known.has(name)) {
        announce(words);
        ringing.ring(`shift ${name}`, "very_soon");
      }
    }
    known.clear();
    for (const { name } of lines) known.add(name);
  }

  function line({ name, words, acts, link, link_words: linkWords, is_pressing: isPressing }) {
    const row = make("li", `shift__line${isPressing ? " shift__line--pressing" : ""}`);
    row.append(make("p", "", words));
    const hands = make("div", "shift__acts");
    hands.append(...acts.map((one) => act(one, name)));
    if (link) {
      const there = make("a", "", linkWords);
      there.href = link;
      there.dataset.key = `${name} ${link}`;
      hands.append(there);
    }
    if (hands.childElementCount) row.append(hands);
    return row;
  }

  function act({ address, words, fields, about, is_quiet: isQuiet }, name) {
    const form = make("form");
    form.method = "post";
    form.action = address;
    for (const [key, value] of Object.entries({ ...fields, csrfmiddlewaretoken: token })) {
      const field = make("input");
      Object.assign(field, { type: "hidden", name: key, value });
      form.append(field);
    }
    const button = make("button", `button${isQuiet ? " button--quiet" : ""}`, words);
    button.type = "submit";
    button.dataset.key = `${name} ${address} ${words}`;
    if (about) button.append(make("span", "visually-hidden", ` ${about}`));
    form.append(button);
    return form;
  }

  box.addEventListener("submit", (submitted) => {
    submitted.preventDefault();
    send(submitted.target);
  });
  document.addEventListener("visibilitychange", () => document.hidden || look());
  setInterval(look, LOOK_EVERY);
  look();
}

/** The moment up to which decisions are shown is another with every look, and nothing anybody sees. */
const withoutMoment = (line) => ({ ...line, acts: line.acts.map((one) => ({ ...one, fields: { ...one.fields, until: "" } })) });
