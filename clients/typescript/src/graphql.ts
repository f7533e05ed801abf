import { print } from "@0no-co/graphql.web";
import { initGraphQLTada, type TadaDocumentNode } from "gql.tada";
import type { introspection } from "./generated/graphql.js";
import { Problem, problemOf } from "./problem.js";

export type { FragmentOf, ResultOf, VariablesOf } from "gql.tada";

/** Write a query with it; its result and variables have the types of the hub's schema. */
export const graphql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; GenericScalar: unknown };
}>();

interface Answer<Result> {
  data?: Result | null;
  errors?: {
    message: string;
    extensions?: { code?: string; status?: number; fields?: Record<string, string> };
  }[];
}

export type Query = <Result, Variables>(
  document: TadaDocumentNode<Result, Variables>,
  ...variables: keyof Variables extends never ? [] : [Variables]
) => Promise<Result>;

/** A function that asks the hub, and throws the first error that it names. */
export function queryOf(
  address: string,
  headers: Record<string, string>,
  fetch: typeof globalThis.fetch,
): Query {
  return async <Result, Variables>(
    document: TadaDocumentNode<Result, Variables>,
    ...[variables]: unknown[]
  ): Promise<Result> => {
    const response = await fetch(address, {
      method: "POST",
      headers: { ...headers, "Content-Type": "application/json", Accept: "application/json" },
      body: JSON.stringify({ query: print(document), variables }),
    });
    const kind = response.headers.get("Content-Type") ?? "";
    if (!kind.startsWith("application/json")) throw await problemOf(response);
    const answer = (await response.json()) as Answer<Result>;
    const error = answer.errors?.[0];
    if (error || !answer.data) {
      const { code = "error", status = response.status, fields } = error?.extensions ?? {};
      throw new Problem(code, status, error?.message ?? "The hub gave no data.", fields);
    }
    return answer.data;
  };
}
