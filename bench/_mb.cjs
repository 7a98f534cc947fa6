"use strict";

// bench/_mb.ts
var import_node_fs = require("node:fs");

// components/routing/addressRange.ts
var import_node_net = require("node:net");
function isAddressRange(text) {
  return parse(text) !== void 0;
}
function isEverybody(text) {
  return /\/0+$/.test(text);
}
function isInside(inner, outer) {
  const [a, b] = [parse(inner), parse(outer)];
  return a !== void 0 && b !== void 0 && a.family === b.family && b.first <= a.first && a.last <= b.last;
}
function isShared(a, b) {
  const [left, right] = [parse(a), parse(b)];
  if (!left || !right) return true;
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}
function parse(text) {
  const match = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text);
  const address = match?.[1] ?? "";
  const family = (0, import_node_net.isIPv4)(address) ? 4 : (0, import_node_net.isIPv6)(address) && !address.includes("%") ? 6 : void 0;
  if (family === void 0) return void 0;
  const bits = family === 4 ? 32 : 128;
  const length = match?.[2] === void 0 ? bits : Number(match[2]);
  if (length > bits) return void 0;
  const size = 1n << BigInt(bits - length);
  const value = family === 4 ? fromGroups(address.split("."), 10, 8n) : fromIPv6(address);
  const first = value - value % size;
  return { family, first, last: first + size - 1n };
}
function fromIPv6(address) {
  const plain = address.replace(/\d+\.\d+\.\d+\.\d+$/, (dotted) => {
    const value = fromGroups(dotted.split("."), 10, 8n);
    return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`;
  });
  const [head = "", tail] = plain.split("::");
  const groups = (part) => part ? part.split(":") : [];
  const [before, after] = [groups(head), groups(tail)];
  return fromGroups([...before, ...Array(8 - before.length - after.length).fill("0"), ...after], 16, 16n);
}
function fromGroups(groups, radix, bits) {
  return groups.reduce((value, group) => (value << bits) + BigInt(Number.parseInt(group, radix)), 0n);
}

// components/routing/accessProblems.ts
var PLACEHOLDER = /^(to ?do|tbd|tba|fixme|xxx+|none|no reason|reason|because|n\/?a|unknown|temp(orary)?|test|later|wip|\W*)$/iu;
function reasonProblem(reason) {
  const text = (reason ?? "").trim();
  if (text === "") return "there is no reason";
  if (PLACEHOLDER.test(text)) return `the reason '${text}' is a placeholder`;
  if ((text.match(/\p{L}/gu) ?? []).length < 4) return `the reason '${text}' says nothing`;
  return void 0;
}
function decisionProblems(decision) {
  switch (decision.mode) {
    case "gate":
      return [];
    case "domain":
      return portProblems(decision);
    case "application":
      return [
        ...decision.groups.length > 0 && decision.groups.every(isItem) ? [] : [
          "application access without groups (or with an empty one): write who may enter, e.g. 'sso.groups=admins'."
        ],
        ...portProblems(decision)
      ];
    case "oidc":
      return [
        ...decision.preset === void 0 === (decision.client === void 0) ? ["oidc access needs one of 'sso.preset' (an app whose login is known) and 'sso.client' (your own client)."] : [],
        ...portProblems(decision)
      ];
    case "excluded":
      return exclusionProblems(decision);
  }
}
function exclusionProblems(decision) {
  const problems = [];
  const reason = reasonProblem(decision.reason);
  if (reason) problems.push(`excluded, but ${reason}: write why, e.g. 'sso.reason=the TV app cannot open a browser'.`);
  if (decision.until !== void 0 && !isDate(decision.until)) {
    problems.push(`'until' is '${decision.until}': write the last day as YYYY-MM-DD.`);
  }
  if (decision.paths?.length === 0) problems.push("'paths' is empty: leave it away to open the whole host.");
  for (const path of decision.paths ?? []) {
    if (!/^\/[^`\s,]*$/.test(path)) problems.push(`open path is '${path}': write a path prefix such as '/api/'.`);
    else if (path === "/")
      problems.push("open path is '/', the whole host: leave 'paths' away and say so in the reason.");
  }
  if (decision.sources?.length === 0) problems.push("'sources' is empty: leave it away to open it for everybody.");
  for (const source of decision.sources ?? []) {
    if (!isAddressRange(source))
      problems.push(`source is '${source}': write an address range such as '192.168.1.0/24'.`);
    else if (isEverybody(source))
      problems.push(`source '${source}' is everybody: leave 'sources' away and say so in the reason.`);
  }
  return [...problems, ...portProblems(decision)];
}
function portProblems({ mode, reason, ports }) {
  if (ports === void 0) return [];
  if (ports.length === 0) return ["'ports' is empty: leave it away to publish none."];
  const problems = ports.filter((port) => portOf(port) === void 0).map((port) => `open port is '${port}': write the container's port with its protocol, e.g. '53/udp'.`);
  const problem = mode === "excluded" ? void 0 : reasonProblem(reason);
  if (problem) problems.push(`ports are published past the login, but ${problem}: write why in 'sso.reason'.`);
  return problems;
}
function portOf(text) {
  const match = /^(\d{1,5})(?:\/(tcp|udp|sctp))?$/.exec(text);
  const port = Number(match?.[1]);
  return match && port > 0 && port < 65536 ? `${port}/${match[2] ?? "tcp"}` : void 0;
}
function isItem(item) {
  return item !== "" && item === item.trim() && !item.includes(",");
}
function isDate(text) {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = /* @__PURE__ */ new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

// components/routing/error.ts
var RoutingError = class extends Error {
  name = "RoutingError";
};

// components/routing/access.ts
var ACCESS_MODES = ["domain", "application", "oidc", "excluded", "gate"];
var GATE_LABEL = "sso.gate";
var FIELDS = {
  domain: ["reason", "ports"],
  application: ["groups", "reason", "ports"],
  oidc: ["preset", "client", "reason", "ports"],
  excluded: ["reason", "owner", "until", "paths", "sources", "ports"],
  gate: ["outpost-router"]
};
function parseAccess(labels) {
  const fields = /* @__PURE__ */ new Map();
  const errors = [];
  for (const [key, value] of Object.entries(labels)) {
    if (!key.toLowerCase().startsWith("sso.")) continue;
    if (key !== key.toLowerCase()) errors.push(`label '${key}' is not read; write '${key.toLowerCase()}'.`);
    else fields.set(key.slice("sso.".length), value);
  }
  const mode = fields.get("access");
  if (!isMode(mode)) {
    errors.push(
      `${mode === void 0 ? "there is no label 'sso.access'" : `label 'sso.access' is '${mode}'`}; allowed are ${ACCESS_MODES.join(", ")}. Write 'sso.access=domain' to put the service behind the login.`
    );
    return { decision: void 0, errors };
  }
  for (const field of fields.keys()) {
    if (field === "access" || `sso.${field}` === GATE_LABEL || FIELDS[mode].includes(field)) continue;
    const allowed = FIELDS[mode].map((name) => `sso.${name}`).join(", ") || "no further label";
    errors.push(`label 'sso.${field}' has no effect with 'sso.access=${mode}'; allowed there: ${allowed}. Remove it.`);
  }
  const decision = decisionOf(mode, fields);
  errors.push(...decisionProblems(decision));
  return errors.length === 0 ? { decision, errors: [] } : { decision: void 0, errors };
}
function decisionOf(mode, fields) {
  const text = (...names2) => Object.fromEntries(names2.flatMap((name) => fields.has(name) ? [[name, fields.get(name)]] : []));
  const items = (name) => (fields.get(name) ?? "").split(",").map((item) => item.trim());
  const list2 = (name) => fields.has(name) ? items(name) : void 0;
  const [paths, sources, ports] = [list2("paths"), list2("sources"), list2("ports")];
  switch (mode) {
    case "gate":
      return { mode };
    case "domain":
      return { mode, ...text("reason"), ...ports && { ports } };
    case "application":
      return { mode, groups: items("groups"), ...text("reason"), ...ports && { ports } };
    case "oidc":
      return { mode, ...text("preset", "client", "reason"), ...ports && { ports } };
    case "excluded":
      return {
        mode,
        reason: fields.get("reason") ?? "",
        ...text("owner", "until"),
        ...paths && { paths },
        ...sources && { sources },
        ...ports && { ports }
      };
  }
}
function isMode(mode) {
  return ACCESS_MODES.some((known2) => known2 === mode);
}

// components/routing/labels/tree.ts
function keyOf(node) {
  const { parent, name } = node;
  if (!parent) return "";
  const above = keyOf(parent);
  return above === "" || name.startsWith("[") ? `${above}${name}` : `${above}.${name}`;
}
var DroppedError = class extends Error {
  name = "DroppedError";
};
function fold(text) {
  const lower = text.toLowerCase();
  return lower.includes("\u017F") ? lower.replaceAll("\u017F", "s") : lower;
}
function buildTree(labels) {
  if (labels.length === 0) return void 0;
  const root = { name: "traefik", folded: "traefik", parent: void 0, value: "", children: [] };
  for (const { key, value } of labels) insert(root, splitKey(key), value);
  return root;
}
function splitKey(key) {
  const parts = key.split(".");
  if (parts[0] !== "traefik") {
    throw new DroppedError(`label '${key}' begins with '${parts[0]}', which has to be 'traefik' in lower case`);
  }
  parts.shift();
  if (!key.includes("[") && !key.includes("]") && !parts.includes("")) return parts;
  return parts.flatMap((part) => {
    if (part === "") throw new DroppedError(`label '${key}' has an empty part`);
    if (part.startsWith("[")) throw new DroppedError(`label '${key}' has a part that begins with a bracket`);
    const bracket = part.indexOf("[");
    if (!part.endsWith("]")) return [part];
    if (bracket < 0) throw new DroppedError(`label '${key}' has a bracket that is not opened`);
    return [part.slice(0, bracket), part.slice(bracket)];
  });
}
function insert(root, path, value) {
  let node = root;
  for (const name of path) {
    const folded = fold(name);
    let child = node.children.find((other) => other.folded === folded);
    if (child === void 0) {
      child = { name, folded, parent: node, value: "", children: [] };
      node.children.push(child);
    }
    node = child;
  }
  node.value = value;
}

// components/routing/labels/decode.ts
function decode(schema, root, oddities) {
  return readStruct(schema, root, oddities);
}
function readStruct(schema, node, oddities) {
  const found3 = {};
  for (const child of node.children) {
    const name = child.folded;
    const field = Object.hasOwn(schema.fields, name) ? schema.fields[name] : void 0;
    if (field === void 0) throw new DroppedError(`Traefik knows no field '${keyOf(child)}'`);
    const value = readField(field, child, oddities);
    if (value !== void 0) found3[name] = value;
  }
  return found3;
}
function readField(field, node, oddities) {
  if (typeof field === "object") {
    if (field.kind === "list") return readList(field, node, oddities);
    const empty = node.children.length === 0;
    if (field.kind === "map") return readMap(field, node, oddities);
    if (!field.allowEmpty) {
      if (empty) throw standsAlone(node);
    } else if (node.value !== "" && node.value.toLowerCase() !== "true") {
      if (!empty || node.value.toLowerCase() !== "false") oddities.push(oddity("switched-off", node));
      return false;
    }
    return readStruct(field, node, oddities);
  }
  if (field === "ignored") {
    oddities.push(oddity("no-effect", node));
    return void 0;
  }
  if (field === "any") return node.value;
  if (field === "strings") return readStrings(node, oddities);
  if (node.children.length > 0) throw hasNoFields(node);
  return readScalar(field, node);
}
function readMap(field, node, oddities) {
  if (node.children.length === 0) throw standsAlone(node);
  const entries = [];
  for (const child of node.children) {
    if (field.of === "string") entries.push(...flattened(child.name, child));
    else if (typeof field.of === "object" && field.of.kind === "struct")
      entries.push([child.name, readStruct(field.of, child, oddities)]);
    else {
      const value = readField(field.of, child, oddities);
      if (value !== void 0) entries.push([child.name, value]);
    }
  }
  return Object.fromEntries(entries);
}
function flattened(name, node) {
  if (node.children.length === 0) return [[name, node.value]];
  return node.children.flatMap((child) => flattened(`${name}.${child.name}`, child));
}
function readList(field, node, oddities) {
  if (!field.asStruct) return node.children.map((child) => readStruct(field.of, child, oddities));
  if (node.children.length === 0) throw standsAlone(node);
  return [readStruct(field.of, node, oddities)];
}
function readStrings(node, oddities) {
  for (const child of node.children) {
    if (child.children.length > 0) throw hasNoFields(child);
    oddities.push(oddity("indexed-list", child));
  }
  if (node.value === "") {
    if (node.children.length === 0) oddities.push(oddity("empty-list", node));
    return void 0;
  }
  const items = node.value.split(",").map((item) => item.trim());
  if (items.includes("")) oddities.push(oddity("list-with-gaps", node));
  return items;
}
function oddity(kind, node) {
  return { kind, key: keyOf(node), value: node.value };
}
function standsAlone(node) {
  return new DroppedError(`'${keyOf(node)}' cannot stand alone`);
}
function hasNoFields(node) {
  return new DroppedError(`'${keyOf(node)}' has no fields below it`);
}
var BOOLEANS = Object.fromEntries([
  ...["1", "t", "T", "TRUE", "true", "True"].map((text) => [text, true]),
  ...["0", "f", "F", "FALSE", "false", "False"].map((text) => [text, false])
]);
var DURATION = /^([+-]?\d+|[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*)$/;
function readScalar(type, node) {
  const { value } = node;
  const wrong = (what) => new DroppedError(`'${keyOf(node)}' is '${value}', which is ${what}`);
  switch (type) {
    case "string":
      return value;
    case "bool": {
      const parsed3 = Object.hasOwn(BOOLEANS, value) ? BOOLEANS[value] : void 0;
      if (parsed3 === void 0) throw wrong("neither true nor false");
      return parsed3;
    }
    case "int":
      if (!/^[+-]?\d+$/.test(value) || !fitsInt64(value)) throw wrong("no whole number");
      return Number(value);
    case "duration":
      if (!DURATION.test(value)) throw wrong("no duration such as '10s'");
      return value;
  }
}
function fitsInt64(value) {
  return BigInt.asIntN(64, BigInt(value.replace(/^\+/, ""))) === BigInt(value.replace(/^\+/, ""));
}

// components/routing/labels/schema.ts
var struct = (fields) => ({ kind: "struct", allowEmpty: false, fields });
var optional = (fields) => ({ kind: "struct", allowEmpty: true, fields });
var map = (of) => ({ kind: "map", of });
var list = (fields) => ({
  kind: "list",
  of: struct(fields),
  asStruct: false
});
var single = (fields) => ({
  kind: "list",
  of: struct(fields),
  asStruct: true
});
function all(type, names2) {
  return Object.fromEntries(names2.split(" ").map((name) => [name, type]));
}
var DOMAINS = list({ main: "string", sans: "strings" });
var COOKIE = optional({
  ...all("string", "name samesite path domain"),
  ...all("bool", "secure httponly"),
  maxage: "int",
  expires: "ignored"
});
var CLIENT_TLS = struct({ ...all("string", "ca cert key"), ...all("bool", "insecureskipverify caoptional") });
var IP_STRATEGY = { depth: "int", excludedips: "strings", ipv6subnet: "int" };
var SOURCE_CRITERION = struct({ ipstrategy: struct(IP_STRATEGY), requestheadername: "string", requesthost: "bool" });
var DISTINGUISHED_NAME = struct(
  all("bool", "country province locality organization organizationalunit commonname serialnumber domaincomponent")
);
var ROUTER = struct({
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
    metadata: "ignored"
  }),
  defaultrule: "ignored",
  deniedencodedpathcharacters: "ignored"
});
var SERVICE = struct({
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
      fenced: "ignored"
    }),
    strategy: "string",
    healthcheck: struct({
      ...all("string", "scheme mode path method hostname"),
      ...all("int", "status port"),
      ...all("duration", "interval unhealthyinterval timeout"),
      followredirects: "bool",
      headers: map("string")
    }),
    passivehealthcheck: struct({ failurewindow: "duration", maxfailedattempts: "int" }),
    passhostheader: "bool",
    responseforwarding: struct({ flushinterval: "duration" }),
    serverstransport: "string",
    nginxupstreamhashby: "ignored"
  })
});
var MIDDLEWARE_TYPES = {
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
      "accesscontrolallowcredentials addvaryheader stsincludesubdomains stspreload forcestsheader framedeny"
    ),
    ...all("bool", "contenttypenosniff browserxssfilter isdevelopment sslredirect ssltemporaryredirect sslforcehost"),
    ...all("strings", "accesscontrolallowheaders accesscontrolallowmethods accesscontrolalloworiginlist"),
    ...all("strings", "accesscontrolalloworiginlistregex accesscontrolexposeheaders allowedhosts hostsproxyheaders"),
    ...all("int", "accesscontrolmaxage stsseconds"),
    ...all(
      "string",
      "customframeoptionsvalue custombrowserxssvalue contentsecuritypolicy contentsecuritypolicyreportonly"
    ),
    ...all("string", "publickey referrerpolicy permissionspolicy featurepolicy sslhost")
  }),
  encodedcharacters: struct(
    all(
      "bool",
      "allowencodedslash allowencodedbackslash allowencodednullcharacter allowencodedsemicolon allowencodedpercent allowencodedquestionmark allowencodedhash"
    )
  ),
  errors: struct({
    ...all("strings", "status errorrequestheaders"),
    statusrewrites: map("int"),
    ...all("string", "service query"),
    nginxheaders: "ignored"
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
      ...all("duration", "readtimeout writetimeout dialtimeout")
    })
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
    ...all("int", "maxresponsebodysize maxbodysize")
  }),
  inflightreq: struct({ amount: "int", sourcecriterion: SOURCE_CRITERION }),
  buffering: struct({
    ...all("int", "maxrequestbodybytes memrequestbodybytes maxresponsebodybytes memresponsebodybytes"),
    retryexpression: "string",
    ...all("ignored", "disablerequestbuffer disableresponsebuffer")
  }),
  circuitbreaker: struct({
    expression: "string",
    ...all("duration", "checkperiod fallbackduration recoveryduration"),
    responsecode: "int"
  }),
  compress: optional({
    ...all("strings", "excludedcontenttypes includedcontenttypes encodings"),
    minresponsebodybytes: "int",
    defaultencoding: "string"
  }),
  passtlsclientcert: struct({
    pem: "bool",
    info: struct({
      ...all("bool", "notafter notbefore sans serialnumber"),
      subject: DISTINGUISHED_NAME,
      issuer: DISTINGUISHED_NAME
    })
  }),
  retry: struct({
    ...all("int", "attempts maxrequestbodybytes"),
    ...all("duration", "timeout initialinterval"),
    status: "strings",
    ...all("bool", "disableretryonnetworkerror retrynonidempotentmethod")
  }),
  contenttype: optional({ autodetect: "bool" }),
  grpcweb: struct({ alloworigins: "strings" }),
  plugin: map("any"),
  ...all("ignored", "requestheadermodifier responseheadermodifier requestredirect urlrewrite"),
  ...all("ignored", "authtlspasscertificatetoupstream snippet rewritetarget upstreamvhost approot")
};
var PROVIDER_SCHEMA = struct({
  enable: "bool",
  docker: struct({ network: "string", lbswarm: "bool", allownonrunning: "bool" }),
  swarm: struct({ network: "string", lbswarm: "bool" })
});
var DYNAMIC_SCHEMA = struct({
  http: struct({
    routers: map(ROUTER),
    services: map(SERVICE),
    middlewares: map(struct(MIDDLEWARE_TYPES)),
    serverstransports: "ignored",
    models: "any"
  }),
  tcp: struct({
    routers: map(
      struct({
        ...all("strings", "entrypoints middlewares"),
        ...all("string", "service rule rulesyntax"),
        priority: "int",
        tls: optional({ passthrough: "bool", options: "string", certresolver: "string", domains: DOMAINS })
      })
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
            ...all("duration", "interval unhealthyinterval timeout")
          })
        }),
        weighted: "ignored"
      })
    ),
    middlewares: map(
      struct({
        inflightconn: struct({ amount: "int" }),
        ipwhitelist: struct({ sourcerange: "strings" }),
        ipallowlist: struct({ sourcerange: "strings" })
      })
    ),
    ...all("ignored", "models serverstransports")
  }),
  udp: struct({
    routers: map(struct({ entrypoints: "strings", service: "string" })),
    services: map(
      struct({ loadbalancer: struct({ server: single({ address: "ignored", port: "string" }) }), weighted: "ignored" })
    )
  }),
  tls: struct({
    stores: map(
      struct({
        defaultcertificate: "ignored",
        defaultgeneratedcert: struct({ resolver: "string", domain: struct({ main: "string", sans: "strings" }) })
      })
    ),
    options: "any",
    certificates: "any"
  })
});

