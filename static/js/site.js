// Comforts only: every page works without this file.
document.querySelectorAll("[data-print]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
});

// The summary takes focus by itself (autofocus); once left, it is no stop of the tab key any more.
document.querySelectorAll(".error-summary").forEach((summary) => {
  summary.focus();
  summary.addEventListener("blur", () => summary.removeAttribute("tabindex"), { once: true });
});
