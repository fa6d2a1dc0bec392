// How long this post is still theirs, and more of it without leaving the page.

const WARN_AT = 120;

export function keepTime(page, announce) {
  const left = page.querySelector("[data-part=left]");
  const more = page.querySelector("[data-act=more-time]");
  const words = page.dataset;
  let end = performance.now() + Number(words.seconds) * 1000;
  let said = "";

  function tick() {
    const seconds = Math.max(0, Math.round((end - performance.now()) / 1000));
    left.textContent = words.leftWords.replace("{time}", `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`);
    const now = seconds === 0 ? words.overWords : seconds <= WARN_AT ? words.soonWords : "";
    if (now !== said) announce((said = now));
  }

  more.addEventListener("click", async (click) => {
    click.preventDefault();
    try {
      const form = more.form;
      const token = new URLSearchParams({ csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      const answer = await fetch(more.formAction, { method: "POST", body: token, headers: { Accept: "application/json" } });
      const said = await answer.json();
      if (!answer.ok) return announce(said.words);
      end = performance.now() + said.seconds_left * 1000;
      tick();
      announce(words.moreWords.replace("{n}", Math.round(said.seconds_left / 60)));
    } catch {
      announce(words.failedWords);
    }
  });

  tick();
  setInterval(tick, 1000);
}