// components/routing/labels/parse.ts
var EMPTY_STREAMS = { streamRouters: {}, streamServices: [] };
var EMPTY = { routers: {}, services: {}, middlewares: {}, ...EMPTY_STREAMS };
function parseSortedLabels(labels) {
  const { all: all2, forProvider, dynamic, tlsStores } = sort(labels);
  const problems = keyProblems(all2);
  const oddities = [];
  const drop = (error) => {
    if (!(error instanceof DroppedError)) throw error;
    problems.push({
      kind: "dropped",
      key: "traefik",
      message: `${error.message}. Traefik drops every label of this container; correct it.`
    });
    return error.message;
  };
  let enable;
  let docker = {};
  try {
    const tree = buildTree(forProvider);
    const provider2 = tree ? decode(PROVIDER_SCHEMA, tree, oddities) : {};
    enable = provider2.enable === void 0 ? void 0 : provider2.enable === true;
    docker = record(provider2.docker);
  } catch (error) {
    return { enable, network: void 0, allowNonRunning: false, dropped: drop(error), ...EMPTY, tlsStores, problems };
  }
  const provider = {
    enable,
    network: typeof docker.network === "string" ? docker.network : void 0,
    allowNonRunning: docker.allownonrunning === true
  };
  try {
    const tree = buildTree(dynamic);
    const root = tree ? decode(DYNAMIC_SCHEMA, tree, oddities) : {};
    const http = record(root.http);
    const services = mapValues(http.services, toService);
    for (const [name, service] of Object.entries(record(http.services))) {
      const port = serverOf(record(service)).port;
      if (typeof port === "string" && !/^\d+$/.test(port)) {
        problems.push({
          kind: "port",
          key: `http.services.${name}`,
          message: `port of service '${name}' is '${port}'; write a number.`
        });
      }
    }
    for (const oddity2 of oddities) problems.push(toProblem(oddity2));
    return {
      ...provider,
      dropped: void 0,
      routers: mapValues(http.routers, toRouter),
      services,
      middlewares: mapValues(http.middlewares, toMiddleware),
      ...streamsOf(root),
      tlsStores,
      problems
    };
  } catch (error) {
    return {
      ...provider,
      dropped: drop(error),
      ...EMPTY,
      tlsStores,
      problems: [...problems, ...oddities.map(toProblem)]
    };
  }
}
function sort(labels) {
  const all2 = [];
  const forProvider = [];
  const dynamic = [];
  const tlsStores = [];
  const at = "traefik.".length;
  for (const { key, value } of labels) {
    const folded = fold(key);
    if (!folded.startsWith("traefik.")) continue;
    const label = { key, folded, value };
    all2.push(label);
    if (["http", "tcp", "udp", "tls.stores.default"].some((root) => folded.startsWith(root, at))) dynamic.push(label);
    else if (folded.startsWith("docker.", at) || folded.startsWith("enable", at)) forProvider.push(label);
    if (folded.startsWith("tls.", at)) tlsStores.push(key);
  }
  return { all: all2, forProvider, dynamic, tlsStores };
}
function keyProblems(labels) {
  const problems = [];
  const seen = /* @__PURE__ */ new Map();
  const lower = labels.every(({ key, folded }) => key === folded);
  for (const { key, folded } of labels) {
    const other = lower ? void 0 : seen.get(folded);
    if (other !== void 0) {
      problems.push({
        kind: "collision",
        key,
        message: `labels '${other}' and '${key}' are one to Traefik, which lets the later spelling win. Keep one, in lower case.`
      });
    }
    if (!lower) seen.set(folded, key);
    if (/[^\x20-\x7e]/.test(key)) {
      problems.push({
        kind: "foreign-characters",
        key,
        message: `label '${key}' has characters outside ASCII, some of which Traefik folds into others. Write it in ASCII.`
      });
    }
  }
  return problems;
}
function toProblem({ kind, key, value }) {
  const label = `traefik.${key}`;
  const text = {
    "indexed-list": `'${label}' is ignored by Traefik: a list of strings is one label. Write '${label.replace(/\[[^[]*$/, "")}=${value}'.`,
    "empty-list": `'${label}' is empty, which is the same as not written. Give a value or remove it.`,
    "list-with-gaps": `'${label}=${value}' has an empty item, which Traefik looks up as a name. Remove the comma.`,
    "no-effect": `'${label}' has no effect in labels. Remove it.`,
    "switched-off": `'${label}=${value}' switches it off, and everything below it; only 'true' switches it on.`
  };
  return { kind, key: label, message: text[kind] };
}
function toRouter(router2) {
  const { rule, entrypoints, middlewares, service, priority, tls, rulesyntax, observability } = router2;
  const parsed3 = {};
  if (typeof rule === "string" && rule !== "") parsed3.rule = rule;
  if (Array.isArray(entrypoints)) parsed3.entryPoints = strings(entrypoints);
  if (Array.isArray(middlewares)) parsed3.middlewares = strings(middlewares);
  if (typeof service === "string" && service !== "") parsed3.service = service;
  if (typeof priority === "number" && priority !== 0) parsed3.priority = priority;
  if (tls !== void 0) parsed3.tls = toTls(tls);
  if (typeof rulesyntax === "string" && rulesyntax !== "") parsed3.ruleSyntax = rulesyntax;
  if (observability !== void 0) parsed3.observability = booleans(observability);
  return parsed3;
}
function toTls(tls) {
  if (tls === false) return false;
  const { certresolver, options, domains } = record(tls);
  if (certresolver === void 0 && options === void 0 && domains === void 0) return true;
  return {
    ...typeof certresolver === "string" && { certResolver: certresolver },
    ...Array.isArray(domains) && {
      domains: domains.map((domain) => {
        const { main, sans } = record(domain);
        return { main: typeof main === "string" ? main : "", ...Array.isArray(sans) && { sans: strings(sans) } };
      })
    },
    ...typeof options === "string" && { options }
  };
}
function serverOf(service) {
  const servers = record(service.loadbalancer).server;
  return record(Array.isArray(servers) ? servers[0] : void 0);
}
function toService(service) {
  const balancer = record(service.loadbalancer);
  const { port, scheme, url } = serverOf(service);
  return {
    ...typeof port === "string" && /^\d+$/.test(port) && { port: Number(port) },
    ...typeof scheme === "string" && scheme !== "" && { scheme },
    ...typeof url === "string" && url !== "" && { url },
    ...typeof balancer.serverstransport === "string" && { serversTransport: balancer.serverstransport },
    ...typeof balancer.passhostheader === "boolean" && { passHostHeader: balancer.passhostheader },
    ...Array.isArray(service.middlewares) && { middlewares: strings(service.middlewares) }
  };
}
function toMiddleware(middleware) {
  return Object.fromEntries(Object.entries(middleware).map(([type, options]) => [type, flatOptions(options)]));
}
function flatOptions(options) {
  const flat = {};
  for (const [option, value] of Object.entries(record(options))) {
    if (Array.isArray(value)) flat[option] = strings(value);
    else if (typeof value !== "object") flat[option] = value;
    else for (const [nested, inner] of Object.entries(flatOptions(value))) flat[`${option}.${nested}`] = inner;
  }
  return flat;
}
function streamsOf(root) {
  if (root.tcp === void 0 && root.udp === void 0) return EMPTY_STREAMS;
  return {
    streamRouters: { ...streamRouters("tcp", root.tcp), ...streamRouters("udp", root.udp) },
    streamServices: ["tcp", "udp"].flatMap(
      (protocol) => Object.keys(record(record(root[protocol]).services)).map((name) => `${protocol}:${name}`)
    )
  };
}
function streamRouters(protocol, part) {
  const routers2 = mapValues(record(part).routers, (router2) => ({
    protocol,
    ...typeof router2.rule === "string" && { rule: router2.rule },
    ...Array.isArray(router2.entrypoints) && { entryPoints: strings(router2.entrypoints) },
    ...typeof router2.service === "string" && { service: router2.service },
    tls: router2.tls !== void 0 && router2.tls !== false
  }));
  return Object.fromEntries(Object.entries(routers2).map(([name, router2]) => [`${protocol}:${name}`, router2]));
}
function mapValues(part, convert) {
  if (part === void 0) return {};
  return Object.fromEntries(Object.entries(record(part)).map(([name, value]) => [name, convert(record(value))]));
}
function record(value) {
  return typeof value === "object" && !Array.isArray(value) ? value : {};
}
function strings(values) {
  return values.map((value) => String(value));
}
function booleans(value) {
  return Object.fromEntries(
    Object.entries(record(value)).filter((entry) => typeof entry[1] === "boolean")
  );
}

// components/routing/references.ts
function qualified(reference, user) {
  return reference.includes("@") ? reference : `${reference}@${providerOf(user)}`;
}
function providerOf(name) {
  return name.split("@")[1] ?? "docker";
}
function defaultName(name, compose) {
  const text = compose ? compose.join("_") : name;
  return text.split(/[^\p{L}\p{N}]+/u).filter(Boolean).join("-");
}

// components/routing/view.ts
var GATE_COMPONENT = "authentik-sso:index:SsoGate";
var EXTERNAL_COMPONENT = "authentik-sso:index:ExternalService";
var AUTHENTIK_COMPONENT = "authentik-sso:index:Authentik";
var SOCKET_PROXY_COMPONENT = "authentik-sso:index:SocketProxy";
var MIDDLEWARE = "authentik@docker";
var STRIP_MIDDLEWARE = "strip-identity@docker";

// components/routing/container.ts
var cache = /* @__PURE__ */ new WeakMap();
function readContainer(view) {
  let found3 = cache.get(view);
  if (found3 === void 0) {
    found3 = read(view) ?? null;
    cache.set(view, found3);
  }
  return found3 ?? void 0;
}
function read(view) {
  if (!view.labels.known) return void 0;
  const labels = readLabels(view.labels.value);
  if (!labels) return void 0;
  return {
    view,
    ...labels,
    inGate: view.components.includes(GATE_COMPONENT),
    inExternalService: view.components.includes(EXTERNAL_COMPONENT),
    defaultName: defaultNameOf(view)
  };
}
var readLists = /* @__PURE__ */ new WeakMap();
function readLabels(list2) {
  let found3 = readLists.get(list2);
  if (found3 === void 0) {
    found3 = readList2(list2) ?? null;
    readLists.set(list2, found3);
  }
  return found3 ?? void 0;
}
function readList2(list2) {
  const judged = [];
  for (const { key, value } of list2) {
    if (!key.known) return void 0;
    if (!isJudged(key.value)) continue;
    if (!value.known) return void 0;
    judged.push({ key: key.value, value: value.value });
  }
  const repeated = [];
  const labels = [];
  const decisionLabels = {};
  for (const [index, label] of sorted(judged).entries()) {
    const next = judged[index + 1];
    if (next?.key === label.key) {
      if (next.value !== label.value) repeated.push(label.key);
    } else if (isOwn(label.key)) decisionLabels[label.key] = label.value;
    else labels.push(label);
  }
  return {
    decisionLabels,
    speaksToTraefik: labels.length > 0,
    repeated,
    labels: parseSortedLabels(labels),
    access: parseAccess(decisionLabels)
  };
}
function sorted(labels) {
  const inOrder = labels.every(({ key }, index) => index === 0 || (labels[index - 1]?.key ?? "") <= key);
  return inOrder ? labels : labels.sort((a, b) => a.key < b.key ? -1 : a.key > b.key ? 1 : 0);
}
function defaultNameOf(view) {
  const service = labelOf(view, "com.docker.compose.service");
  const project = labelOf(view, "com.docker.compose.project");
  if (service === void 0 || project === void 0) return void 0;
  if (service !== "" && project !== "") return defaultName("", [service, project]);
  return view.name.known ? defaultName(view.name.value, void 0) : void 0;
}
function labelOf(view, name) {
  if (!view.labels.known) return void 0;
  let found3 = "";
  for (const { key, value } of view.labels.value) {
    if (!key.known) return void 0;
    if (key.value === name) found3 = value.known ? value.value : void 0;
  }
  return found3;
}
var JUDGED = /^(traefik|sso)\./iu;
var OWN = /^sso\./iu;
function isOwn(key) {
  return key.startsWith("sso.") || OWN.test(key);
}
function isJudged(key) {
  return key.startsWith("traefik.") || key.startsWith("sso.") || JUDGED.test(key);
}
function describe(view) {
  const name = view.name.known ? view.name.value : void 0;
  return name === void 0 || name === view.title ? `container '${view.title}'` : `container '${view.title}' (${name})`;
}
function decisionOf2(container) {
  return container.access.decision;
}
function isReference(item, reference, provider) {
  return item !== void 0 && qualified(item, `@${provider}`) === reference;
}
function isGated(router2, middleware, provider) {
  return isReference(router2.middlewares?.[0], middleware, provider);
}

// components/routing/invariant.ts
var ISO = (reference) => ({ name: "ISO/IEC 27001", version: "2022", reference });
var SOC = (reference) => ({ name: "SOC 2", version: "2017", reference });
var NIS = (reference) => ({ name: "NIS2", version: "2022/2555", reference });
var FRAMEWORKS = {
  /** Access is restricted and authenticated. */
  authentication: [ISO("A.8.5"), SOC("CC6.1"), NIS("Article 21(2)(j)")],
  /** Access follows a decision that somebody made. */
  accessControl: [ISO("A.5.15"), SOC("CC6.1"), NIS("Article 21(2)(i)")],
  /** Networks and configurations leave no way round. */
  configuration: [ISO("A.8.9"), SOC("CC6.6"), NIS("Article 21(2)(e)")],
  /** What happened can be seen. */
  logging: [ISO("A.8.15"), SOC("CC7.2"), NIS("Article 21(2)(b)")]
};

// components/routing/perView.ts
function perView(compute) {
  let last;
  return (view) => {
    if (last?.view !== view) last = { view, value: compute(view) };
    return last.value;
  };
}

// components/routing/regexp/charSet.ts
var LAST_CODE_POINT = 1114111;
var ANY = [[0, LAST_CODE_POINT]];
var NOT_NEWLINE = negate([[10, 10]]);
function has(set, code) {
  return set.some(([low, high]) => low <= code && code <= high);
}
function normalise(ranges) {
  const joined = [];
  for (const [low, high] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last && low <= last[1] + 1) last[1] = Math.max(last[1], high);
    else joined.push([low, high]);
  }
  return joined;
}
function negate(set) {
  const rest = [];
  let next = 0;
  for (const [low, high] of normalise(set)) {
    if (low > next) rest.push([next, low - 1]);
    next = high + 1;
  }
  if (next <= LAST_CODE_POINT) rest.push([next, LAST_CODE_POINT]);
  return rest;
}
function foldCase(set) {
  const folded = [];
  for (const [low, high] of set) {
    folded.push([low, high]);
    for (const [from, to, shift] of [
      [65, 90, 32],
      [97, 122, -32]
    ]) {
      const first = Math.max(low, from);
      const last = Math.min(high, to);
      if (first <= last) folded.push([first + shift, last + shift]);
    }
    if (high > 127 && high !== LAST_CODE_POINT) return void 0;
  }
  if (has(folded, 107)) folded.push([8490, 8490]);
  if (has(folded, 115)) folded.push([383, 383]);
  return normalise(folded);
}
var DIGIT = [[48, 57]];
var SPACE = [
  [9, 10],
  [12, 13],
  [32, 32]
];
var WORD = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122]
];
var POSIX = {
  alnum: normalise([...DIGIT, [65, 90], [97, 122]]),
  alpha: [
    [65, 90],
    [97, 122]
  ],
  ascii: [[0, 127]],
  blank: [
    [9, 9],
    [32, 32]
  ],
  cntrl: [
    [0, 31],
    [127, 127]
  ],
  digit: DIGIT,
  graph: [[33, 126]],
  lower: [[97, 122]],
  print: [[32, 126]],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126]
  ],
  space: [
    [9, 13],
    [32, 32]
  ],
  upper: [[65, 90]],
  word: WORD,
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102]
  ]
};

// components/routing/regexp/parse.ts
var InvalidRegexp = class extends Error {
  name = "InvalidRegexp";
};
var UnsupportedRegexp = class extends Error {
  name = "UnsupportedRegexp";
};
var MAX_REPEAT = 1e3;
function parseRegexp(source) {
  const parser = new Parser(source);
  const expression = parser.choice({ ignoreCase: false, dotAll: false });
  if (!parser.atEnd()) throw new InvalidRegexp(`unexpected ')' in '${source}'`);
  return expression;
}
var Parser = class {
  constructor(source) {
    this.source = source;
  }
  source;
  position = 0;
  atEnd() {
    return this.position >= this.source.length;
  }
  choice(flags) {
    const parts = [];
    let current = flags;
    for (; ; ) {
      const [part, after] = this.sequence(current);
      parts.push(part);
      current = after;
      if (!this.take("|")) break;
    }
    return parts.length === 1 ? parts[0] : { kind: "choice", parts };
  }
  sequence(flags) {
    const parts = [];
    let current = flags;
    while (!this.atEnd() && !this.peek("|") && !this.peek(")")) {
      const inline = this.inlineFlags(current);
      if (inline) {
        current = inline;
        continue;
      }
      if (this.take("\\Q")) {
        parts.push(...this.quoted(current));
        continue;
      }
      parts.push(this.repeated(this.atom(current)));
    }
    return [parts.length === 1 ? parts[0] : { kind: "sequence", parts }, current];
  }
  /** `(?i)`: flags for the rest of the group. */
  inlineFlags(flags) {
    const match = /^\(\?([a-zA-Z-]*)\)/.exec(this.rest());
    if (!match) return void 0;
    this.position += match[0].length;
    return this.withFlags(flags, match[1] ?? "");
  }
  withFlags(flags, letters) {
    if (!/^[imsU]*(-[imsU]+)?$/.test(letters) || letters === "") {
      throw new InvalidRegexp(`'(?${letters}' in '${this.source}' is no group that Go knows`);
    }
    const [on = "", off = ""] = letters.split("-");
    if (on.includes("m")) throw new UnsupportedRegexp(`multi-line mode in '${this.source}'`);
    return {
      ignoreCase: (flags.ignoreCase || on.includes("i")) && !off.includes("i"),
      dotAll: (flags.dotAll || on.includes("s")) && !off.includes("s")
    };
  }
  quoted(flags) {
    const end = this.source.indexOf("\\E", this.position);
    const text = this.source.slice(this.position, end < 0 ? void 0 : end);
    this.position = end < 0 ? this.source.length : end + 2;
    const parts = [...text].map((character) => this.chars(codeOf(character), flags));
    const last = parts.pop();
    return last ? [...parts, this.repeated(last)] : [];
  }
  repeated(part) {
    let repeated = part;
    for (let times = 0; ; times++) {
      const range = this.quantifier();
      if (!range) return repeated;
      if (times > 0) throw new InvalidRegexp(`invalid nested repetition operator in '${this.source}'`);
      repeated = { kind: "repeat", part: repeated, min: range[0], max: range[1] };
      this.take("?");
    }
  }
  quantifier() {
    if (this.take("*")) return [0, Number.POSITIVE_INFINITY];
    if (this.take("+")) return [1, Number.POSITIVE_INFINITY];
    if (this.take("?")) return [0, 1];
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.rest());
    if (!match) return void 0;
    this.position += match[0].length;
    const min = Number(match[1]);
    const max = match[2] === void 0 ? min : match[3] === "" ? Number.POSITIVE_INFINITY : Number(match[3]);
    if (min > MAX_REPEAT || Number.isFinite(max) && (max > MAX_REPEAT || max < min)) {
      throw new InvalidRegexp(`invalid repeat count '${match[0]}' in '${this.source}'`);
    }
    return [min, max];
  }
  atom(flags) {
    if (this.peek("*") || this.peek("+") || this.peek("?") || /^\{\d+(,\d*)?\}/.test(this.rest())) {
      throw new InvalidRegexp(`missing argument to repetition operator in '${this.source}'`);
    }
    if (this.take("(")) return this.group(flags);
    if (this.take("[")) return this.characterClass(flags);
    if (this.take(".")) return { kind: "chars", set: flags.dotAll ? ANY : NOT_NEWLINE };
    if (this.take("^")) return { kind: "begin" };
    if (this.take("$")) return { kind: "end" };
    if (this.take("\\")) return this.escape(flags);
    return this.chars(this.next(), flags);
  }
  group(flags) {
    let inner = flags;
    const named = /^\?P?<([A-Za-z0-9_]+)>/.exec(this.rest());
    const flagged = /^\?([a-zA-Z-]*):/.exec(this.rest());
    if (named) this.position += named[0].length;
    else if (flagged) {
      this.position += flagged[0].length;
      if (flagged[1]) inner = this.withFlags(flags, flagged[1]);
    } else if (this.peek("?"))
      throw new InvalidRegexp(`'(${this.rest().slice(0, 3)}' in '${this.source}' is no group that Go knows`);
    const expression = this.choice(inner);
    if (!this.take(")")) throw new InvalidRegexp(`missing ')' in '${this.source}'`);
    return expression;
  }
  escape(flags) {
    if (this.atEnd()) throw new InvalidRegexp(`trailing backslash in '${this.source}'`);
    if (this.take("A")) return { kind: "begin" };
    if (this.take("z")) return { kind: "end" };
    if (this.take("b")) return { kind: "boundary" };
    if (this.take("B")) return { kind: "no-boundary" };
    const set = this.escapedSet();
    return set ? { kind: "chars", set } : this.chars(this.escapedCode(), flags);
  }
  escapedSet() {
    if (this.take("d")) return DIGIT;
    if (this.take("D")) return negate(DIGIT);
    if (this.take("s")) return SPACE;
    if (this.take("S")) return negate(SPACE);
    if (this.take("w")) return WORD;
    if (this.take("W")) return negate(WORD);
    if (this.peek("p") || this.peek("P")) throw new UnsupportedRegexp(`Unicode class in '${this.source}'`);
    return void 0;
  }
  escapedCode() {
    const hex = /^x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})/.exec(this.rest());
    if (hex) {
      this.position += hex[0].length;
      return Number.parseInt(hex[1] ?? hex[2] ?? "", 16);
    }
    if (/^\d/.test(this.rest())) {
      if (/^([89]|[1-7](?![0-7]))/.test(this.rest())) throw new InvalidRegexp(`back-reference in '${this.source}'`);
      throw new UnsupportedRegexp(`octal escape in '${this.source}'`);
    }
    const code = this.next();
    const control = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 }[String.fromCodePoint(code)];
    if (control !== void 0) return control;
    if (code >= 128 || /[A-Za-z]/.test(String.fromCodePoint(code))) {
      throw new InvalidRegexp(`'\\${String.fromCodePoint(code)}' in '${this.source}' is no escape that Go knows`);
    }
    return code;
  }
  characterClass(flags) {
    const negated = this.take("^");
    const ranges = [];
    for (let first = true; first || !this.peek("]"); first = false) {
      if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
      const posix = /^\[:(\^?)([a-z]+):\]/.exec(this.rest());
      if (posix) {
        const set3 = POSIX[posix[2] ?? ""];
        if (!set3) throw new InvalidRegexp(`'${posix[0]}' in '${this.source}' is no class that Go knows`);
        this.position += posix[0].length;
        ranges.push(...posix[1] ? negate(set3) : set3);
        continue;
      }
      const set2 = this.classEscape();
      if (set2) {
        ranges.push(...set2);
        continue;
      }
      ranges.push(this.classRange());
    }
    this.position++;
    const set = this.folded(normalise(ranges), flags);
    return { kind: "chars", set: negated ? negate(set) : set };
  }
  classEscape() {
    if (!/^\\[dDsSwWpP]/.test(this.rest())) return void 0;
    this.position++;
    return this.escapedSet();
  }
  classRange() {
    const low = this.classCharacter();
    if (!this.peek("-") || /^-(\]|$)/.test(this.rest())) return [low, low];
    this.position++;
    const high = this.classCharacter();
    if (high < low) throw new InvalidRegexp(`invalid character class range in '${this.source}'`);
    return [low, high];
  }
  classCharacter() {
    if (this.atEnd()) throw new InvalidRegexp(`missing ']' in '${this.source}'`);
    return this.take("\\") ? this.escapedCode() : this.next();
  }
  chars(code, flags) {
    return { kind: "chars", set: this.folded([[code, code]], flags) };
  }
  folded(set, flags) {
    const folded = flags.ignoreCase ? foldCase(set) : set;
    if (!folded) throw new UnsupportedRegexp(`letters outside ASCII without regard to case in '${this.source}'`);
    return folded;
  }
  rest() {
    return this.source.slice(this.position);
  }
  peek(text) {
    return this.source.startsWith(text, this.position);
  }
  take(text) {
    if (!this.peek(text)) return false;
    this.position += text.length;
    return true;
  }
  next() {
    if (this.atEnd()) throw new InvalidRegexp(`'${this.source}' ends too early`);
    const code = this.source.codePointAt(this.position) ?? 0;
    this.position += code > 65535 ? 2 : 1;
    return code;
  }
};
function codeOf(character) {
  return character.codePointAt(0) ?? 0;
}

// components/routing/rule/ast.ts
var HTTP_MATCHERS = {
  ClientIP: [1],
  Method: [1],
  Host: [1],
  HostRegexp: [1],
  Path: [1],
  PathRegexp: [1],
  PathPrefix: [1],
  Header: [2],
  HeaderRegexp: [2],
  Query: [1, 2],
  QueryRegexp: [1, 2]
};
var TCP_MATCHERS = {
  ALPN: [1],
  ClientIP: [1],
  HostSNI: [1],
  HostSNIRegexp: [1]
};
function matchersOf(rule) {
  switch (rule.kind) {
    case "matcher":
      return [rule];
    case "not":
      return matchersOf(rule.rule);
    default:
      return [...matchersOf(rule.left), ...matchersOf(rule.right)];
  }
}

// components/routing/rule/hosts.ts
function literalHosts(rule) {
  switch (rule.kind) {
    case "matcher": {
      const host = (rule.args[0] ?? "").toLowerCase().replace(/\.$/, "");
      return rule.name === "Host" && !host.startsWith("*") ? [host] : void 0;
    }
    case "and": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? left.filter((host) => right.includes(host)) : left ?? right;
    }
    case "or": {
      const left = literalHosts(rule.left);
      const right = literalHosts(rule.right);
      return left && right ? [.../* @__PURE__ */ new Set([...left, ...right])] : void 0;
    }
    case "not":
      return void 0;
  }
}
function isWithin(host, domains) {
  return domains.some((domain) => host === domain || host.endsWith(`.${domain}`));
}

// components/routing/rule/matches.ts
var import_node_net2 = require("node:net");

