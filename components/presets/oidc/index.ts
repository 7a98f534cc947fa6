import { actual } from "./actual";
import { bookstack } from "./bookstack";
import { forgejo, gitea } from "./forge";
import { grafana } from "./grafana";
import { isImageOf } from "./image";
import { immich } from "./immich";
import { jellyfin } from "./jellyfin";
import { komodo } from "./komodo";
import { mealie } from "./mealie";
import { miniflux } from "./miniflux";
import { nextcloud } from "./nextcloud";
import { openWebui } from "./openWebui";
import { outline } from "./outline";
import { paperless } from "./paperless";
import { portainer } from "./portainer";
import type { OidcPreset } from "./preset";
import { proxmox } from "./proxmox";
import { vaultwarden } from "./vaultwarden";

/** By name of the app, as in `oidc({ preset })`. */
export const OIDC_PRESETS: Readonly<Record<string, OidcPreset>> = {
  actual,
  bookstack,
  forgejo,
  gitea,
  grafana,
  immich,
  jellyfin,
  komodo,
  mealie,
  miniflux,
  nextcloud,
  "open-webui": openWebui,
  outline,
  paperless,
  portainer,
  proxmox,
  vaultwarden,
};

/** The preset of that name; undefined where there is none. */
export function oidcPreset(name: string | undefined): OidcPreset | undefined {
  return name !== undefined && Object.hasOwn(OIDC_PRESETS, name) ? OIDC_PRESETS[name] : undefined;
}

/** Name of the preset whose app an image is; undefined where it is none. */
export function oidcPresetOfImage(image: string): string | undefined {
  return Object.entries(OIDC_PRESETS).find(([, { images }]) => isImageOf(image, images))?.[0];
}
