// Rows of money: one empty row more than are filled. Without this script all rows stand there.

const rows = [...document.querySelectorAll(".money tbody tr")];

function isFilled(row) {
  return [...row.querySelectorAll("input")].some((input) => input.value.trim());
}

function show() {
  rows.forEach((row, index) => {
    if (row.classList.contains("more")) {
      row.hidden = !isFilled(row) && !isFilled(rows[index - 1]);
    }
  });
}

document.addEventListener("input", show);
document.addEventListener("change", show);
show();
