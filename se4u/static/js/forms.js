// Small helps of forms. Every form works without this file.

// The first thing to read after a refusal is what to mend.
document.querySelector("[data-focus]")?.focus();

// Counters: how much of a text still fits.
for (const counter of document.querySelectorAll("[data-counter]")) {
  const field = document.getElementById(counter.dataset.counter);
  if (!field) continue;
  const limit = Number(counter.dataset.limit);
  const say = () => {
    // A line break is sent as two characters, and characters are counted as the server counts them.
    const length = [...field.value.replace(/\r?\n/g, "\r\n")].length;
    const left = limit - length;
    counter.textContent = left < 0
      ? counter.dataset.over.replace("%over", String(-left))
      : counter.dataset.words.replace("%left", String(left)).replace("%limit", String(limit));
    counter.classList.toggle("is-over", left < 0);
  };
  // With the counter to tell, a longer text may be pasted and shortened; nothing is cut off silently.
  field.removeAttribute("maxlength");
  field.addEventListener("input", say);
  say();
}

// Long lists of choices get a box to narrow them.
for (const list of document.querySelectorAll("[data-filter]")) {
  const box = document.createElement("input");
  box.type = "search";
  box.className = "input choice-filter";
  box.autocomplete = "off";
  box.setAttribute("aria-label", list.dataset.filter);
  box.placeholder = list.dataset.filter;
  const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  box.addEventListener("input", () => {
    const wanted = plain(box.value.trim());
    for (const choice of list.querySelectorAll(".choice")) {
      choice.hidden = !plain(choice.textContent).includes(wanted) && !choice.querySelector(":checked");
    }
  });
  box.addEventListener("keydown", (event) => event.key === "Enter" && event.preventDefault());
  list.before(box);
}

// Facets are applied as soon as they are ticked; without script there is a button.
for (const form of document.querySelectorAll("form[data-autosubmit]")) {
  form.querySelectorAll("[data-autosubmit-button]").forEach((button) => { button.hidden = true; });
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=checkbox], [type=radio], select")) form.requestSubmit();
  });
}

// A form is sent once, whatever the thumb does; the server would answer a repeat with the first result anyway.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent !== undefined) { event.preventDefault(); return; }
    form.dataset.sent = "";
    const files = [...form.querySelectorAll("[type=file]")].filter((field) => field.files.length);
    files.forEach((field) => { document.getElementById(`${field.id}_sending`)?.removeAttribute("hidden"); });
    form.querySelectorAll("button[type=submit]").forEach((button) => button.setAttribute("aria-disabled", "true"));
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
    form.querySelectorAll(".sending").forEach((line) => { line.hidden = true; });
  }
});

// Long forms ask before what was typed is lost; the quick exit never does.
for (const form of document.querySelectorAll("form[data-guard]")) {
  let changed = false;
  form.addEventListener("input", () => { changed = true; });
  window.addEventListener("beforeunload", (event) => {
    if (changed && form.dataset.sent === undefined && document.documentElement.dataset.leaving === undefined) event.preventDefault();
  });
}