// components/routing/regexp/automaton.ts
var MAX_SITUATIONS = 500;
var MAX_STATES = 2e4;
var Automaton = class _Automaton {
  constructor(source, expression) {
    this.source = source;
    const match = this.add({ kind: "match" });
    this.start = this.build(expression, match);
  }
  source;
  states = [];
  boundaries;
  first;
  situations = /* @__PURE__ */ new Map();
  start;
  /**
   * @throws {InvalidRegexp} when Go refuses `source`
   * @throws {UnsupportedRegexp} when Go takes it and this model does not
   */
  static of(source) {
    return new _Automaton(source, parseRegexp(source));
  }
  /** Whether the expression is found anywhere in `text`, as Go's `MatchString` does. */
  matches(text) {
    const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    return this.hasBoundaries() ? this.search(codes) : this.follow(codes);
  }
  /** Walks from situation to situation, each worked out once for all texts. */
  follow(codes) {
    this.first ??= this.situation(/* @__PURE__ */ new Set(), true);
    let situation = this.first;
    for (const code of codes) {
      if (situation.found) return true;
      let next = situation.next.get(code);
      if (!next) {
        const core = this.step(situation.closed, code);
        const key = [...core].sort((a, b) => a - b).join();
        next = this.situations.get(key) ?? this.situation(core, false);
        if (this.situations.size < MAX_SITUATIONS) {
          this.situations.set(key, next);
          situation.next.set(code, next);
        }
      }
      situation = next;
    }
    return situation.found || situation.foundAtEnd;
  }
  situation(core, begin) {
    const from = /* @__PURE__ */ new Set([...core, this.start]);
    const closed = this.closure(from, { begin, end: false, boundary: false });
    const atEnd = this.closure(from, { begin, end: true, boundary: false });
    return { closed, found: this.accepts(closed), foundAtEnd: this.accepts(atEnd), next: /* @__PURE__ */ new Map() };
  }
  search(codes) {
    let core = /* @__PURE__ */ new Set();
    for (let position = 0; position <= codes.length; position++) {
      const before = position > 0 && has(WORD, codes[position - 1] ?? -1);
      const after = position < codes.length && has(WORD, codes[position] ?? -1);
      const place = { begin: position === 0, end: position === codes.length, boundary: before !== after };
      const closed = this.closure(/* @__PURE__ */ new Set([...core, this.start]), place);
      if (this.accepts(closed)) return true;
      const code = codes[position];
      if (code !== void 0) core = this.step(closed, code);
    }
    return false;
  }
  /** Every set of characters that a step looks at. */
  sets() {
    return this.states.flatMap((state) => state.kind === "chars" ? [state.set] : []);
  }
  /** Whether a step looks at word boundaries, which need both neighbours. */
  hasBoundaries() {
    this.boundaries ??= this.states.some((state) => state.kind === "boundary" || state.kind === "no-boundary");
    return this.boundaries;
  }
  accepts(closed) {
    for (const index of closed) if (this.states[index]?.kind === "match") return true;
    return false;
  }
  /** States reachable without reading a character. */
  closure(from, place) {
    const closed = /* @__PURE__ */ new Set();
    const open2 = [...from];
    for (let index = open2.pop(); index !== void 0; index = open2.pop()) {
      if (closed.has(index)) continue;
      closed.add(index);
      const state = this.states[index];
      if (state?.kind === "split") open2.push(...state.next);
      else if (state && passes(state, place)) open2.push(state.next);
    }
    return closed;
  }
  /** States after reading `code`. */
  step(closed, code) {
    const next = /* @__PURE__ */ new Set();
    for (const index of closed) {
      const state = this.states[index];
      if (state?.kind === "chars" && has(state.set, code)) next.add(state.next);
    }
    return next;
  }
  add(state) {
    if (this.states.length >= MAX_STATES) throw new UnsupportedRegexp(`'${this.source.slice(0, 40)}\u2026' is too large`);
    return this.states.push(state) - 1;
  }
  /** Adds `expression` in front of state `next`; returns its first state. */
  build(expression, next) {
    switch (expression.kind) {
      case "chars":
        return this.add({ kind: "chars", set: expression.set, next });
      case "sequence":
        return expression.parts.reduceRight((after, part) => this.build(part, after), next);
      case "choice":
        return this.add({ kind: "split", next: expression.parts.map((part) => this.build(part, next)) });
      case "repeat":
        return this.repeat(expression.part, expression.min, expression.max, next);
      default:
        return this.add({ kind: expression.kind, next });
    }
  }
  repeat(part, min, max, next) {
    let first = next;
    if (max === Number.POSITIVE_INFINITY) {
      const exits = [next];
      first = this.add({ kind: "split", next: exits });
      exits.push(this.build(part, first));
    } else {
      for (let count = min; count < max; count++)
        first = this.add({ kind: "split", next: [next, this.build(part, first)] });
    }
    for (let count = 0; count < min; count++) first = this.build(part, first);
    return first;
  }
};
function passes(state, place) {
  switch (state.kind) {
    case "begin":
      return place.begin;
    case "end":
      return place.end;
    case "boundary":
      return place.boundary;
    case "no-boundary":
      return !place.boundary;
    default:
      return false;
  }
}

// components/routing/rule/matches.ts
function matches(rule, request) {
  return evaluate(rule, (matcher) => matchOne(matcher, request));
}
function evaluate(rule, answer2) {
  switch (rule.kind) {
    case "matcher":
      return answer2(rule);
    case "not": {
      const inner = evaluate(rule.rule, answer2);
      return inner === "unknown" ? inner : !inner;
    }
    case "and": {
      const left = evaluate(rule.left, answer2);
      if (left === false) return false;
      const right = evaluate(rule.right, answer2);
      return right === false ? false : left === true ? right : left;
    }
    case "or": {
      const left = evaluate(rule.left, answer2);
      if (left === true) return true;
      const right = evaluate(rule.right, answer2);
      return right === true ? true : left === false ? right : left;
    }
  }
}
function matchOne({ name, args }, request) {
  const [first = "", second] = args;
  switch (name) {
    case "Host":
      return request.host === void 0 ? "unknown" : hostMatches(first, request.host);
    case "HostRegexp":
      return expressionFound(first, request.host);
    case "HostSNI":
      return first === "*" ? true : request.sni === void 0 ? "unknown" : hostMatches(first, request.sni);
    case "HostSNIRegexp":
      return expressionFound(first, request.sni);
    case "Path":
      return request.path === void 0 ? "unknown" : request.path === first;
    case "PathPrefix":
      return request.path === void 0 ? "unknown" : request.path.startsWith(first);
    case "PathRegexp":
      return expressionFound(first, request.path);
    case "Method":
      return request.method === void 0 ? "unknown" : request.method === first.toUpperCase();
    case "Header":
      return anyOf(valuesOf(request.headers, first), (value) => value === second);
    case "HeaderRegexp":
      return anyOf(valuesOf(request.headers, first), (value) => expressionFound(second ?? "", value));
    case "Query":
      return anyOf(request.query && (request.query[first] ?? []), (value) => value === (second ?? ""));
    case "QueryRegexp":
      return anyOf(
        request.query && (request.query[first] ?? []),
        (value) => second === void 0 ? value === "" : expressionFound(second, value)
      );
    case "ClientIP":
      return request.clientIp === void 0 ? "unknown" : inNetwork(first, request.clientIp);
    case "ALPN":
      return "unknown";
  }
}
function hostMatches(expression, host) {
  if (expression === "*") return true;
  if (host === "") return false;
  const wanted = expression.toLowerCase();
  const given = host.toLowerCase();
  const same = (a, b) => b.startsWith("*") ? ["*", ...a.split(".").slice(1)].join(".") === b : a === b;
  return same(given, wanted) || wanted.endsWith(".") && same(given, wanted.slice(0, -1)) || given.endsWith(".") && same(given.slice(0, -1), wanted);
}
var automata = /* @__PURE__ */ new Map();
function automatonOf(source) {
  if (!automata.has(source)) automata.set(source, readable(source));
  return automata.get(source);
}
function readable(source) {
  try {
    return Automaton.of(source);
  } catch (error) {
    if (error instanceof UnsupportedRegexp) return void 0;
    throw error;
  }
}
function expressionFound(source, text) {
  return text === void 0 ? "unknown" : automatonOf(source)?.matches(text) ?? "unknown";
}
function valuesOf(headers, name) {
  if (!headers) return void 0;
  return Object.entries(headers).flatMap(
    ([header, values]) => header.toLowerCase() === name.toLowerCase() ? values : []
  );
}
function anyOf(values, test) {
  if (!values) return "unknown";
  const answers2 = values.map(test);
  return answers2.includes(true) ? true : answers2.includes("unknown") ? "unknown" : false;
}
function inNetwork(network, address) {
  const [base = "", bits] = network.split("/");
  const version = (0, import_node_net2.isIP)(base) === 6 ? "ipv6" : "ipv4";
  const given = (0, import_node_net2.isIP)(address);
  if (given === 0) return "unknown";
  const list2 = new import_node_net2.BlockList();
  if (bits === void 0) list2.addAddress(base, version);
  else list2.addSubnet(base, Number(bits), version);
  return list2.check(address, given === 6 ? "ipv6" : "ipv4");
}

// components/routing/rule/parse.ts
var import_node_net3 = require("node:net");

// components/routing/rule/lexer.ts
var RuleSyntaxError = class extends Error {
  name = "RuleSyntaxError";
};
var OPERATORS = ["&&", "||", "!", "(", ")", ",", "..."];
function tokens(source) {
  const found3 = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at);
    const blank = /^([ \t\r]+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|\n)/.exec(rest);
    if (blank) {
      if (blank[0].includes("\n")) {
        const last = found3.at(-1)?.kind;
        if (last === "name" || last === "text" || last === ")") found3.push({ kind: "newline", at });
      }
      at += blank[0].length;
      continue;
    }
    const operator = OPERATORS.find((text) => rest.startsWith(text));
    if (operator) {
      found3.push({ kind: operator, at });
      at += operator.length;
      continue;
    }
    const name = /^[\p{L}_][\p{L}\p{Nd}_]*/u.exec(rest);
    const quoted = /^`[^`]*`/.exec(rest) ?? /^"(?:[^"\\\n]|\\.)*"/.exec(rest);
    if (name) found3.push({ kind: "name", value: name[0], at });
    else if (quoted) found3.push({ kind: "text", value: unquote(quoted[0], at), at });
    else throw new RuleSyntaxError(`unexpected ${JSON.stringify([...rest][0])} at character ${at + 1}`);
    at += (name ?? quoted)?.[0].length ?? 1;
  }
  return [...found3, { kind: "end", at }];
}
var ESCAPES = {
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "	",
  v: "\v",
  "\\": "\\",
  '"': '"'
};
function unquote(quoted, at) {
  const inner = quoted.slice(1, -1);
  if (quoted.startsWith("`")) return inner.replaceAll("\r", "");
  const bytes = [];
  const part = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{3}|.)|[^\\]+/gsu;
  for (const [text, sequence] of inner.matchAll(part)) {
    const simple = sequence === void 0 ? text : ESCAPES[sequence];
    if (simple !== void 0) bytes.push(Buffer.from(simple));
    else bytes.push(escaped(sequence ?? "", at));
  }
  return Buffer.concat(bytes).toString();
}
function escaped(sequence, at) {
  const code = /^[xuU]./.test(sequence) ? Number.parseInt(sequence.slice(1), 16) : Number.parseInt(sequence, 8);
  const character = /^[uU]/.test(sequence) && code <= 1114111 && (code < 55296 || code > 57343);
  if (character) return Buffer.from(String.fromCodePoint(code));
  if (/^(x..|[0-7]{3})$/.test(sequence) && code < 256) return Buffer.of(code);
  throw new RuleSyntaxError(`'\\${sequence}' is no escape in double quotes, in the text at character ${at + 1}`);
}

// components/routing/rule/parse.ts
var RefusedError = class extends RuleSyntaxError {
  name = "RefusedError";
};
function parseRule(source, protocol = "http") {
  const key = `${protocol} ${source}`;
  let found3 = parsed.get(key);
  if (!found3) {
    if (parsed.size >= MAX_PARSED) parsed.clear();
    found3 = parse2(source, protocol);
    parsed.set(key, found3);
  }
  return found3;
}
var parsed = /* @__PURE__ */ new Map();
var MAX_PARSED = 2e4;
function parse2(source, protocol) {
  try {
    const rule = parseTree(source, (name, args) => toMatcher(name, args, protocol));
    return { ok: true, rule };
  } catch (error) {
    if (error instanceof RuleSyntaxError || error instanceof InvalidRegexp)
      return { ok: false, error: error.message, refused: error instanceof RefusedError };
    throw error;
  }
}
function parseTree(source, toLeaf) {
  return new Parser2(tokens(source), toLeaf).tree();
}
var Parser2 = class {
  constructor(tokens2, toLeaf) {
    this.tokens = tokens2;
    this.toLeaf = toLeaf;
  }
  tokens;
  toLeaf;
  position = 0;
  tree() {
    const tree = this.or();
    this.take("newline");
    if (!this.take("end")) throw this.unexpected("'&&', '||' or the end");
    return tree;
  }
  or() {
    let tree = this.and();
    while (this.take("||")) tree = { kind: "or", left: tree, right: this.and() };
    return tree;
  }
  and() {
    let tree = this.unary();
    while (this.take("&&")) tree = { kind: "and", left: tree, right: this.unary() };
    return tree;
  }
  unary() {
    if (this.take("!")) return { kind: "not", rule: this.unary() };
    if (this.take("(")) {
      const tree = this.or();
      if (!this.take(")")) throw this.unexpected("')'");
      return tree;
    }
    return this.call();
  }
  call() {
    const token = this.tokens[this.position];
    if (token?.kind !== "name") throw this.unexpected("a matcher such as Host(`\u2026`)");
    this.position++;
    return this.toLeaf(token.value, this.arguments());
  }
  arguments() {
    if (!this.take("(")) throw this.unexpected("'('");
    const args = [];
    while (!this.take(")")) {
      const token = this.tokens[this.position];
      if (token?.kind !== "text") throw this.unexpected("a text in backticks or double quotes");
      this.position++;
      args.push(token.value);
      const dots = this.take("...");
      if (this.take(",") && !dots) continue;
      if (!this.take(")")) throw this.unexpected("',' or ')'");
      break;
    }
    return args;
  }
  take(kind) {
    if (this.tokens[this.position]?.kind !== kind) return false;
    this.position++;
    return true;
  }
  unexpected(expected) {
    const token = this.tokens[this.position];
    const given = token === void 0 || token.kind === "end" ? "the rule ends" : `'${"value" in token ? token.value : token.kind}' stands`;
    return new RuleSyntaxError(`${given} at character ${(token?.at ?? 0) + 1} where ${expected} is expected`);
  }
};
function toMatcher(text, args, protocol) {
  const name = matcherName(text, protocol);
  if (!name) {
    const known2 = Object.keys(protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS).join(", ");
    throw new RefusedError(`'${text}' is no matcher of Traefik v3; there are ${known2}`);
  }
  const matcher = { kind: "matcher", name, args };
  checkMatcher(matcher, protocol);
  return matcher;
}
function matcherName(text, protocol) {
  const names2 = Object.keys(protocol === "http" ? HTTP_MATCHERS : TCP_MATCHERS);
  return names2.find((name) => {
    const lower = name.toLowerCase();
    return [name, lower, name.toUpperCase(), lower.charAt(0).toUpperCase() + lower.slice(1)].includes(text);
  });
}
function checkMatcher({ name, args }, protocol) {
  const counts = protocol === "http" ? HTTP_MATCHERS[name] : TCP_MATCHERS[name];
  if (!counts.includes(args.length)) {
    throw new RefusedError(`${name} has ${args.length} arguments, it takes ${counts.join(" or ")}`);
  }
  if (args.includes("")) throw new RefusedError(`${name} has an empty argument`);
  const [first = "", second = ""] = args;
  switch (name) {
    case "Path":
    case "PathPrefix":
      if (!first.startsWith("/")) throw new RefusedError(`path '${first}' does not start with '/'`);
      break;
    case "Host":
    case "HostRegexp":
    case "HostSNIRegexp":
      if (/[^\0-\x7f]/.test(first)) throw new RuleSyntaxError(`${name} '${first}' has characters outside ASCII`);
      if (name !== "Host") checkRegexp(first);
      break;
    case "PathRegexp":
      checkRegexp(first);
      break;
    case "HeaderRegexp":
    case "QueryRegexp":
      if (args.length === 2) checkRegexp(second);
      break;
    case "ClientIP":
      if (!isNetwork(first)) throw new RuleSyntaxError(`ClientIP '${first}' is neither an address nor a range`);
      break;
    default:
      break;
  }
}
function checkRegexp(source) {
  try {
    Automaton.of(source);
  } catch (error) {
    if (!(error instanceof UnsupportedRegexp)) throw error;
  }
}
function isNetwork(text) {
  const [address = "", bits, ...more] = text.split("/");
  const version = (0, import_node_net3.isIP)(address);
  if (version === 0 || more.length > 0) return false;
  return bits === void 0 || /^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128);
}

// components/routing/rule/placeholder.ts
function v2Placeholder(rule) {
  for (const { name, args } of matchersOf(rule)) {
    if (!/^(Host|Path)/.test(name)) continue;
    for (const arg of args) {
      const match = /\{[A-Za-z_][A-Za-z0-9_]*(:[^}]*)?\}/.exec(arg);
      if (match) return match[0];
    }
  }
  return void 0;
}

// components/routing/rule/restrict.ts
function restrict(rule, host) {
  switch (rule.kind) {
    case "matcher":
      return answer(rule, host) ?? rule;
    case "not": {
      const inner = restrict(rule.rule, host);
      return typeof inner === "boolean" ? !inner : { kind: "not", rule: inner };
    }
    default: {
      const left = restrict(rule.left, host);
      const right = restrict(rule.right, host);
      const decides = rule.kind === "or";
      if (left === decides || right === decides) return decides;
      if (typeof left === "boolean") return right;
      return typeof right === "boolean" ? left : { kind: rule.kind, left, right };
    }
  }
}
function answer({ name, args: [text = ""] }, host) {
  if (name === "Host") return hostMatches(text, host);
  return name === "HostRegexp" ? automatonOf(text)?.matches(host) : void 0;
}

// components/routing/regexp/product.ts
var MAX_POSITIONS = 4e3;
function combinations(automata2, alphabet) {
  if (automata2.some((automaton) => automaton.hasBoundaries())) return void 0;
  const letters = representatives(automata2, alphabet);
  const results = /* @__PURE__ */ new Map();
  const seen = /* @__PURE__ */ new Set();
  const open2 = [
    { cores: automata2.map(() => /* @__PURE__ */ new Set()), found: automata2.map(() => false), text: "" }
  ];
  for (let index = 0; index < open2.length; index++) {
    if (index > MAX_POSITIONS) return void 0;
    const position = open2[index];
    const begin = position.text === "";
    const matches2 = automata2.map(
      (automaton, which) => accepted(automaton, position, which, { begin, end: true, boundary: false })
    );
    const key = matches2.map(Number).join("");
    if (!results.has(key)) results.set(key, { matches: matches2, example: position.text });
    for (const letter of letters) {
      const next = advance(automata2, position, letter, begin);
      const id = next.cores.map((core, which) => next.found[which] ? "!" : [...core].sort((a, b) => a - b).join(",")).join(";");
      if (seen.has(id)) continue;
      seen.add(id);
      open2.push(next);
    }
  }
  return [...results.values()];
}
function accepted(automaton, position, which, place) {
  if (position.found[which]) return true;
  const core = position.cores[which] ?? /* @__PURE__ */ new Set();
  return automaton.accepts(automaton.closure(/* @__PURE__ */ new Set([...core, automaton.start]), place));
}
function advance(automata2, position, letter, begin) {
  const place = { begin, end: false, boundary: false };
  const code = letter.codePointAt(0) ?? 0;
  const found3 = automata2.map((automaton, which) => accepted(automaton, position, which, place));
  const cores = automata2.map(
    (automaton, which) => found3[which] ? /* @__PURE__ */ new Set() : automaton.step(automaton.closure(/* @__PURE__ */ new Set([...position.cores[which] ?? [], automaton.start]), place), code)
  );
  return { cores, found: found3, text: position.text + letter };
}
function representatives(automata2, alphabet) {
  const sets = automata2.flatMap((automaton) => automaton.sets());
  const groups = /* @__PURE__ */ new Map();
  for (const letter of alphabet) {
    const code = letter.codePointAt(0) ?? 0;
    const signature = sets.map((set) => Number(set.some(([low, high]) => low <= code && code <= high))).join("");
    if (!groups.has(signature)) groups.set(signature, letter);
  }
  return [...groups.values()];
}

// components/routing/rule/solve.ts
var HOST_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
var PATH_ALPHABET = Array.from({ length: 94 }, (_, index) => String.fromCharCode(33 + index)).join("");
function overlaps(a, b) {
  return satisfiable({ kind: "and", left: a, right: b });
}
function escapes(inner, outer) {
  return satisfiable({ kind: "and", left: inner, right: { kind: "not", rule: outer } });
}
function satisfiable(rule) {
  const all2 = matchersOf(rule);
  const hosts = hostCombinations(all2.filter(({ name }) => name === "Host" || name === "HostRegexp"));
  const paths = pathCombinations(all2.filter(({ name }) => name.startsWith("Path")));
  const methods = methodCombinations(all2.filter(({ name }) => name === "Method"));
  let perhaps;
  for (const host of hosts) {
    for (const path of paths) {
      for (const method of methods) {
        const truth = evaluate(
          rule,
          (matcher) => host.truth(matcher) ?? path.truth(matcher) ?? method.truth(matcher) ?? "unknown"
        );
        if (truth === false) continue;
        const example = {
          ...host.example !== void 0 && { host: host.example },
          ...path.example !== void 0 && { path: path.example }
        };
        if (truth === true) return { answer: "yes", ...example };
        perhaps ??= { answer: "perhaps", ...example };
      }
    }
  }
  return perhaps ?? { answer: "no" };
}
function answers(matchers, truths, example) {
  const table = new Map(matchers.map((matcher, index) => [keyOf2(matcher), truths[index] ?? "unknown"]));
  return { truth: (matcher) => table.get(keyOf2(matcher)), ...example !== void 0 && { example } };
}
function keyOf2({ name, args }) {
  return JSON.stringify([name, ...args]);
}
function hostCombinations(matchers) {
  const distinct = unique(matchers);
  if (distinct.every(({ name, args }) => name === "Host" && !args[0]?.startsWith("*"))) return literalHosts2(distinct);
  return automatonCombinations(
    distinct,
    HOST_ALPHABET,
    ({ name, args: [text = ""] }) => name === "Host" ? Automaton.of(hostExpression(text)) : automatonOf(text)
  );
}
function literalHosts2(matchers) {
  const hosts = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toLowerCase()))];
  const cases = [...hosts, void 0].map(
    (host) => answers(
      matchers,
      matchers.map(({ args }) => host !== void 0 && hostMatches(args[0] ?? "", host)),
      host
    )
  );
  return cases;
}
function hostExpression(text) {
  if (text === "*") return "";
  const literal = text.toLowerCase().replace(/\.$/, "");
  const quoted = literal.replace(/^\*/, "").replaceAll(/[^a-z0-9_]/g, "\\$&");
  return literal.startsWith("*") ? `^[^.]*${quoted}\\.?$` : `^${quoted}\\.?$`;
}
function pathCombinations(matchers) {
  const distinct = unique(matchers);
  if (distinct.length === 0) return [answers([], [])];
  const slash = { kind: "matcher", name: "PathPrefix", args: ["/"] };
  const cases = automatonCombinations([slash, ...distinct], PATH_ALPHABET, ({ name, args: [text = ""] }) => {
    if (name === "PathRegexp") return automatonOf(text);
    return Automaton.of(`^${text.replaceAll(/[^A-Za-z0-9_\u0080-\u{10ffff}]/gu, "\\$&")}${name === "Path" ? "$" : ""}`);
  });
  return cases.filter((one) => one.truth(slash) !== false);
}
function automatonCombinations(matchers, alphabet, toAutomaton) {
  const pairs = matchers.map((matcher) => ({ matcher, automaton: toAutomaton(matcher) }));
  const readable3 = pairs.flatMap(({ matcher, automaton }) => automaton ? [{ matcher, automaton }] : []);
  const found3 = combinations(
    readable3.map(({ automaton }) => automaton),
    alphabet
  );
  const opaque = pairs.filter(({ automaton }) => !automaton || !found3).map(({ matcher }) => matcher);
  if (!found3)
    return [
      answers(
        opaque,
        opaque.map(() => "unknown")
      )
    ];
  return found3.map(
    ({ matches: matches2, example }) => answers(
      [...readable3.map(({ matcher }) => matcher), ...opaque],
      [...matches2, ...opaque.map(() => "unknown")],
      example
    )
  );
}
function methodCombinations(matchers) {
  const methods = [...new Set(matchers.map(({ args }) => (args[0] ?? "").toUpperCase())), void 0];
  return methods.map(
    (method) => answers(
      matchers,
      matchers.map(({ args }) => method !== void 0 && args[0]?.toUpperCase() === method)
    )
  );
}
function unique(matchers) {
  return [...new Map(matchers.map((matcher) => [keyOf2(matcher), matcher])).values()];
}
function mustParse(source) {
  const parsed3 = parseRule(source);
  if (!parsed3.ok) throw new Error(`rule ${source}: ${parsed3.error}`);
  return parsed3.rule;
}

