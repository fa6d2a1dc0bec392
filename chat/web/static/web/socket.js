// One connection that comes back by itself: one attempt at a time, later and later, never two at once.

const PING_EVERY = 20_000;
const PONG_WITHIN = 10_000;
const OPEN_WITHIN = 10_000;

// `does` has opened(), closed(failures), frame(frame).
export function openSocket(path, does) {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  let socket = null;
  let failures = 0;
  let asked; // how long the server asked us to stay away
  let stopped = false;
  let next, deadline, beat;

  function connect() {
    clearTimeout(next);
    next = undefined;
    if (stopped || socket) return;
    const mine = (socket = new WebSocket(url));
    deadline = setTimeout(drop, OPEN_WITHIN);
    mine.onopen = () => {
      if (mine !== socket) return;
      clearTimeout(deadline);
      beat = setInterval(ping, PING_EVERY);
      does.opened();
    };
    mine.onmessage = ({ data }) => {
      if (mine !== socket) return;
      failures = 0;
      const frame = JSON.parse(data);
      if (frame.type === "pong") clearTimeout(deadline);
      else if (frame.type !== "reconnect") does.frame(frame);
      else {
        asked = frame.after_ms;
        setTimeout(() => mine === socket && drop(), asked);
      }
    };
    mine.onclose = () => mine === socket && drop();
  }

  function drop() {
    const old = socket;
    socket = null;
    clearTimeout(deadline);
    clearInterval(beat);
    if (old) {
      old.close();
      failures += 1;
      does.closed(failures);
    }
    if (stopped || next) return;
    // Full jitter, so that a restart of the server does not bring everybody back in the same moment.
    const most = Math.min(15_000, 500 * 2 ** failures);
    next = setTimeout(connect, asked ?? 500 + Math.random() * (most - 500));
    asked = undefined;
  }

  function send(frame) {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function ping() {
    if (!send({ type: "ping" })) return;
    clearTimeout(deadline);
    deadline = setTimeout(drop, PONG_WITHIN);
  }

  function again() {
    if (socket) return ping();
    failures = Math.min(failures, 1);
    connect();
  }

  addEventListener("online", again);
  addEventListener("offline", () => drop());
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && again());
  connect();

  return {
    send,
    get isOpen() {
      return socket?.readyState === WebSocket.OPEN;
    },
    stop() {
      stopped = true;
      clearTimeout(next);
      drop();
    },
  };
}
