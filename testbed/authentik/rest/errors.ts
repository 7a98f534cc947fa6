/** An answer other than success, thrown anywhere below a route; `body` is what the client gets as JSON. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly body: { [field: string]: unknown },
  ) {
    super(`API error ${status}`);
  }
}

/** 400: field name to texts; `non_field_errors` for what concerns no single field. */
export function invalid(errors: { [field: string]: string | string[] }): ApiError {
  return new ApiError(
    400,
    Object.fromEntries(Object.entries(errors).map(([field, text]) => [field, Array.isArray(text) ? text : [text]])),
  );
}

/** 403 with the reason as `detail`. */
export function forbidden(detail: string): ApiError {
  return new ApiError(403, { detail });
}

/** 404 as the server words it, for example "No Group matches the given query.". */
export function notFound(detail = "Not found."): ApiError {
  return new ApiError(404, { detail });
}