// components/routing/constraints.ts
function admits(constraints, value) {
  if (constraints === "") return true;
  const condition = parsed2(constraints);
  return condition === void 0 ? "unknown" : evaluate(condition, ({ holds }) => holds(value));
}
var cache2 = /* @__PURE__ */ new Map();
function parsed2(constraints) {
  if (!cache2.has(constraints)) cache2.set(constraints, parse3(constraints));
  return cache2.get(constraints);
}
function parse3(constraints) {
  try {
    return parseTree(constraints, toCondition);
  } catch (error) {
    if (error instanceof RuleSyntaxError) return void 0;
    throw error;
  }
}
function toCondition(name, args) {
  const [label, text] = args;
  if (label === void 0 || text === void 0 || args.length > 2)
    throw new RuleSyntaxError(`${name} takes a label and a text`);
  if (name === "Label") return { kind: "matcher", holds: (value) => compare(value(label), (given) => given === text) };
  if (name === "LabelRegex")
    return { kind: "matcher", holds: (value) => compare(value(label), (given) => found(text, given)) };
  throw new RuleSyntaxError(`'${name}' is neither Label nor LabelRegex`);
}
function compare(given, test) {
  return given === void 0 ? "unknown" : test(given);
}
function found(expression, text) {
  try {
    return automatonOf(expression)?.matches(text) ?? "unknown";
  } catch (error) {
    if (error instanceof InvalidRegexp) return "unknown";
    throw error;
  }
}

// components/routing/published.ts
function isPublished(container, configuration) {
  const { labels, repeated, view } = container;
  if (repeated.length > 0) return true;
  if (labels.dropped !== void 0) return false;
  const provider = configuration?.providers[view.provider];
  if (!(labels.enable ?? provider?.exposedByDefault ?? true)) return false;
  return provider === void 0 || admits(provider.constraints, (key) => labelOf(view, key)) !== false;
}
var readable2 = perView((view) => {
  const configuration = view.static.known ? view.static.value : void 0;
  return view.containers.flatMap((container) => readContainer(container) ?? []).filter((container) => isPublished(container, configuration));
});

// components/routing/invariants/common.ts
var readContainers = perView(
  (view) => view.containers.flatMap((container) => readContainer(container) ?? [])
);
var published = perView(
  (view) => readable2(view).filter(
    ({ labels, speaksToTraefik }) => labels.dropped === void 0 && (labels.enable || view.static.known || speaksToTraefik)
  )
);
var routers = perView(
  (view) => published(view).flatMap(
    (container) => Object.entries(container.labels.routers).map(([name, router2]) => ({ container, name, router: router2 }))
  )
);
function finding(invariant, container, router2, text) {
  return { invariant, resource: container?.view.id ?? "", ...router2 !== void 0 && { router: router2 }, ...text };
}
function routerOf(container, router2) {
  return `router '${router2}' of ${describe(container.view)}`;
}
function enumerate(items, most = 5) {
  const shown = items.slice(0, most).join(", ");
  return items.length > most ? `${shown} and ${items.length - most} more` : shown;
}

// components/routing/invariants/approval.ts
var ID = "exclusion-approved";
var exclusionApproved = {
  id: ID,
  title: "In strict mode every exclusion stands in the pack's own list",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against an exclusion by whoever writes the program: in strict mode it counts only with an entry in the configuration of the pack, which others may own.",
  remediation: "Have the exclusion approved: add the container's name to 'approvedExclusions' of the policy sso-stack.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => {
    const opened = readContainers(view).filter((container) => opens(decisionOf2(container)) && !container.inGate);
    const approved = new Set(view.approvedExclusions);
    const refused = view.gate?.mode !== "strict" ? [] : opened.filter((container) => !namesOf(container).some((name) => approved.has(name)));
    const names2 = new Set(opened.flatMap(namesOf));
    return [
      ...refused.map(
        (container) => finding(ID, container, void 0, {
          what: `${describe(container.view)} opens a way past the login that the pack's configuration does not approve.`,
          why: "The gate is in strict mode: a reason in the program alone opens nothing.",
          fix: `Add '${namesOf(container).at(-1)}' to 'approvedExclusions' of the policy sso-stack, or write domain().`
        })
      ),
      ...view.approvedExclusions.filter((name) => !names2.has(name)).map((name) => ({
        ...finding(ID, void 0, void 0, {
          what: `'approvedExclusions' lists '${name}', which no container with an exclusion or an open port is.`,
          why: "An approval that covers nothing waits for somebody to use it.",
          fix: `Remove '${name}' from 'approvedExclusions'.`
        }),
        advisory: true
      }))
    ];
  }
};
function opens(decision) {
  if (!decision || decision.mode === "gate") return false;
  return decision.mode === "excluded" || decision.ports !== void 0;
}
function namesOf({ view }) {
  return [view.title, ...view.name.known ? [view.name.value] : []];
}

// components/routing/middlewares.ts
var definitionsOf = perView((view) => {
  const found3 = /* @__PURE__ */ new Map();
  for (const container of readable2(view)) {
    for (const [name, middleware] of Object.entries(container.labels.middlewares)) {
      const reference = `${name}@${container.view.provider}`;
      const definitions2 = found3.get(reference) ?? [];
      definitions2.push({ container, middleware });
      found3.set(reference, definitions2);
    }
  }
  return found3;
});
var MAX_ITEMS = 1e3;
function expand(references, definitions2) {
  const items = [];
  const follow = (reference, within) => {
    const inner = within.includes(reference) ? void 0 : chainOf(definitions2.get(reference));
    if (inner === void 0 || items.length > MAX_ITEMS || within.length > 10) items.push(reference);
    else for (const item of inner) follow(qualified(item, reference), [...within, reference]);
  };
  for (const reference of references) follow(reference, []);
  return items;
}
function chainOf(definitions2) {
  const lists = definitions2?.map(({ container, middleware }) => {
    const sure = Object.keys(middleware).length === 1 && container.repeated.length === 0;
    if (!sure || !middleware.chain) return void 0;
    const { middlewares } = middleware.chain;
    return Array.isArray(middlewares) ? middlewares : [];
  });
  const first = lists?.[0];
  return lists?.every((list2) => list2?.join() === first?.join()) ? first : void 0;
}
var OUTPOST_ADDRESS = /^https?:\/\/[^/?#@]+\/outpost\.goauthentik\.io\/auth\/traefik$/;
var loginHolds = perView((view) => {
  const { gate } = view;
  const definitions2 = definitionsOf(view).get(loginOf(view)) ?? [];
  return definitions2.every(({ container, middleware }) => {
    if (gate && !gate.here) return false;
    const address = middleware.forwardauth?.address;
    const right = gate ? address === gate.authAddress : typeof address === "string" && OUTPOST_ADDRESS.test(address);
    return right && Object.keys(middleware).length === 1 && container.repeated.length === 0;
  });
});
var loginTrusts = perView((view) => {
  const definitions2 = definitionsOf(view).get(loginOf(view)) ?? [];
  return !definitions2.every(({ middleware }) => middleware.forwardauth?.trustforwardheader === false) || !definitions2[0];
});
function loginOf(view) {
  return view.gate?.middleware ?? MIDDLEWARE;
}

// components/routing/services.ts
var servicesOf = perView((view) => {
  const byReference = /* @__PURE__ */ new Map();
  const nameless = [];
  for (const container of readable2(view)) {
    for (const [name, server2] of serversOf(container)) {
      if (name === void 0) {
        nameless.push(server2);
        continue;
      }
      const reference = `${name}@${container.view.provider}`;
      const servers = byReference.get(reference) ?? [];
      servers.push(server2);
      byReference.set(reference, servers);
    }
  }
  return { byReference, nameless };
});
function onlyStreams({ labels }) {
  const streams = labels.streamServices.length > 0 || Object.keys(labels.streamRouters).length > 0;
  const http = [labels.routers, labels.services, labels.middlewares].some((part) => Object.keys(part).length > 0);
  return streams && !http;
}
function serversOf(container) {
  const { labels, defaultName: defaultName2 } = container;
  const named = Object.entries(labels.services).map(([name, { url, middlewares = [] }]) => [
    name,
    { container, middlewares, ...url !== void 0 && { url } }
  ]);
  const own = { container, middlewares: [] };
  const http = named.length > 0 || onlyStreams(container) ? named : [[defaultName2, own]];
  const streams = ["tcp", "udp"].flatMap((protocol) => {
    const prefix = `${protocol}:`;
    const names2 = labels.streamServices.filter((name) => name.startsWith(prefix));
    if (names2.length > 0) return names2.map((name) => [name, own]);
    const routed = Object.keys(labels.streamRouters).some((name) => name.startsWith(prefix));
    return routed ? [[defaultName2 === void 0 ? void 0 : `${prefix}${defaultName2}`, own]] : [];
  });
  return [...http, ...streams];
}

// components/routing/leaf.ts
var UNKNOWN = { known: false };
function known(value) {
  return { known: true, value };
}
function valueOr(leaf, otherwise) {
  return leaf.known ? leaf.value : otherwise;
}

// components/routing/staticConfiguration.ts
var DEFAULT_RULE = "Host(`{{ normalize .Name }}`)";
function isTraefik(image, command) {
  const name = image?.replace(/@.*$/, "").replace(/:[^/:]*$/, "");
  return name?.split("/").at(-1) === "traefik" || command.some((flag) => /^--(providers\.docker|entrypoints\.)/i.test(flag));
}
function isFalse(value) {
  return value !== void 0 && ["0", "f", "false"].includes(value.toLowerCase());
}
function isTrue(value) {
  return value !== void 0 && ["1", "t", "true"].includes(value.toLowerCase());
}

// components/routing/resolve.ts
var resolve = perView(
  (view) => readable2(view).flatMap((container) => routersOf(container, view)).sort((a, b) => b.priority - a.priority)
);
var routersByContainer = perView((view) => {
  const found3 = /* @__PURE__ */ new Map();
  for (const router2 of resolve(view)) {
    const routers2 = found3.get(router2.container) ?? [];
    routers2.push(router2);
    found3.set(router2.container, routers2);
  }
  return found3;
});
function routersOf(container, view) {
  const { routers: routers2, services } = container.labels;
  const named = Object.entries(routers2);
  if (named.length === 0 && Object.keys(services).length <= 1 && !onlyStreams(container)) named.push(["", {}]);
  return named.flatMap(([name, labels]) => {
    const rule = labels.rule ?? defaultRule(container, view);
    return rule === "" ? [] : [router(container, view, name, labels, rule)];
  });
}
function router(container, view, name, labels, rule) {
  const configuration = configurationOf(view);
  const user = `${name}@${container.view.provider}`;
  const service = serviceOf(container, labels, user);
  const parsed3 = readRule(rule, labels, configuration);
  const hosts = parsed3.ok ? literalHosts(parsed3.rule) : void 0;
  const target = targetOf(container, service);
  const last = target.kind === "own" || target.kind === "url" ? container.labels.services[target.service]?.middlewares ?? [] : [];
  const own = (labels.middlewares ?? []).map((item) => qualified(item, user));
  const points = entryPointsOf(labels, configuration);
  const before = (points?.[0]?.middlewares ?? []).map((item) => qualified(item, user));
  const gated = (point) => {
    const first = (point?.middlewares ?? []).map((item) => qualified(item, user));
    if (container.repeated.length > 0 || point?.trustsEverybody && loginTrusts(view)) return false;
    return startsWithLogin([...first, ...own], view);
  };
  const served = service !== void 0 && (parsed3.ok || !parsed3.refused);
  const answering = !served ? [] : points === void 0 ? [{ entryPoint: void 0, tls: labels.tls ? true : void 0, gated: gated(void 0) }] : points.map((point) => ({ point, tls: tlsOn(point, labels, configuration) })).filter(({ point, tls }) => !point.udp && !(point.redirects && tls === false && hosts)).map(({ point, tls }) => ({ entryPoint: point.name, tls, gated: gated(point) }));
  return {
    name,
    container,
    labels,
    rule,
    parsed: parsed3,
    hosts,
    priority: labels.priority ?? Buffer.byteLength(rule),
    entryPoints: labels.entryPoints ?? points?.map((point) => point.name),
    answering,
    middlewares: [...before, ...own, ...last.map((item) => qualified(item, service ?? user))],
    gated: answering.length > 0 ? answering.every((answer2) => answer2.gated) : gated(points?.[0]),
    service,
    target
  };
}
function configurationOf(view) {
  return view.static.known ? view.static.value : void 0;
}
function startsWithLogin(middlewares, view) {
  const login = loginOf(view);
  const [first] = middlewares[0] === login ? middlewares : expand(middlewares, definitionsOf(view));
  return first === login && loginHolds(view);
}
function readRule(rule, labels, configuration) {
  const syntax = labels.ruleSyntax ?? configuration?.flags.get("core.defaultrulesyntax") ?? "v3";
  const parsed3 = parseRule(rule);
  if (syntax !== "v2") return parsed3;
  return { ok: false, error: "it is written in the rule language of Traefik v2", refused: false };
}
function defaultRule({ view: container, defaultName: defaultName2 }, view) {
  const template = configurationOf(view)?.providers[container.provider].defaultRule ?? DEFAULT_RULE;
  if (template.trim() === "") return template;
  const name = template === DEFAULT_RULE ? defaultName2 : void 0;
  return name === void 0 || name === "" ? "PathPrefix(`/`)" : `Host(\`${name}\`)`;
}
function entryPointsOf(labels, configuration) {
  const points = configuration?.entryPoints;
  if (!points || ![...points.keys()].some((name) => name !== "traefik")) return void 0;
  if (!labels.entryPoints) return [...points.values()].filter(({ isDefault }) => isDefault);
  return labels.entryPoints.flatMap((written2) => {
    const name = written2.toLowerCase();
    const point = points.get(name);
    return point ?? (name === "traefik" ? INTERNAL : []);
  });
}
var INTERNAL = {
  name: "traefik",
  isDefault: false,
  tls: false,
  middlewares: [],
  udp: false,
  redirects: false,
  trustsEverybody: false
};
function tlsOn(point, labels, configuration) {
  return Boolean(labels.tls) || (configuration?.entryPoints.get(point.name)?.tls ?? false);
}
function serviceOf(container, router2, user) {
  if (router2.service !== void 0) return qualified(router2.service, user);
  const names2 = Object.keys(container.labels.services);
  if (names2.length > 1) return void 0;
  return `${names2[0] ?? container.defaultName ?? ""}@${container.view.provider}`;
}
function targetOf(container, reference) {
  if (reference === void 0) return { kind: "none" };
  if (reference.endsWith("@internal")) return { kind: "internal", reference };
  const { provider } = container.view;
  const names2 = Object.keys(container.labels.services);
  const own = names2.length === 0 ? reference === `${container.defaultName ?? ""}@${provider}` ? "" : void 0 : names2.find((name) => `${name}@${provider}` === reference);
  if (own === void 0) return { kind: "elsewhere", reference };
  const url = container.labels.services[own]?.url;
  return url === void 0 ? { kind: "own", service: own } : { kind: "url", service: own, url };
}
function fingerprint({ container, name, rule, labels, service }) {
  const { entryPoints, middlewares, priority, ruleSyntax, tls, observability } = labels;
  const { provider } = container.view;
  const fields = [name, provider, rule, service, entryPoints, middlewares, priority, ruleSyntax, tls || void 0];
  return JSON.stringify([...fields, observability].map((field) => field ?? null));
}

// components/routing/invariants/chain.ts
var ID2 = "chain-order";
var chainOrder = {
  id: ID2,
  title: "No middleware before or after the login changes who somebody is",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "The identity that authentik states: an earlier middleware can change what authentik is asked, a later one can overwrite X-authentik-* headers or ask somebody else.",
  remediation: "Remove the header from the middleware, or the middleware from the router.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    return resolve(view).filter(({ container }) => !container.inGate).flatMap((router2) => [...earlier(router2, view, gate), ...unreadable(router2), ...later(router2, view, gate)]);
  }
};
function earlier(router2, view, gate) {
  const { container, name, labels, answering } = router2;
  const first = isGated(labels, gate.middleware, container.view.provider);
  if (!first || !view.static.known || !loginHolds(view)) return [];
  const { entryPoints } = view.static.value;
  const before = answering.flatMap((answer2) => {
    const point = answer2.gated ? void 0 : entryPoints.get(answer2.entryPoint ?? "");
    return point && point.middlewares.length > 0 ? [`'${point.middlewares.join(",")}' of entry point '${point.name}'`] : [];
  });
  if (before.length === 0) return [];
  return [
    finding(ID2, container, name, {
      what: `${routerOf(container, name)} puts the login first, and ${before.join(" and ")} runs before it.`,
      why: "What comes before the login can answer without it or change which page authentik is asked about.",
      fix: "Remove 'http.middlewares' of the entry point from Traefik's command line, or write the login first there too."
    })
  ];
}
function unreadable({ container, name, middlewares, gated }) {
  if (!gated) return [];
  const foreign = [...new Set(middlewares)].filter((reference) => !/@(docker|swarm)$/.test(reference));
  return foreign.map(
    (reference) => finding(ID2, container, name, {
      what: `${routerOf(container, name)} runs '${reference}', which cannot be read here.`,
      why: "It may overwrite the identity that authentik states, or show another service's pages; no label says that it does not.",
      fix: `Define it by labels, e.g. 'traefik.http.middlewares.${reference.replace(/@.*$/, "")}.\u2026' on this container, and write '${reference.replace(/@.*$/, "")}@${container.view.provider}'.`
    })
  );
}
function later(router2, view, gate) {
  const { container, name, gated } = router2;
  const definitions2 = definitionsOf(view);
  const own = /* @__PURE__ */ new Set([gate.middleware, gate.stripMiddleware]);
  return [...new Set(expand(router2.middlewares, definitions2))].flatMap(
    (reference) => own.has(reference) ? [] : (definitions2.get(reference) ?? []).flatMap(({ container: definer, middleware }) => {
      const problem = gated ? forgery(middleware) : pretence(middleware);
      return problem ? [forged(router2, definer, reference, problem)] : [];
    })
  );
  function forged(of, definer, reference, problem) {
    return finding(ID2, of.container, of.name, {
      what: `${routerOf(container, name)} runs '${reference}' of ${describe(definer.view)} ${gated ? "after" : "without"} the login, which ${problem}.`,
      why: "The service then believes that middleware instead of authentik.",
      fix: `Remove that from '${reference}', or '${reference}' from 'traefik.http.routers.${name}.middlewares'.`
    });
  }
}
function forgery(middleware) {
  if (middleware.forwardauth) return "asks another server, whose headers replace authentik's";
  if (middleware.plugin) return "is a plugin, of which no label says what it does";
  return written(middleware, SAYS_WHO);
}
function pretence(middleware) {
  const { authresponseheaders, authresponseheadersregex } = middleware.forwardauth ?? {};
  const passed = Array.isArray(authresponseheaders) ? authresponseheaders.find((name) => IDENTITY.test(dashed(name))) : "";
  if (passed || authresponseheadersregex) return "takes identity headers from another server";
  return written(middleware, IDENTITY);
}
var IDENTITY = /^x-authentik-/i;
var SAYS_WHO = /^(x-authentik-|x-forwarded-|forwarded$|x-real-ip$)/i;
function dashed(header) {
  return header.replaceAll(/[_.]/g, "-");
}
function written(middleware, headers) {
  for (const [option, value] of Object.entries(middleware.headers ?? {})) {
    const header = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
    if (header !== void 0 && value !== "" && headers.test(dashed(header))) return `sets the header '${header}'`;
  }
  for (const type of ["basicauth", "digestauth"]) {
    const header = middleware[type]?.headerfield;
    if (typeof header === "string" && headers.test(dashed(header)))
      return `writes its own user into the header '${header}'`;
  }
  return void 0;
}

// components/routing/exclusionScope.ts
function isLimited({ paths, sources }) {
  return paths !== void 0 || sources !== void 0;
}
function openCondition({ paths, sources }) {
  const parts = [
    ...paths ? [paths.map((path) => `PathPrefix(\`${path}\`)`)] : [],
    ...sources ? [sources.map((source) => `ClientIP(\`${source}\`)`)] : []
  ];
  return parts.length === 0 ? void 0 : parts.map((choices) => `(${choices.join(" || ")})`).join(" && ");
}
function beyondScope(rule, { paths, sources }) {
  if (sources && !isFrom(rule, sources)) return "from other addresses";
  if (!paths) return void 0;
  const allowed = mustParse(paths.map((path) => `PathPrefix(\`${path}\`)`).join(" || "));
  const found3 = escapes(rule, allowed);
  if (found3.answer === "no") return void 0;
  return found3.path === void 0 ? "on other paths" : `for instance ${found3.path}`;
}
function isFrom(rule, sources) {
  switch (rule.kind) {
    case "matcher":
      return rule.name === "ClientIP" && sources.some((source) => isInside(rule.args[0] ?? "", source));
    case "and":
      return isFrom(rule.left, sources) || isFrom(rule.right, sources);
    case "or":
      return isFrom(rule.left, sources) && isFrom(rule.right, sources);
    case "not":
      return false;
  }
}

// components/routing/invariants/cookie.ts
var cookieBoundary = {
  id: "cookie-boundary",
  title: "Services without the login are not sent its cookie",
  severity: "low",
  scope: "fleet",
  oracle: false,
  protects: "The session: browsers send the login's cookie to every host of the protected domain, those that are excluded from the login too. A service that is not trusted with it could use it elsewhere.",
  remediation: "Serve an excluded service that you do not trust under another domain.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const services = published(view).filter((container) => {
      const decision = decisionOf2(container);
      if (decision?.mode !== "excluded" || isLimited(decision)) return false;
      return Object.values(container.labels.routers).some(({ rule }) => {
        const parsed3 = parseRule(rule ?? "");
        const hosts = parsed3.ok ? literalHosts(parsed3.rule) : void 0;
        return hosts === void 0 || hosts.some((host) => isWithin(host, domains));
      });
    });
    if (services.length === 0) return [];
    const names2 = services.map(({ view: container }) => container.title).sort();
    return [
      {
        ...finding("cookie-boundary", void 0, void 0, {
          what: `${enumerate(names2)} ${names2.length === 1 ? "is" : "are"} excluded from the login and inside ${domains.join(", ")}.`,
          why: "Browsers send the login's cookie to every host of that domain, so each of them sees it and could use it for the services behind the login.",
          fix: "Leave it so for services that you trust with it; serve others under a domain of their own."
        }),
        advisory: true
      }
    ];
  }
};

