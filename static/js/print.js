// 打印: the browser's own dialog. Without a script the button is not there, and the browser's menu prints as well.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
