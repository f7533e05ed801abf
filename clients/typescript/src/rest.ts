import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./generated/rest.js";

/** Every operation of the OpenAPI document, with its types. */
export function restOf(
  baseUrl: string,
  headers: Record<string, string>,
  fetch: typeof globalThis.fetch,
): Client<paths> {
  // openapi-fetch makes a Request, which outside a page needs a whole address.
  const origin = baseUrl || globalThis.location?.origin;
  return createClient<paths>({
    baseUrl: origin ?? "",
    headers,
    fetch: (request) => fetch(request),
    // Lists of words have commas between them, as the hub writes them in its links.
    querySerializer: { array: { style: "form", explode: false } },
  });
}