// components/routing/invariants/decision.ts
var ID3 = "service-decision";
var serviceDecision = {
  id: ID3,
  title: "Every published service is behind the login or excluded with a reason",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Every service: each router that Traefik serves asks authentik first, or somebody decided otherwise and wrote down why.",
  remediation: "Declare the service through ProtectedService, or write the middleware label on every router; where a service cannot stand behind the login, use excluded({ reason }).",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => published(view).flatMap((container) => judge(container, view))
};
function judge(container, view) {
  const decision = decisionOf2(container);
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const found3 = container.access.errors.map(
    (error) => finding(ID3, container, void 0, {
      what: `${describe(container.view)} is published by Traefik without a valid access decision: ${error}`,
      why: "Without a decision nobody knows whether it was left open on purpose.",
      fix: "Declare it through ProtectedService, which defaults to the login, or write the 'sso.*' labels."
    })
  );
  if (decision?.mode === "gate" && !container.inGate) {
    found3.push(
      finding(ID3, container, void 0, {
        what: `${describe(container.view)} says 'sso.access=gate' and is no part of the gate.`,
        why: `Only what the component ${GATE_COMPONENT} makes may answer without a login by that decision.`,
        fix: "Write 'sso.access=domain' and the middleware label, or 'sso.access=excluded' with 'sso.reason'."
      })
    );
  }
  const routers2 = Object.entries(container.labels.routers);
  if (routers2.length === 0) found3.push(...withoutRouter(container, view));
  for (const [name, router2] of routers2) {
    if (router2.rule === void 0) found3.push(withoutRule(container, name));
    const refused = decision === void 0 && container.decisionLabels["sso.access"] === "excluded";
    if (isGated(router2, login, container.view.provider) || refused) continue;
    found3.push(...openRouter(container, decision, name, router2, login));
  }
  return found3;
}
function withoutRouter(container, view) {
  const { defaultRule: defaultRule2 } = view.static.known ? view.static.value.providers[container.view.provider] : {};
  if (onlyStreams(container) || defaultRule2 === "" || container.inGate) return [];
  return [
    finding(ID3, container, void 0, {
      what: `${describe(container.view)} is published by Traefik and declares no router.`,
      why: "Traefik makes one from its default rule, Host(`<container name>`), with no login in front of it.",
      fix: "Declare it through ProtectedService, write a router with rule and middlewares, or 'traefik.enable=false'."
    })
  ];
}
function withoutRule(container, name) {
  return finding(ID3, container, name, {
    what: `${routerOf(container, name)} has no rule.`,
    why: "Traefik then takes its default rule, so the router answers for a host that nobody wrote down. It may also be a typing error in the router's name: each name is a router of its own.",
    fix: `Write 'traefik.http.routers.${name}.rule', or remove the other labels of '${name}'.`
  });
}
function openRouter(container, decision, name, router2, login) {
  const { provider } = container.view;
  const place = router2.middlewares?.findIndex((item) => isReference(item, login, provider)) ?? -1;
  const label = `traefik.http.routers.${name}.middlewares`;
  switch (decision?.mode) {
    case "gate":
      return container.inGate ? [] : [open(container, name, router2, label, login, place)];
    // Whether the service really logs in through authentik takes the whole stack: see oidc-client.
    case "oidc":
      return [];
    case "excluded":
      return isLimited(decision) ? beyond(container, decision, name, router2, login) : [];
    default:
      return [open(container, name, router2, label, login, place)];
  }
}
function open(container, name, router2, label, login, place) {
  const others = (router2.middlewares ?? []).filter((_, index) => index !== place);
  const line = `${label}=${[login, ...others].join(",")}`;
  const rule = router2.rule ?? "its default rule";
  return finding(ID3, container, name, {
    what: place > 0 ? `${routerOf(container, name)} lists '${login}' after '${router2.middlewares?.slice(0, place).join(",")}'.` : `${routerOf(container, name)} is open: Traefik serves ${rule} without asking authentik.`,
    why: place > 0 ? "What comes before the login can answer without it or change which page authentik is asked about." : "Everybody who reaches Traefik reaches the service.",
    fix: `Write '${line}', or exclude the service: 'sso.access=excluded' with 'sso.reason' (excluded({ reason }) in the program).`
  });
}
function beyond(container, decision, name, router2, login) {
  const parsed3 = router2.rule === void 0 ? void 0 : parseRule(router2.rule);
  if (parsed3 && !parsed3.ok) return [];
  const more = parsed3 ? beyondScope(parsed3.rule, decision) : "on every host";
  if (more === void 0) return [];
  const { paths, sources } = decision;
  const scope = [
    ...paths ? [`the paths ${paths.join(", ")}`] : [],
    ...sources ? [`the clients ${sources.join(", ")}`] : []
  ];
  return [
    finding(ID3, container, name, {
      what: `${routerOf(container, name)} is open beyond ${scope.join(" and ")} of its exclusion, ${more}.`,
      why: "The exclusion names those only; everything else of the host was meant to stay behind the login.",
      fix: `Limit its rule with '&& ${openCondition(decision)}', or write 'traefik.http.routers.${name}.middlewares=${login}'.`
    })
  ];
}

// components/routing/invariants/dns.ts
var ID4 = "dns-record";
var dnsRecord = {
  id: ID4,
  title: "DNS records of protected hosts lead to the gate",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against the way round by name: a record of a host behind the login that leads to the service's own address never meets Traefik.",
  remediation: "Point the record at the gate, or let the gate's wildcard record cover the host.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate || gate.dnsTarget.known && gate.dnsTarget.value === "") return [];
    const proxied = view.dnsRecords.some(
      (record2) => leadsToGate(record2, gate) && record2.proxied.known && record2.proxied.value
    );
    return view.dnsRecords.filter(isAddress).flatMap((record2) => judge2(record2, gate, view, proxied));
  }
};
function judge2(record2, gate, view, proxied) {
  const report2 = (what, why, fix) => ({
    invariant: ID4,
    resource: record2.id,
    what: `DNS record '${record2.title}' ${what}.`,
    why,
    fix
  });
  const target = gate.dnsTarget.known ? gate.dnsTarget.value : "the gate's address";
  if (!record2.name.known) {
    return leadsToGate(record2, gate) ? [] : [report2("has an unknown name", "It may be a host behind the login.", "Write 'name' as plain text.")];
  }
  const host = record2.name.value.toLowerCase();
  if (!isProtected(host, gate, view)) return [];
  if (!leadsToGate(record2, gate)) {
    const where = record2.content.known ? `to '${record2.content.value}'` : "to an address that is unknown";
    return [
      report2(
        `leads '${host}', which is behind the login, ${where}`,
        "Whoever asks for that name then reaches that address without Traefik and without the login.",
        `Write content '${target}', or remove the record where the gate's wildcard covers the host.`
      )
    ];
  }
  if (!proxied || record2.proxied.known && record2.proxied.value) return [];
  return [
    {
      ...report2(
        `leads '${host}' to the gate past Cloudflare's proxy`,
        "The gate's own records hide its address behind the proxy, and this one tells it.",
        "Write proxied: true."
      ),
      advisory: true
    }
  ];
}
function isAddress({ type }) {
  return !type.known || ["A", "AAAA", "CNAME"].includes(type.value.toUpperCase());
}
function leadsToGate({ content }, { dnsTarget, authHost }) {
  if (!content.known) return false;
  const value = content.value.toLowerCase().replace(/\.$/, "");
  return value === authHost || dnsTarget.known && value === dnsTarget.value.toLowerCase();
}
function isProtected(name, gate, view) {
  const names2 = name === "@" ? gate.domains : [name, ...gate.domains.map((domain) => `${name}.${domain}`)];
  return names2.some((host) => {
    if (/[^a-z0-9_.*-]/.test(host)) return true;
    const asked = mustParse(`Host(\`${host}\`)`);
    return overlaps(asked, mustParse(`Host(\`${gate.authHost}\`)`)).answer !== "no" || resolve(view).some(({ gated, parsed: parsed3 }) => gated && parsed3.ok && overlaps(parsed3.rule, asked).answer !== "no");
  });
}

// components/routing/invariants/host.ts
var publishedPort = {
  id: "published-port",
  title: "No container publishes a port past the login without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: a published port answers on the host's address, whatever the labels say, of a container without any label too.",
  remediation: "Remove the port, bind it to 127.0.0.1, or list it in 'sso.ports' with a reason.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    if (isGates(container)) return [];
    const decision = decisionFor(container);
    if (opensEverything(decision)) return [];
    const listed = new Set(portsOf(decision));
    return container.ports.flatMap((port) => {
      if (port.known && (isLoopback(port.value.ip) || listed.has(`${port.value.internal}/${port.value.protocol}`))) {
        return [];
      }
      const name = port.known ? `${port.value.internal}/${port.value.protocol}` : "<port>";
      return [
        report("published-port", container, decision, {
          what: port.known ? `publishes its port ${name} on ${port.value.ip || "every address of the host"}` : "publishes a port of which the address or number is unknown",
          why: "Whoever reaches the host reaches it there without any login.",
          fix: `Remove it from 'ports', bind it to the host alone (ip: "127.0.0.1"), or write ${decision ? "" : "'sso.access=excluded', "}'sso.ports=${[...listed, name].join(",")}' and 'sso.reason'.`
        })
      ];
    });
  })
};
var networkMode = {
  id: "network-mode",
  title: "No container shares the host's network without a reason",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "Against the way past Traefik: in the host's network every port of a container is a port of the host.",
  remediation: "Give the container a network of its own instead of networkMode 'host' or 'container:\u2026'.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const { networkMode: mode } = container;
    if (mode.known && !/^(host|container:.*)$/.test(mode.value ?? "")) return [];
    const decision = decisionFor(container);
    if (opensEverything(decision)) return [];
    return [
      report("network-mode", container, decision, {
        what: `has network mode '${mode.known ? mode.value : "unknown"}'`,
        why: "Its ports then belong to the host, or to another container, and answer there without any login.",
        fix: "Remove 'networkMode' and join a network through 'networksAdvanced'; where that cannot be, exclude the whole container: 'sso.access=excluded' with 'sso.reason'."
      })
    ];
  })
};
function decisionFor(container) {
  const read3 = readContainer(container);
  return read3 && decisionOf2(read3);
}
function isGates(container) {
  return container.components.includes(GATE_COMPONENT);
}
function opensEverything(decision) {
  return decision?.mode === "excluded" && !isLimited(decision);
}
function portsOf(decision) {
  if (!decision || decision.mode === "gate") return [];
  return (decision.ports ?? []).flatMap((port) => portOf(port) ?? []);
}
function isLoopback(ip) {
  return /^127\.|^::1$/.test(ip);
}
function report(invariant, container, decision, { what, why, fix }) {
  const standing = !decision ? "has no valid access decision" : decision.mode === "excluded" ? "is excluded for some paths or clients only" : "is behind the login";
  return { invariant, resource: container.id, what: `${describe(container)} ${standing} and ${what}.`, why, fix };
}

// components/routing/invariants/exclusion.ts
var ID5 = "exclusion-current";
var exclusionCurrent = {
  id: ID5,
  title: "No exclusion has expired or lost its object",
  severity: "high",
  scope: "container",
  alsoFleet: true,
  oracle: true,
  protects: "Against exclusions that outlive their reason, or that open more than their range of addresses says.",
  remediation: "Put the service behind the login, or decide anew: reason, owner, last day, paths, ports.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => [
    ...published(view).flatMap((container) => {
      const decision = decisionOf2(container);
      if (decision?.mode !== "excluded") return [];
      const ended = term(container, decision, view.today);
      if (ended) return [ended];
      return [...coverage(container, decision, view), ...proxies(container, decision, view)];
    }),
    ...readContainers(view).flatMap(unpublishedPorts)
  ]
};
var NOTICE_DAYS = 14;
function term(container, { until, reason, owner }, today) {
  if (until === void 0) return void 0;
  const who = owner === void 0 ? "" : ` Its owner is ${owner}.`;
  if (until < today) {
    return finding(ID5, container, void 0, {
      what: `the exclusion of ${describe(container.view)} ended on ${until}.`,
      why: `It was granted until then for this reason: ${reason}.${who}`,
      fix: "Put the service behind the login (domain()), or write a later 'until' if the reason still holds."
    });
  }
  if ((Date.parse(until) - Date.parse(today)) / 864e5 > NOTICE_DAYS) return void 0;
  return {
    ...finding(ID5, container, void 0, {
      what: `the exclusion of ${describe(container.view)} ends on ${until}.`,
      why: `From the day after, it is a violation. Its reason is: ${reason}.${who}`,
      fix: "Decide in time: domain(), or a later 'until'."
    }),
    advisory: true
  };
}
function coverage(container, decision, view) {
  const login = view.gate?.middleware ?? MIDDLEWARE;
  const routers2 = Object.values(container.labels.routers);
  const open2 = routers2.filter((router2) => !isGated(router2, login, container.view.provider));
  const why = "An exclusion that covers nothing hides that the service is protected, and waits for a mistake.";
  if (routers2.length > 0 && open2.length === 0) {
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} opens nothing: every router of it asks for the login.`,
        why,
        fix: "Write domain() instead of excluded(), or remove the 'sso.*' labels of the exclusion."
      })
    ];
  }
  const rules = open2.map(({ rule }) => parseRule(rule ?? "PathPrefix(`/`)"));
  return (decision.paths ?? []).flatMap((path) => {
    const wanted = mustParse(`PathPrefix(\`${path}\`)`);
    if (rules.some((rule) => !rule.ok || overlaps(rule.rule, wanted).answer !== "no")) return [];
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} names the path '${path}', which no open router serves.`,
        why,
        fix: `Remove '${path}' from 'sso.paths', or add it to the rule of the open router.`
      })
    ];
  });
}
function proxies(container, { sources }, view) {
  if (!sources || !view.static.known) return [];
  const trusted = [...view.static.value.flags].flatMap(
    ([flag, value]) => /^entrypoints\.[^.]+\.(forwardedheaders|proxyprotocol)\.trustedips$/.test(flag) ? value.split(",") : []
  );
  return sources.flatMap((source) => {
    const proxy = trusted.map((range) => range.trim()).find((range) => isShared(range, source));
    if (proxy === void 0) return [];
    return [
      finding(ID5, container, void 0, {
        what: `the exclusion of ${describe(container.view)} holds for ${source}, in which the proxy ${proxy} is.`,
        why: "Traefik's ClientIP() compares the peer of the connection: everybody who comes through that proxy would be let in.",
        fix: `Narrow 'sso.sources' to ranges without ${proxy}.`
      })
    ];
  });
}
function unpublishedPorts(container) {
  const decision = decisionOf2(container);
  const { ports } = container.view;
  if (!decision || decision.mode === "gate" || ports.some(({ known: known2 }) => !known2)) return [];
  const there = new Set(
    ports.flatMap(
      (port) => port.known && !isLoopback(port.value.ip) ? [`${port.value.internal}/${port.value.protocol}`] : []
    )
  );
  const idle = (decision.ports ?? []).filter((port) => !there.has(portOf(port) ?? ""));
  return idle.map(
    (port) => finding(ID5, container, void 0, {
      what: `${describe(container.view)} lists the port '${port}' in 'sso.ports' and does not publish it.`,
      why: "A port that is allowed and not there waits for a mistake.",
      fix: `Remove '${port}' from 'sso.ports', or publish it.`
    })
  );
}

// components/routing/oidc.ts
var provenHosts = perView(
  ({ oidcClients }) => new Set(oidcClients.filter(({ bound }) => bound).flatMap(({ redirectUris }) => strictHosts(redirectUris)))
);
function strictHosts(uris) {
  if (uris.some(({ known: known2 }) => !known2)) return [];
  return uris.flatMap(
    (uri) => uri.known && uri.value.mode === "strict" && URL.canParse(uri.value.url) ? [new URL(uri.value.url).hostname] : []
  );
}

// components/routing/invariants/gate.ts
var gateKnown = {
  id: "gate-known",
  title: "The gate of the services is known",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects: "The check itself: without the gate nothing can be said about its domain, its middleware and its outpost router.",
  remediation: "Declare an SsoGate in this stack, or give the pack its contract: the output 'sso' of the stack that has it.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (view.gate) return [];
    const services = published(view).filter(({ labels }) => Object.keys(labels.routers).length > 0);
    if (services.length === 0) return [];
    return [
      finding("gate-known", void 0, void 0, {
        what: `${services.length} containers are published by Traefik (${enumerate(services.map(({ view: container }) => container.title))}), and no gate is known.`,
        why: "Neither its domain nor its outpost router can be checked.",
        fix: "Create an SsoGate in this stack, or write the gate stack's output 'sso' as 'contract' into the pack's configuration."
      })
    ];
  }
};
var oidcClient = {
  id: "oidc-client",
  title: "A service that logs in by itself has a client in authentik",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Against 'oidc' as another word for open: it counts only where authentik has a client that leads back to this very host.",
  remediation: "Create the client with a strict redirect URI on the service's host and bind its application to a group.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => published(view).flatMap((container) => {
    if (decisionOf2(container)?.mode !== "oidc") return [];
    const hosts = Object.values(container.labels.routers).flatMap(({ rule }) => {
      const parsed3 = parseRule(rule ?? "");
      return parsed3.ok ? literalHosts(parsed3.rule) ?? [""] : [""];
    });
    const proven = provenHosts(view);
    const open2 = [...new Set(hosts.filter((host) => !proven.has(host)))];
    if (open2.length === 0) return [];
    return [
      finding("oidc-client", container, void 0, {
        what: `${describe(container.view)} says 'sso.access=oidc', and authentik has no bound client with a strict redirect URI on ${enumerate(open2.map((host) => host || "its host (which is no literal Host())"))}.`,
        why: "Nothing shows that it asks for a login, so it counts as open.",
        fix: "Create a ProviderOauth2 with that redirect URI (matchingMode strict), an application and a binding; until then use domain()."
      })
    ];
  })
};

// components/routing/invariants/hosts.ts
var hostBoundary = {
  id: "host-boundary",
  title: "Every host behind the login is inside a protected domain",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "The boundary that authentik's domain mode relies on: its cookie is valid for the domain, and it looks a host up by the end of its name.",
  remediation: "Serve the service under a protected domain, or add its domain to the gate.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => {
    const domains = view.gate?.domains;
    if (!domains) return [];
    const inside = mustParse(
      domains.map((domain) => `HostRegexp(\`(^|\\.)${domain.replaceAll(".", "\\.")}\\.?$\`)`).join(" || ")
    );
    return resolve(view).flatMap((router2) => {
      if (!router2.gated || router2.container.inGate || !router2.parsed.ok) return [];
      const outside = hostsOutside(router2.parsed.rule, domains, inside);
      if (outside.length === 0) return [];
      return [
        finding("host-boundary", router2.container, router2.name, {
          what: `${routerOf(router2.container, router2.name)} asks for the login on ${enumerate(outside)}, outside of ${domains.join(", ")}.`,
          why: "The login's cookie is not valid there: users are sent round in circles, and authentik may take the host for another.",
          fix: `Serve it under ${domains.map((domain) => `'*.${domain}'`).join(" or ")}, or give the gate that domain too.`
        })
      ];
    });
  }
};
function hostsOutside(rule, domains, inside) {
  const hosts = literalHosts(rule);
  if (hosts) return hosts.filter((host) => !isWithin(host, domains));
  const found3 = escapes(rule, inside);
  if (found3.answer === "no") return [];
  return [found3.host ? `hosts such as '${found3.host}'` : "other hosts"];
}
var hostOwner = {
  id: "host-owner",
  title: "No open router of another container can answer for a protected host",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Protected hosts against a longer, broader or equal rule elsewhere: the longer rule wins, equal ones win at random, and a broad one answers whenever the protected router is disabled.",
  remediation: "Give each host to one container, and open routers literal hosts of their own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => hostFindings(view)
};
function hostFindings(view) {
  const table = resolve(view);
  const open2 = table.filter((router2) => !router2.gated && !isGates2(router2));
  const gated = table.filter((router2) => router2.gated);
  const narrow = gated.filter((router2) => !router2.hosts && !isWildcard(router2, view.gate?.domains ?? []));
  const owners = /* @__PURE__ */ new Map();
  for (const router2 of gated) {
    for (const host of router2.hosts ?? []) {
      const routers2 = owners.get(host) ?? [];
      routers2.push(router2);
      owners.set(host, routers2);
    }
  }
  return open2.flatMap((router2) => {
    if (!router2.parsed.ok) return [];
    const { rule } = router2.parsed;
    const meets = overlapsWith(rule);
    const rivals = router2.hosts ? [...router2.hosts.flatMap((host) => owners.get(host) ?? []), ...narrow] : gated;
    const taken = rivals.filter((other) => !isOwn2(router2, other, view) && meets(other));
    if (taken.length === 0) return [];
    const names2 = [...new Set(taken.map((other) => describe(other.container.view)))];
    return [
      finding("host-owner", router2.container, router2.name, {
        what: `${routerOf(router2.container, router2.name)} is open and can answer for ${enumerate(names2)}: its rule is ${router2.rule}.`,
        why: "Traefik takes the longer rule or the larger priority; of equal ones, either; and this one alone while the protected router is disabled or its container unhealthy.",
        fix: "Give it a host of its own with Host(), or put it behind the login as well."
      })
    ];
  });
}
function isWildcard({ parsed: parsed3 }, domains) {
  return parsed3.ok && domains.some((domain) => restrict(parsed3.rule, `any-other-name.${domain}`) !== false);
}
function overlapsWith(rule) {
  const answers2 = /* @__PURE__ */ new Map();
  const meetsAt = (host, other) => {
    const [mine, theirs] = [restrict(rule, host), restrict(other, host)];
    if (mine === false || theirs === false) return false;
    if (mine === true && theirs === true) return true;
    const key = JSON.stringify([mine, theirs]);
    const found3 = answers2.get(key) ?? satisfiable(both(mine, theirs)).answer !== "no";
    answers2.set(key, found3);
    return found3;
  };
  return ({ parsed: parsed3, hosts }) => {
    if (!parsed3.ok) return false;
    if (!hosts) return overlaps(rule, parsed3.rule).answer !== "no";
    return hosts.some((host) => meetsAt(host, parsed3.rule) || meetsAt(`${host}.`, parsed3.rule));
  };
}
function both(left, right) {
  if (left === true) return right;
  return typeof right === "boolean" ? left : { kind: "and", left, right };
}
function isOwn2(router2, other, view) {
  if (other.container === router2.container) return true;
  const same = (routersByContainer(view).get(router2.container) ?? []).filter(({ name }) => name === other.name);
  return same.some((twin) => fingerprint(twin) === fingerprint(other));
}
function isGates2({ container }) {
  return container.inGate && decisionOf2(container)?.mode === "gate";
}

// components/routing/identityHeaders.ts
var IDENTITY_HEADERS = [
  "X-authentik-username",
  "X-authentik-groups",
  "X-authentik-entitlements",
  "X-authentik-email",
  "X-authentik-name",
  "X-authentik-uid",
  "X-authentik-jwt",
  "X-authentik-meta-jwks",
  "X-authentik-meta-outpost",
  "X-authentik-meta-provider",
  "X-authentik-meta-app",
  "X-authentik-meta-version"
];

// components/routing/invariants/identity.ts
var identityHeaders = {
  id: "identity-headers",
  title: "Routers without the login strip identity headers",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "Services that trust X-authentik-* headers: behind the login authentik replaces them, on an open router the client's own would arrive.",
  remediation: "Use the gate's strip middleware on every router that has no login, as ProtectedService does.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    if (isGated(router2, view.gate?.middleware ?? MIDDLEWARE, container.view.provider)) return [];
    const mode = decisionOf2(container)?.mode;
    if (mode !== "excluded" && mode !== "oidc") return [];
    const strip = view.gate?.stripMiddleware ?? STRIP_MIDDLEWARE;
    const { provider } = container.view;
    const strips = (item) => isReference(item, strip, provider) || stripsItself(container, item);
    if (router2.middlewares?.some(strips)) return [];
    return [
      finding("identity-headers", container, name, {
        what: `${routerOf(container, name)} has no login and passes a client's own X-authentik-* headers on.`,
        why: "A service that trusts them lets anybody in as anybody.",
        fix: `Write 'traefik.http.routers.${name}.middlewares=${[strip, ...router2.middlewares ?? []].join(",")}'.`
      })
    ];
  })
};
function keptHeaders(middleware) {
  const headers = middleware.headers ?? {};
  const removed = new Set(
    Object.entries(headers).flatMap(([option, value]) => {
      const name = /^customrequestheaders\.(.+)$/i.exec(option)?.[1];
      return name !== void 0 && value === "" ? [name.toLowerCase()] : [];
    })
  );
  return IDENTITY_HEADERS.filter((header) => !removed.has(header.toLowerCase()));
}
function stripsItself(container, reference) {
  const { provider } = container.view;
  return Object.entries(container.labels.middlewares).some(
    ([name, middleware]) => isReference(reference, `${name}@${provider}`, provider) && keptHeaders(middleware).length === 0
  );
}

