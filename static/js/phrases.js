// 答复用语: the chosen text goes in where the cursor stands. Without a script the button sends the form, which comes back.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=insert_phrase]");
  if (!button) return;
  const select = button.closest(".phrases").querySelector("select");
  const text = select.selectedOptions[0]?.dataset.text;
  const into = document.getElementById(select.dataset.into);
  if (!into) return;
  event.preventDefault();
  // Before the press counts as sending the form.
  event.stopPropagation();
  if (!text) return select.focus();
  const [start, end] = [into.selectionStart, into.selectionEnd];
  const before = into.value.slice(0, start);
  const joined = before && !before.endsWith("\n") ? `\n${text}` : text;
  into.setRangeText(joined, start, end, "end");
  into.dispatchEvent(new Event("input", { bubbles: true }));
  into.focus();
}, true);
