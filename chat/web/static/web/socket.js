// One socket that comes back by itself: one attempt at a time, later and later, never two at once.

const PING_EVERY = 20_000;
const ANSWER_WITHIN = 10_000;
const AWAKE_WITHIN = 5000; // after a sleep the socket is more likely dead than slow
const DOUBT_AFTER = 5000; // words were said, and nothing comes: is anybody there?
const OPEN_WITHIN = 10_000;
const STEADY_AFTER = 10_000;
const LATEST = 15_000;
const NOW_AND_THEN = 60_000;

// `does` has opened(), closed(failures, code), frame(frame), isSpared(): is there another way meanwhile?
export function openSocket(path, does) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  let socket = null;
  let failures = 0;
  let openedAt = 0;
  let asked; // how long the server asked us to stay away
  let isResting = false;
  let next, deadline, beat, doubt;

  function connect() {
    clearTimeout(next);
    next = undefined;
    if (isResting || socket) return;
    const mine = (socket = new WebSocket(url));
    deadline = setTimeout(drop, OPEN_WITHIN);
    mine.onopen = () => {
      if (mine !== socket) return;
      clearTimeout(deadline);
      openedAt = Date.now();
      beat = setInterval(ping, PING_EVERY);
      does.opened();
    };
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      clearTimeout(deadline); // whatever comes, it lives
      clearTimeout(doubt);
      const frame = JSON.parse(data);
      if (frame.type === "reconnect") {
        asked = frame.after_ms;
        setTimeout(() => mine === socket && drop(), asked);
      } else if (frame.type !== "pong") does.frame(frame);
    };
    mine.onclose = ({ code }) => mine === socket && drop(code);
  }

  function hangUp() {
    const old = socket;
    socket = null;
    clearTimeout(deadline);
    clearTimeout(doubt);
    clearInterval(beat);
    old?.close();
    return old;
  }

  function drop(code) {
    if (hangUp()) {
      if (openedAt && Date.now() - openedAt > STEADY_AFTER) failures = 0;
      openedAt = 0;
      if (asked === undefined) failures += 1;
      does.closed(failures, code);
    }
    if (isResting || next) return;
    next = setTimeout(connect, asked ?? wait());
    asked = undefined;
  }

  // Full jitter, so that a restart of the server does not bring everybody back in the same moment.
  function wait() {
    const most = does.isSpared() ? NOW_AND_THEN : Math.min(LATEST, 500 * 2 ** failures);
    return does.isSpared() ? most * (0.75 + Math.random() / 2) : 500 + Math.random() * (most - 500);
  }

  function send(frame) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    if (frame.type === "say") {
      clearTimeout(doubt);
      doubt = setTimeout(ping, DOUBT_AFTER, AWAKE_WITHIN);
    }
    return true;
  }

  function ping(within = ANSWER_WITHIN) {
    if (!send({ type: "ping" })) return;
    clearTimeout(deadline);
    deadline = setTimeout(drop, within);
  }

  // The network is back, or the page is awake: no waiting for what may have died meanwhile.
  function again() {
    if (socket) return ping(AWAKE_WITHIN);
    failures = Math.min(failures, 1);
    connect();
  }

  function rest() {
    isResting = true;
    clearTimeout(next);
    next = undefined;
    hangUp();
  }

  function wake() {
    isResting = false;
    again();
  }

  addEventListener("online", again);
  addEventListener("offline", () => drop());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  connect();

  return {
    send,
    rest,
    wake,
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN;
    },
  };
}