// components/routing/invariants/labels.ts
var labelKnown = {
  id: "label-known",
  title: "Labels that decide exposure are known before anything is created",
  severity: "critical",
  scope: "container",
  oracle: false,
  protects: "The check itself: a label that is only known after creation cannot be judged before it.",
  remediation: "Build label keys, rules and middleware lists from plain strings and stack configuration, never from outputs of resources.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const report2 = (what, fix) => ({
      invariant: "label-known",
      resource: container.id,
      what: `${describe(container)}: ${what}`,
      why: "What is unknown at a preview cannot be judged, and so counts as exposed.",
      fix
    });
    if (!container.labels.known) {
      return [report2("its labels are unknown.", "Write the list of labels in the program, from plain values.")];
    }
    const found3 = [];
    for (const { key, value } of container.labels.value) {
      if (!key.known) {
        found3.push(report2("a label has an unknown key.", "Write label keys as plain strings."));
      } else if (!value.known && isJudged(key.value)) {
        found3.push(
          report2(
            `label '${key.value}' has an unknown value.`,
            "Write it as a plain string; a host or name that another resource makes belongs into the stack's configuration."
          )
        );
      }
    }
    return found3;
  })
};
var labelReading = {
  id: "label-reading",
  title: "Traefik reads every label the way it is written",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Against labels that look like protection and are none: keys that differ only in case, a middleware list in indexed form, an empty list, a typing error that drops the whole container.",
  remediation: "Write each key once, in lower case, and lists as one label with commas.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => readContainers(view).flatMap((container) => {
    const texts = container.labels.problems.map(({ message }) => message);
    texts.push(...container.repeated.map((key) => `label '${key}' is given twice with different values. Keep one.`));
    return texts.map(
      (text) => finding("label-reading", container, void 0, {
        what: `${describe(container.view)}: ${text}`,
        why: "Traefik says nothing of it, or only in its log, and serves something else than the labels seem to say.",
        fix: "Correct the label."
      })
    );
  })
};
var forbiddenOption = {
  id: "forbidden-option",
  title: "No label changes what belongs to the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "The default certificate, the access log and the rule language: each can be changed for the whole host from the labels of any one container.",
  remediation: "Remove the label; certificates and logging are configured on Traefik itself.",
  frameworks: FRAMEWORKS.logging,
  check: (view) => readContainers(view).flatMap((container) => {
    const { labels } = container;
    const report2 = (router2, label, why) => finding("forbidden-option", container, router2, {
      what: `${describe(container.view)} sets '${label}'.`,
      why,
      fix: "Remove the label."
    });
    const found3 = labels.tlsStores.map(
      (key) => report2(
        void 0,
        key,
        "It replaces the certificate that Traefik shows for every host that has none of its own."
      )
    );
    if (labels.allowNonRunning) {
      found3.push(report2(void 0, "traefik.docker.allownonrunning", "It keeps the routers of a stopped container."));
    }
    for (const [name, router2] of Object.entries(labels.routers)) {
      if (router2.ruleSyntax !== void 0) {
        const why = "It revives a deprecated rule language, in which the same text means something else.";
        found3.push(report2(name, `traefik.http.routers.${name}.rulesyntax`, why));
      }
      for (const [option, on] of Object.entries(router2.observability ?? {})) {
        const why = "It hides the router's requests: nobody can see afterwards who came in.";
        if (!on) found3.push(report2(name, `traefik.http.routers.${name}.observability.${option}=false`, why));
      }
    }
    return found3;
  })
};

// components/routing/invariants/middleware.ts
var ID6 = "middleware-definition";
var middlewareDefinition = {
  id: ID6,
  title: "The gate's middlewares are defined once, and completely",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "The meaning of 'authentik@docker': any address that always answers 200 lets everybody in, two different definitions delete each other, and a header that is not listed passes from the client to the service.",
  remediation: "Let SsoGate define the middlewares; define nothing of the same name anywhere else.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.gate ? [...loginFindings(view, view.gate), ...stripFindings(view, view.gate)] : []
};
function definitions(view, reference) {
  return definitionsOf(view).get(reference) ?? [];
}
function loginFindings(view, gate) {
  const reference = gate.middleware;
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  const found3 = definitions(view, reference);
  if (!gate.here) return foreignFindings(reference, found3);
  if (found3.length === 0) {
    if (used.length === 0) return [];
    return [
      finding(ID6, void 0, void 0, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables a router whose middleware is missing: 404, or an open router with a broader rule.",
        fix: fixText(gate)
      })
    ];
  }
  return [
    ...found3.length > 1 ? [manyFinding(reference, found3)] : [],
    ...found3.flatMap((definition) => loginProblems(definition, gate))
  ];
}
function foreignFindings(reference, found3) {
  return found3.map(
    ({ container }) => finding(ID6, container, void 0, {
      what: `${describe(container.view)} defines the middleware '${reference}', which the stack of the gate defines already.`,
      why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
      fix: "Remove the definition."
    })
  );
}
function manyFinding(reference, found3) {
  return finding(ID6, found3[1]?.container, void 0, {
    what: `the middleware '${reference}' is defined on ${found3.length} containers: ${enumerate(found3.map(({ container }) => container.view.title))}.`,
    why: "Two different definitions delete each other, and whoever may define it anew may point it elsewhere.",
    fix: "Keep the definition that SsoGate writes and remove the others."
  });
}
function loginProblems({ container, middleware }, gate) {
  const report2 = (what, why) => finding(ID6, container, void 0, {
    what: `${describe(container.view)}: middleware '${gate.middleware}' ${what}`,
    why,
    fix: fixText(gate)
  });
  const types = Object.keys(middleware);
  const options = middleware.forwardauth;
  if (types.length !== 1 || !options) {
    return [report2(`is of type ${types.join(", ")}, not forwardauth.`, "Only forwardAuth asks authentik.")];
  }
  const found3 = [];
  if (options.address !== gate.authAddress) {
    found3.push(
      report2(
        `asks '${String(options.address ?? "")}' instead of '${gate.authAddress}'.`,
        "Any address that answers 200 lets everybody in, and one that leads through Traefik asks itself for ever."
      )
    );
  }
  const kept = IDENTITY_HEADERS.filter((header) => !isReplaced(header, options));
  if (kept.length > 0) {
    found3.push(
      report2(
        `does not replace ${enumerate(kept, 12)}.`,
        "A header that is not listed passes from the client to the service unchanged."
      )
    );
  }
  if (options.trustforwardheader === void 0) {
    found3.push(
      report2(
        "does not say 'trustforwardheader'.",
        "The default is about to change; it decides whose host and path authentik judges."
      )
    );
  }
  if (typeof options.maxresponsebodysize !== "number" || options.maxresponsebodysize <= 0) {
    found3.push(report2("sets no 'maxresponsebodysize'.", "An answer of any size is then kept in Traefik's memory."));
  }
  return found3;
}
function isReplaced(header, options) {
  const listed = options.authresponseheaders;
  if (Array.isArray(listed) && listed.some((name) => name.toLowerCase() === header.toLowerCase())) return true;
  const expression = options.authresponseheadersregex;
  return typeof expression === "string" && found2(expression, canonical(header));
}
function found2(expression, text) {
  try {
    return expression !== "" && Automaton.of(expression).matches(text);
  } catch (error) {
    if (error instanceof InvalidRegexp || error instanceof UnsupportedRegexp) return false;
    throw error;
  }
}
function canonical(header) {
  return header.toLowerCase().replaceAll(/(^|-)[a-z]/g, (start) => start.toUpperCase());
}
function stripFindings(view, gate) {
  const reference = gate.stripMiddleware;
  const found3 = definitions(view, reference);
  const used = resolve(view).filter(({ middlewares }) => middlewares.includes(reference));
  if (!gate.here) return foreignFindings(reference, found3);
  const fix = "Let SsoGate define it: a headers middleware with an empty customrequestheaders entry for each X-authentik-* header.";
  if (found3.length === 0 && used.length > 0) {
    return [
      finding(ID6, void 0, void 0, {
        what: `no container defines the middleware '${reference}' that ${used.length} routers ask for.`,
        why: "Traefik disables those routers.",
        fix
      })
    ];
  }
  return [
    ...found3.length > 1 ? [manyFinding(reference, found3)] : [],
    ...found3.flatMap(({ container, middleware }) => {
      const kept = keptHeaders(middleware);
      if (kept.length === 0) return [];
      const what = `${describe(container.view)}: middleware '${reference}' lets ${enumerate(kept, 12)} through.`;
      return [
        finding(ID6, container, void 0, {
          what,
          why: "On a router without the login a client could say who it is.",
          fix
        })
      ];
    })
  ];
}
function fixText(gate) {
  const prefix = `traefik.http.middlewares.${gate.middleware.replace(/@.*$/, "")}.forwardauth`;
  return [
    "Let SsoGate define it, or write on Traefik's own container:",
    `  ${prefix}.address=${gate.authAddress}`,
    `  ${prefix}.authresponseheaders=${IDENTITY_HEADERS.join(",")}`,
    `  ${prefix}.maxresponsebodysize=1048576`,
    `  ${prefix}.trustforwardheader=true`
  ].join("\n");
}

// components/routing/gateParts.ts
function imageName(container) {
  const image = valueOr(container.image, "");
  return (image.replace(/@.*$/, "").split("/").at(-1) ?? "").replace(/:.*$/, "");
}
var names = /* @__PURE__ */ new WeakMap();
function namesOf2(gate) {
  let found3 = names.get(gate);
  if (!found3) {
    const { prefix } = gate;
    found3 = /* @__PURE__ */ new Map([
      [gate.serverName, "server"],
      [`${prefix}-authentik-worker`, "worker"],
      [`${prefix}-postgres`, "postgres"],
      [`${prefix}-redis`, "redis"],
      [`${prefix}-socket-proxy`, "socket-proxy"],
      [`${prefix}-traefik`, "traefik"]
    ]);
    names.set(gate, found3);
  }
  return found3;
}
function gatePart(container, gate) {
  const part = container.name.known ? namesOf2(gate).get(container.name.value) : void 0;
  if (part || !container.components.includes(GATE_COMPONENT)) return part;
  if (container.components.includes(SOCKET_PROXY_COMPONENT)) return "socket-proxy";
  if (isTraefik(valueOr(container.image, void 0), valueOr(container.command, []))) return "traefik";
  const image = imageName(container);
  if (/^postgres/.test(image)) return "postgres";
  if (/^(redis|valkey)/.test(image)) return "redis";
  const [command] = valueOr(container.command, []);
  return command === "server" || command === "worker" ? command : void 0;
}

// components/routing/invariants/network.ts
var undecidedContainer = {
  id: "undecided-container",
  title: "Every container on the services' network carries a decision",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Against the way round inside: on one network every app reaches every other directly, without Traefik and without the login, so what stands there has to be meant to.",
  remediation: "Give databases and helpers of an app a network of their own, shared with that app alone.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const judged = new Set(published(view));
    return view.containers.flatMap((container) => {
      const read3 = readContainer(container);
      if (container.components.includes(GATE_COMPONENT)) return [];
      if (read3 ? decisionOf2(read3) || judged.has(read3) : container.labels.known) return [];
      const networks = networksOf(container);
      const joins = networks.find(
        (network) => !network.known || !gate.network.known || network.value === gate.network.value
      );
      if (!joins) return [];
      const error = read3 ? read3.access.errors[0] : "none of its labels is known.";
      return [
        {
          invariant: "undecided-container",
          resource: container.id,
          what: joins.known ? `${describe(container)} is on the services' network '${joins.value}' without a valid access decision: ${error}` : `${describe(container)} has no access decision and joins a network of which the name is unknown.`,
          why: "Every app on that network reaches it directly, without Traefik and without the login, and it reaches every app.",
          fix: joins.known ? "Give it a network of its own that it shares with its app alone, or write down the decision: the labels 'sso.access' and, for an exclusion, 'sso.reason'." : "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack."
        }
      ];
    });
  }
};
var ID7 = "database-network";
var databaseNetwork = {
  id: ID7,
  title: "authentik's database, Redis and the socket proxy are alone with what needs them",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Users, sessions and keys: whoever writes to authentik's database is any user, whoever empties Redis lifts the limit of logins, and the socket proxy shows every container's environment.",
  remediation: "Keep the networks that SsoGate makes for them, and let nothing else join or publish a port.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const { gate } = view;
    if (!gate) return [];
    const networks = privateNetworks(view, gate);
    return view.containers.flatMap((container) => {
      const part = gatePart(container, gate);
      return [...ownPorts(container, part), ...strangers(container, part, networks)];
    });
  }
};
var NEEDS = {
  postgres: ["postgres", "server", "worker"],
  redis: ["redis", "traefik"],
  "socket-proxy": ["socket-proxy", "traefik"]
};
var HOLDS = { postgres: "authentik's database", redis: "Redis", "socket-proxy": "the socket proxy" };
function isPrivate(part) {
  return part !== void 0 && part in NEEDS;
}
function privateNetworks(view, gate) {
  const of = (name, part) => ({ name, holds: HOLDS[part], parts: NEEDS[part] });
  const named = [
    of(`${gate.prefix}-database`, "postgres"),
    of(`${gate.prefix}-ratelimit`, "redis"),
    of(`${gate.prefix}-socket`, "socket-proxy")
  ];
  const joined = view.containers.flatMap((container) => {
    const part = gatePart(container, gate);
    return isPrivate(part) ? networksOf(container).flatMap((name) => name.known ? [of(name.value, part)] : []) : [];
  });
  return [...new Map([...named, ...joined].map((network) => [`${network.name} ${network.holds}`, network])).values()];
}
function ownPorts(container, part) {
  if (!isPrivate(part)) return [];
  return container.ports.filter((port) => !port.known || !isLoopback(port.value.ip)).map((port) => ({
    invariant: ID7,
    resource: container.id,
    what: `${describe(container)} is ${HOLDS[part]} and publishes ${port.known ? `its port ${port.value.internal}` : "an unknown port"}.`,
    why: "Whoever reaches the host reaches it there.",
    fix: "Remove it from 'ports'."
  }));
}
function networksOf({ networks, networkMode: networkMode2 }) {
  const mode = networkMode2.known ? networkMode2.value : void 0;
  return mode === void 0 || /^(|bridge|default|none|host|container:.*)$/.test(mode) ? networks : [...networks, known(mode)];
}
function strangers(container, part, networks) {
  return networksOf(container).flatMap((joined) => {
    const refuse = (what, fix) => ({
      invariant: ID7,
      resource: container.id,
      what: `${describe(container)} ${what}.`,
      why: "Nothing on that network asks who somebody is.",
      fix
    });
    if (!joined.known) {
      const inside = container.components.includes(GATE_COMPONENT);
      return inside && !isPrivate(part) ? [] : [
        refuse(
          "joins a network of which the name is unknown",
          "Write the network's name as plain text, or give it by the 'name' of a docker.Network of this stack."
        )
      ];
    }
    return networks.filter(({ name, parts }) => name === joined.value && !(part && parts.includes(part))).map(
      ({ name, holds, parts }) => refuse(`is on the network '${name}' of ${holds}`, `Take it off: only ${parts.join(", ")} belong there.`)
    );
  });
}

// components/routing/outpostRule.ts
var OUTPOST_PATH_PREFIX = "/outpost.goauthentik.io/";
var OUTPOST_PRIORITY = 1e9;
var DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
function outpostRule(domains) {
  if (domains.length === 0)
    throw new RoutingError("The outpost rule needs at least one protected domain; none was given.");
  for (const domain of domains) {
    if (!DOMAIN.test(domain)) {
      throw new RoutingError(
        `'${domain}' is no domain name. Write it in lower case, without '*.' and port, e.g. 'example.com'.`
      );
    }
  }
  const hosts = domains.map((domain) => `HostRegexp(\`^([a-z0-9-]+\\.)*${domain.replaceAll(".", "\\.")}\\.?$\`)`);
  const host = hosts.length === 1 ? hosts[0] : `(${hosts.join(" || ")})`;
  return `${host} && PathPrefix(\`${OUTPOST_PATH_PREFIX}\`)`;
}

// components/routing/invariants/priority.ts
var MAX_SERVICE_PRIORITY = 1e5;
var priorityRange = {
  id: "priority-range",
  title: "No service takes precedence over the gate",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "The gate's own routers: a larger priority takes the outpost's path, or the login host, away from authentik.",
  remediation: `Leave priorities away, or keep them at most ${MAX_SERVICE_PRIORITY}.`,
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(
    ({ container, name, router: router2 }) => container.inGate || (router2.priority ?? 0) <= MAX_SERVICE_PRIORITY || router2.rule?.includes("outpost.goauthentik.io") ? [] : [
      finding("priority-range", container, name, {
        what: `${routerOf(container, name)} has priority ${router2.priority}.`,
        why: "It could take requests from the gate's own routers.",
        fix: `Remove 'traefik.http.routers.${name}.priority', or write at most ${MAX_SERVICE_PRIORITY}.`
      })
    ]
  )
};

// components/routing/invariants/outpost.ts
var ID8 = "outpost-router";
var STORY = "It looks like a leftover and is the most important router of the setup: every service's own router claims its whole host, the path of authentik's outpost included. Without it the login's start, its sign-out and its health check are answered by the service instead of authentik, and the callback of a service with a provider of its own ends in a 400, 'mismatched session ID'.";
var outpostRouter = {
  id: ID8,
  title: `${OUTPOST_PATH_PREFIX} of every protected host reaches authentik`,
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: `The login itself. ${STORY}`,
  remediation: "Keep SsoGate's OutpostRouter, or write its labels on the container of authentik's server.",
  frameworks: FRAMEWORKS.authentication,
  // In a stack of services only, the router is the other stack's, and judged there.
  check: (view) => view.gate?.here && hasServices(view) ? judge3(view, view.gate) : []
};
function hasServices(view) {
  return resolve(view).length > 0;
}
function judge3(view, gate) {
  const table = resolve(view);
  const candidates = table.filter(
    ({ rule, labels }) => labels.rule !== void 0 && rule.includes("outpost.goauthentik.io")
  );
  const hosts = requiredHosts(table, gate);
  const judged = candidates.map((router2) => ({ router: router2, faults: faults(router2, table, view, gate) }));
  const isCovered = (host) => judged.some(({ router: router2, faults: wrong }) => wrong.length === 0 && covers(router2, host));
  const uncovered = hosts.flatMap((host) => [host, `${host}.`].filter((form) => !isCovered(form)).slice(0, 1));
  if (uncovered.length === 0) return [];
  const fix = fixText2(gate);
  if (candidates.length === 0) {
    return [
      finding(ID8, server(table, gate)?.container, void 0, {
        what: `no router sends ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)} to authentik: the outpost router is missing.`,
        why: STORY,
        fix
      })
    ];
  }
  const faulty = judged.flatMap(
    ({ router: router2, faults: wrong }) => wrong.map(
      (fault) => finding(ID8, router2.container, router2.name, {
        what: `${routerOf(router2.container, router2.name)} ${fault}`,
        why: STORY,
        fix
      })
    )
  );
  if (faulty.length > 0) return faulty;
  return candidates.slice(0, 1).map(
    ({ container, name, rule }) => finding(ID8, container, name, {
      what: `${routerOf(container, name)} does not match ${OUTPOST_PATH_PREFIX} of ${enumerate(uncovered)}; its rule is ${rule}.`,
      why: STORY,
      fix: uncovered.every((host) => host.includes("_")) ? "Rename the host: an underscore is no character of a host name." : fix
    })
  );
}
function requiredHosts(table, gate) {
  const named = table.flatMap(({ parsed: parsed3 }) => parsed3.ok ? literalHosts(parsed3.rule) ?? [] : []);
  const samples = gate.domains.map((domain) => `any-other-name.${domain}`);
  const hosts = named.filter((host) => isWithin(host, gate.domains) && /^[a-z0-9._-]+$/.test(host));
  return [.../* @__PURE__ */ new Set([gate.authHost, ...hosts.sort(), ...samples])];
}
function covers(router2, host) {
  const request = { host, path: `${OUTPOST_PATH_PREFIX}start`, query: {} };
  return router2.parsed.ok && matches(router2.parsed.rule, request) === true;
}
function faults(router2, table, view, gate) {
  const found3 = [];
  if (!router2.parsed.ok) return [`has a rule that Traefik cannot read, and so is disabled: ${router2.parsed.error}.`];
  const placeholder = v2Placeholder(router2.parsed.rule);
  if (placeholder) {
    return [
      `has a rule of Traefik v2: '${placeholder}' is plain text to Traefik v3, which reports the router as enabled and never matches it.`
    ];
  }
  if (router2.labels.ruleSyntax !== void 0) found3.push("depends on 'rulesyntax', which Traefik is about to remove.");
  const definitions2 = definitionsOf(view);
  const chain = expand(router2.middlewares, definitions2);
  const missing = chain.filter((item) => item !== gate.middleware && !definitions2.has(item));
  if (missing.length > 0) {
    found3.push(
      `asks for ${enumerate(missing.map((item) => `'${item}'`))}, which nothing here defines: Traefik disables a router for a middleware that is missing.`
    );
  }
  if (chain.includes(gate.middleware)) {
    found3.push(
      `has the login '${gate.middleware}' in front of itself: it is the way to the login, and would redirect for ever.`
    );
  }
  if (!leadsToServer(router2, table, gate)) {
    found3.push(
      `does not lead to authentik: its service is '${router2.labels.service ?? "not given"}', and it has to be one of '${gate.serverName}'.`
    );
  }
  if (router2.entryPoints && !router2.entryPoints.includes(gate.entryPoint)) {
    found3.push(`is not on entry point '${gate.entryPoint}', where the services are.`);
  }
  const configuration = view.static.known ? view.static.value : void 0;
  if (!router2.labels.tls && configuration?.entryPoints.get(gate.entryPoint)?.tls !== true) {
    found3.push("has no TLS: it answers plain HTTP only, and the services are on HTTPS.");
  }
  found3.push(...priorityFaults(router2, table, gate));
  return found3;
}
function priorityFaults(router2, table, gate) {
  if ((router2.labels.priority ?? 0) <= MAX_SERVICE_PRIORITY) {
    return [
      `has ${router2.labels.priority === void 0 ? "no priority, so the length of its rule counts" : `priority ${router2.labels.priority}`}: a service with a longer rule or a larger priority takes the path back.`
    ];
  }
  const region = mustParse(outpostRule(gate.domains));
  const rivals = table.filter(
    (other) => other !== router2 && other.priority >= router2.priority && !(leadsToServer(other, table, gate) && !other.gated) && (!other.parsed.ok || overlaps(other.parsed.rule, region).answer !== "no")
  );
  return rivals.map(
    ({ name, container, priority }) => `loses the path to router '${name}' of ${describe(container.view)}, which has priority ${priority} (this one has ${router2.priority}).`
  );
}
function leadsToServer(router2, table, gate) {
  const { target } = router2;
  if (target.kind === "own") return isServer(router2, gate);
  if (target.kind !== "elsewhere") return false;
  const owner = server(table, gate)?.container;
  return Object.keys(owner?.labels.services ?? {}).some(
    (name) => `${name}@${owner?.view.provider}` === target.reference
  );
}
function server(table, gate) {
  return table.find((router2) => isServer(router2, gate));
}
function isServer({ container }, gate) {
  return container.view.name.known && container.view.name.value === gate.serverName;
}
function fixText2(gate) {
  const router2 = "traefik.http.routers.authentik-outpost";
  return [
    `Keep SsoGate's OutpostRouter, or write on the container '${gate.serverName}':`,
    `  ${router2}.rule=${outpostRule(gate.domains)}`,
    `  ${router2}.entrypoints=${gate.entryPoint}`,
    `  ${router2}.priority=${OUTPOST_PRIORITY}`,
    `  ${router2}.tls=true`,
    `  ${router2}.service=authentik`,
    `and no middleware of the login.`
  ].join("\n");
}

