// The browser's own print, one tap nearer. Without a script the page says where it is.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
