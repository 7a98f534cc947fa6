import assert from "node:assert/strict";
import type { AddressInfo } from "node:net";
import { after, before, describe, test } from "node:test";
import * as authentik from "@pulumi/authentik";
import * as pulumi from "@pulumi/pulumi";
import { openWorld, results, TOKEN, type World } from "../double/restWorld";
import { RealEngine } from "./realEngine";

/** A login of one's own, its second factor, recovery, limits and alerts: Pulumi's engine, the stand-in, the double. */

let engine: RealEngine;
let world: World;
let url: string;

before(async () => {
  engine = await RealEngine.start();
  world = await openWorld();
  await world.app.listen({ host: "127.0.0.1", port: 0 });
  url = `http://127.0.0.1:${(world.app.server.address() as AddressInfo).port}`;
});
after(async () => {
  await world.close();
  await engine.close();
});

async function program(): Promise<Record<string, unknown>> {
  const provider = new authentik.Provider("authentik", { url, token: pulumi.secret(TOKEN) });
  const options = { provider };
  const admins = new authentik.Group("admins", { name: "our admins", isSuperuser: true }, options);
  const mia = new authentik.User(
    "mia",
    { username: "mia", email: "mia@example.com", groups: [admins.id], password: pulumi.secret("mia's own password") },
    options,
  );
  const flow = (name: string, designation: string) =>
    new authentik.Flow(name, { name, slug: name, title: name, designation }, options);
  const bind = (of: authentik.Flow, stage: pulumi.Input<string>, order: number) =>
    new authentik.FlowStageBinding(
      `bind-${order}`,
      { target: of.uuid, stage, order, evaluateOnPlan: false, reEvaluatePolicies: true },
      options,
    );
  const recovery = flow("our-recovery", "recovery");
  const login = flow("our-login", "authentication");
  const name = new authentik.StageIdentification(
    "name",
    { name: "our name", userFields: ["username"], recoveryFlow: recovery.uuid, enableRememberMe: true },
    options,
  );
  const password = new authentik.StagePassword(
    "password",
    { name: "our password", backends: ["authentik.core.auth.InbuiltBackend"] },
    options,
  );
  const app = new authentik.StageAuthenticatorTotp("app", { name: "our app", digits: "6" }, options);
  const codes = new authentik.StageAuthenticatorStatic("codes", { name: "our codes" }, options);
  const factor = new authentik.StageAuthenticatorValidate(
    "factor",
    {
      name: "our factor",
      deviceClasses: ["totp", "static"],
      notConfiguredAction: "configure",
      configurationStages: [app.id, codes.id],
    },
    options,
  );
  const deny = new authentik.StageDeny("deny", { name: "our deny", denyMessage: "Too many failed logins." }, options);
  const session = new authentik.StageUserLogin(
    "session",
    { name: "our session", sessionDuration: "hours=24", rememberMeOffset: "days=6" },
    options,
  );
  const logout = new authentik.StageUserLogout("logout", { name: "our logout" }, options);
  bind(login, name.id, 10);
  const denied = bind(login, deny.id, 15);
  bind(login, password.id, 20);
  const factored = bind(login, factor.id, 30);
  bind(login, session.id, 40);
  bind(flow("our-logout", "invalidation"), logout.id, 50);
  const reputation = new authentik.PolicyReputation("reputation", { name: "ours", threshold: -3 }, options);
  new authentik.PolicyBinding("denied", { target: denied.id, policy: reputation.id, order: 0 }, options);
  new authentik.PolicyBinding("factored", { target: factored.id, group: admins.id, order: 0 }, options);

  const field = new authentik.StagePromptField(
    "field",
    { name: "our field", fieldKey: "password", label: "New password", type: "password", required: true, order: 1 },
    options,
  );
  const rules = new authentik.PolicyPassword(
    "rules",
    { name: "our rules", lengthMin: 12, checkZxcvbn: true, errorMessage: "Too short." },
    options,
  );
  const prompt = new authentik.StagePrompt(
    "prompt",
    { name: "our prompt", fields: [field.id], validationPolicies: [rules.id] },
    options,
  );
  const mail = new authentik.StageEmail("mail", { name: "our mail", useGlobalSettings: true }, options);
  const write = new authentik.StageUserWrite("write", { name: "our write", userCreationMode: "never_create" }, options);
  for (const [at, stage] of [name, mail, prompt, write].entries()) bind(recovery, stage.id, 100 + at);
  new authentik.Brand(
    "brand",
    {
      domain: "auth.example.com",
      brandingTitle: "Ours",
      // The server has defaults for both and the provider none, so a brand without them differs after a refresh.
      brandingLogo: "/media/ours.svg",
      brandingFavicon: "/media/ours.png",
      flowAuthentication: login.uuid,
      flowRecovery: recovery.uuid,
    },
    options,
  );

  const hook = new authentik.EventTransport(
    "hook",
    {
      name: "our hook",
      mode: "webhook",
      webhookUrl: pulumi.secret("https://hooks.example.com/secret"),
      sendOnce: true,
    },
    options,
  );
  const rule = new authentik.EventRule(
    "rule",
    { name: "our rule", severity: "alert", transports: [hook.id], destinationGroup: admins.id },
    options,
  );
  const failed = new authentik.PolicyEventMatcher("failed", { name: "our failed", action: "login_failed" }, options);
  new authentik.PolicyBinding("failed", { target: rule.id, policy: failed.id, order: 0 }, options);
  const certificate = authentik.getCertificateKeyPairOutput({ name: "authentik Self-signed Certificate" }, options);
  const stage = authentik.getStageOutput({ name: "default-authentication-login" }, options);
  return { certificate: certificate.id, stage: stage.id, user: mia.id };
}

describe("flows, policies and alerts on the real engine", () => {
  test("are made, stay as they are, decide a login, and go away", { timeout: 240_000 }, async () => {
    const stack = await engine.stack("flows", program);
    const up = await stack.up();
    assert.equal(up.summary.result, "succeeded");
    assert.ok(up.outputs.certificate?.value && up.outputs.stage?.value);
    const again = await stack.preview({ expectNoChanges: true, refresh: true });
    assert.deepEqual(Object.keys(again.changeSummary), ["same"]);
    assert.doesNotMatch(await engine.stateFile("flows"), /hooks\.example\.com|mia's own password/);

    const jar = new Map<string, string>();
    const page = async (method: "GET" | "POST", payload?: string) => {
      const answer = await world.app.inject({
        method,
        url: "/if/flow/our-login/",
        headers: {
          host: "auth.example.com",
          cookie: [...jar].map(([key, value]) => `${key}=${value}`).join("; "),
          "content-type": "application/x-www-form-urlencoded",
        },
        ...(payload === undefined ? {} : { payload }),
      });
      for (const { name, value } of answer.cookies) jar.set(name, value);
      return answer.body;
    };
    assert.match(await page("GET"), /href="\/if\/flow\/our-recovery\/".*Forgot/);
    const chosen = await page(
      "POST",
      new URLSearchParams({ uid_field: "mia", password: "mia's own password" }).toString(),
    );
    assert.match(chosen, /name="selected_stage"/, "an administrator sets up a second factor first");

    await stack.destroy();
    assert.equal(results(await world.call("GET", "/events/rules/?name=our%20rule")).length, 0);
  });
});
