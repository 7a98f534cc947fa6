/** `break-glass`: a route past authentik for an emergency, closed by default and by itself. */
import { randomBytes } from "node:crypto";
import { hash } from "bcryptjs";
import Table from "cli-table3";
import type Docker from "dockerode";
import { Journal, operator, operatorEvent } from "../authentik/journal";
import { type OperatedStack, openOperatedStack } from "../authentik/openStack";
import { findPlace, findServedPlace, findService, findTraefikService, gateOf, traefikOf } from "../breakGlass/place";
import { type RouteReport, routesByFiles, routesByTimers, warnings } from "../breakGlass/report";
import { checkOpening, type OpeningOptions, trustedProxiesOf } from "../breakGlass/request";
import { renderRoute } from "../breakGlass/routeFile";
import { SERVED_PATIENCE_MS, waitUntilServed } from "../breakGlass/served";
import { closeRoute, type EmergencyPlace, readRouteFiles, readTimers, startTimer } from "../breakGlass/timer";
import { EXIT } from "../errors";
import { traefikAddress } from "../live/address";
import { readOutputs, type StackOutputs } from "../live/outputs";
import { openProbe } from "../live/probe";
import type { SetupContext } from "../setup/context";
import { printJson, say, sayAside, type Terminal } from "../terminal";

/** The password is 192 random bits, which no work factor makes safer; Traefik computes this for every request. */
const BCRYPT_COST = 6;

/**
 * Opens a service for a range and a time; prints user and password once, and only says that it is open when Traefik was
 * seen to serve the route.
 */
export async function openBreakGlass(
  context: SetupContext,
  terminal: Terminal,
  name: string,
  options: OpeningOptions & { readonly json: boolean },
): Promise<number> {
  checkOpening(options);
  const stack = await openOperatedStack(context, { engine: true });
  const gate = gateOf(stack.outputs);
  const opening = checkOpening(options, trustedProxiesOf(gate.traefik.staticConfiguration));
  const outputs = readOutputs(stack.outputs);
  const service = findService(outputs.services, name);
  const host = new URL(service.url).hostname;
  const { docker } = context.engine;
  const place = await findPlace(docker, gate.prefix);
  const traefikService = await findTraefikService(docker, gate.prefix, host);

  const user = `emergency-${randomBytes(3).toString("hex")}`;
  const password = randomBytes(24).toString("base64url");
  const now = Date.now();
  // Whole seconds: the shell on the host counts no smaller ones.
  const deadline = Math.floor((now + opening.milliseconds) / 1000);
  const until = new Date(deadline * 1000).toISOString();
  const { from, reason } = opening;
  const event = operatorEvent({
    what: "break_glass_opened",
    service: name,
    from: from.join(", "),
    detail: `as ${user} until ${until}: ${reason}`,
  });
  const route = renderRoute({
    service: name,
    host,
    traefikService,
    from,
    entryPoint: gate.entryPoint,
    certResolver: gate.certResolver,
    user,
    hash: await hash(password, BCRYPT_COST),
    deadline,
  });
  const journal = new Journal(context.options.checkout);
  journal.add(event);
  const record = {
    service: name,
    host,
    from,
    reason,
    by: operator(),
    user,
    opened: new Date(now).toISOString(),
    until,
  };
  try {
    await startTimer(place, record, route);
  } catch (error) {
    journal.add(operatorEvent({ ...event, what: "break_glass_closed", detail: "it could not be opened" }));
    throw error;
  }
  const seconds = SERVED_PATIENCE_MS / 1000;
  sayAside(`The route is written; looking for it at Traefik (at most ${seconds} s) …`);
  // Whoever ends the wait still gets the password: the route is there.
  const [served, waiting] = await context.options.interrupt.guard(() =>
    Promise.all([isServed(context, stack, outputs, { url: service.url, user }), journal.flush(stack.authentik)]),
  );
  if (options.json) {
    const written = waiting === undefined;
    printJson(terminal, {
      service: name,
      url: service.url,
      user,
      password,
      from,
      until,
      reason,
      served,
      eventWritten: written,
    });
    return EXIT.ok;
  }
  const what = served ? "Open past authentik:" : "Written, and not seen open:";
  say(terminal, `${terminal.colors.yellow(what)} ${service.url} until ${until}, for ${from.join(", ")}`);
  if (!served) {
    say(
      terminal,
      `Traefik has not been seen to serve it from here within ${seconds} s. An address outside of --from sees the same.`,
    );
  }
  say(terminal, `User:      ${user}`);
  say(terminal, `Password:  ${password}   (shown once, stored nowhere)`);
  say(terminal, `It closes by itself; earlier: npx authentik-sso break-glass close ${name}`);
  sayWaiting(terminal, waiting);
  return EXIT.ok;
}

