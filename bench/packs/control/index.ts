/** The pack without its rules: the SDK decodes the same resources, and the same properties are read. */
import { PolicyPack } from "@pulumi/policy";
import { policies } from "../../../policies/pack";

new PolicyPack("bench-control", { policies: policies(undefined, []) });
