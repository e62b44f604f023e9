/** `node tenants/validate.ts`, and what it reads of a stack's own file. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { readSurroundings } from "../../tenants/stack.ts";

const validate = (...words: string[]) =>
  spawnSync(process.execPath, ["tenants/validate.ts", ...words], { encoding: "utf8", timeout: 120_000 });

const root = mkdtempSync(join(tmpdir(), "stacks-"));
afterAll(() => rmSync(root, { recursive: true }));
const surroundings = (content: string) => {
  writeFileSync(join(root, "Pulumi.x.yaml"), content);
  return readSurroundings(root, "x");
};
const complaint = (content: string): string => {
  try {
    surroundings(content);
  } catch (error) {
    return error instanceof Error ? error.message.replaceAll(`${root}/`, "") : String(error);
  }
  return "none";
};

describe("the command", () => {
  it.each([
    ["local", "3 tenants, ok\n"],
    ["prod", "3 tenants, ok\n"],
    ["qa", "1 tenant, ok\n"],
    [
      "test/fixtures/tenants/good/minimal.yaml",
      "1 tenant, ok (budget not checked: no chalan:share in Pulumi.minimal.yaml)\n",
    ],
  ])("%s", (argument, stdout) => {
    expect(validate(argument)).toMatchObject({ stdout, stderr: "", status: 0 });
  });
  it("prints every problem and nothing else", () => {
    expect(validate("test/fixtures/tenants/bad/null-list.yaml")).toMatchObject({
      stdout: "",
      stderr:
        "test/fixtures/tenants/bad/null-list.yaml:1:1  tenants  has no value. Write one, or take it out.\n",
      status: 1,
    });
  });
  it.each([[[]], [["local", "prod"]]])("says how to use it: %j", (words) => {
    expect(validate(...words)).toMatchObject({
      stderr: "usage: node tenants/validate.ts <stack | file>\n",
      status: 2,
    });
  });
});

describe("readSurroundings", () => {
  it("reads what concerns tenants, and leaves the rest to others", () => {
    const text = `encryptionsalt: v1:x
config:
  docker:host: unix:///var/run/docker.sock
  chalan:masterSecret: { secure: v1:abc }
  chalan:share: { memory: 1024, cpus: 2 }
  chalan:edge: { network: nginx-proxy, subnet: 172.28.0.0/16 }
  chalan:subnets: { data: 172.29.0.0/16, apps: 172.30.0.0/16 }
  chalan:pgadmin: { domain: pgadmin.localhost, port: 5050 }
`;
    expect(surroundings(text)).toEqual({
      share: { memory: 1024, cpus: 2 },
      networks: {
        nginx: { name: "edge", subnet: "172.28.0.0/16" },
        web: { name: "data", subnet: "172.29.0.0/16" },
      },
      names: ["pgadmin.localhost"],
      neighbours: [],
    });
  });
  it("takes edge, names and tenants of the stack whose edge is joined", () => {
    mkdirSync(join(root, "tenants"));
    const tenants = "tenants: [{ slug: one, id: one_1, name: One, domain: one.example.com }]\n";
    writeFileSync(join(root, "tenants", "y.yaml"), tenants);
    const owner =
      "config: { 'chalan:edge': { subnet: 172.28.0.0/16 }, 'chalan:pgadmin': { domain: pg.example.com } }\n";
    writeFileSync(join(root, "Pulumi.y.yaml"), owner);
    expect(surroundings("config: { 'chalan:edgeStack': y }\n")).toMatchObject({
      networks: { nginx: { subnet: "172.28.0.0/16" } },
      names: ["pg.example.com"],
      neighbours: [{ slug: "one" }],
    });
  });
  it("takes the tenants of the stacks that join its edge: a name must be unique over all of them", () => {
    mkdirSync(join(root, "tenants"), { recursive: true });
    writeFileSync(
      join(root, "tenants", "guest.yaml"),
      "tenants: [{ slug: two, id: two_1, name: Two, domain: two.example.com }]\n",
    );
    writeFileSync(join(root, "Pulumi.guest.yaml"), "config: { 'chalan:edgeStack': x }\n");
    expect(surroundings("config: {}\n")).toMatchObject({ neighbours: [{ slug: "two" }] });
    rmSync(join(root, "Pulumi.guest.yaml"));
  });
  it("refuses a misspelt key with its line", () => {
    expect(complaint("config:\n  chalan:appVersio: 2.0.0\n")).toContain(
      "Pulumi.x.yaml:2:3  config.chalan:appVersio  is no setting of a stack. Use one of these: environment,",
    );
  });
  it.each(["config: {}\n", "encryptionsalt: x\n"])("checks less with %j", (text) => {
    expect(surroundings(text)).toMatchObject({ share: undefined, names: [], neighbours: [] });
  });
  it("checks less without the file", () => {
    expect(readSurroundings(root, "missing")).toMatchObject({ share: undefined, names: [], neighbours: [] });
  });
  it("refuses wrong values with their line, and shows no value", () => {
    expect(
      complaint(`config:
  chalan:share: { memory: lots, cpus: 0, disk: 5 }
  chalan:edge: { subnet: 172.18.0.1/16 }
  chalan:edgeStack: ../sentinel-secret-value
  chalan:pgadmin: sentinel-secret-value
  chalan:pgadmin: {}
`),
    ).toMatchInlineSnapshot(`
      "Pulumi.x.yaml:2:19  config.chalan:share.memory  must be a number. Write it without quotes.
      Pulumi.x.yaml:2:33  config.chalan:share.cpus  must be more than 0. Give memory in MiB and cpus in cores.
      Pulumi.x.yaml:2:42  config.chalan:share.disk  is not a known key. Take it out, or use one of: memory, cpus.
      Pulumi.x.yaml:3:18  config.chalan:edge.subnet  must be an IPv4 network from /8 to /29 without host bits. Write it like \`172.18.0.0/16\`.
      Pulumi.x.yaml:4:3  config.chalan:edgeStack  must be the name of a stack. Write it like \`prod\`.
      Pulumi.x.yaml:5:3  config.chalan:pgadmin  must be keys with values. Indent its keys below it.
      Pulumi.x.yaml:6:3  config.chalan:pgadmin  is there twice, first on line 5. Keep one of them."
    `);
  });
  it("refuses a file that is not YAML", () => {
    expect(complaint("config: [")).toMatchInlineSnapshot(
      `"Pulumi.x.yaml:1:10  the indentation or a closing bracket is wrong. Align it with its neighbours and close what is open."`,
    );
  });
  it("refuses an empty file", () => {
    expect(complaint("")).toMatchInlineSnapshot(
      `"Pulumi.x.yaml:1:1  the file has no content. A tenant file starts with \`tenants:\`; one without any tenant is \`tenants: []\`."`,
    );
  });
});
