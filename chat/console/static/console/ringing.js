// A sound and a notice of the desktop for Now and Very soon, one for each. Both are off until somebody turns them on; the
// notice says that somebody is needed, and nothing about anybody.

import { word } from "./words.js";

const KEY = "nightlight.notice";

export function openRinging(button, sound) {
  const isThere = "Notification" in window;
  let isOn = isThere && sessionStorage.getItem(KEY) === "on" && Notification.permission === "granted";

  button.hidden = !isThere;
  button.addEventListener("click", async () => {
    if (!isOn && Notification.permission !== "granted") await Notification.requestPermission();
    isOn = !isOn && Notification.permission === "granted";
    sessionStorage.setItem(KEY, isOn ? "on" : "off");
    show();
  });

  function show() {
    const isRefused = isThere && Notification.permission === "denied";
    button.textContent = word(isOn ? "notice-off" : isRefused ? "notice-refused" : "notice-on");
    button.setAttribute("aria-pressed", String(isOn));
  }

  /** `what` is rung for once at each urgency. */
  function ring(what, urgency) {
    if (!sound.ring(what, urgency)) return;
    document.dispatchEvent(new Event("nightlight:rings")); // a locked page says so too (rota/static/rota/lock.js)
    if (!isOn || document.hasFocus()) return;
    const notice = new Notification(word("notice-title"), { body: word("notice-body"), tag: "nightlight", silent: true });
    notice.onclick = () => {
      focus();
      notice.close();
    };
  }

  show();
  return { ring, forget: sound.forget };
}
