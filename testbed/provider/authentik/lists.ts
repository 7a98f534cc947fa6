import type { Query, RestClient } from "../engine/restClient";
import { isProps, type Props, type Value } from "../engine/value";
import { checkModel } from "./answers";

/** The results of the first page of a list. The real provider asks for no other page where it looks for one object. */
export async function firstPage(client: RestClient, path: string, query: Query): Promise<readonly Props[]> {
  const page = await client.call("GET", path, undefined, query);
  return resultsOf(page);
}

/** Every result of every page. */
export async function* eachPage(client: RestClient, path: string, query: Query): AsyncGenerator<Props> {
  for (let page = 1; page > 0; ) {
    const answer = await client.call("GET", path, undefined, { ...query, page });
    yield* resultsOf(answer);
    const { pagination } = answer as { readonly pagination: Props };
    page = Number(pagination.next);
  }
}

/** A page must have all three parts, and all seven numbers of its pagination. */
function resultsOf(page: Value): readonly Props[] {
  if (!isProps(page)) throw new Error("the list is not an object");
  for (const part of ["pagination", "results", "autocomplete"]) {
    if (!(part in page)) throw new Error(`no value given for required property ${part}`);
  }
  checkModel("Pagination", page.pagination ?? null);
  if (!Array.isArray(page.results)) throw new Error("the results of the list are not a list");
  return page.results.filter(isProps);
}
