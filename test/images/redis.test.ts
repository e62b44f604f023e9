import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../support/until.ts";
import { docker, logs, Sandbox } from "./support/sandbox.ts";

const image = "redis:7.4.11-alpine";

describe(image, () => {
  const sandbox = new Sandbox("redis");
  let server = "";

  const command = (user: string, ...args: string[]) =>
    docker("exec", "--env", `REDISCLI_AUTH=${user}-secret`, server, "redis-cli", "--user", user, ...args);

  beforeAll(async () => {
    const rules = [
      "user default off",
      "user phoenix on >phoenix-secret ~t:{phoenix}:* &t:{phoenix}:* +@all -@admin -@dangerous",
      "user admin on >admin-secret ~* &* +@all",
    ];
    const acl = sandbox.file("users.acl", `${rules.join("\n")}\n`);
    const configuration = sandbox.file(
      "redis.conf",
      "aclfile /etc/redis/users.acl\nappendonly yes\nappendfsync always\n",
    );
    server = sandbox.start(
      "server",
      ...[
        "--read-only",
        "--volume",
        `${acl}:/etc/redis/users.acl:ro`,
        "--volume",
        `${configuration}:/etc/redis/redis.conf:ro`,
      ],
      ...[
        "--cap-drop",
        "ALL",
        "--cap-add",
        "CHOWN",
        "--cap-add",
        "DAC_OVERRIDE",
        "--cap-add",
        "SETUID",
        "--cap-add",
        "SETGID",
      ],
      ...[image, "redis-server", "/etc/redis/redis.conf", "--maxmemory", "64mb"],
    );
    await until("an answer", () => command("admin", "PING") === "PONG");
  });
  afterAll(() => sandbox.dispose());

  test("users of the ACL file are held to their prefix", () => {
    expect(command("phoenix", "SET", "t:{phoenix}:a", "1")).toBe("OK");
    expect(command("phoenix", "SET", "t:{other}:a", "1")).toMatch(/^NOPERM/);
    expect(command("phoenix", "FLUSHALL")).toMatch(/^NOPERM/);
    expect(docker("exec", server, "redis-cli", "GET", "t:{phoenix}:a")).toMatch(/^NOAUTH/);
  });

  test("it runs as redis 999:1000, with protected mode off, and takes arguments after the file", () => {
    expect(docker("exec", server, "stat", "-c", "%u:%g", "/proc/1", "/data/appendonlydir")).toBe(
      "999:1000\n999:1000",
    );
    expect(command("admin", "CONFIG", "GET", "protected-mode")).toContain("no");
    expect(command("admin", "CONFIG", "GET", "maxmemory")).toContain("67108864");
  });

  test("the append-only file keeps the data over a kill; SIGTERM ends it cleanly", async () => {
    command("phoenix", "SET", "t:{phoenix}:kept", "yes");
    docker("kill", server);
    docker("start", server);
    await until("an answer", () => command("phoenix", "GET", "t:{phoenix}:kept") === "yes");
    docker("stop", server);
    expect(docker("inspect", "--format", "{{.State.ExitCode}}", server)).toBe("0");
    expect(logs(server)).toContain("bye bye");
  });
});
