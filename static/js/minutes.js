// Take a statement over into its part of the minutes; the text can be changed afterwards like any other.

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-quote]");
  if (!button) return;
  const box = document.querySelector(`#minutes-form [name="${CSS.escape(button.dataset.quote)}"]`);
  if (!box) return;
  const said = button.parentElement.querySelector("[data-said]").textContent.trim();
  const before = box.value.trimEnd();
  box.value = `${before}${before ? "\n" : ""}${button.dataset.voice}提出，${said}`;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  button.textContent = "已摘入";
  button.disabled = true;
});
