// One socket to the service, that comes back by itself. It knows nothing of conversations.
//
// Only one reconnect is ever under way. The wait before it grows to 15 s and is drawn at random over
// its whole length, so that a thousand screens do not all come back in the same instant.

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;
const BEAT = 20_000;
const ANSWER_WITHIN = 10_000;
const OPEN_WITHIN = 10_000;
const ENDED_FOR_GOOD = new Set([4401, 4403]);

/**
 * handlers: opened(), received(frame), lost(), signedOut().
 * Returns { send(frame) -> was it written, isOpen(), connectNow(), anew() }.
 */
export function openSocket(path, handlers, { beat = [] } = {}) {
  const address = new URL(path, location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";

  let socket = null;
  let attempts = 0;
  let retry = 0;
  let beating = 0;
  let silence = 0;
  let isOver = false;

  const isOpen = () => socket?.readyState === WebSocket.OPEN;

  function send(frame) {
    if (!isOpen()) return false;
    socket.send(JSON.stringify(frame));
    return true;
  }

  function connect() {
    clearTimeout(retry);
    retry = 0;
    if (isOver || isOpen()) return;
    forget();
    const mine = (socket = new WebSocket(address));
    silence = setTimeout(() => mine === socket && drop(), OPEN_WITHIN);
    mine.addEventListener("open", () => mine === socket && opened());
    mine.addEventListener("message", ({ data }) => mine === socket && received(data));
    mine.addEventListener("close", ({ code }) => mine === socket && closed(code));
  }

  function opened() {
    clearTimeout(silence);
    beating = setInterval(askForLife, BEAT);
    handlers.opened();
  }

  function received(data) {
    clearTimeout(silence);
    let frame;
    try {
      frame = JSON.parse(data);
    } catch {
      return;
    }
    attempts = 0;
    if (frame.type === "reconnect") drop(Number(frame.after_ms) || 0);
    else if (frame.type !== "pong") handlers.received(frame);
  }

  function askForLife() {
    for (const type of beat) send({ type });
    if (!send({ type: "ping" })) return;
    clearTimeout(silence);
    silence = setTimeout(drop, ANSWER_WITHIN);
  }

  function closed(code) {
    if (ENDED_FOR_GOOD.has(code)) signedOut();
    else drop();
  }

  /** Let go of the socket (it may hang for minutes while closing) and plan the next one. */
  function drop(wait) {
    forget();
    if (isOver) return;
    handlers.lost();
    if (retry) return;
    const longest = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempts);
    attempts += 1;
    retry = setTimeout(connect, wait ?? Math.random() * longest);
    if (attempts % 3 === 0) void askWhetherSignedIn();
  }

  function forget() {
    clearTimeout(silence);
    clearInterval(beating);
    const old = socket;
    socket = null;
    old?.close();
  }

  /** A refused handshake looks like a broken network; a page that sends us to the sign-in does not. */
  async function askWhetherSignedIn() {
    try {
      const answer = await fetch(location.href, { method: "HEAD", redirect: "manual", cache: "no-store" });
      if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) signedOut();
    } catch {
      // Not reachable at all: the ordinary case, keep trying.
    }
  }

  function signedOut() {
    isOver = true;
    clearTimeout(retry);
    forget();
    handlers.signedOut();
  }

  function connectNow() {
    if (isOpen() || isOver) return;
    attempts = 0;
    connect();
  }

  /** Another socket in place of this one, which is told everything again. */
  function anew() {
    attempts = 0;
    drop(0);
  }

  addEventListener("online", connectNow);
  addEventListener("offline", () => drop());
  addEventListener("pagehide", () => {
    isOver = true;
    forget();
  });
  addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
  connect();
  return { send, isOpen, connectNow, anew };
}
