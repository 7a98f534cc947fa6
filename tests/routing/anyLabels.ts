import fc from "fast-check";
import type { TraefikLabels } from "../../components/routing";

/** Any labels that the renderer takes. */
export function anyLabels(): fc.Arbitrary<TraefikLabels> {
  const name = fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,8}$/);
  const word = fc.stringMatching(/^[a-zA-Z0-9@./:-]{1,12}$/);
  const words = fc.array(word, { minLength: 1, maxLength: 3 });
  const optional = <T>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(fields, { requiredKeys: [] });
  const tls = fc.oneof(
    fc.boolean(),
    optional({
      certResolver: word,
      options: word,
      domains: fc.array(fc.record({ main: word, sans: words }), { minLength: 1, maxLength: 2 }),
    }).filter((value) => Object.keys(value).length > 0),
  );
  const router = fc
    .tuple(
      fc.record({ rule: fc.string({ minLength: 1 }), entryPoints: words }),
      optional({ middlewares: words, service: word, priority: fc.integer().filter((priority) => priority !== 0), tls }),
    )
    .map(([required, rest]) => ({ ...required, ...rest }));
  const service = fc
    .oneof(
      optional({
        port: fc.integer({ min: 1, max: 65535 }),
        scheme: fc.constantFrom("http", "https", "h2c"),
        passHostHeader: fc.boolean(),
      }),
      fc.record({ url: word, serversTransport: word }),
    )
    .filter((value) => Object.keys(value).length > 0);
  const middleware = fc.oneof(
    fc.record({
      forwardauth: fc.record({
        address: word,
        authresponseheaders: words,
        trustforwardheader: fc.boolean(),
        maxbodysize: fc.integer(),
      }),
    }),
    fc.record({
      headers: fc
        .dictionary(
          word.filter((text) => !/[.@/:]/.test(text)).map((header) => `customrequestheaders.${header}`),
          fc.string(),
          { minKeys: 1 },
        )
        .filter(distinctIgnoringCase),
    }),
    fc.constant({ compress: {} }),
    fc.record({ ratelimit: fc.record({ average: fc.integer(), period: fc.constant("1m"), "redis.endpoints": words }) }),
  );
  const named = <T>(value: fc.Arbitrary<T>) =>
    fc.dictionary(name, value, { maxKeys: 3 }).map((record) => ({ ...record }));
  return fc
    .tuple(
      fc.record({
        enable: fc.boolean(),
        routers: named(router),
        services: named(service),
        middlewares: named(middleware),
      }),
      optional({ network: word }),
    )
    .map(
      (
        [labels, rest], // Plain objects: fast-check's own have no prototype.
      ) => JSON.parse(JSON.stringify({ ...labels, ...rest })) as TraefikLabels,
    );
}

function distinctIgnoringCase(record: Record<string, string>): boolean {
  const keys = Object.keys(record).map((key) => key.toLowerCase());
  return new Set(keys).size === keys.length;
}
