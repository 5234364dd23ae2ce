// In the page editor: once a button is pressed that sends the form, the editor saves nothing more
// by itself. What it sent then would come after what was pressed, and be older.

let saving = null;
let isLeaving = false;

document.addEventListener("w-autosave:save", (event) => {
  saving = event;
  if (isLeaving) event.preventDefault();
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !event.target.matches("[data-edit-form]")) return;
  isLeaving = true;
  // Wagtail waits half a second, then asks whether the saving was prevented.
  saving?.preventDefault();
});

// Back in a page that the browser had kept, the editor saves again.
window.addEventListener("pageshow", () => {
  isLeaving = false;
});