async function isServed(
  context: SetupContext,
  { state }: OperatedStack,
  { caCertificate }: StackOutputs,
  opening: { readonly url: string; readonly user: string },
): Promise<boolean> {
  const address = traefikAddress(state, context.engine.host);
  const probe = openProbe({
    timeoutMs: 3_000,
    ...(address && { address }),
    ...(caCertificate && { ca: caCertificate }),
  });
  try {
    return await waitUntilServed({ ask: probe.ask, signal: context.options.interrupt.requested, ...opening });
  } finally {
    await probe.close();
  }
}

/** Closes a service's route now; one that is closed already stays so. */
export async function closeBreakGlass(
  context: SetupContext,
  terminal: Terminal,
  name: string,
  json: boolean,
): Promise<number> {
  const { stack, place } = await openPlace(context);
  const before = (await readRoutes(place)).find(({ service, state }) => service === name && state !== "closed");
  const journal = new Journal(context.options.checkout);
  if (before) {
    const range = before.from.join(", ");
    journal.add(operatorEvent({ what: "break_glass_closed", service: name, from: range, detail: "by command" }));
  } else {
    // Also what nobody knows of is made sure to be gone, and a service that never was is a slip of the pen.
    findService(readOutputs(stack.outputs).services, name);
  }
  await closeRoute(place, name);
  const waiting = await journal.flush(stack.authentik);
  if (json) printJson(terminal, { service: name, wasOpen: before !== undefined, eventWritten: waiting === undefined });
  else {
    say(terminal, before ? `${name} is closed: only authentik lets in.` : `${name} had no open emergency route.`);
    sayWaiting(terminal, waiting);
  }
  return EXIT.ok;
}

/** Lists the routes; closes what should be closed. Exit code 1 while one is open. */
export async function listBreakGlass(context: SetupContext, terminal: Terminal, json: boolean): Promise<number> {
  const stack = await openOperatedStack(context, { engine: true });
  const { prefix } = gateOf(stack.outputs);
  const { routes, swept, served } = await sweepRoutes(context.engine.docker, prefix);
  const waiting = await new Journal(context.options.checkout).flush(stack.authentik);
  const open = routes.filter(({ state }) => state !== "closed");
  if (json) printJson(terminal, { routes, swept });
  else {
    if (!served && open.length === 0) say(terminal, `Nothing is open: ${traefikOf(prefix)} does not run.`);
    if (routes.length > 0) say(terminal, table(routes));
    else if (served) say(terminal, "No emergency route: everything is closed.");
    for (const service of swept) say(terminal, terminal.colors.yellow(`${service} was overdue and is closed now.`));
    for (const warning of warnings(open)) say(terminal, terminal.colors.yellow(warning));
    if (!served && open.length > 0) {
      const name = traefikOf(prefix);
      say(terminal, terminal.colors.yellow(`${name} does not run; what is open is served again when it starts.`));
    }
    sayWaiting(terminal, waiting);
  }
  return open.length === 0 ? EXIT.ok : EXIT.failed;
}

/** The routes after a look at the engine. */
export interface SweptRoutes {
  readonly routes: readonly RouteReport[];
  /** Services whose route was overdue and was closed now. */
  readonly swept: readonly string[];
  /** Whether the gate's Traefik runs; while it does not, nothing is served, and files cannot be looked at. */
  readonly served: boolean;
}

/** Closes what should be closed, and gives what is there then: nothing of a stack that is down is an error. */
export async function sweepRoutes(docker: Docker, prefix: string): Promise<SweptRoutes> {
  const place = await findServedPlace(docker, prefix);
  if (!place) {
    return { routes: routesByTimers(await readTimers(docker, prefix), new Date()), swept: [], served: false };
  }
  const swept = (await readRoutes(place)).flatMap(({ service, state }) => (state === "overdue" ? [service] : []));
  for (const service of swept) await closeRoute(place, service);
  return { routes: await readRoutes(place), swept, served: true };
}

/** Every route of a place, from containers and files. */
export async function readRoutes(place: EmergencyPlace): Promise<RouteReport[]> {
  const [timers, files] = await Promise.all([readTimers(place.docker, place.prefix), readRouteFiles(place)]);
  return routesByFiles(timers, files, new Date());
}

async function openPlace(context: SetupContext): Promise<{ stack: OperatedStack; place: EmergencyPlace }> {
  const stack = await openOperatedStack(context, { engine: true });
  return { stack, place: await findPlace(context.engine.docker, gateOf(stack.outputs).prefix) };
}

function sayWaiting(terminal: Terminal, waiting: string | undefined): void {
  if (waiting === undefined) return;
  say(terminal, terminal.colors.yellow(`authentik's audit trail does not have it yet: ${waiting}.`));
  say(terminal, "It is kept in .authentik-sso and written by the next break-glass or audit-log command.");
}

function table(routes: readonly RouteReport[]): string {
  const made = new Table({
    head: ["service", "state", "from", "until", "opened by", "reason"],
    style: { head: [], border: [], compact: true },
  });
  for (const { service, state, from, until, by, reason } of routes) {
    made.push([service, state, from.join(", "), until, by, reason]);
  }
  return made.toString();
}
