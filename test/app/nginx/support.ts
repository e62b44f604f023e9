/** The tenant's nginx for tests: the image's own stage of app/Dockerfile with a small front, in front of stand-ins for web. */
import { randomInt } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";
import { compressFolder } from "../../../app/compress.ts";
import { nginxEnvironment } from "../../../components/lib/nginx-environment.ts";
import { addressOf } from "../../../tenants/addresses.ts";
import { tenantOf } from "../../support/tenant-environment.ts";
import {
  type Container,
  createNetwork,
  docker,
  removeNetwork,
  startContainer,
  temporaryName,
  waitFor,
} from "../support/containers.ts";
import { type Answer, type CallOptions, call } from "../support/http.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** The canonical name of the tenant of these tests. */
export const HOST = "acme.test";

/** Fields of the tenant's file beside its names. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Nginx extends Container {
  /** Asks it as the edge would, each time for another client, and for its canonical host unless another one is given. */
  readonly ask: (url: string, options?: CallOptions, host?: string) => Promise<Answer>;
  readonly switchTo: (...words: string[]) => Promise<string>;
  /** The name of the web container that answers. */
  readonly answeredBy: () => Promise<string>;
}

/** What the tests of one file share. */
export interface Bench {
  /** Names of the stand-ins for web. */
  readonly webs: readonly string[];
  /** Starts an nginx as the stack would for a tenant with these fields. */
  readonly start: (fields?: Fields, options?: readonly string[]) => Promise<Nginx>;
  readonly stop: () => Promise<void>;
}

/** An image for one test file. */
export interface TestImage {
  readonly name: string;
  readonly remove: () => Promise<void>;
}

/** Builds the image of the last stage of app/Dockerfile alone: the others need the built app. */
export async function buildImage(): Promise<TestImage> {
  const name = `${temporaryName("front")}:test`;
  const context = await mkdtemp(join(tmpdir(), "nginx-image-"));
  try {
    const text = await readFile(path("../../../app/Dockerfile"), "utf8");
    await writeFile(join(context, "Dockerfile"), text.slice(text.indexOf("FROM nginx:")));
    await cp(path("../../../app/nginx"), join(context, "nginx"), { recursive: true });
    await cp(path("html"), join(context, "dist/web"), { recursive: true });
    await compressFolder(join(context, "dist/web/assets"));
    await docker("build", "--quiet", "--label", "chalan.test=app", "--tag", name, context);
  } finally {
    await rm(context, { recursive: true });
  }
  return { name, remove: async () => void (await docker("image", "rm", "--force", name)) };
}

/** An address of 198.18.0.0/15, which is kept for tests (RFC 2544). */
const someAddress = (): string => `198.${18 + randomInt(2)}.${randomInt(256)}.${randomInt(1, 255)}`;

const startWeb = (network: string, name: string) =>
  docker(
    ...["run", "--detach", "--rm", "--name", name, "--hostname", name, "--network", network],
    ...["--label", "chalan.test=app", "--volume", `${path("echo.mjs")}:/echo.mjs:ro`],
    ...["node:24.19.0-slim", "node", "/echo.mjs"],
  );

/**
 * @param count how many stand-ins for web
 * @returns a network with them; nginx containers that `start` makes are let in by the network's gateway as if it were the edge
 */
export async function createBench(count = 1): Promise<Bench> {
  const network = temporaryName("network");
  const webs = Array.from({ length: count }, () => temporaryName("web"));
  const started: Container[] = [];
  const [image] = await Promise.all([buildImage(), createNetwork(network)]);
  await Promise.all(webs.map((name) => startWeb(network, name)));
  const subnet = await docker(
    ...["network", "inspect", "--format", "{{(index .IPAM.Config 0).Subnet}}", network],
  );
  const edge = addressOf(subnet, 1);

  const start: Bench["start"] = async (fields = {}, options = []) => {
    const environment = nginxEnvironment(tenantOf({ domain: HOST, www: true, ...fields }), edge);
    const container = await startContainer({
      image: image.name,
      port: 80,
      options: [
        ...["--network", network],
        ...Object.entries(environment).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
        // As restricted as the stack runs it, and more: no root, nothing writable but these, no capability.
        ...["--read-only", "--cap-drop", "ALL"],
        ...["/tmp", "/etc/nginx/conf.d"].flatMap((folder) => ["--tmpfs", `${folder}:uid=101`]),
        ...["/var/log/chalan", "/etc/nginx/switch"].flatMap((folder) => ["--volume", folder]),
        ...options,
      ],
    });
    started.push(container);
    const ask: Nginx["ask"] = (url, asked = {}, host = HOST) =>
      call(container.port, url, {
        ...asked,
        headers: { host, "x-forwarded-for": someAddress(), ...asked.headers },
      });
    await waitFor("nginx", async () =>
      expect((await call(container.port, "/.nginx/healthz")).status).toBe(200),
    );
    return {
      ...container,
      ask,
      switchTo: (...words) => docker("exec", container.name, "switch-web", ...words),
      answeredBy: async () => JSON.parse((await ask("/api/x")).body).instance,
    };
  };
  const stop = async () => {
    for (const container of started) await container.stop();
    for (const name of webs) await docker("rm", "--force", name).catch(() => {});
    await removeNetwork(network);
    await image.remove();
  };
  return { webs, start, stop };
}

const SECURITY = [
  "content-security-policy",
  "cross-origin-opener-policy",
  "cross-origin-resource-policy",
  "permissions-policy",
  "referrer-policy",
  "x-content-type-options",
  "x-frame-options",
];

/** Every answer has each of the security headers once, and does not say which nginx it is from. */
export function expectSecurity({ names, headers }: Answer): void {
  for (const name of SECURITY)
    expect([name, names.filter((other) => other === name).length]).toEqual([name, 1]);
  expect(headers.server).toBe("nginx");
}
