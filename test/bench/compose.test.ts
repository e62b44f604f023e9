import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { composeFile, literal } from "../../bench/lib/compose-file.ts";
import type { EngineContainer } from "../../bench/lib/engine.ts";
import { differences } from "../../bench/lib/sameness.ts";

interface Changes {
  readonly role: string;
  readonly tenant?: string;
  readonly config?: Partial<EngineContainer["Config"]>;
  readonly host?: Partial<EngineContainer["HostConfig"]>;
  readonly networks?: EngineContainer["NetworkSettings"]["Networks"];
}

/** A container as the engine tells it. */
function container({ role, tenant, config, host, networks = { data: {} } }: Changes): EngineContainer {
  const name = [role, tenant].filter(Boolean).join("-");
  return {
    Id: `id-of-${name}`,
    Name: `/chalan-${name}`,
    Image: `sha256:${role}`,
    State: { Pid: 1 },
    Config: {
      User: "",
      Env: ["A=1"],
      Cmd: null,
      Labels: { "chalan.role": role, ...(tenant && { "chalan.tenant": tenant }) },
      ...config,
    },
    HostConfig: {
      NetworkMode: "bridge",
      Memory: 1024,
      MemorySwap: 1024,
      NanoCpus: 500_000_000,
      ShmSize: 64,
      ReadonlyRootfs: false,
      CapAdd: [],
      CapDrop: ["ALL"],
      SecurityOpt: [],
      RestartPolicy: { Name: "unless-stopped" },
      LogConfig: { Type: "json-file", Config: {} },
      Binds: null,
      PortBindings: null,
      ...host,
    },
    NetworkSettings: { Networks: networks },
  };
}

const fileOf = (...containers: EngineContainer[]) =>
  composeFile({
    stack: { containers, networks: [], volumes: [] },
    uploads: new Map(),
    externalVolumes: [],
  });

describe("a service", () => {
  test("has all that the container has", () => {
    const web = container({
      role: "web",
      tenant: "alpha",
      config: { User: "node", Cmd: ["api"], Healthcheck: { Test: ["CMD", "true"] } },
      host: {
        ReadonlyRootfs: true,
        Tmpfs: { "/tmp": "rw,size=64m" },
        CapAdd: ["CAP_CHOWN"],
        SecurityOpt: ["no-new-privileges:true"],
        Binds: ["alpha-files:/var/lib/chalan:rw"],
        PortBindings: { "80/tcp": [{ HostIp: "127.0.0.1", HostPort: "8080" }] },
      },
      networks: {
        apps: { Aliases: ["abcdef012345", "front"] },
        data: { IPAMConfig: { IPv4Address: "172.19.0.9" } },
      },
    });
    expect(`\n${stringify(fileOf(web).services)}`).toMatchInlineSnapshot(`
      "
      web-alpha:
        image: sha256:web
        pull_policy: never
        container_name: chalan-web-alpha
        user: node
        command:
          - api
        environment:
          - A=1
        labels:
          chalan.role: web
          chalan.tenant: alpha
        healthcheck:
          test:
            - CMD
            - "true"
          interval: 1s
          timeout: 10s
          retries: 120
        depends_on: {}
        restart: unless-stopped
        read_only: true
        tmpfs:
          - /tmp:rw,size=64m
        shm_size: 64
        mem_limit: 1024
        memswap_limit: 1024
        cpus: 0.5
        cap_add:
          - CAP_CHOWN
        cap_drop:
          - ALL
        security_opt:
          - no-new-privileges:true
        logging:
          driver: json-file
          options: {}
        ports:
          - 127.0.0.1:8080:80/tcp
        volumes:
          - alpha-files:/var/lib/chalan:rw
        configs: []
        networks:
          apps:
            aliases:
              - front
          data:
            ipv4_address: 172.19.0.9
            aliases: []
      "
    `);
  });

  test("without a network has none", () => {
    const generator = container({ role: "generator", host: { NetworkMode: "none" }, networks: { none: {} } });
    const { services } = fileOf(generator);
    expect(services.generator).toMatchObject({ network_mode: "none" });
    expect(services.generator).not.toHaveProperty("networks");
  });

  test("waits for the services it uses, of its own tenant only", () => {
    const { services } = fileOf(
      container({ role: "nginx", tenant: "alpha" }),
      container({ role: "nginx", tenant: "beta" }),
      container({ role: "web", tenant: "alpha" }),
      container({ role: "web", tenant: "beta" }),
      container({ role: "postgres" }),
      container({ role: "redis-core" }),
      container({ role: "redis-cache" }),
    );
    const healthy = { condition: "service_healthy" };
    expect(services["nginx-beta"]?.depends_on).toEqual({ "web-beta": healthy });
    expect(services["web-alpha"]?.depends_on).toEqual({
      postgres: healthy,
      "redis-core": healthy,
      "redis-cache": healthy,
    });
    expect(services.postgres?.depends_on).toEqual({});
  });

  test("that others wait for has a check, each second", () => {
    const declared = { Healthcheck: { Test: ["CMD", "ask"] } };
    const { services } = fileOf(
      container({ role: "postgres", config: declared }),
      container({ role: "worker" }),
      container({ role: "pgadmin" }),
      container({ role: "proxy" }),
    );
    expect(services.postgres?.healthcheck).toMatchObject({ test: ["CMD", "ask"], interval: "1s" });
    expect(services.worker?.healthcheck).toMatchObject({ interval: "1s" });
    expect(services.pgadmin?.healthcheck).toMatchObject({ interval: "1s" });
    expect(services.proxy?.healthcheck).toBeUndefined();
  });
});