// components/routing/invariants/owner.ts
var serviceOwner = {
  id: "service-owner",
  title: "A service name belongs to one container",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "Against merged services: Traefik joins services of one name into one pool, so one container's router serves the other's pages.",
  remediation: "Give each service a name of its own.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...joinedServices(view), ...sharedRouterNames(view)]
};
function joinedServices(view) {
  return [...servicesOf(view).byReference].flatMap(([reference, servers]) => {
    if (servers.length < 2) return [];
    const containers = [...new Set(servers.map(({ container }) => container))];
    if (containers.length < 2 || areReplicas(containers, view)) return [];
    const names2 = containers.map(({ view: container }) => describe(container));
    return [
      finding("service-owner", void 0, void 0, {
        what: `service '${reference.replace(/@.*$/, "").replace(":", " ")}' is defined by ${enumerate(names2)}.`,
        why: "Traefik joins them into one pool: the router of either serves both, with its own middlewares only.",
        fix: "Rename all but one. Replicas of one service have the same routers, each behind the login."
      })
    ];
  });
}
function areReplicas(containers, view) {
  const [first, ...others] = containers.map(
    (container) => routersByContainer(view).get(container)?.map(fingerprint).sort().join("\n") ?? ""
  );
  const gated = containers.every(
    (container) => (routersByContainer(view).get(container) ?? []).every((router2) => router2.gated)
  );
  return gated && first !== "" && others.every((other) => other === first);
}
function sharedRouterNames(view) {
  const owners = /* @__PURE__ */ new Map();
  for (const router2 of resolve(view)) {
    const name = `${router2.name || router2.container.defaultName}@${router2.container.view.provider}`;
    const routers2 = owners.get(name) ?? [];
    routers2.push(router2);
    owners.set(name, routers2);
  }
  return [...owners.values()].flatMap((routers2) => {
    if (routers2.length < 2 || new Set(routers2.map(fingerprint)).size < 2) return [];
    const [first] = routers2;
    const names2 = routers2.map(({ container }) => describe(container.view));
    return [
      finding("service-owner", first?.container, first?.name, {
        what: `router '${first?.name || first?.container.defaultName}' is defined differently by ${enumerate(names2)}.`,
        why: "Traefik drops all of them, and serves the one that is left as soon as the other containers stop.",
        fix: "Rename all but one."
      })
    ];
  });
}

// components/routing/invariants/provider.ts
var providerSettings = {
  id: "provider-settings",
  title: "Every proxy provider judges what Traefik asks about, for the gate's own domain",
  severity: "critical",
  scope: "authentik",
  alsoFleet: true,
  oracle: false,
  protects: "The login behind the login: in mode 'proxy' authentik answers Traefik's question with pages instead of a verdict, and a cookie for another domain opens other services, or none.",
  remediation: "Use SsoGate for the domain and application({ groups }) for a service of its own.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.proxyProviders.flatMap((provider) => settings(provider, view.gate))
};
function settings(provider, gate) {
  const { mode, externalHost, cookieDomain } = provider;
  const report2 = (what, why, fix) => ({
    invariant: "provider-settings",
    resource: provider.id,
    what: `provider '${provider.title}' ${what}.`,
    why,
    fix
  });
  const unknown = (name) => report2(
    `has an unknown ${name}`,
    "What is unknown at a preview cannot be judged.",
    `Write '${name}' as plain text.`
  );
  if (!mode.known) return [unknown("mode")];
  if (mode.value !== "forward_domain" && mode.value !== "forward_single") {
    const why = "Behind Traefik's forwardAuth authentik gives a verdict in the forward modes only; as a proxy it would serve the service itself, past Traefik.";
    return [report2(`has mode '${mode.value}'`, why, "Write mode 'forward_domain' or 'forward_single'.")];
  }
  const found3 = [];
  const host = externalHost.known ? urlOf(externalHost.value) : void 0;
  if (!externalHost.known) found3.push(unknown("externalHost"));
  else if (host?.protocol !== "https:") {
    const why = "The login's cookie is only kept from eavesdroppers, and the callback only found, on an https URL.";
    found3.push(report2(`has the external host '${externalHost.value}'`, why, "Write an https URL."));
  }
  if (mode.value === "forward_single") return found3;
  if (gate && host && host.hostname !== gate.authHost) {
    const why = "In domain mode the callback comes back to that host, and only the login's own host leads to authentik.";
    found3.push(report2(`comes back to '${host.hostname}'`, why, `Write externalHost 'https://${gate.authHost}'.`));
  }
  if (!cookieDomain.known) return [...found3, unknown("cookieDomain")];
  const allowed = gate?.domains.map((domain) => `.${domain}`);
  if (!/^\.[^.]/.test(cookieDomain.value) || allowed && !allowed.includes(cookieDomain.value)) {
    const why = "The cookie opens everything below that domain, and without the leading dot authentik sends people back to foreign domains that end the same.";
    const examples = allowed ?? [`.${cookieDomain.value.replace(/^\.+/, "") || "example.com"}`];
    const fix = `Write cookieDomain ${examples.map((domain) => `'${domain}'`).join(" or ")}.`;
    found3.push(report2(`has the cookie domain '${cookieDomain.value}'`, why, fix));
  }
  return found3;
}
function urlOf(text) {
  return URL.canParse(text) ? new URL(text) : void 0;
}
var applicationBinding = {
  id: "application-binding",
  title: "Every application in authentik is bound to somebody",
  severity: "critical",
  scope: "fleet",
  oracle: false,
  protects: "Groups: an application without a binding lets everybody in who has an account.",
  remediation: "Bind the application to a group with a PolicyBinding.",
  frameworks: FRAMEWORKS.accessControl,
  check: (view) => view.applications.filter(({ bindings }) => bindings === 0).map(({ id, title }) => ({
    invariant: "application-binding",
    resource: id,
    what: `application '${title}' has no binding that is switched on.`,
    why: "authentik then lets in everybody who has an account.",
    fix: "Add a PolicyBinding whose 'target' is the application's 'uuid', with a group."
  }))
};
var redirectUri = {
  id: "redirect-uri",
  title: "Every OIDC client names its redirect URIs strictly, on https",
  severity: "high",
  scope: "authentik",
  oracle: false,
  protects: "Codes and tokens of a login: they go to the redirect URI, so an expression that matches more than it seems hands them to somebody else.",
  remediation: "Write each redirect URI in full, with matching mode 'strict' and https.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.oidcClients.flatMap(redirects)
};
function redirects({ id, title, redirectUris }) {
  const report2 = (what, why, fix) => ({
    invariant: "redirect-uri",
    resource: id,
    what: `OIDC client '${title}' ${what}.`,
    why,
    fix
  });
  if (redirectUris.length === 0) {
    const why = "authentik then keeps the first one that anybody uses.";
    return [report2("names no redirect URI", why, "Write 'allowedRedirectUris' with the service's callback.")];
  }
  return redirectUris.flatMap((uri) => {
    if (!uri.known) {
      const why2 = "What is unknown at a preview cannot be judged.";
      return [report2("has an unknown redirect URI", why2, "Write matching mode and URL as plain text.")];
    }
    const problem = looseness(uri.value);
    if (!problem) return [];
    const why = "Whoever gets a browser to another matching address gets the login's code.";
    return [
      report2(
        `allows the redirect URI '${uri.value.url}', ${problem}`,
        why,
        "Write it in full: matchingMode 'strict', https."
      )
    ];
  });
}
function looseness({ mode, url }) {
  if (mode !== "strict") return `with matching mode '${mode}'`;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1]?.toLowerCase();
  if (scheme === void 0) return "which is no full URL";
  return scheme === "https" || scheme.includes(".") ? void 0 : `which is ${scheme}`;
}
var outpostProvider = {
  id: "outpost-provider",
  title: "Every proxy provider is served by an outpost",
  severity: "high",
  scope: "fleet",
  oracle: false,
  protects: "Groups of a service: while its own provider is on no outpost, the domain's provider answers for its host, and lets in every user of the domain.",
  remediation: "Attach the provider with an OutpostProviderAttachment.",
  frameworks: FRAMEWORKS.authentication,
  check: (view) => view.proxyProviders.filter(({ attached }) => !attached).map(({ id, title }) => ({
    invariant: "outpost-provider",
    resource: id,
    what: `provider '${title}' is attached to no outpost.`,
    why: "The domain's provider then answers for its host, which knows nothing of its groups; the domain's own answers nobody.",
    fix: "Add an OutpostProviderAttachment whose 'protocolProvider' is this provider's id."
  }))
};

// components/routing/invariants/reach.ts
var serviceReach = {
  id: "service-reach",
  title: "Routers lead to their own container",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Protected services against another container's open router: a service can be named from anywhere, and a URL in a label leads to any address.",
  remediation: "Name only services of the same container; for something that is no container use ExternalService.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    const { provider } = container.view;
    const own = Object.keys(container.labels.services);
    const service = router2.service ?? (own.length === 1 ? own[0] : void 0);
    const report2 = (what, why, fix) => [
      finding("service-reach", container, name, { what: `${routerOf(container, name)} ${what}`, why, fix })
    ];
    if (service === void 0) return [];
    const reference = qualified(service, `${name}@${provider}`);
    if (reference.endsWith("@internal")) {
      if (isGated(router2, view.gate?.middleware ?? MIDDLEWARE, provider)) return [];
      return report2(
        `opens Traefik's own service '${service}'.`,
        "It shows, and with rest@internal changes, everything that Traefik serves.",
        `Write 'traefik.http.routers.${name}.middlewares=${view.gate?.middleware ?? MIDDLEWARE}'.`
      );
    }
    const base = own.find((candidate) => `${candidate}@${provider}` === reference);
    if (base === void 0) {
      if (own.length === 0 && reference === `${container.defaultName ?? ""}@${provider}`) return [];
      const [plain] = service.split("@");
      return report2(
        `leads to service '${service}', which this container does not define.`,
        "Another container's service can be reached so without that container's middlewares.",
        `Define 'traefik.http.services.${plain}.loadbalancer.server.port' on this container, or remove the router.`
      );
    }
    const url = container.labels.services[base]?.url;
    if (url === void 0 || container.inExternalService) return [];
    return report2(
      `leads to '${url}'.`,
      "A URL in a label leads to any address that Traefik reaches, other services and the host itself included.",
      "Declare it through ExternalService, which says so in the program."
    );
  })
};
var streamRouter = {
  id: "stream-router",
  title: "No TCP or UDP router goes past the login",
  severity: "critical",
  scope: "container",
  oracle: true,
  protects: "Every service on the entry point: TCP and UDP routers run no HTTP middleware, and one for HostSNI(`*`) takes all traffic of the entry point.",
  remediation: "Publish HTTP through HTTP routers; give other protocols a port of their own past Traefik.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => readContainers(view).flatMap((container) => {
    const names2 = Object.keys(container.labels.streamRouters);
    if (names2.length === 0 || container.labels.enable === false) return [];
    return names2.map(
      (name) => finding("stream-router", container, name, {
        what: `${describe(container.view)} has a ${name.replace(":", " router '").toUpperCase().slice(0, 3)} router '${name.slice(4)}'.`,
        why: "No login can stand in front of it, and it can take the traffic of other hosts on the same entry point.",
        fix: `Remove the 'traefik.${name.slice(0, 3)}.*' labels.`
      })
    );
  })
};
var explicitEntryPoint = {
  id: "explicit-entry-point",
  title: "Every router names its entry points",
  severity: "medium",
  scope: "container",
  oracle: true,
  protects: "Against a plain-HTTP twin: a router without entry points is attached to all of them.",
  remediation: "Write entrypoints=websecure on each router.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(
    ({ container, name, router: router2 }) => router2.entryPoints?.length ? [] : [
      finding("explicit-entry-point", container, name, {
        what: `${routerOf(container, name)} names no entry point.`,
        why: "Traefik attaches it to all of them, plain HTTP included.",
        fix: `Write 'traefik.http.routers.${name}.entrypoints=${view.gate?.entryPoint ?? "websecure"}'.`
      })
    ]
  )
};
var gateEntryPoint = {
  id: "gate-entry-point",
  title: "Services are served on the gate's HTTPS entry point only",
  severity: "high",
  scope: "fleet",
  oracle: true,
  protects: "Sessions: on another entry point the outpost's path, TLS and the trusted proxies may be others.",
  remediation: "Put routers on the gate's entry point.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    const wanted = view.gate?.entryPoint;
    if (wanted === void 0) return [];
    return resolve(view).flatMap(({ container, name, labels, answering }) => {
      const others = labels.entryPoints?.filter((point) => point !== wanted) ?? [];
      if (others.length > 0) {
        return [
          finding("gate-entry-point", container, name, {
            what: `${routerOf(container, name)} is on entry point ${enumerate(others)}; the gate's is '${wanted}'.`,
            why: "There the service may be served without TLS, and the login's paths are missing.",
            fix: `Write 'traefik.http.routers.${name}.entrypoints=${wanted}'.`
          })
        ];
      }
      if (labels.rule?.includes("outpost.goauthentik.io")) return [];
      const plain = answering.some(({ entryPoint, tls }) => entryPoint === wanted.toLowerCase() && tls === false);
      if (!plain) return [];
      return [
        finding("gate-entry-point", container, name, {
          what: `${routerOf(container, name)} has no TLS, on an entry point that gives none to it.`,
          why: `On '${wanted}' it answers plain HTTP only: the session's cookie and everything else is readable on the way.`,
          fix: `Write 'traefik.http.routers.${name}.tls=true', or '--entrypoints.${wanted}.http.tls=true' on Traefik's command line.`
        })
      ];
    });
  }
};

// components/routing/invariants/rules.ts
var ruleLanguage = {
  id: "rule-language",
  title: "Rules are valid in Traefik v3 and match no more than they say",
  severity: "high",
  scope: "container",
  oracle: true,
  protects: "Against rules that Traefik accepts and that never match (v2 placeholders), that it refuses (the next broad rule then answers), and that match foreign hosts (unanchored expressions).",
  remediation: "Write literal hosts with Host(), and expressions anchored and with escaped dots.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => routers(view).flatMap(({ container, name, router: router2 }) => {
    if (router2.rule === void 0 || router2.ruleSyntax !== void 0) return [];
    const report2 = (problem, why, fix) => finding("rule-language", container, name, { what: `${routerOf(container, name)}: ${problem}`, why, fix });
    const parsed3 = parseRule(router2.rule);
    if (!parsed3.ok) {
      return [
        report2(
          `rule ${router2.rule} cannot be read: ${parsed3.error}.`,
          "Traefik disables the router, and whatever broader rule there is answers instead.",
          "Correct the rule."
        )
      ];
    }
    const placeholder = v2Placeholder(parsed3.rule);
    if (placeholder) {
      return [
        report2(
          `rule ${router2.rule} uses the placeholder '${placeholder}' of Traefik v2.`,
          "Traefik v3 takes it as plain text, reports the router as enabled, logs nothing, and never matches it.",
          "Write an anchored expression, e.g. HostRegexp(`^[a-z0-9-]+\\.example\\.com$`)."
        )
      ];
    }
    return hostExpressions(parsed3.rule).flatMap((expression) => {
      const problem = looseness2(expression);
      return problem ? [
        report2(
          `HostRegexp(\`${expression}\`) ${problem}.`,
          "Traefik v3 looks for the expression anywhere in the host, and an unescaped dot is any character.",
          "Write '^' before, '$' after and '\\.' for each dot, or literal hosts with Host()."
        )
      ] : [];
    });
  })
};
function hostExpressions(rule) {
  return matchersOf(rule).flatMap(({ name, args }) => name === "HostRegexp" ? args : []);
}
function looseness2(expression) {
  if (!/^(\(\?[a-z]+\))?(\^|\\A)/.test(expression)) return "has no '^' at its beginning";
  if (!/(?<!\\)(\$|\\z)$/.test(expression)) return "has no '$' at its end";
  if (hasTopLevelChoice(expression))
    return "has an alternative outside of parentheses, to which '^' or '$' does not apply";
  const bare = expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "");
  if (/\.(?![*+?{])/.test(bare)) return "has a dot that is not escaped";
  return void 0;
}
function hasTopLevelChoice(expression) {
  let depth = 0;
  for (const character of expression.replaceAll(/\\./g, "").replaceAll(/\[[^\]]*\]/g, "")) {
    if (character === "(") depth++;
    else if (character === ")") depth--;
    else if (character === "|" && depth === 0) return true;
  }
  return false;
}

// components/routing/invariants/socket.ts
var dockerSocket = {
  id: "docker-socket",
  title: "Nobody who can be reached holds the raw Docker socket",
  severity: "high",
  scope: "container",
  oracle: false,
  protects: "The host: the Docker socket is root, mounted read-only or not. Traefik is what the internet talks to, and a service that every user may open hands root to each of them.",
  remediation: "Give Traefik the read-only socket proxy, as SsoGate does; limit a service that needs the socket to a group with application({ groups }).",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => view.containers.flatMap((container) => {
    const mounts = container.mounts.filter((mount2) => !mount2.known || holdsSocket(mount2.value));
    const mount = mounts.find(({ known: known2 }) => known2) ?? mounts[0];
    if (!mount || container.components.includes(SOCKET_PROXY_COMPONENT)) return [];
    const traefik = isTraefik(valueOr(container.image, void 0), valueOr(container.command, []));
    if (!traefik && !isReachable(container, view)) return [];
    const what = mount.known ? `'${mount.value.source}'` : "something of which the source is unknown";
    return [
      {
        invariant: "docker-socket",
        resource: container.id,
        what: traefik ? `${describe(container)} runs Traefik and mounts ${what}.` : `${describe(container)} can be reached by more than one group and mounts ${what}.`,
        why: traefik ? "Whoever breaks into Traefik is root on the host." : "The Docker socket is root on the host, for everybody who may use the service.",
        fix: mount.known ? traefik ? "Use SsoGate's socket proxy, and '--providers.docker.endpoint=tcp://<proxy>:2375'." : "Limit it with application({ groups: [\u2026] }), give it a read-only socket proxy, or do not publish it." : "Write the mount's source as plain text, or give a volume by 'volumeName'."
      }
    ];
  })
};
function holdsSocket({ source }) {
  const path = source.replace(/\/+$/, "") || (source.startsWith("/") ? "/" : "");
  return /\/(docker|podman|containerd)\.sock$/.test(path) || /^(\/|(\/var)?\/run|\/var|\/run\/(podman|containerd))$/.test(path);
}
function isReachable(container, view) {
  const read3 = readContainer(container);
  if (!read3) return true;
  if (decisionOf2(read3)?.mode === "application") return false;
  const opensPort = container.ports.some((port) => !port.known || !isLoopback(port.value.ip));
  return opensPort || published(view).includes(read3);
}

// components/routing/invariants/staticProblem.ts
function flagFix(flag) {
  return `Write '--${flag}' on Traefik's command line.`;
}

// components/routing/invariants/staticEntryPoints.ts
function entryPointProblems({ flags }, point) {
  if (point.udp) return [];
  const { name } = point;
  const prefix = `entrypoints.${name}`;
  const found3 = [];
  const add = (what, why, flag) => found3.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  for (const source of ["forwardedheaders", "proxyprotocol"]) {
    const why = "A client then chooses the host and path that authentik judges, and its own address.";
    if (isTrue(flags.get(`${prefix}.${source}.insecure`))) {
      add(`believes the ${source} of everybody.`, why, `${prefix}.${source}.insecure=false`);
    }
    const trusted = (flags.get(`${prefix}.${source}.trustedips`) ?? "").split(",").map((range) => range.trim());
    if (trusted.some((range) => range.endsWith("/0"))) {
      const what = `believes the ${source} of every address (${trusted.join(", ")}).`;
      add(what, why, `${prefix}.${source}.trustedips=<addresses of your proxy>`);
    }
  }
  if (!["delete", "reject"].includes(flags.get(`${prefix}.http.aliasheadersstrategy`) ?? "")) {
    const why = "X_authentik_username reaches a service as X-authentik-username does, and nothing replaces it.";
    add("keeps aliases of headers.", why, `${prefix}.http.aliasheadersstrategy=delete`);
  }
  if (isFalse(flags.get(`${prefix}.http.sanitizepath`))) {
    const why = "A path can then end somewhere else than where it was judged.";
    add("does not resolve dots in paths.", why, `${prefix}.http.sanitizepath=true`);
  }
  for (const character of ["slash", "percent"]) {
    const flag = `${prefix}.http.encodedcharacters.allowencoded${character}`;
    if (isFalse(flags.get(flag))) continue;
    add(
      `lets an encoded ${character} through.`,
      "Traefik and the service can read such a path differently.",
      `${flag}=false`
    );
  }
  if (isFalse(flags.get(`${prefix}.observability.accesslogs`))) {
    const why = "Low: nobody can see afterwards who came in there.";
    add("is left out of the access log.", why, `${prefix}.observability.accesslogs=true`);
  }
  found3.push(...plainProblems(flags, point));
  return found3;
}
function plainProblems(flags, { name, tls }) {
  const redirect = `entrypoints.${name}.http.redirections.entrypoint`;
  const found3 = [];
  const add = (what, why, flag) => found3.push({ what: `entry point '${name}' ${what}`, why, fix: flagFix(flag) });
  if (!tls && name !== "traefik" && flags.get(`${redirect}.to`) === void 0) {
    add("serves plain HTTP.", "A router that lands on it is served without TLS.", `${redirect}.to=websecure`);
  }
  if (flags.get(`${redirect}.priority`) !== void 0) {
    const why = "Routers with a larger one are served over plain HTTP.";
    add("has a redirect with a priority of its own.", why, `${redirect}.to=websecure (and no priority)`);
  }
  if (isTrue(flags.get(`entrypoints.${name}.allowacmebypass`))) {
    const why = "Routers are served over plain HTTP under /.well-known/acme-challenge/.";
    add("lets a path past its redirect.", why, `entrypoints.${name}.allowacmebypass=false`);
  }
  return found3;
}

