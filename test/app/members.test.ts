/** People in schema public, as a tenant's own role meets them: what it may do, and that no other tenant feels it. */
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sqlState } from "../../app/shared/sql-state.ts";
import { createTestDatabase, type TestDatabase } from "./support/database.ts";

const DENIED = "42501";
const hash = (words: string) => `$argon2id$${words}`;

let database: TestDatabase;
let one: pg.Client;
let two: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  [one, two] = (await Promise.all(
    ["one", "two"].map(async (slug) => {
      const { document, url } = await database.provision(slug);
      await database.migrateTenant(document);
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      return client;
    }),
  )) as [pg.Client, pg.Client];
});
afterAll(async () => {
  await Promise.all([one.end(), two.end()]);
  await database.drop();
});

async function add(client: pg.Client, email: string, role = "office", name = "Somebody"): Promise<string> {
  const { rows } = await client.query("select public.add_member($1, $2, $3) as id", [email, name, role]);
  return rows[0].id;
}
const setPassword = (client: pg.Client, id: string, words: string) =>
  client.query("update public.memberships set password_hash = $2, state = 'active' where user_id = $1", [
    id,
    hash(words),
  ]);
const secret = async (client: pg.Client, email: string) =>
  (await client.query("select * from public.sign_in_secret($1)", [email])).rows;
const member = async (client: pg.Client, id: string) =>
  (
    await client.query(
      "select name, role, state, session_epoch as epoch from public.memberships where user_id = $1",
      [id],
    )
  ).rows[0];
const failure = (work: Promise<unknown>) =>
  work.then(
    () => "nothing",
    (error: Error & { constraint?: string }) => error.constraint ?? sqlState(error),
  );

describe("a person of two tenants", () => {
  it("has a name, a role, a state and a password in each, and neither sees the other's", async () => {
    const id = await add(one, "Ana@Example.com", "owner", "Ana of one");
    expect(await add(two, "ana@example.COM", "crew", "Ana of two")).toBe(id);
    await setPassword(one, id, "one");
    await setPassword(two, id, "two");
    expect(await secret(one, "ANA@example.com")).toEqual([{ user_id: id, password_hash: hash("one") }]);
    expect(await secret(two, "ana@example.com")).toEqual([{ user_id: id, password_hash: hash("two") }]);
    expect(await member(one, id)).toMatchObject({ name: "Ana of one", role: "owner" });
    expect(await member(two, id)).toMatchObject({ name: "Ana of two", role: "crew" });
  });
  it("is invited as if nobody knew them, and only once", async () => {
    const id = await add(one, "bob@example.com");
    expect(await member(one, id)).toEqual({ name: "Somebody", role: "office", state: "invited", epoch: 0 });
    expect(await add(one, "BOB@example.com", "owner")).toBeNull();
    expect((await member(one, id)).role).toBe("office");
  });
  it("is found by two invitations that come together", async () => {
    const ids = await Promise.all([add(one, "same@example.com"), add(two, "same@example.com")]);
    expect(ids[0]).toBe(ids[1]);
  });
});

describe("a password's hash", () => {
  it("is given only for those who may sign in", async () => {
    const id = await add(one, "carla@example.com");
    expect(await secret(one, "carla@example.com")).toEqual([]);
    await setPassword(one, id, "carla");
    expect(await secret(one, "carla@example.com")).toHaveLength(1);
    expect(await secret(two, "carla@example.com")).toEqual([]);
    await one.query("update public.memberships set state = 'disabled' where user_id = $1", [id]);
    expect(await secret(one, "carla@example.com")).toEqual([]);
  });
  it("is nothing but a hash of the kind that is asked for", async () => {
    const id = await add(one, "plain@example.com");
    expect(
      await failure(
        one.query("update public.memberships set password_hash = 'hunter2' where user_id = $1", [id]),
      ),
    ).toMatch(/check/);
  });
  it("stays with the tenant's role: neither the worker nor the migrator asks for one", async () => {
    for (const url of [database.workerUrl, database.migratorUrl]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      expect(await failure(secret(client, "ana@example.com"))).toBe(DENIED);
      await client.end();
    }
  });
});

describe("sessions end", () => {
  it("with a new password and with a new state, not with a new name or role", async () => {
    const id = await add(one, "dora@example.com");
    await setPassword(one, id, "first");
    expect((await member(one, id)).epoch).toBe(1);
    await one.query("update public.memberships set name = 'Dora', role = 'manager' where user_id = $1", [id]);
    expect((await member(one, id)).epoch).toBe(1);
    await setPassword(one, id, "second");
    expect((await member(one, id)).epoch).toBe(2);
    await one.query("update public.memberships set state = 'disabled' where user_id = $1", [id]);
    expect((await member(one, id)).epoch).toBe(3);
  });
  it("with the tenant's suspension, for good", async () => {
    const epoch = async () =>
      (await two.query("select session_epoch from public.tenants")).rows[0].session_epoch;
    const before = await epoch();
    const set = (state: string) =>
      database.admin.query("update tenants set state = $1 where slug = 'two'", [state]);
    await set("suspended");
    await set("active");
    expect(await epoch()).toBe(before + 1);
  });
});

