/**
 * Apps without a login through authentik of which it is known whether their clients can pass one: for advice only,
 * nothing is decided by it.
 */

export interface KnownApp {
  /** Repositories of its images, without registry and tag. */
  readonly images: readonly string[];
  readonly mode: "domain" | "application" | "excluded";
  readonly why: string;
}

const BROWSER = "it is used in browsers only, which pass the login like any other page";
const ROOT = "it is used in browsers and rules the host: a login of its own for administrators only";

/** By name of the app; each documents its clients at its own site. */
export const KNOWN_APPS: Readonly<Record<string, KnownApp>> = {
  adguard: {
    images: ["adguard/adguardhome"],
    mode: "domain",
    why: "its page is used in browsers; DNS itself goes past Traefik: write ports ['53/udp', '53/tcp'] with the reason",
  },
  audiobookshelf: {
    images: ["advplyr/audiobookshelf"],
    mode: "excluded",
    why: "its mobile apps know its own login; it can log in through authentik with oidc({ client }) of your own",
  },
  dozzle: {
    images: ["amir20/dozzle"],
    mode: "application",
    why: "logs hold secrets: a login of its own for some only",
  },
  emby: { images: ["emby/embyserver"], mode: "excluded", why: "TV and mobile apps know Emby's own login only" },
  "home-assistant": {
    images: ["home-assistant/home-assistant", "homeassistant/home-assistant"],
    mode: "excluded",
    why: "the companion app and webhooks know Home Assistant's own login only",
  },
  homepage: { images: ["gethomepage/homepage"], mode: "domain", why: BROWSER },
  navidrome: {
    images: ["deluan/navidrome"],
    mode: "excluded",
    why: "Subsonic clients cannot open a browser: write paths ['/rest/', '/share/'], the rest stays behind the login",
  },
  ntfy: {
    images: ["binwiederhier/ntfy"],
    mode: "excluded",
    why: "its apps and publishers come with tokens of its own",
  },
  pihole: { images: ["pihole/pihole"], mode: "domain", why: BROWSER },
  plex: { images: ["plexinc/pms-docker", "linuxserver/plex"], mode: "excluded", why: "its apps log in at plex.tv" },
  prometheus: { images: ["prom/prometheus"], mode: "domain", why: `${BROWSER}; it has no login of its own` },
  dockge: { images: ["louislam/dockge"], mode: "application", why: ROOT },
  "code-server": { images: ["codercom/code-server", "linuxserver/code-server"], mode: "application", why: ROOT },
};

/** Images of apps whose open paths are known by name (`OPEN_PATHS`). */
export const OPEN_PATH_IMAGES: Readonly<Record<string, readonly string[]>> = {
  bazarr: ["linuxserver/bazarr", "hotio/bazarr"],
  changedetection: ["dgtlmoon/changedetection.io"],
  duplicati: ["duplicati/duplicati", "linuxserver/duplicati"],
  fireflyiii: ["fireflyiii/core"],
  jackett: ["linuxserver/jackett"],
  lidarr: ["linuxserver/lidarr", "hotio/lidarr"],
  radarr: ["linuxserver/radarr", "hotio/radarr"],
  sonarr: ["linuxserver/sonarr", "hotio/sonarr"],
  tautulli: ["tautulli/tautulli", "linuxserver/tautulli"],
  tubearchivist: ["bbilly1/tubearchivist"],
  "uptime-kuma": ["louislam/uptime-kuma"],
};
