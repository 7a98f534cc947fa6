/** The program: configuration in, gate and services up, contract out. */
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { protectUndecided, SsoGate } from "authentik-sso";
import { readConfig } from "./config";
import { createFleet } from "./fleet";

const config = readConfig();
const providers = config.cloudflare ? [new cloudflare.Provider("cloudflare", config.cloudflare)] : [];

const gate = new SsoGate("sso", config.gate, { providers });
// Everything behind the login unless specified otherwise: containers declared from here on get it where they say nothing.
if (gate.facts.mode === "strict") pulumi.runtime.registerResourceTransform(protectUndecided(gate.facts));
const { services: reports, oidcClients: clients } = createFleet(gate, config, { providers });

/** Everything that a service of another stack needs: `SsoGate.fromStackReference("…/sso/prod")`. */
export const sso = gate.contract;
/** Each service with its URL and the decision that was made for it. */
export const services = reports;
/** Clients whose id and secret have to be entered into their apps: `pulumi stack output oidcClients --show-secrets`. */
export const oidcClients = clients;
export const loginUrl = gate.loginUrl;
export const adminUser = gate.adminUser;
export const adminPassword = gate.adminPassword;
/** First passwords of the users of the configuration. Secret. */
export const initialPasswords = gate.initialPasswords;
/** Password of the emergency administrator. Secret. */
export const breakGlassPassword = gate.breakGlassPassword;
/** How a forgotten password comes back: `mail`, or `administrator` where no mail server is configured. */
export const passwordRecovery = gate.passwordRecovery;
/** Certificate to trust when no certificate resolver is configured. */
export const caCertificate = gate.caCertificate;
