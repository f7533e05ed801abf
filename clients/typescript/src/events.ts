import { problemOf } from "./problem.js";

/** One change: what happened to which object. How it is now, the API tells. */
export interface Change {
  kind: string;
  object: string;
  at: string;
}

/** A change, or that too much was missed: read anew what you show. */
export type Heard = { type: "change"; id: string; change: Change } | { type: "reset" };

export interface Follow {
  /** Only these kinds: `entry`, `entry.saved`. */
  kinds?: string[];
  /** Only these objects: `entry-12`. */
  objects?: string[];
  /** The last event that you have; those since then come first. */
  after?: string;
  /** Ends it. */
  signal?: AbortSignal;
  /** How long to wait after a line broke, in milliseconds. */
  pause?: number;
}

/**
 * The hub's event stream, over `fetch`, so that it takes a token (`EventSource` does not). It comes
 * back by itself where it was when the line breaks, and ends only when `signal` is aborted or the
 * hub refuses.
 */
export async function* changesOf(
  address: string,
  headers: Record<string, string>,
  fetch: typeof globalThis.fetch,
  { kinds = [], objects = [], after = "", signal, pause = 2000 }: Follow,
): AsyncGenerator<Heard, void, undefined> {
  const query = new URLSearchParams();
  if (kinds.length) query.set("kinds", kinds.join(","));
  if (objects.length) query.set("objects", objects.join(","));
  let last = after;
  while (!signal?.aborted) {
    try {
      const sent = last ? { ...headers, "Last-Event-ID": last } : headers;
      const init: RequestInit = { headers: { ...sent, Accept: "text/event-stream" } };
      if (signal) init.signal = signal;
      const response = await fetch(`${address}?${query}`, init);
      if (response.status >= 400 && response.status < 500) throw await problemOf(response);
      if (response.ok && response.body) {
        for await (const block of blocksOf(response.body)) {
          const heard = readBlock(block);
          if (heard?.type === "change") last = heard.id;
          if (heard) yield heard;
        }
      }
    } catch (error) {
      if (signal?.aborted) return;
      // `fetch` throws a TypeError for a line that broke; anything else is for who asked.
      if (!(error instanceof TypeError)) throw error;
    }
    await waited(pause, signal);
  }
}

/** The text between two empty lines, again and again. */
async function* blocksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split("\n\n");
      text = blocks.pop() ?? "";
      yield* blocks;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** What a block says; undefined for comments, which are signs of life. */
export function readBlock(block: string): Heard | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split("\n")) {
    const at = line.indexOf(":");
    if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1).trimStart());
  }
  if (fields.get("event") === "reset") return { type: "reset" };
  if (fields.get("event") !== "change") return undefined;
  const change = JSON.parse(fields.get("data") ?? "{}") as Change;
  return { type: "change", id: fields.get("id") ?? "", change };
}

function waited(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
