/** The repository's program, and beside it a container as somebody writes one who knows nothing of the gate. */
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";

module.exports = require("../../../index");

const prefix = new pulumi.Config().require("prefix");
const rule = "Host(`wiki.sso.localhost`)";
const unknown = process.env.RAW === "unknown";

new docker.Container("wiki", {
  name: `${prefix}-wiki`,
  image: "docker.io/library/httpd:2.4",
  networksAdvanced: [{ name: `${prefix}-apps` }],
  labels: [
    { label: "traefik.enable", value: "true" },
    {
      label: "traefik.http.routers.wiki.rule",
      value: unknown ? pulumi.interpolate`${rule} && Path(\`/${new random.RandomPet("path").id}\`)` : rule,
    },
    { label: "traefik.http.routers.wiki.middlewares", value: "squeeze@docker" },
    { label: "traefik.http.middlewares.squeeze.compress", value: "true" },
    { label: "traefik.http.services.wiki.loadbalancer.server.port", value: "80" },
  ],
});
