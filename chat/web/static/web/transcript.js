// The words on the page. Places are applied strictly in order; one's own unsent words stand at the end.

// `words` are the translated strings of the page; `gap(after)` asks for what is missing after a place.
export function createTranscript(log, words, { gap, change }) {
  const early = new Map(); // place -> said, arrived before what comes before it
  let last = Number([...log.children].findLast((message) => message.dataset.place)?.dataset.place ?? words.showsFrom);

  const unsent = (id) => [...log.children].find((message) => message.dataset.id === id && !message.dataset.place);
  const firstUnsent = () => [...log.children].find((message) => !message.dataset.place) ?? null;

  function said(message) {
    if (message.place <= last) {
      const double = unsent(message.id);
      if (double) double.remove();
      return [];
    }
    early.set(message.place, message);
    if (message.by === "you") label(unsent(message.id), "sent");
    const added = [];
    while (early.has(last + 1)) {
      const next = early.get(last + 1);
      early.delete(next.place);
      put(next);
      last = next.place;
      added.push(next);
    }
    if (early.size) gap(last);
    return added;
  }

  function put(message) {
    const element = (message.by === "you" && unsent(message.id)) || build(message);
    const before = firstUnsent();
    element.dataset.place = message.place;
    if (message.by === "you") label(element, "sent");
    if (element !== before) log.insertBefore(element, before);
  }

  function build({ id, by, name, body }) {
    const element = document.createElement("div");
    element.className = `message message--${by}`;
    element.dataset.id = id;
    const who = document.createElement("span");
    who.className = "visually-hidden";
    who.textContent = by === "you" ? words.you : name;
    const text = document.createElement("p");
    text.className = "message__words";
    text.dir = "auto";
    text.textContent = body;
    element.append(who, text);
    return element;
  }

  function label(element, state) {
    if (!element || element.dataset.state === state) return;
    element.dataset.state = state;
    let line = element.querySelector(".message__state");
    if (!line) {
      line = document.createElement("p");
      line.className = "message__state";
      element.append(line);
    }
    line.textContent = words[state];
  }

  function button(text, does) {
    const element = document.createElement("button");
    element.type = "button";
    element.className = "link";
    element.textContent = text;
    element.addEventListener("click", does);
    return element;
  }

  return {
    said,
    get last() {
      return last;
    },
    get isBehind() {
      return early.size > 0;
    },
    has: (id) => [...log.children].some((message) => message.dataset.id === id && message.dataset.place),
    write(id, body, state) {
      const element = build({ id, by: "you", body });
      label(element, state);
      log.append(element);
    },
    label: (id, state) => label(unsent(id), state),
    // The words stay until their writer says what shall become of them.
    refused(id, text) {
      const element = unsent(id);
      if (!element || element.dataset.state === "refused") return;
      label(element, "refused");
      if (text) element.querySelector(".message__state").textContent = text;
      const again = document.createElement("p");
      again.className = "message__again";
      const body = element.querySelector(".message__words").textContent;
      again.append(
        button(words.change, () => {
          element.remove();
          change(id, body);
        }),
        button(words.remove, () => {
          element.remove();
          change(id, "");
        }),
      );
      element.append(again);
    },
    seen(place) {
      for (const message of log.children) {
        if (message.dataset.state === "sent" && Number(message.dataset.place) <= place) label(message, "seen");
      }
    },
    // Words up to this place are not for this device.
    startAt(place) {
      if (place <= last) return;
      last = place;
      for (const known of early.keys()) if (known <= last) early.delete(known);
    },
    // As if the page were new: what comes after `place` comes again. One's own unsent words stay.
    restart(place) {
      for (const message of [...log.children]) if (message.dataset.place) message.remove();
      early.clear();
      last = place;
    },
    clear() {
      log.replaceChildren();
      early.clear();
    },
  };
}
