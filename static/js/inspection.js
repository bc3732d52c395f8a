// The form of an inspection: rows for problems come one by one, as many as are needed. Without it all of them are there,
// and the button asks the server for more.

const box = document.querySelector("form.inspect [data-rows]");
const MOST = 60;

function rows() {
  return [...box.querySelectorAll("[data-row]")];
}

function isFilled(row) {
  return [...row.querySelectorAll("input, textarea")].some((each) => each.value.trim());
}

function fold() {
  rows().forEach((row, n) => { row.hidden = n > 0 && !isFilled(row) && !row.querySelector(".err"); });
}

// One more of the same, under the next number.
function another() {
  const all = rows();
  const last = all.length - 1;
  const row = all[last].cloneNode(true);
  for (const each of row.querySelectorAll("*")) {
    for (const name of ["name", "id", "for", "aria-describedby"]) {
      const value = each.getAttribute(name);
      if (value) each.setAttribute(name, value.replace(`problem_${last}_`, `problem_${last + 1}_`));
    }
  }
  row.querySelectorAll("input, textarea").forEach((each) => { each.value = ""; });
  row.querySelectorAll("label, legend").forEach((each) => {
    each.firstChild.textContent = each.firstChild.textContent.replace(`问题 ${last + 1}`, `问题 ${last + 2}`);
  });
  all[last].after(row);
  return row;
}

if (box) {
  fold();
  document.addEventListener("page:restored", fold);
  box.querySelector("[data-more]").addEventListener("click", (event) => {
    if (rows().length >= MOST) return;
    event.preventDefault();
    const row = rows().find((each) => each.hidden) || another();
    row.hidden = false;
    row.querySelector("textarea").focus();
  });
}
