// Forms: drop files anywhere on the zone, receipts without a reload, no unsaved text lost.
import { all } from "./dom";

function dropZone(): void {
  const zone = document.querySelector<HTMLElement>("[data-drop]");
  const input = zone?.querySelector<HTMLInputElement>("input[type=file]");
  if (!zone || !input) return;
  const mark = (event: DragEvent, over: boolean): void => {
    event.preventDefault();
    zone.classList.toggle("over", over);
  };
  zone.addEventListener("dragover", (event) => mark(event, true));
  zone.addEventListener("dragleave", (event) => mark(event, false));
  zone.addEventListener("drop", (event) => {
    mark(event, false);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change"));
  });
  input.addEventListener("change", () => {
    const count = input.files?.length ?? 0;
    const words = zone.querySelector<HTMLElement>("[data-drop-count]");
    if (words) words.textContent = count ? `${count} ${count === 1 ? "file" : "files"} chosen` : "";
  });
}

function receipts(): void {
  for (const form of all<HTMLFormElement>("form[data-receipt]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const button = form.querySelector<HTMLButtonElement>("button");
      const withdraw = form.querySelector<HTMLInputElement>("[name=withdraw]");
      const outcome = form.querySelector<HTMLInputElement>("[name=outcome]")?.value ?? "";
      if (!button || !withdraw) return form.submit();
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
        redirect: "manual",
      });
      if (!answer.ok) return form.submit();
      const said = (await answer.json()) as { counts: Record<string, number>; withdrawn: boolean };
      button.setAttribute("aria-pressed", String(!said.withdrawn));
      withdraw.value = said.withdrawn ? "" : "1";
      const number = button.querySelector(".n");
      if (number) number.textContent = String(said.counts[outcome] ?? "");
    });
  }
}

function guard(): void {
  const form = document.querySelector<HTMLFormElement>("form[data-guard]");
  if (!form) return;
  let changed = false;
  form.addEventListener("input", () => (changed = true));
  form.addEventListener("submit", () => (changed = false));
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

function autoSubmit(): void {
  for (const box of all<HTMLTextAreaElement>("textarea[data-enter-sends]")) {
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || box.value.includes("\n")) return;
      event.preventDefault();
      box.form?.requestSubmit();
    });
  }
}

export function forms(): void {
  dropZone();
  receipts();
  guard();
  autoSubmit();
}
