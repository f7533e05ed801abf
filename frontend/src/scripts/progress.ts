// Running jobs tell how far they are, without a reload; at the end of one the page shows the outcome.
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

function show(place: HTMLElement, job: Job): void {
  const bar = place.querySelector("progress");
  const words = place.querySelector<HTMLElement>("[data-job-message]");
  if (bar && job.total) {
    bar.max = job.total;
    bar.value = job.done;
  }
  if (words && job.message) words.textContent = job.message;
}

async function ask(place: HTMLElement): Promise<void> {
  try {
    const answer = await fetch(place.dataset["jobUrl"] ?? "", {
      headers: { Accept: "application/json" },
    });
    if (!answer.ok) return;
    // An import answers with its job in it; a job with itself.
    const found = (await answer.json()) as Job & { job?: Job };
    const job = found.job ?? found;
    if (ENDED.has(job.state)) return location.reload();
    show(place, job);
  } catch {
    // The server is away for a moment; the next question may be answered.
  }
}

export function progress(): void {
  const places = [...document.querySelectorAll<HTMLElement>("[data-job-url]")];
  if (!places.length) return;
  const askAll = (): void => places.forEach((place) => void ask(place));
  setInterval(askAll, EVERY_MS);
  follow(`objects=${places.map((place) => place.dataset["job"] ?? "").join(",")}`, askAll);
}
