/**
 * Paths that apps, webhooks and share links need without the login, for apps that guard those paths themselves: with
 * an API key, a token in the URL, or pages that are public by design.
 *
 * Everything else of the host stays behind the login. A path ends in a slash wherever the app has nothing at the path
 * itself, so that `/api/` opens no `/apidocs`.
 */

/** The open paths of one app. */
export interface OpenPaths {
  readonly paths: readonly string[];
  /** Who comes in there, and what guards it. */
  readonly why: string;
  /** Where the paths are from. */
  readonly source: string;
}

const SALTBOX = "Saltbox, `<role>_role_traefik_api_endpoint` of its role (docs.saltbox.dev)";

const SERVARR: OpenPaths = {
  paths: ["/api/", "/feed/", "/ping"],
  why: "Apps and indexers come with the API key; /ping says only that it runs.",
  source: SALTBOX,
};

/** By name of the app, as in `excluded({ preset })`. */
export const OPEN_PATHS: Readonly<Record<string, OpenPaths>> = {
  bazarr: { paths: ["/api/"], why: "Apps come with the API key.", source: SALTBOX },
  changedetection: { paths: ["/api/"], why: "Apps come with the API key.", source: SALTBOX },
  duplicati: { paths: ["/api/"], why: "Its command line comes with a token of its own.", source: SALTBOX },
  fireflyiii: { paths: ["/api/"], why: "Importers and mobile apps come with an access token.", source: SALTBOX },
  immich: {
    paths: ["/api/", "/.well-known/immich"],
    why: "The mobile app logs in with Immich's own session; it finds the API through the second path.",
    source: "SelfHostBlocks modules/services/immich.nix (rules 'bypass'); ibizaman/selfhostblocks#583",
  },
  jackett: { paths: ["/api/", "/dl/"], why: "Indexer clients come with the API key.", source: SALTBOX },
  lidarr: SERVARR,
  paperless: {
    paths: ["/api/", "/static/"],
    why: "The mobile app comes with a token, and loads the pictures beside it.",
    source: SALTBOX,
  },
  radarr: SERVARR,
  sonarr: SERVARR,
  tautulli: {
    paths: ["/api/", "/newsletter/", "/image/", "/pms_image_proxy"],
    why: "Apps come with the API key; newsletters link to pages and pictures.",
    source: SALTBOX,
  },
  tubearchivist: { paths: ["/api/"], why: "The browser extension comes with a token.", source: SALTBOX },
  "uptime-kuma": {
    paths: ["/status/", "/api/status-page/", "/api/push/", "/api/badge/", "/assets/", "/upload/", "/icon.svg"],
    why: "Status pages are public by design; push monitors come with a token in the path.",
    source: `${SALTBOX}, narrowed to the routes of server/routers in louislam/uptime-kuma; its /metrics stays closed`,
  },
};