describe("members of other tenants", () => {
  it("are untouched by an update of everybody", async () => {
    const id = await add(two, "eva@example.com");
    await one.query("update public.memberships set name = 'taken over' where role <> 'owner'");
    await one.query("update public.memberships set password_hash = $1 where role <> 'owner'", [
      hash("taken over"),
    ]);
    expect(await member(two, id)).toMatchObject({ name: "Somebody", epoch: 0 });
  });
  it("have no links and no sign-ins to be seen, used or made here", async () => {
    const id = await add(two, "fina@example.com");
    const token = Buffer.alloc(32, 7);
    await two.query(
      "insert into public.password_links (token_hash, user_id, expires_at) values ($1, $2, now() + '1 hour')",
      [token, id],
    );
    await two.query("insert into public.sign_ins (user_id, outcome) values ($1, 'success')", [id]);
    expect((await one.query("select * from public.password_links")).rows).toEqual([]);
    expect((await one.query("delete from public.password_links returning user_id")).rows).toEqual([]);
    expect((await one.query("select * from public.sign_ins")).rows).toEqual([]);
    expect((await two.query("select user_id, tenant_id from public.sign_ins")).rows).toEqual([
      { user_id: id, tenant_id: "two_001" },
    ]);
    const foreign = one.query(
      "insert into public.password_links (token_hash, user_id, expires_at) values ($1, $2, now())",
      [Buffer.alloc(32, 8), id],
    );
    expect(await failure(foreign)).toMatch(/fkey/);
    expect(
      await failure(one.query("insert into public.sign_ins (user_id, outcome) values ($1, 'success')", [id])),
    ).toMatch(/fkey/);
  });
});

describe("a tenant's last owner", () => {
  const CONSTRAINT = "memberships_owner";
  it("can neither step down nor be disabled; with a second one, it can", async () => {
    const tenant = await database.provision("owners");
    await database.migrateTenant(tenant.document);
    const client = new pg.Client({ connectionString: tenant.url });
    await client.connect();
    const [first, second] = [
      await add(client, "gil@example.com", "owner"),
      await add(client, "hugo@example.com", "owner"),
    ];
    await setPassword(client, first, "x");
    // Invited, so not yet somebody who could help.
    const change = (id: string, what: string) =>
      client.query(`update public.memberships set ${what} where user_id = $1`, [id]);
    expect(await failure(change(first, "role = 'crew'"))).toBe(CONSTRAINT);
    expect(await failure(change(first, "state = 'disabled'"))).toBe(CONSTRAINT);
    expect(await failure(database.admin.query("delete from memberships where user_id = $1", [first]))).toBe(
      CONSTRAINT,
    );
    await change(first, "name = 'Gil'");
    await setPassword(client, second, "y");
    await change(first, "role = 'crew'");
    expect(await failure(change(second, "role = 'crew'"))).toBe(CONSTRAINT);
    await client.end();
  });
  it("stays when two owners step down at the same moment", async () => {
    const tenant = await database.provision("race");
    await database.migrateTenant(tenant.document);
    const clients = [0, 1].map(() => new pg.Client({ connectionString: tenant.url }));
    await Promise.all(clients.map((client) => client.connect()));
    const [a, b] = clients as [pg.Client, pg.Client];
    const ids = [await add(a, "ida@example.com", "owner"), await add(a, "jan@example.com", "owner")];
    for (const id of ids) await setPassword(a, id, "x");
    const stepDown = (client: pg.Client, id?: string) =>
      failure(client.query("update public.memberships set role = 'crew' where user_id = $1", [id]));
    await a.query("begin");
    expect(await stepDown(a, ids[0])).toBe("nothing");
    const waiting = stepDown(b, ids[1]);
    await sleep(200);
    await a.query("commit");
    expect(await waiting).toBe(CONSTRAINT);
    await Promise.all(clients.map((client) => client.end()));
  });
  it("goes with the tenant", async () => {
    await database.admin.query("delete from tenants where slug = 'race'");
    expect(
      (await database.admin.query("select from memberships where tenant_id = 'race_001'")).rowCount,
    ).toBe(0);
  });
});

describe("the worker", () => {
  it("deletes old links and sign-ins, and sees nobody's", async () => {
    const id = await add(one, "kim@example.com");
    const add_ = (days: number) =>
      database.admin.query(
        "insert into sign_ins (tenant_id, user_id, outcome, at) values ('one_001', $1, 'success', now() - $2 * interval '1 day')",
        [id, days],
      );
    await add_(91);
    await add_(89);
    await database.admin.query(
      "insert into password_links (token_hash, tenant_id, user_id, expires_at) values ($1, 'one_001', $2, now() - interval '1 s')",
      [Buffer.alloc(32, 9), id],
    );
    const worker = new pg.Client({ connectionString: database.workerUrl });
    await worker.connect();
    expect((await worker.query("delete from public.sign_ins")).rowCount).toBe(1);
    expect((await worker.query("delete from public.password_links")).rowCount).toBe(1);
    expect(await failure(worker.query("select user_id from public.sign_ins"))).toBe(DENIED);
    expect(await failure(worker.query("select token_hash from public.password_links"))).toBe(DENIED);
    await worker.end();
  });
});
