/**
 * Fields that Traefik 3.7 knows in labels, by lower-case name. An unknown field makes Traefik drop **all** labels of
 * the container, without a trace in its API.
 *
 * Source: `pkg/config/dynamic` of Traefik 3.7.9 (Go field names compare without regard to case; the tag `label:"-"`
 * makes a field ignored, `label:"allowEmpty"` lets it stand alone).
 */

/** How a value of a field is read. `ignored`: accepted, and without effect. `any`: free form, of a plugin. */
export type Field = "string" | "bool" | "int" | "duration" | "strings" | "ignored" | "any" | Struct | MapOf | ListOf;

export interface Struct {
  readonly kind: "struct";
  /** May stand alone (`compress=true`), and is switched off by any other value than true (`tls=false`). */
  readonly allowEmpty: boolean;
  readonly fields: Readonly<Record<string, Field>>;
}

/** Entries by name; names keep their case. */
export interface MapOf {
  readonly kind: "map";
  readonly of: Field;
}

/** Structs by index (`domains[0].main`), or a single one written without an index (`server.port`). */
export interface ListOf {
  readonly kind: "list";
  readonly of: Struct;
  readonly asStruct: boolean;
}

const struct = (fields: Readonly<Record<string, Field>>): Struct => ({ kind: "struct", allowEmpty: false, fields });
const optional = (fields: Readonly<Record<string, Field>>): Struct => ({ kind: "struct", allowEmpty: true, fields });
const map = (of: Field): MapOf => ({ kind: "map", of });
const list = (fields: Readonly<Record<string, Field>>): ListOf => ({
  kind: "list",
  of: struct(fields),
  asStruct: false,
});
const single = (fields: Readonly<Record<string, Field>>): ListOf => ({
  kind: "list",
  of: struct(fields),
  asStruct: true,
});

/** Several fields of one type: keeps the tables below readable. */
function all(type: Field, names: string): Record<string, Field> {
  return Object.fromEntries(names.split(" ").map((name) => [name, type]));
}

const DOMAINS = list({ main: "string", sans: "strings" });
const COOKIE = optional({
  ...all("string", "name samesite path domain"),
  ...all("bool", "secure httponly"),
  maxage: "int",
  expires: "ignored",
});
const CLIENT_TLS = struct({ ...all("string", "ca cert key"), ...all("bool", "insecureskipverify caoptional") });
const IP_STRATEGY = { depth: "int", excludedips: "strings", ipv6subnet: "int" } as const;
const SOURCE_CRITERION = struct({ ipstrategy: struct(IP_STRATEGY), requestheadername: "string", requesthost: "bool" });
const DISTINGUISHED_NAME = struct(
  all("bool", "country province locality organization organizationalunit commonname serialnumber domaincomponent"),
);

const ROUTER = struct({
  entrypoints: "strings",
  middlewares: "strings",
  service: "string",
  rule: "string",
  parentrefs: "ignored",
  rulesyntax: "string",
  priority: "int",
  tls: optional({ options: "string", certresolver: "string", domains: DOMAINS, resolvedoptions: "ignored" }),
  observability: struct({
    ...all("bool", "accesslogs metrics tracing"),
    traceverbosity: "string",
    metadata: "ignored",
  }),
  defaultrule: "ignored",
  deniedencodedpathcharacters: "ignored",
});

const SERVICE = struct({
  middlewares: "strings",
  ...all("ignored", "highestrandomweight weighted mirroring failover"),
  loadbalancer: struct({
    sticky: optional({ cookie: COOKIE }),
    server: single({
      url: "string",
      weight: "int",
      preservepath: "bool",
      scheme: "string",
      port: "string",
      fenced: "ignored",
    }),
    strategy: "string",
    healthcheck: struct({
      ...all("string", "scheme mode path method hostname"),
      ...all("int", "status port"),
      ...all("duration", "interval unhealthyinterval timeout"),
      followredirects: "bool",
      headers: map("string"),
    }),
    passivehealthcheck: struct({ failurewindow: "duration", maxfailedattempts: "int" }),
    passhostheader: "bool",
    responseforwarding: struct({ flushinterval: "duration" }),
    serverstransport: "string",
    nginxupstreamhashby: "ignored",
  }),
});

