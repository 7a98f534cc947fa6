// Pulumi's own pack for AWS, with all of its rules. Plain JavaScript: its package lies in bench/peers, and only on demand.
const { createRequire } = require("node:module");
const { join } = require("node:path");

const { AwsGuard } = createRequire(join(__dirname, "..", "..", "peers", "package.json"))("@pulumi/awsguard");

new AwsGuard({ all: "mandatory" });
