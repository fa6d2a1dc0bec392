// The line to the service: a socket; where none gets through, asking over HTTP, until one does. One page has one line,
// and the same words go and come by either.

import { alsoForget } from "./kept.js";
import { createPoll, post } from "./poll.js";
import { openSocket } from "./socket.js";

const TRIES = 3;
const PATIENCE = 10_000;
const NOT_ALLOWED = 4403;
const IN_FLIGHT = 4;

let line = null;

// A page that is covered neither sends nor is given anything. `after`: from which place on it is given words again;
// without it, from where it was.
export const pauseLine = () => line?.pause();
export const resumeLine = (after) => line?.resume(after);

// `does` has after(), opened(slow), lost(), gone(answer), frame(frame), notSent(id), from(place).
export function openLine(page, form, does) {
  let patience;
  let isPaused = false;

  function beginToAsk() {
    clearTimeout(patience);
    patience = setTimeout(poll.start, PATIENCE);
  }

  function pause() {
    isPaused = true;
    clearTimeout(patience);
    patience = undefined;
    socket.rest();
    poll.stop();
  }

  const poll = createPoll(page.since, {
    ...does,
    opened: () => does.opened(true),
    gone(answer) {
      pause();
      does.gone(answer);
    },
  });
  const socket = openSocket(page.socket, {
    frame: does.frame,
    isSpared: () => poll.works,
    opened() {
      clearTimeout(patience);
      patience = undefined;
      poll.stop();
      does.opened(false);
    },
    closed(failures, code) {
      if (failures >= TRIES || code === NOT_ALLOWED) poll.start();
      else if (!patience) beginToAsk();
      if (failures && !poll.works) does.lost();
    },
  });

  line = {
    pause,
    send: socket.send,
    // Words, by whichever way there is. False where there is none.
    say(id, body) {
      if (socket.send({ type: "say", id, body })) return true;
      if (!poll.works) return false;
      poll.expectAnswer();
      post(form, id, body).then((frame) => (frame ? does.frame(frame) : does.notSent(id)), () => does.notSent(id));
      return true;
    },
    look(after) {
      if (!socket.send({ type: "resume", after })) poll.look();
    },
    resume(after) {
      isPaused = false;
      if (after !== undefined) does.from(after);
      beginToAsk();
      socket.wake();
    },
    get isPaused() {
      return isPaused;
    },
    // Forms overtake each other: one after another, so that words keep their order.
    get inFlight() {
      return socket.isOpen ? IN_FLIGHT : 1;
    },
  };
  beginToAsk();
  // A phone that puts the page to sleep would find a dead socket afterwards.
  document.addEventListener("freeze", socket.rest);
  document.addEventListener("resume", () => isPaused || socket.wake());
  alsoForget(pause);
  return line;
}
