/* Gives the focus back after a chooser has closed. Wagtail returns it to the button that opened the
   chooser, which is hidden as soon as something is chosen: the next Tab would start at the top. */

(() => {
  let opener = null;

  document.addEventListener(
    "click",
    (event) => {
      opener = event.target.closest("[data-chooser-action-choose]") || opener;
    },
    true,
  );

  window.jQuery(document).on("hidden.bs.modal", () => {
    const chosen = opener?.closest(".chooser")?.querySelector(".chosen button");
    if (document.activeElement === document.body) chosen?.focus();
  });
})();
