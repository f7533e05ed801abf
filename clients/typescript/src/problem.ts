/** What the hub says is wrong: the same codes over REST and GraphQL, described in docs/errors.md. */
export class Problem extends Error {
  constructor(
    /** Such as `not-found` or `sign-in-needed`. */
    readonly code: string,
    readonly status: number,
    message: string,
    /** Which parts of the input are wrong, and how. */
    readonly fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "Problem";
  }
}

interface Written {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
}

/** The problem of an answer that is none of what was asked for. */
export async function problemOf(response: Response): Promise<Problem> {
  const written: Written = await response.json().catch(() => ({}));
  const code = written.type?.split("#")[1] ?? "error";
  const message = written.detail ?? written.title ?? `The hub answered ${response.status}.`;
  return new Problem(code, response.status, message);
}
