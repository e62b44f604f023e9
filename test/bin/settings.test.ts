import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { shellSettings } from "../../bin/lib/settings.ts";
import { Sandbox } from "./shell.ts";

const settings = (stack: string): string[] =>
  shellSettings(`Pulumi.${stack}.yaml`, readFileSync(`Pulumi.${stack}.yaml`, "utf8"))
    .trimEnd()
    .split("\n");

test("local publishes the ports that scripts rely on", () => {
  expect(settings("local")).toEqual([
    "SETTING_DOCKER_HOST='unix:///var/run/docker.sock'",
    "SETTING_APP_VERSION='2.0.0'",
    "SETTING_DATABASE_PORT='15432'",
    "SETTING_LOCAL_CA_PORT='15000'",
    "SETTING_AUTHORITY=''",
    "SETTING_TENANTS_FILE='tenants/local.yaml'",
    "SETTING_PORTS='5050 8080 8443 15000 15432'",
    "SETTING_MASTER_SECRET='yes'",
  ]);
});

test("a stack that joins another's edge publishes its database only, and has no CA of its own", () => {
  expect(settings("qa")).toContain("SETTING_PORTS='5433'");
  expect(settings("qa")).toContain("SETTING_LOCAL_CA_PORT='0'");
});

test("a stack with an authority of its own says which, for its certificates cannot be checked against the public roots", () => {
  const authority = "https://acme-staging-v02.api.letsencrypt.org/directory";
  expect(settings("qa")).toContain(`SETTING_AUTHORITY='${authority}'`);
  expect(settings("prod")).toContain("SETTING_AUTHORITY=''");
});

test("values reach the shell as data", () => {
  using sandbox = new Sandbox();
  const text = readFileSync("Pulumi.local.yaml", "utf8").replace(
    /^config:/m,
    'config:\n  chalan:dockerHost: "ssh://a\'$(>broken)@b"',
  );
  sandbox.write("settings.sh", shellSettings("Pulumi.local.yaml", text));
  expect(sandbox.bash('source settings.sh; echo "$SETTING_DOCKER_HOST"; ls').stdout).not.toContain(
    "broken\n",
  );
  expect(sandbox.bash('source settings.sh; echo "$SETTING_DOCKER_HOST"').stdout).toBe(
    "ssh://a'$(>broken)@b\n",
  );
});

test.each([
  ["../../etc/passwd", "is no stack's name"],
  ["Local", "is no stack's name"],
  ["staging", "There is no stack `staging`: Pulumi.staging.yaml does not exist.\n  → Use one of these: prod"],
])("stack %j is refused: %s", (name, message) => {
  using sandbox = new Sandbox();
  sandbox.write("Pulumi.prod.yaml", "config: {}\n");
  const { status, stdout } = sandbox.bash(`log_open up; settings_check '${name}'`);
  expect(status).toBe(1);
  expect(stdout).toContain(message);
});
