// A running import tells how far it is, without a reload; at its end the page shows the outcome.
import { follow } from "./follow";

interface Job {
  state: string;
  done: number;
  total: number;
  message: string;
}
// Events say when to ask; should none come, it is asked anyway.
const EVERY_MS = 4000;
const ENDED = new Set(["done", "failed", "cancelled"]);

export function progress(): void {
  const place = document.querySelector<HTMLElement>("[data-job-url]");
  const url = place?.dataset["jobUrl"];
  if (!place || !url) return;
  const bar = place.querySelector("progress");
  const words = place.querySelector<HTMLElement>("[data-job-message]");
  const ask = async (): Promise<void> => {
    try {
      const answer = await fetch(url, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const { job } = (await answer.json()) as { job: Job };
        if (ENDED.has(job.state)) return location.reload();
        if (bar && job.total) {
          bar.max = job.total;
          bar.value = job.done;
        }
        if (words && job.message) words.textContent = job.message;
      }
    } catch {
      // The server is away for a moment; the next question may be answered.
    }
  };
  setInterval(() => void ask(), EVERY_MS);
  follow(`objects=${place.dataset["job"] ?? ""}`, () => void ask());
}
