import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseSettings } from "../../../components/lib/settings.ts";

const good: Record<string, unknown> = {
  environment: "local",
  appVersion: "2.0.0",
  names: { prefix: "chalan-local", suffix: "1" },
  edge: { network: "nginx-proxy", subnet: "172.18.0.0/16", email: "a@example.com", authority: "local" },
  subnets: { data: "172.19.0.0/16", apps: "172.20.0.0/16" },
  database: { name: "d", user: "u", port: 15432, hostNumber: 4, memory: 512, maxConnections: 100 },
  redis: { core: 64, cache: 64 },
  share: { memory: 4096, cpus: 2 },
};

const read = (values: Record<string, unknown>) => (key: string) => {
  const value = values[key];
  return value === undefined || typeof value === "string" ? value : JSON.stringify(value);
};
const problems = (changes: Record<string, unknown>) => () =>
  parseSettings("Pulumi.test.yaml", read({ ...good, ...changes }));

test("the smallest stack file has sensible defaults", () => {
  expect(parseSettings("Pulumi.test.yaml", read(good))).toMatchObject({
    dockerHost: "unix:///var/run/docker.sock",
    ownEdge: { bindAddress: "0.0.0.0", httpPort: 80, httpsPort: 443 },
    images: {},
    passwordVersion: 1,
  });
});

test.for(["local", "prod", "qa"])("Pulumi.%s.yaml is valid", (stack) => {
  const { config } = parse(readFileSync(`Pulumi.${stack}.yaml`, "utf8"));
  expect(() => parseSettings("", (key) => read(config)(`chalan:${key}`))).not.toThrow();
});

test("every problem is told at once, by key and rule, without a value", () => {
  expect(
    problems({
      environment: "production",
      dockerHost: "tcp://10.0.0.1:2375",
      edge: { ...(good.edge as object), subnet: "172.18.0.0", extra: "sentinel-secret" },
      database: undefined,
      images: { mysql: "mysql:8" },
    }),
  ).toThrowErrorMatchingInlineSnapshot(`
    [UserError: Pulumi.test.yaml  chalan:environment  Invalid option: expected one of "local"|"qa"|"prod". Correct it in the file, or with \`pulumi config set --path\`.
    Pulumi.test.yaml  chalan:dockerHost  must be unix:///path or ssh://user@host. Correct it in the file, or with \`pulumi config set --path\`.
    Pulumi.test.yaml  chalan:edge.subnet  must be an IPv4 network between /12 and /24, like 172.18.0.0/16. Correct it in the file, or with \`pulumi config set --path\`.
    Pulumi.test.yaml  chalan:edge  Unrecognized key: "extra". Correct it in the file, or with \`pulumi config set --path\`.
    Pulumi.test.yaml  chalan:database  Invalid input: expected object, received undefined. Correct it in the file, or with \`pulumi config set --path\`.
    Pulumi.test.yaml  chalan:images  Unrecognized key: "mysql". Correct it in the file, or with \`pulumi config set --path\`.]
  `);
});

test("a stack has exactly one edge", () => {
  expect(problems({ edge: undefined })).toThrowErrorMatchingInlineSnapshot(
    `[UserError: Pulumi.test.yaml  chalan:edge  a stack has either an edge of its own or an edgeStack whose edge it joins. Correct it in the file, or with \`pulumi config set --path\`.]`,
  );
  expect(problems({ edgeStack: "prod" })).toThrowErrorMatchingInlineSnapshot(
    `[UserError: Pulumi.test.yaml  chalan:edge  a stack has either an edge of its own or an edgeStack whose edge it joins. Correct it in the file, or with \`pulumi config set --path\`.]`,
  );
});

test.each(["nobody", "a@b.mx\r\nBcc: all@b.mx"])("the sender of mails is no %j", (mailFrom) => {
  expect(problems({ mailFrom })).toThrow("chalan:mailFrom  must be a sender");
});
