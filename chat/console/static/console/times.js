// Times as staff read them: the clock on a wall in Britain, and how long something has lasted.

const language = document.documentElement.lang || "en-gb";
const zone = "Europe/London";
const clock = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", timeZone: zone });
const full = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "medium", timeZone: zone });
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "short", year: "numeric", timeZone: zone });

export const clockTime = (iso) => (iso ? clock.format(new Date(iso)) : "");
export const fullTime = (iso) => (iso ? full.format(new Date(iso)) : "");
export const dayAndTime = (iso) => (iso ? `${day.format(new Date(iso))}, ${clockTime(iso)}` : "");

/** 41 -> "0:41", 182 -> "3:02", 3700 -> "1:01:40". */
export function lasting(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n) => String(n).padStart(2, "0");
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
