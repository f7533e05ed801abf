/** A typed client of a Nexus hub. `createHub({ url })` is all that is needed to read. */
import { changesOf, type Follow } from "./events.js";
import { queryOf } from "./graphql.js";
import { restOf } from "./rest.js";

export { graphql, type FragmentOf, type ResultOf, type VariablesOf } from "./graphql.js";
export { type Change, type Follow, type Heard } from "./events.js";
export { Problem } from "./problem.js";
export type { components, operations, paths } from "./generated/rest.js";

export interface HubOptions {
  /** Where the hub is, such as `https://hub.example`; "" for the origin of the page itself. */
  url?: string;
  /** An API token; without one you are an anonymous reader. Never put one into a public page. */
  token?: string;
  /** Another `fetch`, for tests. */
  fetch?: typeof globalThis.fetch;
}

export type Hub = ReturnType<typeof createHub>;

export function createHub({ url = "", token, fetch = globalThis.fetch }: HubOptions = {}) {
  const base = url.replace(/\/+$/, "");
  const headers: Record<string, string> = token ? { Authorization: `Bearer ${token}` } : {};
  const call: typeof fetch = (input, init) => fetch(input, init);
  return {
    /** REST by path: `hub.rest.GET("/api/v1/entries/{id}/", …)` gives `{ data, error, response }`. */
    rest: restOf(base, headers, call),
    /** GraphQL: `await hub.query(document, variables)` gives the data, or throws a Problem. */
    query: queryOf(`${base}/graphql`, headers, call),
    /** Changes as they happen: `for await (const heard of hub.changes({ kinds: ["entry"] }))`. */
    changes: (follow: Follow = {}) => changesOf(`${base}/api/v1/events`, headers, call, follow),
  };
}