const MIDDLEWARE_TYPES: Readonly<Record<string, Field>> = {
  addprefix: struct({ prefix: "string" }),
  stripprefix: struct({ prefixes: "strings", forceslash: "bool" }),
  stripprefixregex: struct({ regex: "strings" }),
  replacepath: struct({ path: "string" }),
  replacepathregex: struct({ regex: "string", replacement: "string" }),
  chain: struct({ middlewares: "strings" }),
  ipwhitelist: struct({ sourcerange: "strings", ipstrategy: optional(IP_STRATEGY) }),
  ipallowlist: struct({ sourcerange: "strings", ipstrategy: optional(IP_STRATEGY), rejectstatuscode: "int" }),
  headers: struct({
    ...all(map("string"), "customrequestheaders customresponseheaders sslproxyheaders"),
    ...all(
      "bool",
      "accesscontrolallowcredentials addvaryheader stsincludesubdomains stspreload forcestsheader framedeny",
    ),
    ...all("bool", "contenttypenosniff browserxssfilter isdevelopment sslredirect ssltemporaryredirect sslforcehost"),
    ...all("strings", "accesscontrolallowheaders accesscontrolallowmethods accesscontrolalloworiginlist"),
    ...all("strings", "accesscontrolalloworiginlistregex accesscontrolexposeheaders allowedhosts hostsproxyheaders"),
    ...all("int", "accesscontrolmaxage stsseconds"),
    ...all(
      "string",
      "customframeoptionsvalue custombrowserxssvalue contentsecuritypolicy contentsecuritypolicyreportonly",
    ),
    ...all("string", "publickey referrerpolicy permissionspolicy featurepolicy sslhost"),
  }),
  encodedcharacters: struct(
    all(
      "bool",
      "allowencodedslash allowencodedbackslash allowencodednullcharacter allowencodedsemicolon allowencodedpercent allowencodedquestionmark allowencodedhash",
    ),
  ),
  errors: struct({
    ...all("strings", "status errorrequestheaders"),
    statusrewrites: map("int"),
    ...all("string", "service query"),
    nginxheaders: "ignored",
  }),
  ratelimit: struct({
    ...all("int", "average burst"),
    period: "duration",
    sourcecriterion: SOURCE_CRITERION,
    redis: struct({
      endpoints: "strings",
      tls: CLIENT_TLS,
      ...all("string", "username password"),
      ...all("int", "db poolsize minidleconns maxactiveconns"),
      ...all("duration", "readtimeout writetimeout dialtimeout"),
    }),
  }),
  redirectregex: struct({ regex: "string", replacement: "string", permanent: "bool", statuscode: "ignored" }),
  redirectscheme: struct({ scheme: "string", port: "string", permanent: "bool", forcepermanentredirect: "ignored" }),
  basicauth: struct({ users: "strings", ...all("string", "usersfile realm headerfield"), removeheader: "bool" }),
  digestauth: struct({ users: "strings", ...all("string", "usersfile realm headerfield"), removeheader: "bool" }),
  forwardauth: struct({
    ...all("string", "address authresponseheadersregex headerfield authsigninurl"),
    tls: CLIENT_TLS,
    ...all("bool", "trustforwardheader forwardbody preservelocationheader preserverequestmethod"),
    ...all("strings", "authresponseheaders authrequestheaders addauthcookiestoresponse"),
    ...all("int", "maxresponsebodysize maxbodysize"),
  }),
  inflightreq: struct({ amount: "int", sourcecriterion: SOURCE_CRITERION }),
  buffering: struct({
    ...all("int", "maxrequestbodybytes memrequestbodybytes maxresponsebodybytes memresponsebodybytes"),
    retryexpression: "string",
    ...all("ignored", "disablerequestbuffer disableresponsebuffer"),
  }),
  circuitbreaker: struct({
    expression: "string",
    ...all("duration", "checkperiod fallbackduration recoveryduration"),
    responsecode: "int",
  }),
  compress: optional({
    ...all("strings", "excludedcontenttypes includedcontenttypes encodings"),
    minresponsebodybytes: "int",
    defaultencoding: "string",
  }),
  passtlsclientcert: struct({
    pem: "bool",
    info: struct({
      ...all("bool", "notafter notbefore sans serialnumber"),
      subject: DISTINGUISHED_NAME,
      issuer: DISTINGUISHED_NAME,
    }),
  }),
  retry: struct({
    ...all("int", "attempts maxrequestbodybytes"),
    ...all("duration", "timeout initialinterval"),
    status: "strings",
    ...all("bool", "disableretryonnetworkerror retrynonidempotentmethod"),
  }),
  contenttype: optional({ autodetect: "bool" }),
  grpcweb: struct({ alloworigins: "strings" }),
  plugin: map("any"),
  ...all("ignored", "requestheadermodifier responseheadermodifier requestredirect urlrewrite"),
  ...all("ignored", "authtlspasscertificatetoupstream snippet rewritetarget upstreamvhost approot"),
};

