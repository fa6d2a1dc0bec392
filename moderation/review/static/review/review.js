// Adds to the page of a review: keys, the time that is left, counts that keep fresh, and the words as they will be read.
// Everything works without it.

import { listenToKeys } from "./keys.js";
import { keepTime } from "./time.js";
import { keepCounts } from "./counts.js";
import { showWhatIsLeft } from "./cut.js";
import { followWords } from "./words.js";

const page = document.querySelector("[data-review]");
const announce = (words) => (document.querySelector("[data-part=announcer]").textContent = words);

listenToKeys(page);
keepCounts(page);
if (page.dataset.seconds) keepTime(page, announce);
for (const cut of page.querySelectorAll("[data-do=take_out_details]")) showWhatIsLeft(cut);
for (const tells of page.querySelectorAll("[data-tells]")) followWords(tells);

page.querySelector("[data-opened-now]")?.focus();
page.querySelector("[data-errors]")?.focus();
