import type { OidcPreset } from "./preset";

export const proxmox: OidcPreset = {
  title: "Proxmox VE",
  images: [],
  // To the letter what the page sends: its origin, without a slash.
  redirectUris: ["{publicUrl}"],
  scopes: ["openid", "profile", "email"],
  pkce: true,
  delivery: {
    kind: "manual",
    steps: [
      "On a node: pveum realm add authentik --type openid --issuer-url {issuer} --client-id {clientId} --client-key <output 'oidcClients'> --username-claim username --autocreate 1",
      "Datacenter > Permissions: give roles to the users of the realm 'authentik'; new ones may see nothing.",
    ],
    check:
      "The login page offers the realm 'authentik', which leads to authentik and back; the realm 'pam' still works.",
  },
  clients: "API clients come with API tokens of Proxmox' own (PVEAPIToken).",
  accounts: {
    what: "Users of the realm are new users (name@authentik) beside root@pam, without any permission.",
    fix: "Give the new users roles before taking old ones away, and keep root@pam for emergencies.",
  },
  suited: {
    mode: "application",
    why: "it is used in browsers and rules every machine: a login of its own for administrators only",
  },
  sources: [
    "https://integrations.goauthentik.io/hypervisors-orchestrators/proxmox-ve/",
    "https://pve.proxmox.com/pve-docs/chapter-pveum.html",
  ],
};
