// Everything a page says, seen or read out: [{text, place}]. What people typed and code are not it.
() => {
    const NOT_SAID = "script, style, template, noscript, pre, code, samp, textarea, iframe, [contenteditable=true]";
    const ATTRIBUTES = ["placeholder", "aria-label", "title", "alt", "aria-description",
        "aria-valuetext", "aria-roledescription", "label", "data-label"];
    const said = new Map();
    const say = (text, place) => {
        const words = text.replace(/\s+/g, " ").trim();
        if (words) said.set(`${place}|${words}`, { text: words, place });
    };
    const name = (element) => {
        const label = (one) => one.localName + (one.id ? `#${one.id}` : "")
            + [...one.classList].slice(0, 2).map((part) => `.${part}`).join("");
        return element.parentElement && element.parentElement !== document.documentElement
            ? `${label(element.parentElement)} > ${label(element)}` : label(element);
    };
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (element.closest(NOT_SAID)) continue;
        // A hit of a search is cut into pieces by its marks: it is read as a whole.
        const host = element.localName === "mark" ? element.parentElement : element;
        const whole = host.querySelector(":scope > mark") ? host.textContent : node.data;
        say(whole, name(element));
    }
    for (const element of document.querySelectorAll("*")) {
        for (const attribute of ATTRIBUTES) {
            if (element.hasAttribute(attribute)) {
                say(element.getAttribute(attribute), `${name(element)}[${attribute}]`);
            }
        }
        if (element.matches("input[type=submit], input[type=button], input[type=reset]")) {
            say(element.value, name(element));
        }
        if (element.matches("meta[name=description], meta[property='og:title'], meta[property='og:description']")) {
            say(element.content, name(element));
        }
        for (const side of ["::before", "::after"]) {
            const words = getComputedStyle(element, side).content;
            if (/^"/.test(words)) say(words.replace(/^"|"$/g, ""), `${name(element)}${side}`);
        }
    }
    return [...said.values()];
}
