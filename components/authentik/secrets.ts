import type * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

/** The secrets that authentik starts with. Each is made once and lives only in the encrypted state. */
export interface AuthentikSecrets {
  readonly databasePassword: pulumi.Output<string>;
  readonly secretKey: pulumi.Output<string>;
  readonly bootstrapToken: pulumi.Output<string>;
  readonly adminPassword: pulumi.Output<string>;
}

/**
 * Makes authentik's secrets: letters and digits only, so that no shell, URL or file format needs quoting.
 *
 * Lengths: the secret key wants 50 characters or more, the database password at most 99 (authentik's configuration
 * reference).
 */
export function makeSecrets(name: string, parent: pulumi.Resource, protect: boolean): AuthentikSecrets {
  const make = (part: string, length: number) =>
    new random.RandomPassword(`${name}-${part}`, { length, special: false }, { parent, protect }).result;
  return {
    databasePassword: make("database-password", 40),
    secretKey: make("secret-key", 60),
    bootstrapToken: make("bootstrap-token", 60),
    adminPassword: make("admin-password", 24),
  };
}
