// The quick form of an activity: fields of the chosen kind, the stepper, rows that come one by one. It works without.

const form = document.querySelector("form.deed");
const HAS = CSS.supports("selector(:has(*))");

// Browsers without :has(): the style sheet cannot leave out what the kind does not have.
function showKind() {
  const kind = form.elements.kind.value;
  for (const each of form.querySelectorAll("[data-for]")) each.hidden = !each.dataset.for.split(" ").includes(kind);
}

// The context of the day, as long as nobody has chosen one.
function followDay() {
  if (form.dataset.chosen) return;
  const isDay = form.dataset.days.split(" ").includes(form.elements.on.value);
  const context = form.querySelector(`[name=context][value=${isDay ? "activity_day" : "ordinary"}]`);
  if (form.elements.context.value !== "six_step") context.checked = true;
}

// Rows are all there; the empty ones come when they are asked for.
function isFilled(row) {
  return [...row.querySelectorAll("input, textarea")].some((each) => each.value.trim());
}

function fold(box, more = 0) {
  const rows = [...box.querySelectorAll("[data-row]")];
  const filled = rows.filter(isFilled).length;
  const shown = Math.max(1, filled, more);
  rows.forEach((row, n) => { row.hidden = n >= shown && !isFilled(row) && !row.querySelector(".err"); });
  box.querySelector("[data-more]").hidden = rows.every((row) => !row.hidden);
  const count = box.querySelector("[data-filled]");
  if (count) count.textContent = filled ? `${filled} 条` : "";
  if (filled) box.open = true;
}

function begin() {
  if (!HAS) showKind();
  form.querySelectorAll(".fold.goods, .fold.voices").forEach((box) => fold(box));
}

if (form) {
  begin();
  document.addEventListener("page:restored", begin);
  form.addEventListener("change", (event) => {
    const { name } = event.target;
    if (name === "context") form.dataset.chosen = "yes";
    if (name === "kind" && !HAS) showKind();
    if (name === "on") followDay();
  });
  form.addEventListener("input", (event) => {
    const box = event.target.closest(".fold.voices, .fold.goods");
    if (box) fold(box, [...box.querySelectorAll("[data-row]")].filter((row) => !row.hidden).length);
  });
  form.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    const more = event.target.closest("[data-more]");
    if (step) {
      const amount = form.elements.amount;
      amount.value = Math.max(1, (Number.parseInt(amount.value, 10) || 0) + Number(step.dataset.step));
      amount.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (more) {
      const box = more.closest(".fold");
      const shown = [...box.querySelectorAll("[data-row]")].filter((row) => !row.hidden).length;
      fold(box, shown + 1);
      box.querySelectorAll("[data-row]")[shown]?.querySelector("textarea, input")?.focus();
    }
  });
}
