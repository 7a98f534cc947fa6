/** Brings a client's id and secret into the container of its app. */
import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import type { OidcPreset } from "../presets/oidc/preset";
import type { OidcUrls } from "../presets/oidc/render";
import { fill, isBound, isSecret, variableTemplates } from "../presets/oidc/render";

/** What stands in the templates. */
export interface ClientValues {
  /** Plain where the gate is. */
  readonly urls: pulumi.Input<OidcUrls>;
  readonly clientId: pulumi.Output<string>;
  /** Secret. */
  readonly clientSecret: pulumi.Output<string>;
}

/** A template's value: plain text where nothing in it is made while Pulumi runs, a secret where the secret is in it. */
function filled(template: string, { urls, clientId, clientSecret }: ClientValues): pulumi.Input<string> {
  const part = (given: OidcUrls) => fill(template, given);
  const text = isPlain(urls) ? part(urls) : (pulumi.output(urls) as pulumi.Output<OidcUrls>).apply(part);
  if (isSecret(template)) {
    return pulumi.secret(
      pulumi
        .all([text, clientId, clientSecret])
        .apply(([t, id, secret]) => fill(t, { clientId: id, clientSecret: secret })),
    );
  }
  if (!template.includes("{clientId}")) return text;
  return pulumi.all([text, clientId]).apply(([t, id]) => fill(t, { clientId: id }));
}

/** Variables of the app by name, for a container that the program runs itself. */
export function clientVariables(preset: OidcPreset, values: ClientValues): { [name: string]: pulumi.Input<string> } {
  return Object.fromEntries(
    variableTemplates(preset.delivery).map(([name, template]) => [name, filled(template, values)]),
  );
}

/** Files of the app by path, for a container that the program runs itself. */
export function clientFiles(preset: OidcPreset, values: ClientValues): { [path: string]: pulumi.Input<string> } {
  const { delivery } = preset;
  return delivery.kind === "file" ? { [delivery.path]: filled(delivery.content, values) } : {};
}

/**
 * Environment and files of a container with those of its client.
 *
 * A variable that the container sets itself wins where the preset only has a default, and is refused where it would tie
 * the app to another client than the one that was made for it.
 *
 * @throws {pulumi.RunError} naming the service and the variable.
 */
export function withClient(
  service: string,
  preset: OidcPreset,
  values: ClientValues,
  container: docker.ContainerArgs,
): Pick<docker.ContainerArgs, "envs" | "uploads"> {
  const { delivery } = preset;
  if (delivery.kind === "manual") return {};
  const templates = new Map(variableTemplates(delivery));
  const added = (taken: ReadonlySet<string>) =>
    [...templates].flatMap(([name, template]) =>
      taken.has(name) ? [] : [{ name, entry: assignment(name, filled(template, values)) }],
    );
  const merge = (own: readonly pulumi.Input<string>[]): pulumi.Input<string>[] => {
    const named = own.map((entry) => ({ name: typeof entry === "string" ? nameOf(entry) : "", entry }));
    for (const { name } of named) refuseBound(service, name, templates.get(name));
    const all = [...named, ...added(new Set(named.map(({ name }) => name)))];
    return all.sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).map(({ entry }) => entry);
  };
  const own = container.envs ?? [];
  const envs = isPlain(own)
    ? merge(own)
    : pulumi.output(own).apply((entries) => pulumi.all(merge(entries ?? [])) as pulumi.Output<string[]>);
  if (delivery.kind !== "file") return { envs };
  const file = { file: delivery.path, content: filled(delivery.content, values) };
  const files = container.uploads ?? [];
  const uploads = isPlain(files)
    ? [...files, file]
    : pulumi.all([files, file]).apply(([others, mine]) => [...(others ?? []), mine]);
  return { envs, uploads };
}

function assignment(name: string, value: pulumi.Input<string>): pulumi.Input<string> {
  return typeof value === "string" ? `${name}=${value}` : pulumi.interpolate`${name}=${value}`;
}

function nameOf(entry: string): string {
  return entry.split("=")[0] ?? "";
}

function refuseBound(service: string, name: string, template: string | undefined): void {
  if (template === undefined || !isBound(template)) return;
  throw new pulumi.RunError(
    `service '${service}': its container sets '${name}', which oidc() sets from the client in authentik. Remove it from the container's envs.`,
  );
}

function isPlain<T>(value: pulumi.Input<T>): value is T {
  return !pulumi.Output.isInstance(value) && !(value instanceof Promise);
}
