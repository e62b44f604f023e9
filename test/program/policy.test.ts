import { beforeAll, describe, expect, test } from "vitest";
import { derivePassword } from "../../components/lib/secrets.ts";
import { type Recording, type Registration, types } from "../support/mocks.ts";
import { prodEdge, recordProgram, sentinelMaster } from "../support/program.ts";

type Ports = { ip?: string; external: number }[];
type Labels = { label: string; value: string }[];

const secretPurposes = [
  "postgres/chalan_user",
  "postgres/chalan_qa_user",
  "postgres/chalan_migrator",
  "postgres/tenant_phoenix_app_1",
  "redis/phoenix.1",
  "redis/core/admin",
  "pgadmin/admin",
];
const secrets = [sentinelMaster, ...secretPurposes.map((purpose) => derivePassword(sentinelMaster, purpose))];

describe.each(["local", "prod", "qa"])("stack %s", (stack) => {
  let recording: Recording;
  let containers: Registration[];
  const offenders = (rule: (inputs: Record<string, unknown>) => boolean) =>
    containers.filter(({ inputs }) => !rule(inputs)).map(({ name }) => name);

  beforeAll(async () => {
    recording = await recordProgram(stack, prodEdge);
    containers = recording.ofType(types.container);
  });

  test("every container comes back after a restart of the host, and stops in its own time", () => {
    expect(offenders(({ restart }) => restart === "unless-stopped" || restart === "always")).toEqual([]);
    expect(offenders(({ destroyGraceSeconds }) => Number(destroyGraceSeconds) >= 5)).toEqual([]);
  });

  test("every container is bounded in memory, processor and log", () => {
    expect(offenders(({ memory, memorySwap }) => Number(memory) > 0 && memory === memorySwap)).toEqual([]);
    expect(offenders(({ cpus }) => Number(cpus) > 0 && Number(cpus) <= 1)).toEqual([]);
    expect(offenders(({ logOpts }) => (logOpts as Record<string, string>)["max-size"] === "10m")).toEqual([]);
  });

  test("no container has more rights than it names", () => {
    expect(
      offenders(({ capabilities }) => (capabilities as { drops: string[] }).drops.includes("ALL")),
    ).toEqual([]);
    expect(
      offenders(({ securityOpts }) => (securityOpts as string[]).includes("no-new-privileges:true")),
    ).toEqual([]);
    expect(offenders(({ privileged }) => privileged === undefined)).toEqual([]);
  });

  test("only the filter holds the engine's socket, and nothing but the generator and the companion hold the filter's", () => {
    const holders = (mounted: string) =>
      containers
        .filter(({ inputs }) => JSON.stringify(inputs.volumes ?? []).includes(mounted))
        .map(({ name }) => name)
        .sort();
    expect(holders("docker.sock")).toEqual(stack === "qa" ? [] : ["edge-filter"]);
    expect(holders("/run/engine")).toEqual(
      stack === "qa" ? [] : ["edge-companion", "edge-filter", "edge-generator"],
    );
  });

  test("only the proxy listens beyond the host", () => {
    const open = containers.filter(({ inputs }) =>
      ((inputs.ports ?? []) as Ports).some(({ ip }) => ip !== "127.0.0.1"),
    );
    expect(open.map(({ name }) => name)).toEqual(stack === "prod" ? ["edge-proxy"] : []);
  });

  test("the edge keeps connections to servers that never close them first, the tenants' nginx, and to no other", () => {
    const told = (name: string) => (inputs: Record<string, unknown>) =>
      (inputs.labels as Labels).find(({ label }) => label === name)?.value;
    const role = told("chalan.role");
    const keepalive = told("com.github.nginx-proxy.nginx-proxy.keepalive");
    const served = containers
      .filter(({ inputs }) => JSON.stringify(inputs.envs ?? []).includes("VIRTUAL_HOST="))
      .map(({ inputs }) => `${role(inputs)} ${keepalive(inputs)}`);
    const expected = ["nginx 16", ...(stack === "qa" ? [] : ["pgadmin disabled"])];
    expect([...new Set(served)].sort()).toEqual(expected);
  });

  test("images are known by id and networks are named, so that both plugins see the same state", () => {
    expect(offenders(({ image }) => String(image).startsWith("sha256:"))).toEqual([]);
    expect(offenders(({ networkMode }) => networkMode === "bridge" || networkMode === "none")).toEqual([]);
  });

  test("everything on the host carries the labels by which the commands find it", () => {
    const labelled = recording.registrations.filter(
      ({ type }) => type === types.container || type === types.volume || type === types.network,
    );
    const bare = labelled.filter(
      ({ inputs }) =>
        !((inputs.labels ?? []) as Labels).some(
          ({ label, value }) => label === "chalan.stack" && value === stack,
        ),
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  test("every docker and postgresql resource has an explicit provider", () => {
    const ambient = recording.registrations.filter(
      ({ type, provider }) => /^(docker|postgresql):/.test(type) && !provider,
    );
    expect(ambient.map(({ name }) => name)).toEqual([]);
  });

  test("no secret is registered in plain", () => {
    const plain = recording.registrations.filter(({ inputs }) => {
      const text = JSON.stringify(inputs, (_key, value) => (isSecret(value) ? "[secret]" : value));
      return secrets.some((secret) => text.includes(secret));
    });
    expect(plain.map(({ name }) => name)).toEqual([]);
  });

  test("a tenant costs at most 12 resources", () => {
    const slug = stack === "qa" ? "stage" : "phoenix";
    const own = recording
      .graph()
      .filter((entry) => entry.includes(`tenant-${slug}`) || entry.includes(`chalan-${slug}-`));
    expect(own.length).toBe(12);
  });
});

/** The mark that Pulumi's serialisation puts on a secret (sdk/nodejs/runtime/rpc.ts, specialSecretSig). */
function isSecret(value: unknown): boolean {
  return Object(value)["4dabf18193072939515e22adb298388d"] === "1b47061264138c4ac30d75fd1eb44270";
}
