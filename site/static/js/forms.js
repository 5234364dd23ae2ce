// Comfort for forms of accounts; each works without.
// 1. What is wrong with a form gets the focus, so that it is read first.
// 2. A password can be looked at while it is typed; it is hidden again when the form is sent.
document.querySelector("[data-error-summary]")?.focus();

function reveal(button, shown) {
  button.setAttribute("aria-pressed", String(shown));
  document.getElementById(button.dataset.reveal).type = shown ? "text" : "password";
}

for (const button of document.querySelectorAll("[data-reveal]")) {
  button.addEventListener("click", () => reveal(button, button.getAttribute("aria-pressed") !== "true"));
  button.form?.addEventListener("submit", () => reveal(button, false));
}