test("files, networks and volumes are the stack's; what is filled before stays outside", () => {
  const redis = container({ role: "redis-core" });
  const file = composeFile({
    stack: {
      containers: [redis],
      networks: [
        {
          Name: "data",
          Internal: true,
          Labels: { "chalan.stack": "test" },
          IPAM: { Config: [{ Subnet: "172.19.0.0/16", IPRange: "172.19.128.0/17" }] },
        },
      ],
      volumes: [
        { Name: "redis-data", Labels: {} },
        { Name: "authority", Labels: {} },
      ],
    },
    uploads: new Map([[redis.Id, [{ file: "/etc/chalan/admin.acl", content: "user $admin" }]]]),
    externalVolumes: ["authority"],
  });
  expect(file.configs).toEqual({ "redis-core-etc-chalan-admin-acl": { content: "user $$admin" } });
  expect(file.services["redis-core"]?.configs).toEqual([
    { source: "redis-core-etc-chalan-admin-acl", target: "/etc/chalan/admin.acl" },
  ]);
  expect(file.networks).toEqual({
    data: {
      name: "data",
      internal: true,
      labels: { "chalan.stack": "test" },
      ipam: { config: [{ subnet: "172.19.0.0/16", ip_range: "172.19.128.0/17" }] },
    },
  });
  expect(file.volumes).toEqual({
    "redis-data": { name: "redis-data", labels: {} },
    authority: { external: true },
  });
});

test("no text is a variable of compose", () => {
  expect(literal({ $key: ["$HOME", "a$$b", 1, null, { deep: "$X" }] })).toEqual({
    $key: ["$$HOME", "a$$$$b", 1, null, { deep: "$$X" }],
  });
});

describe("sameness", () => {
  const web = (changes: Partial<Changes> = {}) => container({ role: "web", tenant: "alpha", ...changes });

  test("order, the engine's way to write a capability, and none for empty do not count", () => {
    const one = web({
      config: { Env: ["A=1", "B=2"] },
      host: { CapAdd: ["CAP_CHOWN", "CAP_SETUID"], Binds: [] },
    });
    const other = web({
      config: { Env: ["B=2", "A=1"] },
      host: { CapAdd: ["SETUID", "CHOWN"], PortBindings: {} },
    });
    expect(differences([one], [other])).toEqual([]);
  });

  test.each([
    { what: "environment", changes: { config: { Env: ["A=2"] } } },
    { what: "memory", changes: { host: { Memory: 2048 } } },
    { what: "cpus", changes: { host: { NanoCpus: 1 } } },
    { what: "capabilities", changes: { host: { CapDrop: null } } },
    { what: "command", changes: { config: { Cmd: ["worker"] } } },
    { what: "networks", changes: { networks: { data: {}, apps: {} } } },
    { what: "volumes", changes: { host: { Binds: ["files:/files"] } } },
  ])("another $what is told, without its value", ({ what, changes }) => {
    expect(differences([web()], [web(changes)])).toEqual([`web-alpha: ${what}`]);
  });

  test("a container that is missing or too many is told", () => {
    expect(differences([web()], [container({ role: "worker" })])).toEqual([
      "web-alpha: it does not run",
      "worker: it runs, but should not",
    ]);
  });
});