// components/routing/invariants/static.ts
var staticConfiguration = {
  id: "static-configuration",
  title: "Traefik's own configuration leaves no way round the login",
  severity: "critical",
  scope: "fleet",
  oracle: true,
  protects: "Against what no label shows: containers published by default, an open API, plain HTTP, forwarded headers that any client may send.",
  remediation: "Let SsoGate run Traefik, or give an adopted one the flags that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => {
    if (!view.gate || readContainers(view).length === 0) return [];
    return staticProblems(view, view.gate).map(
      ({ what, why, fix }) => finding("static-configuration", void 0, void 0, { what, why, fix })
    );
  }
};
function staticProblems(view, gate) {
  if (!view.static.known) {
    return [
      {
        what: "Traefik's static configuration is unknown.",
        why: "Its defaults publish every container on every entry point.",
        fix: "Write plain flags as the command of Traefik's container, with no configuration file; for a Traefik of another stack or host, as 'adoptTraefik.staticConfiguration' of SsoGate."
      }
    ];
  }
  const configuration = view.static.value;
  return [
    ...labelProviders(configuration).flatMap((name) => providerProblems(configuration, name, gate)),
    ...otherProviders(configuration),
    ...globalProblems(configuration),
    ...[...configuration.entryPoints.values()].flatMap((point) => entryPointProblems(configuration, point))
  ];
}
function labelProviders({ flags }) {
  const used = ["docker", "swarm"].filter(
    (name) => [...flags.keys()].some((flag) => flag === `providers.${name}` || flag.startsWith(`providers.${name}.`))
  );
  return used.length > 0 ? used : ["docker"];
}
function providerProblems(configuration, name, gate) {
  const { exposedByDefault, defaultRule: defaultRule2, constraints } = configuration.providers[name];
  const found3 = [];
  if (exposedByDefault) {
    found3.push({
      what: "Traefik publishes containers that do not ask for it.",
      why: "A container without a single label is then served to everybody.",
      fix: flagFix(`providers.${name}.exposedbydefault=false`)
    });
  }
  if (defaultRule2 !== "") {
    found3.push({
      what: "Traefik gives containers without a rule a default one.",
      why: "Such a router has no login in front of it.",
      fix: flagFix(`providers.${name}.defaultrule=`)
    });
  }
  if (constraints === "" && gate.here) {
    found3.push({
      what: "Traefik reads the labels of every container, those that an image brings along included.",
      why: "Medium: no program shows the labels of an image, so an image can publish itself; and another gate's containers on the same Docker Engine are taken for its own.",
      fix: flagFix(`providers.${name}.constraints=Label(\`sso.gate\`,\`${gate.prefix}\`)`)
    });
  }
  return found3;
}
function otherProviders({ flags }) {
  const names2 = [...flags].flatMap(([flag, value]) => {
    const name = /^providers\.([a-z]+)(\.|$)/.exec(flag)?.[1];
    return name === void 0 || flag === `providers.${name}` && isFalse(value) ? [] : [name];
  });
  return [...new Set(names2)].filter((name) => !["docker", "swarm", "file", "providersthrottleduration", "precedence"].includes(name)).map((name) => ({
    what: `Traefik also takes routers from the provider '${name}'.`,
    why: "Nothing here can read them: any of them may lead to a service without the login.",
    fix: `Remove '--providers.${name}' and everything below it from Traefik's command line, and use labels.`
  }));
}
function globalProblems({ flags, entryPoints }) {
  const found3 = [];
  if (isTrue(flags.get("api.insecure"))) {
    found3.push({
      what: "Traefik serves its API on a port of its own.",
      why: "It shows everything that Traefik serves, without a login.",
      fix: flagFix("api.insecure=false")
    });
  }
  const metrics = flags.get("metrics.prometheus.entrypoint")?.toLowerCase();
  if (metrics !== void 0 && metrics !== "traefik" && entryPoints.has(metrics)) {
    found3.push({
      what: `Traefik serves its metrics on entry point '${metrics}'.`,
      why: "They name every router and service, without a login.",
      fix: "Remove '--metrics.prometheus.entrypoint', and keep the port of entry point 'traefik' unpublished."
    });
  }
  if ([...flags.keys()].some((flag) => /^experimental\.(local)?plugins\./.test(flag))) {
    found3.push({
      what: "Traefik runs plugins.",
      why: "A plugin is a program of somebody else's between the client and the login, and no label says what it does.",
      fix: "Remove '--experimental.plugins' and '--experimental.localplugins' from Traefik's command line."
    });
  }
  if (flags.get("core.defaultrulesyntax") === "v2") {
    found3.push({
      what: "Traefik reads rules in the language of its version 2.",
      why: "The same text means something else there, so no rule can be judged.",
      fix: "Remove '--core.defaultrulesyntax' from Traefik's command line."
    });
  }
  return [...found3, ...loggingProblems(flags)];
}
function loggingProblems(flags) {
  const on = [...flags].some(
    ([flag, value]) => flag === "accesslog" ? !isFalse(value) : flag.startsWith("accesslog.")
  );
  if (!on) {
    return [
      {
        what: "Traefik writes no access log.",
        why: "Low: nobody can see afterwards who asked for what.",
        fix: flagFix("accesslog=true")
      }
    ];
  }
  const filters = [...flags.keys()].filter((flag) => flag.startsWith("accesslog.filters."));
  return filters.map((flag) => ({
    what: `Traefik leaves requests out of its access log ('--${flag}').`,
    why: "Low: what it leaves out cannot be seen afterwards.",
    fix: `Remove '--${flag}' from Traefik's command line.`
  }));
}

// components/routing/versionFloors.ts
var VERSION_FLOORS = [
  {
    product: "authentik",
    line: "2026.5.0",
    version: "2026.5.7",
    advisory: "CVE-2026-25748, GHSA-m9h4-7j9c-55x9",
    because: "a malformed session cookie passes the forward-auth check, and provider secrets can be read"
  },
  {
    product: "authentik",
    line: "2026.8.0",
    version: "2026.8.2",
    advisory: "GHSA-m9h4-7j9c-55x9",
    because: "provider secrets can be read with the permission to view"
  },
  {
    product: "traefik",
    line: "3.7.0",
    version: "3.7.15",
    advisory: "GHSA-rf44-j88r-hh8c, GHSA-v67p-phpq-fc8x",
    because: "a client can smuggle identity headers under another spelling"
  }
];
var BUILT_HERE = "authentik-sso.testbed/";
function versionOfImage(image) {
  if (image.startsWith(BUILT_HERE)) return "built-here";
  const tag = /:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];
  return tag === void 0 ? void 0 : releaseOf(tag);
}
function releaseOf(text) {
  const match = /^v?(\d+\.\d+\.\d+)(?:-([a-z][a-z0-9.-]*))?$/.exec(text);
  return match && !/^(rc|beta|alpha|ea|next|dev)/.test(match[2] ?? "") ? match[1] : void 0;
}
function floorAbove(product, version) {
  const floors = VERSION_FLOORS.filter((floor2) => floor2.product === product);
  const floor = floors.filter(({ line }) => compare2(line, version) <= 0).at(-1) ?? floors[0];
  return floor && compare2(version, floor.version) < 0 ? floor : void 0;
}
function compare2(a, b) {
  const [left, right] = [a, b].map((version) => version.split(".").map(Number));
  for (const [index, part] of (left ?? []).entries()) {
    const difference = part - (right?.[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

// components/routing/invariants/version.ts
var ID9 = "version-floor";
var versionFloor = {
  id: ID9,
  title: "authentik and Traefik are no older than their last known way past the login",
  severity: "critical",
  scope: "container",
  alsoFleet: true,
  oracle: false,
  protects: "Against published ways past the login: every one of them is closed by a newer release, and only by that.",
  remediation: "Pin a full release at or above the floor that the message names.",
  frameworks: FRAMEWORKS.configuration,
  check: (view) => [...view.containers.flatMap(ofContainer), ...ofTraefikElsewhere(view)]
};
function ofContainer(container) {
  const product = productOf(container);
  if (!product) return [];
  const where = `${describe(container)} runs ${NAMES[product]}`;
  if (!container.image.known) {
    return [{ invariant: ID9, resource: container.id, ...unreadable2(`${where} of an unknown image`, product) }];
  }
  const version = versionOfImage(container.image.value);
  if (version === "built-here") return [];
  if (version === void 0) {
    const what = `${where} as '${container.image.value}', which names no release`;
    return [{ invariant: ID9, resource: container.id, ...unreadable2(what, product) }];
  }
  return tooOld(container.id, where, product, version);
}
function ofTraefikElsewhere({ gate, containers }) {
  const version = gate?.traefikVersion;
  if (!version || containers.some((container) => productOf(container) === "traefik")) return [];
  const release = version.known ? releaseOf(version.value) : void 0;
  const where = "the Traefik in front of the services";
  if (release !== void 0) return tooOld("", `${where} is`, "traefik", release);
  const given = version.known && version.value !== "" ? `'${version.value}', which is no release` : "not known";
  return [
    {
      invariant: ID9,
      resource: "",
      what: `the version of ${where} is ${given}.`,
      why: "What cannot be read may be open to any advisory.",
      fix: `Write the full version as 'adoptTraefik.version' of SsoGate, ${latest("traefik")} or newer.`
    }
  ];
}
var NAMES = { authentik: "authentik", traefik: "Traefik" };
var EXAMPLES = {
  authentik: "ghcr.io/goauthentik/server:",
  traefik: "docker.io/library/traefik:v"
};
function tooOld(resource, where, product, version) {
  const floor = floorAbove(product, version);
  if (!floor) return [];
  return [
    {
      invariant: ID9,
      resource,
      what: `${where} ${version}, below ${floor.version}.`,
      why: `In it ${floor.because} (${floor.advisory}).`,
      fix: `Write '${EXAMPLES[product]}${floor.version}' or newer.`
    }
  ];
}
function unreadable2(what, product) {
  return {
    what: `${what}.`,
    why: "What cannot be read may be open to any advisory, and changes under a running stack.",
    fix: `Write a full release, e.g. '${EXAMPLES[product]}${latest(product)}'; a digest may follow it.`
  };
}
function latest(product) {
  return VERSION_FLOORS.find((floor) => floor.product === product)?.version ?? "";
}
function productOf(container) {
  const command = valueOr(container.command, []);
  if (isTraefik(valueOr(container.image, void 0), command)) return "traefik";
  const image = valueOr(container.image, "");
  if (/(^|\/)goauthentik\//.test(image) || /^authentik(-(server|worker|proxy|outpost))?$/.test(imageName(container))) {
    return "authentik";
  }
  const runs = command[0] === "server" || command[0] === "worker";
  return container.components.includes(AUTHENTIK_COMPONENT) && runs ? "authentik" : void 0;
}

// components/routing/invariants/index.ts
var INVARIANTS = [
  outpostRouter,
  serviceDecision,
  labelKnown,
  labelReading,
  identityHeaders,
  middlewareDefinition,
  hostBoundary,
  hostOwner,
  gateKnown,
  oidcClient,
  exclusionCurrent,
  ruleLanguage,
  chainOrder,
  serviceReach,
  serviceOwner,
  streamRouter,
  priorityRange,
  explicitEntryPoint,
  gateEntryPoint,
  forbiddenOption,
  staticConfiguration,
  publishedPort,
  networkMode,
  dockerSocket,
  versionFloor,
  undecidedContainer,
  databaseNetwork,
  providerSettings,
  applicationBinding,
  redirectUri,
  outpostProvider,
  dnsRecord,
  exclusionApproved,
  cookieBoundary
];

// components/routing/streams.ts
var streamsOf2 = perView((view) => {
  const configuration = view.static.known ? view.static.value : void 0;
  return readable2(view).flatMap(
    (container) => Object.entries(container.labels.streamRouters).flatMap(([name, labels]) => {
      const service = serviceOf2(container, name, labels);
      const entryPoints = entryPointsOf2(labels, configuration);
      if (service === void 0 || entryPoints?.length === 0) return [];
      const parsed3 = labels.protocol === "udp" ? void 0 : tcpRule(labels);
      if (labels.protocol === "tcp" && (parsed3 === void 0 || isDisabled(parsed3, labels))) return [];
      return [{ name, container, labels, parsed: parsed3, entryPoints, service }];
    })
  );
});
function tcpRule({ rule }) {
  return rule === void 0 || rule === "" ? void 0 : parseRule(rule, "tcp");
}
function isDisabled(parsed3, { tls }) {
  if (!parsed3.ok) return parsed3.refused;
  const { rule } = parsed3;
  return !tls && rule.kind === "matcher" && rule.name === "HostSNI" && rule.args[0] !== "*";
}
function serviceOf2(container, router2, labels) {
  const { protocol } = labels;
  const user = `${router2}@${container.view.provider}`;
  if (labels.service) return `${protocol}:${qualified(labels.service, user)}`;
  const names2 = container.labels.streamServices.filter((name) => name.startsWith(`${protocol}:`));
  if (names2.length > 1) return void 0;
  return `${names2[0] ?? `${protocol}:${container.defaultName ?? ""}`}@${container.view.provider}`;
}
function entryPointsOf2(labels, configuration) {
  const points = configuration && [...configuration.entryPoints.values()];
  if (!points?.some(({ name }) => name !== "traefik")) return void 0;
  const udp = labels.protocol === "udp";
  if (!labels.entryPoints) return points.filter((point) => udp ? point.udp : point.isDefault).map(({ name }) => name);
  return labels.entryPoints.map((name) => name.toLowerCase()).filter((name) => name === "traefik" && !udp || points.some((point) => point.name === name && point.udp === udp));
}

// components/routing/locations.ts
var import_node_net4 = require("node:net");
var locationsOf = perView((view) => {
  const { containers } = view;
  const names2 = indexed(containers, namesOf3);
  const addresses = indexed(containers, ({ addresses: own }) => own);
  const traefiks = containers.filter(
    ({ image, command }) => isTraefik(image.known ? image.value : void 0, command.known ? command.value : [])
  );
  const withoutAddress = containers.filter((container) => container.addresses.length === 0);
  const onHost = containers.filter((container) => isOnHost(container) && !traefiks.includes(container));
  const spaces = networkSpaces(view, names2);
  return {
    sharing: (container) => spaces.get(container) ?? [container],
    at: (url) => {
      const host = hostOf(url);
      if (host === void 0) return { sure: false, containers };
      const found3 = addresses.get(host) ?? names2.get(host) ?? byId(containers, host);
      if (found3) return { sure: true, containers: found3.flatMap((container) => spaces.get(container) ?? [container]) };
      if (/^(localhost|127\.|::1$|0\.0\.0\.0$|::$)/.test(host))
        return { sure: false, containers: [...traefiks, ...onHost] };
      if (/^(host|gateway)\.(docker|containers)\.internal$/.test(host)) return { sure: false, containers: onHost };
      if (!host.includes(".") || (0, import_node_net4.isIP)(host) === 6) return { sure: false, containers };
      return { sure: false, containers: [...withoutAddress, ...onHost] };
    }
  };
});
function indexed(containers, keysOf) {
  const index = /* @__PURE__ */ new Map();
  for (const container of containers) {
    for (const key of keysOf(container)) {
      const found3 = index.get(key) ?? [];
      found3.push(container);
      index.set(key, found3);
    }
  }
  return index;
}
function namesOf3({ name, networks }) {
  if (!name.known) return [];
  const plain = name.value.toLowerCase();
  return [plain, ...networks.flatMap((network) => network.known ? [`${plain}.${network.value.toLowerCase()}`] : [])];
}
function byId(containers, host) {
  if (!/^[0-9a-f]{12,64}$/.test(host)) return void 0;
  const found3 = containers.filter(({ id }) => id.startsWith(host));
  return found3.length > 0 ? found3 : void 0;
}
function hostOf(url) {
  if (!/^[a-z][a-z0-9+.-]*:\/\/[^\s\\%]+$/i.test(url) || !URL.canParse(url)) return void 0;
  const host = new URL(url.replace(/^h2c:/i, "http:")).hostname.toLowerCase();
  return host === "" ? void 0 : host.replace(/^\[|\]$/g, "").replace(/\.$/, "");
}
function isOnHost({ networkMode: networkMode2, ports }) {
  const host = networkMode2.known && networkMode2.value === "host";
  return host || ports.some((port) => !port.known || !/^(127\.|::1$)/.test(port.value.ip));
}
function networkSpaces({ containers }, names2) {
  const spaces = /* @__PURE__ */ new Map();
  const join = (members) => {
    const all2 = [...new Set(members.flatMap((member) => spaces.get(member) ?? [member]))];
    for (const member of all2) spaces.set(member, all2);
  };
  for (const container of containers) {
    const { networkMode: networkMode2 } = container;
    const mode = networkMode2.known ? networkMode2.value : "container:";
    const other = /^container:(.*)$/.exec(mode ?? "")?.[1]?.toLowerCase();
    if (other !== void 0) join([container, ...names2.get(other) ?? byId(containers, other) ?? containers]);
    if (mode === "host") join([container, ...containers.filter(isOnHost)]);
  }
  return spaces;
}

// components/routing/reachable.ts
function isOpen(router2) {
  return router2.answering.some(({ gated }) => !gated);
}
var openRouters = perView((view) => {
  const byHost = /* @__PURE__ */ new Map();
  const broad = [];
  for (const router2 of resolve(view).filter(isOpen)) {
    if (!router2.hosts) broad.push(router2);
    for (const host of router2.hosts ?? []) {
      const routers2 = byHost.get(host) ?? [];
      routers2.push(router2);
      byHost.set(host, routers2);
    }
  }
  return { byHost, broad };
});

// policies/adapter/read.ts
var import_policy = require("@pulumi/policy");
function read2(props, name) {
  try {
    return known(props[name]);
  } catch (error) {
    if (error instanceof import_policy.UnknownValueError) return UNKNOWN;
    throw error;
  }
}
function readText(props, name) {
  const value = read2(props, name);
  if (!value.known) return value;
  return known(value.value === void 0 || value.value === null ? void 0 : String(value.value));
}
function textOf(props, name) {
  const text = readText(props, name);
  return text.known ? known(text.value ?? "") : text;
}
function readList3(props, name) {
  const list2 = read2(props, name);
  if (!list2.known) return list2;
  if (!Array.isArray(list2.value)) return known([]);
  const elements = list2.value;
  return known(Array.from({ length: list2.value.length }, (_, index) => read2(elements, String(index))));
}
function readObjects(props, name, convert) {
  const list2 = readList3(props, name);
  if (!list2.known) return [UNKNOWN];
  return list2.value.map((element) => element.known && isObject(element.value) ? convert(element.value) : UNKNOWN);
}
function readTexts(props, name) {
  const list2 = readList3(props, name);
  if (!list2.known) return list2;
  const texts = [];
  for (const element of list2.value) {
    if (!element.known) return UNKNOWN;
    texts.push(String(element.value));
  }
  return known(texts);
}
function readObject(props, name) {
  const value = read2(props, name);
  return value.known && isObject(value.value) ? value.value : void 0;
}
function isObject(value) {
  return typeof value === "object" && value !== null;
}

// policies/adapter/networks.ts
var NETWORK = "docker:index/network:Network";
function namesOf4(given, from, networks) {
  if (!networks) return given;
  const named = given.map((leaf) => {
    if (!leaf.known) return leaf;
    const name = networks.byId.get(leaf.value);
    return name ?? (/^[0-9a-f]{64}$/.test(leaf.value) ? UNKNOWN : leaf);
  });
  if (named.every(({ known: isKnown }) => isKnown) || !from || from.length === 0) return named;
  return [
    ...named.filter(({ known: isKnown }) => isKnown),
    ...from.map(({ urn }) => networks.byUrn.get(urn) ?? UNKNOWN)
  ];
}

// policies/adapter/containers.ts
var CONTAINER = "docker:index/container:Container";
var SWARM_SERVICE = "docker:index/service:Service";
function containersOf(resource, networks, earlier2) {
  switch (resource.type) {
    case CONTAINER:
      return [containerView(resource, networks, earlier2)];
    case SWARM_SERVICE:
      return swarmViews(resource, networks);
    default:
      return [];
  }
}
function containerView(resource, networks, earlier2) {
  const props = resource.props;
  const labels = labelsOf(props);
  return {
    ...identity(resource),
    labels: earlier2 && areSame(labels, earlier2) ? earlier2 : labels,
    image: textOf(props, "image"),
    command: readTexts(props, "command"),
    networks: namesOf4(
      readObjects(props, "networksAdvanced", (network) => textOf(network, "name")),
      resource.propertyDependencies?.networksAdvanced,
      networks
    ),
    addresses: [],
    provider: "docker",
    networkMode: readText(props, "networkMode"),
    ports: [...readObjects(props, "ports", portOf2), ...everyPort(props)],
    mounts: [...readObjects(props, "mounts", mountOf), ...readObjects(props, "volumes", volumeOf)]
  };
}
function swarmViews(resource, networks) {
  const props = resource.props;
  const task = readObject(props, "taskSpec") ?? {};
  const container = readObject(task, "containerSpec") ?? {};
  const endpoint = readObject(props, "endpointSpec") ?? {};
  const service = {
    ...identity(resource),
    labels: labelsOf(props),
    image: textOf(container, "image"),
    command: readTexts(container, "args"),
    networks: namesOf4(
      readObjects(task, "networksAdvanceds", (network) => textOf(network, "name")),
      resource.propertyDependencies?.taskSpec?.filter(({ type }) => type === NETWORK),
      networks
    ),
    addresses: [],
    provider: "swarm",
    networkMode: known(void 0),
    ports: readObjects(endpoint, "ports", swarmPortOf),
    mounts: readObjects(container, "mounts", mountOf)
  };
  const tasks = labelsOf(container);
  if (tasks.known && tasks.value.length === 0) return [service];
  return [service, { ...service, provider: "docker", title: `${service.title} (tasks)`, labels: tasks }];
}
function identity(resource) {
  return {
    id: resource.urn,
    title: resource.name,
    name: textOf(resource.props, "name"),
    components: componentsOf(resource.urn)
  };
}
function componentsOf(urn) {
  const types = urn.split("::")[2]?.split("$") ?? [];
  return types.slice(0, -1);
}
function labelsOf(props) {
  const list2 = readObjects(
    props,
    "labels",
    (label) => known({ key: textOf(label, "label"), value: textOf(label, "value") })
  );
  const labels = list2.map((label) => valueOr(label, void 0));
  return labels.includes(void 0) ? UNKNOWN : known(labels.filter((label) => label !== void 0));
}
function areSame(left, right) {
  if (!left.known || !right.known || left.value.length !== right.value.length) return false;
  return left.value.every(({ key, value }, index) => {
    const other = right.value[index];
    return other !== void 0 && isSameText(key, other.key) && isSameText(value, other.value);
  });
}
function isSameText(left, right) {
  return left.known && right.known && left.value === right.value;
}
function portOf2(port) {
  const internal = read2(port, "internal");
  const ip = readText(port, "ip");
  const protocol = readText(port, "protocol");
  if (!internal.known || !ip.known || !protocol.known) return UNKNOWN;
  return known({ internal: Number(internal.value), ip: ip.value ?? "", protocol: protocol.value ?? "tcp" });
}
function swarmPortOf(port) {
  const target = read2(port, "targetPort");
  const protocol = readText(port, "protocol");
  if (!target.known || !protocol.known) return UNKNOWN;
  return known({ internal: Number(target.value), ip: "", protocol: protocol.value ?? "tcp" });
}
function everyPort(props) {
  const all2 = read2(props, "publishAllPorts");
  return all2.known && all2.value !== true ? [] : [UNKNOWN];
}
function mountOf(mount) {
  const type = readText(mount, "type");
  const isBind = !type.known || type.value === void 0 || type.value === "bind";
  return mountView(isBind ? readText(mount, "source") : known(""), readText(mount, "target"));
}
function volumeOf(volume) {
  const [hostPath, from] = [readText(volume, "hostPath"), readText(volume, "fromContainer")];
  if (!from.known || from.value !== void 0) return UNKNOWN;
  const name = readText(volume, "volumeName");
  const isVolume = !name.known || name.value !== void 0;
  const source = !hostPath.known || hostPath.value !== void 0 ? hostPath : isVolume ? known("") : name;
  return mountView(source, readText(volume, "containerPath"));
}
function mountView(from, to) {
  return from.known && to.known ? known({ source: from.value ?? "", target: to.value ?? "" }) : UNKNOWN;
}

// bench/_mb.ts
var f = JSON.parse((0, import_node_fs.readFileSync)("/tmp/prof/fleet3500.json", "utf8"));
var cs = f.filter((r) => r.type.includes("container:Container"));
var single2 = INVARIANTS.filter((i) => i.scope !== "fleet");
var NOTHING = { containers: [], gate: void 0, static: UNKNOWN, oidcClients: [], proxyProviders: [], applications: [], dnsRecords: [], approvedExclusions: [] };
var t = (n, fn, k = 30) => {
  const a = [];
  for (let i = 0; i < k; i++) {
    const s = process.hrtime.bigint();
    fn();
    a.push(Number(process.hrtime.bigint() - s) / 1e6);
  }
  a.sort((x, y) => x - y);
  console.log(n.padEnd(24), "median", a[k >> 1].toFixed(1), "min", a[0].toFixed(1));
};
var views = () => cs.flatMap((c) => containersOf({ ...c, props: c.properties }));
t("views", () => {
  views();
});
t("views+read", () => {
  for (const v of views()) readContainer(v);
});
t("views+read+all", () => {
  for (const v of views()) {
    const w = { ...NOTHING, containers: [v], today: "2026-11-25" };
    for (const i of single2) i.check(w);
  }
});
var vs = views();
vs.forEach(readContainer);
t("all, read before", () => {
  for (const v of vs) {
    const w = { ...NOTHING, containers: [v], today: "2026-11-25" };
    for (const i of single2) i.check(w);
  }
});
for (const i of single2) t("  " + i.id, () => {
  for (const v of vs) {
    const w = { ...NOTHING, containers: [v], today: "2026-11-25" };
    i.check(w);
  }
}, 12);
