/** A pack without a policy: what starting any pack costs. */
import { PolicyPack } from "@pulumi/policy";

new PolicyPack("bench-empty", { policies: [] });
