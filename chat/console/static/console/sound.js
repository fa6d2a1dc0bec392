// A short sound for Now and Very soon, one for each person. Off until somebody turns it on.

import { word } from "./words.js";

const KEY = "nightlight.sound";

export function openSound(button) {
  let player = null;
  let isOn = sessionStorage.getItem(KEY) === "on";
  const rung = new Set();

  function show() {
    button.textContent = word(isOn ? "sound-off" : "sound-on");
    button.setAttribute("aria-pressed", String(isOn));
  }

  button.addEventListener("click", () => {
    isOn = !isOn;
    sessionStorage.setItem(KEY, isOn ? "on" : "off");
    show();
    if (isOn) beep();
  });
  // A page may only sound after a hand has touched it: after a reload the first touch wakes the player.
  addEventListener("pointerdown", () => isOn && wake());
  addEventListener("keydown", () => isOn && wake());

  function wake() {
    player ??= new AudioContext();
    if (player.state === "suspended") void player.resume();
  }

  function beep() {
    wake();
    for (const [at, pitch] of [[0, 660], [0.16, 880]]) {
      const tone = player.createOscillator();
      const volume = player.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, player.currentTime + at);
      volume.gain.exponentialRampToValueAtTime(0.15, player.currentTime + at + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, player.currentTime + at + 0.14);
      tone.connect(volume).connect(player.destination);
      tone.start(player.currentTime + at);
      tone.stop(player.currentTime + at + 0.15);
    }
  }

  /** `what` is rung for once at each urgency. Says whether this was the once. */
  function ring(what, urgency) {
    if (urgency !== "now" && urgency !== "very_soon") return false;
    const once = `${what} ${urgency}`;
    if (rung.has(once)) return false;
    rung.add(once);
    if (isOn) beep();
    return true;
  }

  show();
  return { ring, forget: (what) => [...rung].filter((once) => once.startsWith(`${what} `)).forEach((once) => rung.delete(once)) };
}
