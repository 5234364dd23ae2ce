// Where words of the interface are cut off, run out of their box, or lie on each other.
() => {
    const DISGUISED = /[⟦⟧ȧḗīǿŭƞř]/;
    const faults = new Set();
    const name = (element) => {
        const label = (one) => one.localName + (one.id ? `#${one.id}` : "")
            + [...one.classList].slice(0, 2).map((part) => `.${part}`).join("");
        return `${element.parentElement ? `${label(element.parentElement)} > ` : ""}${label(element)}`;
    };
    const isShown = (element) => {
        if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return false;
        const box = element.getBoundingClientRect();
        return box.width > 2 && box.height > 2;  // Words for ears alone have a box of one pixel.
    };
    const isHiddenFromEyes = (element) => {
        for (let one = element; one; one = one.parentElement) {
            const style = getComputedStyle(one);
            const box = one.getBoundingClientRect();
            if (style.clipPath !== "none" && box.width <= 2) return true;
            if (style.clip !== "auto" && style.clip !== "") return true;
            if (style.overflow !== "visible" && box.width <= 2) return true;
            if (box.bottom < 0 && style.position !== "static" && one !== document.documentElement
                && box.bottom + scrollY < 0) return true;
        }
        return false;
    };
    const scrollsSideways = (element) => {
        for (let one = element; one; one = one.parentElement) {
            if (/auto|scroll/.test(getComputedStyle(one).overflowX) && one !== document.body
                && one !== document.documentElement) return true;
        }
        return false;
    };
    const rectOfWords = (node) => {
        const range = document.createRange();
        // What people wrote may be shortened after the words of the interface.
        const end = node.data.lastIndexOf("⟧") + 1;
        range.setStart(node, 0);
        range.setEnd(node, end || node.data.length);
        return range.getBoundingClientRect();
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const element = node.parentElement;
        if (!DISGUISED.test(node.data) || element.closest("script, style, template")) continue;
        if (!isShown(element) || isHiddenFromEyes(element)) continue;
        const words = node.data.trim().slice(0, 40);
        const rect = rectOfWords(node);
        if (!rect.width) continue;
        if (!scrollsSideways(element) && (rect.right > innerWidth + 1 || rect.left < -1)) {
            faults.add(`beyond the window in ${name(element)}: ${words}`);
        }
        for (let one = element, level = 0; one && one !== document.body && level < 5;
            one = one.parentElement, level += 1) {
            const style = getComputedStyle(one);
            if (style.position === "fixed" || /auto|scroll/.test(style.overflowX + style.overflowY)) break;
            // Content may be shortened, and with it the end of the message around it.
            const mayShorten = style.webkitLineClamp !== "none" || style.textOverflow === "ellipsis";
            if (mayShorten && !node.data.includes("⟦")) break;
            const box = one.getBoundingClientRect();
            if (/hidden|clip/.test(style.overflowX)
                && (rect.right > box.right + 1 || rect.left < box.left - 1)) {
                faults.add(`cut off sideways in ${name(one)}: ${words}`);
            }
            if (/hidden|clip/.test(style.overflowY)
                && (rect.bottom > box.bottom + 3 || rect.top < box.top - 3)) {
                faults.add(`cut off in height in ${name(one)}: ${words}`);
            }
        }
        let block = element;
        while (block !== document.body && /^(inline|contents)$/.test(getComputedStyle(block).display)) {
            block = block.parentElement;
        }
        const box = block.getBoundingClientRect();
        if (!scrollsSideways(block) && (rect.right > box.right + 2 || rect.left < box.left - 2)) {
            faults.add(`runs out of ${name(block)}: ${words}`);
        }
    }
    const CONTROLS = "button, a.button, input:not([type=hidden]), select, summary";
    const controls = [...document.querySelectorAll(CONTROLS)].filter(
        (one) => isShown(one) && !isHiddenFromEyes(one));
    const areas = controls.map((one) => one.getBoundingClientRect());
    for (let first = 0; first < controls.length; first += 1) {
        for (let second = first + 1; second < controls.length; second += 1) {
            const [one, other] = [controls[first], controls[second]];
            if (one.contains(other) || other.contains(one)) continue;
            if (one.parentElement !== other.parentElement
                && one.parentElement.parentElement !== other.parentElement.parentElement) continue;
            const [here, there] = [areas[first], areas[second]];
            const across = Math.min(here.right, there.right) - Math.max(here.left, there.left);
            const down = Math.min(here.bottom, there.bottom) - Math.max(here.top, there.top);
            if (across > 2 && down > 2) faults.add(`${name(one)} lies on ${name(other)}`);
        }
    }
    return [...faults];
}
