// GraphiQL from our own address: it talks to this hub, with this session's CSRF token.
import { GraphiQL } from "graphiql";
import "graphiql/graphiql.css";
import { createRoot } from "react-dom/client";

const place = document.getElementById("graphiql");
const fetcher = async (body, options) => {
  const answer = await fetch("/graphql", {
    method: "POST",
    credentials: "same-origin",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "X-CSRFToken": place.dataset.csrf ?? "",
      ...(options?.headers ?? {}),
    },
    body: JSON.stringify(body),
  });
  return answer.json();
};
const first = `# Everything the pages show, in one query. Ctrl-Enter runs it.
{
  entries(first: 5, kind: "challenge") {
    edges {
      node {
        id
        title
        url
        solved
        topics { title }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`;
// A link may carry a query: /graphql?query=…&variables=…
const asked = new URLSearchParams(location.search);
createRoot(place).render(
  <GraphiQL
    fetcher={fetcher}
    defaultQuery={first}
    query={asked.get("query") ?? undefined}
    variables={asked.get("variables") ?? undefined}
  />,
);
