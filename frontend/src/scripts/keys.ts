// Single keys: ? shows them, j and k walk a list, s opens the nearest sources. They can be put off.
import { all, element, isTyping } from "./dom";

const KEYS: [string, string][] = [
  ["/ or Ctrl K", "Search"],
  ["j, k", "Next and previous in a list"],
  ["s", "Open what learners said"],
  ["?", "These keys"],
  ["Esc", "Close"],
];
const OFF = "nexus-keys-off";

function help(): void {
  const box = element("input", { type: "checkbox" });
  box.checked = localStorage.getItem(OFF) === "1";
  box.addEventListener("change", () =>
    box.checked ? localStorage.setItem(OFF, "1") : localStorage.removeItem(OFF),
  );
  const close = element("button", { type: "button", class: "button" }, "Close");
  const rows = KEYS.map(([key, what]) =>
    element("tr", {}, element("td", {}, element("kbd", {}, key)), element("td", {}, what)),
  );
  const dialog = element(
    "dialog", { class: "sheet", "aria-label": "Keyboard" },
    element("table", {}, element("tbody", {}, ...rows)),
    element("label", { class: "check" }, box, "Turn single keys off (? stays)"),
    close,
  );
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function keys(): void {
  addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "?") return help();
    if (localStorage.getItem(OFF) === "1") return;
    const asked = document.querySelector<HTMLElement>(`[data-key="${CSS.escape(event.key)}"]`);
    if (asked) return asked.click();
    if (event.key === "s") {
      const voices = document.querySelector<HTMLDetailsElement>("details.voices");
      if (!voices) return;
      voices.open = true;
      voices.querySelector("summary")?.focus();
      voices.scrollIntoView({ block: "start" });
    }
    const step = { j: 1, k: -1 }[event.key];
    if (!step) return;
    const links = all<HTMLAnchorElement>(".rows .title, .result h2 a");
    const now = links.indexOf(document.activeElement as HTMLAnchorElement);
    links[Math.max(0, Math.min(links.length - 1, now + step))]?.focus();
  });
}
