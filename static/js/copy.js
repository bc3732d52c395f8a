// Copies the text of an element; where the browser forbids it, the text is marked, ready for Ctrl+C.

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  const words = button.lastChild;
  try {
    await navigator.clipboard.writeText(source.textContent);
    words.textContent = "已复制";
  } catch {
    getSelection().selectAllChildren(source);
    words.textContent = "已选中，按 Ctrl+C 复制";
  }
});
