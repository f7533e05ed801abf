// Says on the page that the browser gave no passkey; allauth's script would only tell the console.
import { all } from "./dom";

export function passkeys(): void {
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    for (const said of all<HTMLElement>("[data-passkey-problem]")) said.hidden = false;
  });
}
