// Light, dark, or what the system says: one button that walks through the three.
const ORDER = ["system", "light", "dark"] as const;
type Theme = (typeof ORDER)[number];

function current(): Theme {
  const stored = localStorage.getItem("nexus-theme");
  return stored === "light" || stored === "dark" ? stored : "system";
}

export function themeButton(): void {
  const button = document.querySelector<HTMLButtonElement>("[data-theme-button]");
  if (!button) return;
  const show = (): void => {
    const theme = current();
    button.textContent = { system: "◐", light: "☀", dark: "☾" }[theme];
    button.setAttribute("aria-label", `Theme: ${theme}. Change it.`);
    button.title = `Theme: ${theme}`;
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length] ?? "system";
    if (next === "system") {
      localStorage.removeItem("nexus-theme");
      delete document.documentElement.dataset["theme"];
    } else {
      localStorage.setItem("nexus-theme", next);
      document.documentElement.dataset["theme"] = next;
    }
    show();
  });
  show();
}
