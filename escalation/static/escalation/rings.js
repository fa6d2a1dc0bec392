// A ring shows how much of a clock is left. Attributes only: styles in the page would break its policy.

/** Draw the ring and its words for this second. An overdue ring is full, and counts up. */
export function ring(element, words) {
  const left = Math.round((new Date(element.dataset.due).getTime() - Date.now()) / 1000);
  const total = Number(element.dataset.total);
  const isOver = left < 0;
  const arc = element.querySelector(".ring__left");
  arc?.setAttribute("stroke-dasharray", `${isOver ? total : Math.min(left, total)} ${total}`);
  element.closest(".row").classList.toggle("row--overdue", isOver);
  write(element.querySelector("[data-part=time]"), short(Math.abs(left), words));
  write(element.querySelector("[data-part=small]"), isOver ? words.over : left < 600 ? words.left : "");
}

function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** Under ten minutes by the second, then minutes, hours, days. */
function short(seconds, { min, hours, days }) {
  if (seconds < 600) return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  if (seconds < 5400) return min.replace("{n}", Math.floor(seconds / 60));
  if (seconds < 48 * 3600) return hours.replace("{n}", Math.floor(seconds / 3600));
  return days.replace("{n}", Math.floor(seconds / 86_400));
}
