/** Files that nobody can want any more go, and no others. */
import { readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mediaStore } from "../../../app/api/media.ts";
import { createMediaSweep } from "../../../app/api/media-sweep.ts";
import { filesRepository } from "../../../app/api/repositories/files.ts";
import type { Attachment } from "../../../app/shared/attachments.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

const DAY = 24 * 3_600_000;
const log = createLogger("silent", {});
const folder = join(tmpdir(), `tmp-app-test-sweep-${process.pid}`);

let database: TestDatabase;
let app: TestApp;
let owner: Client;
let contractId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  const tenant = await database.provision("one");
  await database.migrateTenant(tenant.document);
  app = await createTestApp(tenant, { mediaFolder: folder });
  owner = await app.signIn("owner");
  const payload = { title: "T", clientName: "C" };
  contractId = (await owner.inject({ method: "POST", url: "/api/contracts", payload })).json().id;
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

const sweepOf = (path = folder) => createMediaSweep(filesRepository(app.database), mediaStore(path), log);
const names = async () => new Set(await readdir(folder).catch(() => []));
async function upload(): Promise<string> {
  const url = `/api/contracts/${contractId}/attachments?name=a.pdf`;
  const response = await owner.inject({ method: "POST", url, payload: Buffer.from("%PDF-1.7\nx") });
  return response.json<Attachment>().id;
}
const deleted = (id: string, days: number) =>
  app.database.query(
    {
      name: "test_age",
      text: "update attachments set deleted_at = now() - make_interval(days => $2) where id = $1",
    },
    [id, days],
  );
/** A file that no row names. */
async function stray(name: string, age: number): Promise<string> {
  await writeFile(join(folder, name), "x");
  const then = new Date(Date.now() - age);
  await utimes(join(folder, name), then, then);
  return name;
}

let kept: string;
beforeEach(async () => {
  kept = await upload();
});

describe("a sweep", () => {
  it("purges what was deleted more than 30 days ago, row and file, and nothing else", async () => {
    const [recent, old] = [await upload(), await upload()];
    await deleted(recent, 29);
    await deleted(old, 31);
    expect(await sweepOf().sweep(Date.now())).toEqual({ purged: 1, orphans: 0 });
    const left = await names();
    expect([left.has(kept), left.has(recent), left.has(old)]).toEqual([true, true, false]);
    const restore = (id: string) => owner.inject({ method: "POST", url: `/api/attachments/${id}/restore` });
    expect([(await restore(recent)).statusCode, (await restore(old)).statusCode]).toEqual([200, 404]);
    const audit = await owner.inject(`/api/audit?table=attachments&rowId=${old}&limit=1`);
    expect(audit.json().items).toMatchObject([{ action: "delete", actorId: null, after: null }]);
  });
  it("removes files of a day and more that no row names, and half ones, and leaves all others alone", async () => {
    const id = crypto.randomUUID();
    const gone = [await stray(id, 2 * DAY), await stray(`${kept}.part`, 2 * DAY)];
    const left = [await stray(crypto.randomUUID(), DAY / 2), await stray("lost+found.txt", 9 * DAY), kept];
    expect(await sweepOf().sweep(Date.now())).toEqual({ purged: 0, orphans: 2 });
    const present = await names();
    expect(gone.map((name) => present.has(name))).toEqual([false, false]);
    expect(left.map((name) => present.has(name))).toEqual([true, true, true]);
  });
  it("keeps the logo, and removes the one before it", async () => {
    const put = async (version: number, words: string) => {
      const payload = Buffer.from(`\x89PNG\r\n\x1a\n${words}`, "latin1");
      const url = `/api/branding/logo?version=${version}`;
      expect((await owner.inject({ method: "PUT", url, payload })).statusCode).toBe(200);
    };
    const before = await names();
    await put(1, "first");
    const first = [...(await names())].find((name) => !before.has(name)) ?? "";
    await put(2, "second");
    await sweepOf().sweep(Date.now() + 2 * DAY);
    expect((await names()).has(first)).toBe(false);
    expect((await app.app.inject("/api/tenant/logo")).body).toContain("second");
  });
  it("of more than a batch takes all of it", async () => {
    await Promise.all(Array.from({ length: 1_100 }, () => stray(crypto.randomUUID(), 2 * DAY)));
    expect(await sweepOf().sweep(Date.now())).toMatchObject({ orphans: 1_100 });
    expect((await names()).has(kept)).toBe(true);
  });
  it("of a folder that has not been made is none", async () => {
    expect(await sweepOf(`${folder}-nowhere`).sweep(Date.now())).toEqual({ purged: 0, orphans: 0 });
  });
  it("runs at once, and ends when it is told to", async () => {
    const name = await stray(crypto.randomUUID(), 2 * DAY);
    const sweep = sweepOf();
    const running = sweep.run();
    await expect.poll(async () => (await names()).has(name)).toBe(false);
    sweep.stop();
    await running;
  });
});
