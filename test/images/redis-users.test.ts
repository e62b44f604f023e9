/** The start of the stack's Redis: which users it has then. */
import { afterAll, describe, expect, test } from "vitest";
import { redisConfiguration } from "../../components/lib/redis-configuration.ts";
import { ownUsers, redisStart } from "../../components/lib/redis-users.ts";
import { until } from "../support/until.ts";
import { docker, Sandbox } from "./support/sandbox.ts";

describe("the users of Redis", () => {
  const sandbox = new Sandbox("redis-users");
  const volume = sandbox.volume("data");
  const configuration = sandbox.file("redis.conf", redisConfiguration("core", 64));

  /** Starts a new container on the same data, as an update of the stack does. */
  async function start(name: string, adminPassword: string) {
    const own = sandbox.file(`${name}.acl`, ownUsers(adminPassword));
    const server = sandbox.start(
      name,
      ...["--read-only", "--cap-drop", "ALL", "--user", "999:1000"],
      ...["--volume", `${volume}:/data`, "--volume", `${configuration}:/etc/chalan/redis.conf:ro`],
      ...["--volume", `${own}:/etc/chalan/admin.acl:ro`, "redis:7.4.11-alpine", ...redisStart],
    );
    const admin = (...words: string[]) =>
      docker(
        "exec",
        "--env",
        `REDISCLI_AUTH=${adminPassword}`,
        server,
        "redis-cli",
        "--user",
        "admin",
        ...words,
      );
    await until("an answer", () => admin("PING") === "PONG");
    return { admin, stop: () => sandbox.remove(server) };
  }

  afterAll(() => sandbox.dispose());

  test("stay over a new container, and all go with another password of the admin", async () => {
    const first = await start("first", "one");
    expect(first.admin("ACL", "USERS").split("\n").sort()).toEqual(["admin", "default"]);
    first.admin("ACL", "SETUSER", "phoenix_1", "on", ">secret", "~t:{phoenix}:*", "+@all");
    first.admin("ACL", "SAVE");
    first.stop();

    const second = await start("second", "one");
    expect(second.admin("ACL", "USERS").split("\n").sort()).toEqual(["admin", "default", "phoenix_1"]);
    second.stop();

    const third = await start("third", "two");
    expect(third.admin("ACL", "USERS").split("\n").sort()).toEqual(["admin", "default"]);
    expect(third.admin("ACL", "GETUSER", "default")).toMatch(/^flags\noff/);
  });
});
