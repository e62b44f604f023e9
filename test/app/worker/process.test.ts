/** The real process: stopped in the middle of its work, and killed. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { enqueue } from "../../../app/shared/jobs.ts";
import { freePort } from "../../support/free-port.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { runApp, startApp } from "../support/process.ts";
import { createTenant, workerRedisUrl } from "../support/worker.ts";

let database: TestDatabase;
let tenant: Awaited<ReturnType<typeof createTenant>>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await createTenant(database);
});
afterAll(async () => {
  await tenant.pool.end();
  await database.drop();
});

/** A mail server that keeps each letter open until it is let go. */
async function slowMailServer() {
  const taken: string[] = [];
  const held: (() => void)[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let isData = false;
    let letter = "";
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      if (isData) {
        letter += chunk;
        if (!letter.endsWith("\r\n.\r\n")) return;
        isData = false;
        held.push(() => {
          taken.push(/^Subject: (.*)\r$/m.exec(letter)?.[1] ?? "");
          say("250 taken");
        });
      } else if (chunk.startsWith("DATA")) {
        isData = true;
        say("354 go on");
      } else if (chunk.startsWith("QUIT")) socket.end("221 bye\r\n");
      else say("250 fine");
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    taken,
    held,
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const start = async (smtp: string) =>
  startApp(["worker"], {
    ENVIRONMENT: "local",
    DATABASE_URL: database.workerUrl,
    REDIS_URL: await workerRedisUrl(),
    PORT: String(await freePort()),
    SMTP_URL: smtp,
    MAIL_FROM: "ChalanPro <no-reply@example.com>",
  });
const send = (subject: string) =>
  tenant.pool.transaction(null, (query) =>
    enqueue(query, "mail", { to: "ana@example.com", subject, text: "x" }),
  );
const states = async () => {
  const text = "select state from outbox where kind = 'mail' order by created_at";
  return (await tenant.pool.query<{ state: string }>({ name: "states", text }, [])).map(({ state }) => state);
};

it("asked to stop, finishes what it is doing, begins nothing more, and loses nothing; killed, it is taken over", async () => {
  const smtp = await slowMailServer();
  const first = await start(smtp.url);
  for (const subject of ["one", "two", "three", "four"]) await send(subject);
  // Two at once is a tenant's share.
  await waitFor("two letters", async () => expect(smtp.held).toHaveLength(2));
  first.child.kill("SIGTERM");
  await waitFor("its stopping", async () => {
    const reachable = await database.admin.query(
      "select from pg_stat_activity where application_name = 'worker-listener' and datname = $1",
      [database.name],
    );
    expect(reachable.rowCount).toBe(0);
  });
  for (const letGo of smtp.held.splice(0)) letGo();
  expect((await first.finished).code).toBe(0);
  expect(smtp.taken.sort()).toEqual(["one", "two"]);
  expect(await states()).toEqual(["done", "done", "waiting", "waiting"]);

  const second = await start(smtp.url);
  await waitFor("the other two", async () => expect(smtp.held).toHaveLength(2));
  second.child.kill("SIGKILL");
  await second.finished;
  smtp.held.length = 0;
  const third = await start(smtp.url);
  await waitFor("them again", async () => expect(smtp.held).toHaveLength(2));
  for (const letGo of smtp.held.splice(0)) letGo();
  await waitFor("the end", async () => expect(await states()).toEqual(Array(4).fill("done")));
  expect(smtp.taken.sort()).toEqual(["four", "one", "three", "two"]);
  third.child.kill("SIGTERM");
  expect((await third.finished).code).toBe(0);
  smtp.close();
});

it("`jobs` lists what was given up, without what it says, and has it tried again", async () => {
  const environment = {
    ENVIRONMENT: "local",
    DATABASE_URL: database.workerUrl,
    REDIS_URL: await workerRedisUrl(),
    LOG_LEVEL: "silent",
  };
  const id = await send("sentinel");
  await database.admin.query(
    `update ${tenant.document.schema}.outbox
     set state = 'dead', finished_at = now(), attempts = 9, failure = 'EENVELOPE' where id = $1`,
    [id],
  );
  const listed = await runApp(["jobs"], environment);
  expect(JSON.parse(listed.stdout)).toMatchObject({
    tenant: tenant.document.slug,
    waiting: 0,
    dead: 1,
    givenUp: [{ id, kind: "mail", attempts: 9, failure: "EENVELOPE" }],
  });
  expect(listed.stdout).not.toMatch(/sentinel|ana@/);
  const unknown = await runApp(["jobs", "retry", tenant.document.slug, "nothing"], environment);
  expect([unknown.code, unknown.stderr]).toEqual([2, expect.stringContaining("No such job was given up")]);
  const retried = await runApp(["jobs", "retry", tenant.document.slug, String(id)], environment);
  expect([retried.code, JSON.parse(retried.stdout)]).toEqual([
    0,
    { tenant: tenant.document.slug, retried: 1 },
  ]);
  expect((await states()).at(-1)).toBe("waiting");
  expect((await runApp(["jobs", "burn"], environment)).stderr).toContain("usage: jobs");
});
