// Where a network lets no socket through (some schools): words go as a form, and what came is asked for.

const SOON = 5000;
const LATE = 15_000;
const HIDDEN = 60_000;
const ANSWER_WITHIN = 15_000;
const MOST = 200; // in one answer: then there may be more

const limit = () => AbortSignal.timeout?.(ANSWER_WITHIN);

// `does` has after(), frame(frame), opened(), lost(), gone(answer).
export function createPoll(url, does) {
  let isOn = false;
  let works = false;
  let failures = 0;
  let heardAt = Date.now();
  let asking, next;

  async function look() {
    if (!isOn || asking) return;
    clearTimeout(next);
    const mine = (asking = {});
    const found = await ask().catch(() => null);
    if (mine !== asking) return; // stopped meanwhile
    asking = undefined;
    if (found?.state) hear(found);
    else if (found) return stop(), does.gone(found);
    else fail();
    next = setTimeout(look, found?.said.length >= MOST ? 0 : wait());
  }

  async function ask() {
    const answer = await fetch(`${url}?after=${does.after()}`, {
      headers: { Accept: "application/json" },
      cache: "no-store",
      redirect: "manual",
      signal: limit(),
    });
    return answer.ok || answer.status === 403 ? answer.json() : null;
  }

  function hear({ state, said }) {
    failures = 0;
    if (said.length) heardAt = Date.now();
    does.frame(state);
    said.forEach(does.frame);
    if (works || !isOn) return;
    works = true;
    does.opened();
  }

  function fail() {
    failures += 1;
    works = false;
    does.lost();
  }

  // Less often the longer nothing comes; a little uneven, so that many pages do not ask in the same moment.
  function wait() {
    if (failures) return 500 + Math.random() * (Math.min(LATE, 500 * 2 ** failures) - 500);
    const quiet = (Date.now() - heardAt) / 4;
    return document.hidden ? HIDDEN : Math.min(LATE, Math.max(SOON, quiet)) * (0.9 + Math.random() / 5);
  }

  function stop() {
    isOn = works = false;
    asking = undefined;
    clearTimeout(next);
  }

  addEventListener("online", look);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look());

  return {
    stop,
    look,
    start() {
      if (isOn) return;
      isOn = true;
      heardAt = Date.now();
      look();
    },
    expectAnswer() {
      heardAt = Date.now();
    },
    get works() {
      return works;
    },
  };
}

// Gives the frame the server answers with, or null where it did not take or refuse the words.
export async function post(form, id, body) {
  const fields = new URLSearchParams(new FormData(form));
  fields.set("client_id", id);
  fields.set("body", body);
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: fields,
    redirect: "manual",
    signal: limit(),
  });
  return answer.status === 201 || answer.status === 422 ? answer.json() : null;
}