/** Options of the Docker provider: a mistake here skips the whole container. */
export const PROVIDER_SCHEMA = struct({
  enable: "bool",
  docker: struct({ network: "string", lbswarm: "bool", allownonrunning: "bool" }),
  swarm: struct({ network: "string", lbswarm: "bool" }),
});

/** The dynamic configuration. */
export const DYNAMIC_SCHEMA = struct({
  http: struct({
    routers: map(ROUTER),
    services: map(SERVICE),
    middlewares: map(struct(MIDDLEWARE_TYPES)),
    serverstransports: "ignored",
    models: "any",
  }),
  tcp: struct({
    routers: map(
      struct({
        ...all("strings", "entrypoints middlewares"),
        ...all("string", "service rule rulesyntax"),
        priority: "int",
        tls: optional({ passthrough: "bool", options: "string", certresolver: "string", domains: DOMAINS }),
      }),
    ),
    services: map(
      struct({
        loadbalancer: struct({
          server: single({ address: "ignored", port: "string", tls: "bool" }),
          serverstransport: "string",
          proxyprotocol: optional({ version: "int" }),
          terminationdelay: "int",
          healthcheck: optional({
            port: "int",
            send: "string",
            expect: "string",
            ...all("duration", "interval unhealthyinterval timeout"),
          }),
        }),
        weighted: "ignored",
      }),
    ),
    middlewares: map(
      struct({
        inflightconn: struct({ amount: "int" }),
        ipwhitelist: struct({ sourcerange: "strings" }),
        ipallowlist: struct({ sourcerange: "strings" }),
      }),
    ),
    ...all("ignored", "models serverstransports"),
  }),
  udp: struct({
    routers: map(struct({ entrypoints: "strings", service: "string" })),
    services: map(
      struct({ loadbalancer: struct({ server: single({ address: "ignored", port: "string" }) }), weighted: "ignored" }),
    ),
  }),
  tls: struct({
    stores: map(
      struct({
        defaultcertificate: "ignored",
        defaultgeneratedcert: struct({ resolver: "string", domain: struct({ main: "string", sans: "strings" }) }),
      }),
    ),
    options: "any",
    certificates: "any",
  }),
});

/** Whether `option` names an entry of a map, so that its part after the first dot keeps its case. */
export function isMapOption(type: string, option: string): boolean {
  const fields = MIDDLEWARE_TYPES[type.toLowerCase()];
  const field =
    typeof fields === "object" && fields.kind === "struct"
      ? fields.fields[option.split(".")[0]?.toLowerCase() ?? ""]
      : undefined;
  return option.includes(".") && typeof field === "object" && field.kind === "map";
}
