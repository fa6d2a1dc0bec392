// What the page says about the chat: who listens, how long the wait is, who writes, whether we are connected.

const OVER = ["closed", "closed_by_yp", "abandoned", "paused"];
const LOST_AFTER = 2000;
const WRITING_FOR = 5000;

export function createState(page, words) {
  const find = (name) => document.querySelector(`[data-${name}]`);
  const line = find("status");
  const notice = find("alert");
  let name = find("intro-words").textContent ? find("name").textContent.trim() : "";
  let state = "";
  let isLost = false;
  let isGone = false;
  let hasUnsent = false;
  let losing, quiet;

  const withName = (text) => text.replace("{name}", () => name);
  const write = (element, text) => {
    if (element.textContent !== text) element.textContent = text;
  };

  function tell(text, forMs) {
    clearTimeout(quiet);
    write(line, text);
    if (forMs) quiet = setTimeout(() => write(line, ""), forMs);
  }

  function warn() {
    const text = isGone ? words.gone : isLost ? (hasUnsent ? words.offline : words.lost) : "";
    write(notice, text);
    notice.className = text ? "notice notice--now" : "";
    if (!isGone) return;
    const link = document.createElement("a");
    link.href = words.page;
    link.textContent = words.openAgain;
    notice.append(" ", link);
  }

  function wait({ about_minutes: minutes, place }, service) {
    const isKnown = minutes !== null && minutes !== undefined;
    const often = isKnown ? (minutes === 1 ? words.oneMinute : words.minutes) : words.unknownWait;
    write(find("wait"), service === "closed" ? words.closed : service === "narrowed" ? words.narrowed : often.replace("{minutes}", minutes));
    write(find("turn"), service === "closed" ? "" : place === 1 ? words.turnNext : place ? words.turnNumber.replace("{place}", place) : "");
  }

  function listening(isNew) {
    write(find("name"), name);
    write(find("initial"), Array.from(name)[0].toUpperCase());
    write(find("intro-words"), withName(words.intro));
    if (isNew) tell(withName(words.here));
  }

  return {
    tell,
    get layout() {
      return document.body.dataset.layout;
    },
    get isLost() {
      return isLost || isGone;
    },
    set unsent(value) {
      if (value === hasUnsent) return;
      hasUnsent = value;
      warn();
    },
    now(frame) {
      const isChange = frame.state !== state;
      const isNewName = Boolean(frame.name) && frame.name !== name;
      state = frame.state;
      const layout = state === "waiting" ? "waiting" : OVER.includes(state) ? "over" : "talking";
      const was = document.body.dataset.layout;
      const isNewLayout = layout !== was;
      document.body.dataset.layout = layout;
      if (frame.waiting) wait(frame.waiting, frame.service);
      if (frame.name) name = frame.name;
      if (name && layout === "talking") listening(isNewName || isNewLayout);
      write(find("now"), state === "handing_over" ? words.between : words.listening);
      const wasCutOff = layout === "waiting" && was === "talking";
      if (isChange && wasCutOff) tell(words.cutOff);
      if (layout === "over") tell(words.ended);
      return isNewLayout;
    },
    writing(isWriting) {
      if (isWriting && name) tell(withName(words.writing), WRITING_FOR);
      else if (!isWriting && line.textContent === withName(words.writing)) tell("");
    },
    connected(isSlow) {
      clearTimeout(losing);
      losing = undefined;
      if (isSlow) tell(words.slow);
      else if (isLost || line.textContent === words.slow) tell(words.back, WRITING_FOR);
      isLost = false;
      warn();
    },
    disconnected() {
      if (!navigator.onLine) lost();
      else losing ??= setTimeout(lost, LOST_AFTER);
    },
    gone() {
      isGone = true;
      warn();
    },
  };

  // Nobody can be said to listen at the other end. The state that comes with the next connection says it again.
  function lost() {
    isLost = true;
    write(find("now"), "");
    if (line.textContent === withName(words.here)) tell("");
    warn();
  }
}
