// A copy button above each block of code.
import { all, element } from "./dom";

export function copyButtons(): void {
  if (!navigator.clipboard) return;
  for (const figure of all<HTMLElement>("figure.code")) {
    const bar = figure.querySelector("figcaption");
    const code = figure.querySelector("code");
    if (!bar || !code) continue;
    const button = element("button", { type: "button", class: "copy" }, "Copy");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent ?? "");
      button.textContent = "Copied";
      setTimeout(() => (button.textContent = "Copy"), 1600);
    });
    bar.append(button);
  }
}
