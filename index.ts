/** The composition root: the only place that reads configuration and files and makes providers. */
import { existsSync, readFileSync } from "node:fs";
import * as docker from "@pulumi/docker";
import * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { parseCustomCertificates } from "./components/lib/custom-certificates.ts";
import { explain } from "./components/lib/explain.ts";
import { checkVersions, defaultImages } from "./components/lib/images.ts";
import { stackLogins } from "./components/lib/logins.ts";
import { checkMail } from "./components/lib/mail-settings.ts";
import { stackOutputs } from "./components/lib/outputs.ts";
import { Passwords } from "./components/lib/secrets.ts";
import { parseSettings } from "./components/lib/settings.ts";
import { Stack } from "./components/stack.ts";
import { loadTenants } from "./tenants/load.ts";
import { readSurroundings, tenantsFileOf } from "./tenants/stack.ts";

// Pulumi's runner maps every stack trace to TypeScript sources, and takes one for every promise. Node runs this program as it is written:
// there is nothing to map, and without the hook an unchanged `up` of three tenants takes half the time (docs/decisions.md).
Reflect.deleteProperty(Error, "prepareStackTrace");

const name = pulumi.getStack();
const config = new pulumi.Config();
const settings = explain(() => parseSettings(`Pulumi.${name}.yaml`, (key) => config.get(key)));
// What bin/up and bin/preview found on this machine. Without it the engine pulls images by name, and every name is asked for.
const resolvedImages: Record<string, string> = readFinding("images.json") ?? {};
const heldNames: string[] = readFinding("held-names.json") ?? [];
const definitions = explain(() => loadTenants(tenantsFileOf(".", name), readSurroundings(".", name)));
explain(() => checkVersions(tenantsFileOf(".", name), definitions, resolvedImages));
const passwords = new Passwords(config.requireSecret("masterSecret"), settings.passwordVersion);
const ownCertificates = (config.getSecretObject<object>("certificates") ?? pulumi.secret({})).apply(
  (values) => explain(() => parseCustomCertificates(`Pulumi.${name}.yaml`, values, definitions, new Date())),
);
const mail = explain(() =>
  checkMail(`Pulumi.${name}.yaml`, { smtpUrl: config.getSecret("smtpUrl"), from: settings.mailFrom }),
);
const providers = {
  docker: new docker.Provider("docker", { host: settings.dockerHost }),
  postgresql: new postgresql.Provider("postgresql", {
    // The database is published on the host's loopback address only; bin/up opens a tunnel to a remote host.
    host: "127.0.0.1",
    port: settings.database.port,
    database: settings.database.name,
    username: settings.database.user,
    password: passwords.for(`postgres/${settings.database.user}`),
    sslmode: "disable",
    // Without it the provider asks the server for its version at once, and a preview of a new stack has no server to ask.
    expectedVersion: "15.0.0",
    connectTimeout: 15,
  }),
};

const stack = new Stack(
  name,
  {
    stack: name,
    settings,
    tenants: definitions,
    passwords,
    mail,
    images: { ...defaultImages, ...settings.images },
    heldNames,
    customCertificate: (slug) => ownCertificates.apply((certificates) => certificates[slug] ?? ""),
    resolvedImages,
  },
  { providers },
);

export const edge = stack.edge;
export const { tenants, pgadmin, postgres, caFile } = edge.httpsPort.apply((port) =>
  stackOutputs(settings, definitions, port),
);
export const logins = pulumi.secret(
  stackLogins({ settings, tenants: definitions, passwords, pgadminPassword: stack.pgadminPassword }),
);

function readFinding(file: string) {
  const path = `.state/${name}/${file}`;
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
}
