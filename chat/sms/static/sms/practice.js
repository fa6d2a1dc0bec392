// Keeps the two screens as they are with the carrier. What is being typed is never touched.
import { count } from "../console/segments.js";

const EVERY = 1000;

const page = document.querySelector(".practice");
const words = page.dataset;
const away = page.querySelector("[data-away]");
const pinned = new WeakMap(); // is the end of these texts in sight? So it stays, unless somebody scrolls up.

for (const phone of page.querySelectorAll("[data-phone]")) {
  const log = logOf(phone);
  log.addEventListener("scroll", () => pinned.set(log, isAtEnd(log)));
  new ResizeObserver(() => stay(log)).observe(log);
  stay(log);
  phone.querySelector("[data-say]").addEventListener("submit", say);
  phone.querySelector("[data-switches]").addEventListener("submit", set);
  const box = phone.querySelector("textarea");
  box.addEventListener("input", () => showCount(box));
  box.addEventListener("keydown", (key) => {
    if (key.key !== "Enter" || key.shiftKey || key.isComposing || !matchMedia("(pointer: fine)").matches) return;
    key.preventDefault();
    if (box.value.trim()) box.form.requestSubmit();
  });
  showCount(box);
}
let asking = setTimeout(look, EVERY);

async function look() {
  clearTimeout(asking);
  try {
    if (document.hidden) return;
    const answer = await fetch(words.texts, { cache: "no-store" });
    away.hidden = answer.ok;
    if (answer.ok) (await answer.json()).phones.forEach(show);
  } catch {
    away.hidden = false;
  } finally {
    clearTimeout(asking);
    asking = setTimeout(look, EVERY);
  }
}

function show({ which, stopped, rings, texts }) {
  const phone = page.querySelector(`[data-phone="${which}"]`);
  if (!phone) {
    window.location.reload(); // one of staff was called for the first time
    return;
  }
  phone.querySelector("[data-ring]").hidden = !rings;
  const log = logOf(phone);
  const known = new Map([...log.querySelectorAll(".text")].map((element) => [element.dataset.id, element]));
  for (const text of texts) {
    const element = known.get(String(text.id)) ?? build(log, text);
    known.delete(String(text.id));
    element.dataset.state = text.state;
    const line = element.querySelector(".text__state");
    if (line.textContent !== text.words) line.textContent = text.words;
  }
  for (const gone of known.values()) gone.remove();
  phone.querySelector("[data-stopped]").hidden = !stopped;
  log.querySelector(".phone__empty").hidden = texts.length > 0;
  stay(log);
}

function isAtEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < 40;
}

function stay(log) {
  if (pinned.get(log) ?? true) log.scrollTop = log.scrollHeight;
}

function build(log, { id, by, body, pictures }) {
  const element = document.createElement("div");
  element.className = `text text--${by}`;
  element.dataset.id = id;
  element.append(part("span", "visually-hidden", by === "us" ? words.fromUs : words.fromPhone));
  if (pictures) element.append(part("p", "text__picture", pictures));
  if (body) {
    const said = part("p", "text__words", body);
    said.dir = "auto";
    element.append(said);
  }
  element.append(part("p", "text__state", ""));
  log.append(element);
  return element;
}

async function say(event) {
  event.preventDefault();
  const form = event.target;
  const log = logOf(form.closest("[data-phone]"));
  const box = form.elements.body;
  const fields = new FormData(form, event.submitter);
  box.value = "";
  if (!(await sent(form, fields))) box.value = [fields.get("body"), box.value].filter(Boolean).join("\n");
  showCount(box);
  pinned.set(log, true);
  look();
}

async function set(event) {
  event.preventDefault();
  const line = event.target.querySelector("[data-set]");
  line.textContent = "";
  if (await sent(event.target, new FormData(event.target))) line.textContent = line.dataset.set;
}

async function sent(form, body) {
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
    });
    away.hidden = answer.ok;
    return answer.ok;
  } catch {
    away.hidden = false;
    return false;
  }
}

function showCount(box) {
  const { units, parts } = count(box.value);
  const template = parts > 1 ? words.count : words.countOne;
  const line = box.form.querySelector("[data-count]");
  line.dataset.before ??= line.textContent;
  line.textContent = units ? template.replace("{used}", units).replace("{parts}", parts) : line.dataset.before;
}

function logOf(phone) {
  return phone.querySelector("[role=log]");
}

function part(tag, name, text) {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  return element;
}
