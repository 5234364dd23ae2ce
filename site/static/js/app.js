// Enhancements; every page works without this file.
// 1. Theme: auto, light, dark, kept in a cookie that js/theme.js reads before the first paint.
// 2. Drawers: <details> close on Escape and on a press outside; outlines start closed on phones.
const root = document.documentElement;
root.classList.add("js");

function showTheme(theme) {
  if (theme === "auto") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-set-theme]"))
    button.setAttribute("aria-pressed", String(button.dataset.setTheme === theme));
}

showTheme(root.dataset.theme ?? "auto");

const narrow = matchMedia("(max-width: 59.99rem)");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-set-theme]");
  if (button) {
    const theme = button.dataset.setTheme;
    document.cookie = `theme=${theme};path=/;max-age=31536000;samesite=lax`;
    showTheme(theme);
  }
  for (const open of document.querySelectorAll("details[data-drawer][open]"))
    if (!open.contains(event.target) && (narrow.matches || open.classList.contains("menu")))
      open.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = event.target.closest?.("details[data-drawer][open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
  }
});

function settle() {
  for (const side of document.querySelectorAll("details[data-fold]")) side.open = !narrow.matches;
}
narrow.addEventListener("change", settle);
settle();
