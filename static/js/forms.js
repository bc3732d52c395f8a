// Small helps inside forms: the weekday beside a day, text boxes that grow, counters, both texts of a stale save.

const WEEKDAYS = "日一二三四五六";

function showWeekday(input) {
  const output = input.parentElement.querySelector("[data-weekday]");
  if (!output) return;
  const day = input.value ? new Date(`${input.value}T00:00`) : null;
  output.textContent = day && !Number.isNaN(day.getTime()) ? `周${WEEKDAYS[day.getDay()]}` : "";
}

function grow(box) {
  if (CSS.supports("field-sizing", "content")) return;
  box.style.height = "auto";
  box.style.height = `${box.scrollHeight + 2}px`;
}

// Only when the end is near: a counter that always runs distracts.
function count(box) {
  const most = Number(box.dataset.most);
  const length = [...box.value.replaceAll("\r\n", "\n")].length;
  let output = box.parentElement.querySelector("[data-count]");
  if (length < most * 0.9) {
    output?.remove();
    return;
  }
  if (!output) {
    output = document.createElement("div");
    output.dataset.count = "";
    box.after(output);
  }
  output.className = length > most ? "err" : "hint";
  output.textContent = length > most ? `多了 ${length - most} 字，最多 ${most} 字` : `${length}/${most} 字`;
}

// A field that belongs to some answers is shown with them alone. Without this script all stand there, each with its note.
function fit(field) {
  const [name, values] = field.dataset.when.split("=");
  const given = new FormData(field.closest("form")).getAll(name);
  const fits = (given.length ? given : [""]).some((value) => values.split("|").includes(value));
  field.hidden = !fits && !field.classList.contains("has-error");
}

document.addEventListener("change", (event) => event.target.form?.querySelectorAll("[data-when]").forEach(fit));

document.addEventListener("input", (event) => {
  const box = event.target;
  if (box.type === "date") showWeekday(box);
  if (box.dataset.grow !== undefined) grow(box);
  if (box.dataset.most) count(box);
});

function begin(root) {
  root.querySelectorAll("input[type=date]").forEach(showWeekday);
  root.querySelectorAll("textarea[data-grow]").forEach(grow);
  root.querySelectorAll("[data-when]").forEach(fit);
}

begin(document);
document.addEventListener("htmx:load", (event) => begin(event.detail.elt));
document.addEventListener("page:added", (event) => begin(event.detail));
document.addEventListener("page:restored", (event) => begin(event.detail));

// Two people changed the same: one press puts either text into the field.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-use]");
  if (!button) return;
  const difference = button.closest("[data-difference]");
  const name = difference.dataset.difference;
  const box = document.querySelector(`textarea[name="${CSS.escape(name)}"], input[type=text][name="${CSS.escape(name)}"]`);
  if (!box) {
    document.querySelector(`[name="${CSS.escape(name)}"]`)?.focus();
    return;
  }
  box.value = difference.querySelector(`[data-${button.dataset.use}]`).textContent;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.focus();
});
