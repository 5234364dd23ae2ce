// In the page editor: a finding in the panel "Checks" leads to its block, wherever that is hidden.

const NARROW = "(max-width: 50rem)";

function expand(section) {
  const toggle = section.querySelector(":scope > .w-panel__header [data-panel-toggle]");
  if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
  return toggle;
}

function showTab(section) {
  const tab = section.closest('[role="tabpanel"][hidden]');
  if (tab) document.querySelector(`[role="tab"][aria-controls="${tab.id}"]`)?.click();
}

function closeSidePanel() {
  // On a narrow screen the panel lies over the editor.
  if (window.matchMedia(NARROW).matches) {
    document.querySelector('[data-side-panel-toggle="checks"]')?.click();
  }
}

document.addEventListener("click", (event) => {
  const way = event.target.closest?.('.readiness__way[href^="#"]');
  const block = way && document.getElementById(way.hash.slice(1));
  if (!block) return;
  event.preventDefault();
  closeSidePanel();
  showTab(block);
  const around = [];
  for (let at = block; at; at = at.parentElement?.closest("section")) around.unshift(at);
  const toggles = around.map(expand);
  block.scrollIntoView({ block: "center" });
  toggles.at(-1)?.focus({ preventScroll: true });
});
