// The list follows each choice without a button; the form does the same without this file.
// Everything is heard at the document: going back exchanges the whole page.
const narrow = matchMedia("(max-width: 59.99rem)");
let leadsToList = false;
let pressed = null;

const isOurs = (element) => element?.closest?.("[data-catalogue]");

// What is empty stays out of the address.
document.addEventListener("formdata", ({ target, formData }) => {
  if (!isOurs(target)) return;
  for (const name of new Set(formData.keys())) {
    const kept = formData.getAll(name).filter((value) => value !== "");
    formData.delete(name);
    for (const value of kept) formData.append(name, value);
  }
});

document.addEventListener(
  "change",
  (event) => {
    if (!isOurs(event.target)) return;
    // Words are sent when they are complete: by Enter or the button, not by leaving the box.
    if (event.target.name === "q") event.stopPropagation();
    pressed = { id: event.target.id, top: event.target.getBoundingClientRect().top };
  },
  true,
);

// The button leads to the list; on phones it closes the drawer over it.
document.addEventListener("submit", (event) => {
  if (!isOurs(event.target)) return;
  leadsToList = true;
  if (narrow.matches) event.target.querySelector("details").open = false;
});

// The new count is said aloud, focus is not lost, and the box that was pressed stays under the finger.
document.addEventListener("htmx:afterSettle", () => {
  const results = document.getElementById("results");
  if (!results) return;
  document.querySelector("[data-announce]").textContent = results.textContent;
  if (leadsToList) results.focus();
  else if (document.activeElement === document.body) results.focus({ preventScroll: true });
  const box = pressed && !leadsToList ? document.getElementById(pressed.id) : null;
  if (box?.closest(".rail")) {
    const scroller = narrow.matches ? window : box.closest(".rail");
    scroller.scrollBy(0, box.getBoundingClientRect().top - pressed.top);
  }
  leadsToList = false;
  pressed = null;
});
