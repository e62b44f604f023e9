/** Every kind of job, asked for by the API and done by the worker. */
import { deflateSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDatabase } from "../../../app/shared/database.ts";
import { enqueue } from "../../../app/shared/jobs.ts";
import type { Job } from "../../../app/shared/jobs-api.ts";
import { createLogger } from "../../../app/shared/log.ts";
import { createSchedule, dayBefore, dayIn } from "../../../app/worker/schedule.ts";
import { tenantRegistry } from "../../../app/worker/tenants.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { waitFor } from "../support/containers.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";
import { atNoon } from "../support/noon.ts";
import { createTenant, startEngine } from "../support/worker.ts";

const noon = atNoon();
let database: TestDatabase;
let tenant: Awaited<ReturnType<typeof createTenant>>;
let app: TestApp;
let owner: Client;
let engine: Awaited<ReturnType<typeof startEngine>>;

beforeAll(async () => {
  database = await createTestDatabase();
  await database.migratePublic();
  tenant = await createTenant(database, noon);
  app = await createTestApp(tenant);
  owner = await app.signIn("owner");
  engine = await startEngine(database);
});
afterAll(async () => {
  await engine.stop();
  await app.close();
  await tenant.pool.end();
  await database.drop();
});

const get = (url: string) => owner.inject(`/api${url}`);
const post = (url: string, payload: object | Buffer | string, headers: Record<string, string> = {}) =>
  owner.inject({ method: "POST", url: `/api${url}`, payload, headers });
async function finished(id: string): Promise<Job> {
  await waitFor(`job ${id}`, async () => expect((await get(`/jobs/${id}`)).json().state).not.toBe("waiting"));
  return (await get(`/jobs/${id}`)).json<Job>();
}

/** A PNG of one colour. @param rows that are in it indeed, whatever it says of its height */
function png(width: number, height: number, rows = height): Buffer {
  const table = Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
    return c >>> 0;
  });
  const crc = (bytes: Buffer) => {
    let c = 0xffffffff;
    for (const byte of bytes) c = (table[(c ^ byte) & 255] ?? 0) ^ (c >>> 8);
    return (c ^ 0xffffffff) >>> 0;
  };
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    sum.writeUInt32BE(crc(body));
    return Buffer.concat([length, body, sum]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const pixels = deflateSync(Buffer.alloc((width * 3 + 1) * rows, 0));
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

describe("an export", () => {
  it("is made by the worker and fetched when it is done", async () => {
    await post("/contracts", { title: "Rewiring", clientName: "Ana" });
    const asked = await post("/export-jobs/contracts", { format: "csv", sort: "number" });
    expect([asked.statusCode, asked.json().state]).toEqual([202, "waiting"]);
    const job = await finished(asked.json().id);
    expect(job).toMatchObject({
      kind: "export",
      sheet: "contracts",
      format: "csv",
      state: "done",
      fileUntil: expect.any(String),
    });
    const file = await get(`/jobs/${job.id}/file`);
    expect(file.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(file.body).toBe((await get("/exports/contracts?format=csv")).body);
    expect((await get("/jobs")).json().items[0]).toEqual(job);
  });
  it("is gone after its time, and nothing of another kind is found there", async () => {
    const { id } = (await post("/export-jobs/inventory", { format: "xlsx" })).json<Job>();
    await finished(id);
    expect((await get(`/jobs/${id}/file`)).rawPayload.subarray(0, 2).toString()).toBe("PK");
    await database.admin.query(`update ${tenant.document.schema}.export_files set expires_at = now()`);
    expect((await get(`/jobs/${id}/file`)).statusCode).toBe(404);
    const mail = await tenant.pool.transaction(null, (query) => enqueue(query, "cleanup", {}));
    expect((await get(`/jobs/${mail}`)).statusCode).toBe(404);
  });
  it("is refused where too many are waiting", async () => {
    await database.admin.query(
      `insert into ${tenant.document.schema}.outbox (kind, payload, queued_at)
       select 'export', '{"sheet": "contracts"}', now() from generate_series(1, 20)`,
    );
    const refused = await post("/export-jobs/contracts", {});
    expect([refused.statusCode, refused.json().type]).toEqual([429, "urn:chalan:problem:too-many-jobs"]);
    await database.admin.query(`delete from ${tenant.document.schema}.outbox where kind = 'export'`);
  });
});

describe("an import", () => {
  const csv = { "content-type": "text/csv" };
  it("is tried, reported row by row, and carried out", async () => {
    const good = "sku,name,minimumQuantity\nA-1,Cable,5\nA-2,Switch,1\n";
    const bad = "sku,name\nB-1,\n";
    const [dry, real, broken] = await Promise.all(
      [
        ["?dryRun=true", good],
        ["", good],
        ["", bad],
      ].map(async ([query = "", body = ""]) => {
        const asked = await post(`/import-jobs/inventory${query}`, body, csv);
        return (await finished(asked.json().id)).report;
      }),
    );
    expect(real).toMatchObject({ dryRun: false, rows: 2, imported: 2, bad: 0 });
    expect(dry).toMatchObject({ dryRun: true, imported: 0 });
    expect(broken).toMatchObject({ imported: 0, bad: 1, errors: [{ line: 2, column: "name" }] });
    const { rows } = await database.admin.query(`select from ${tenant.document.schema}.outbox_contents`);
    expect(rows).toEqual([]);
    const { rows: audit } = await database.admin.query(
      `select distinct actor from ${tenant.document.schema}.audit_log where table_name = 'inventory'`,
    );
    expect(audit).toEqual([{ actor: owner.userId }]);
  });
  it("of nothing is refused at once", async () => {
    expect((await post("/import-jobs/inventory", "", csv)).statusCode).toBe(400);
  });
});

describe("a thumbnail", () => {
  let contract = "";
  beforeAll(async () => {
    contract = (await post("/contracts", { title: "Photos", clientName: "Ana" })).json().id;
  });
  const upload = async (content: Buffer) =>
    (
      await post(`/contracts/${contract}/attachments?name=photo.png`, content, {
        "content-type": "image/png",
      })
    ).json().id as string;
  it("of an image is small, WebP, and may be kept for ever", async () => {
    const id = await upload(png(1600, 900));
    await waitFor("it", async () => expect((await get(`/attachments/${id}/thumbnail`)).statusCode).toBe(200));
    const { items } = (await get(`/contracts/${contract}/attachments`)).json();
    expect(items).toMatchObject([{ id, hasThumbnail: true }]);
    const { headers, rawPayload } = await get(`/attachments/${id}/thumbnail`);
    expect(headers).toMatchObject({
      "content-type": "image/webp",
      "cache-control": "private, max-age=31536000, immutable",
    });
    expect(rawPayload.subarray(8, 12).toString()).toBe("WEBP");
    expect(rawPayload.length).toBeLessThanOrEqual(20_480);
    const { rows } = await database.admin.query(
      `select width, height from ${tenant.document.schema}.thumbnails`,
    );
    expect(rows).toEqual([{ width: 320, height: 180 }]);
  });
  it.each([
    ["that would fill the memory", () => png(40_000, 40_000, 1), "too-large"],
    ["that is broken", () => png(100, 100).subarray(0, 60), "unreadable"],
  ])(
    "of an image %s is refused, and the file is kept",
    async (_what, make, refused) => {
      const id = await upload(make());
      const result = async () =>
        (
          await database.admin.query(
            `select state, result from ${tenant.document.schema}.outbox where payload ->> 'attachmentId' = $1`,
            [id],
          )
        ).rows;
      await waitFor("the refusal", async () =>
        expect(await result()).toEqual([{ state: "done", result: { refused } }]),
      );
      expect((await get(`/attachments/${id}/thumbnail`)).statusCode).toBe(404);
      expect((await get(`/attachments/${id}/content`)).statusCode).toBe(200);
    },
    60_000,
  );
});

describe("stock that runs short", () => {
  it("is told once per item and day, when a movement takes it under its minimum", async () => {
    const item = (await post("/inventory", { sku: "L-1", name: "Lamp", minimumQuantity: 5 })).json().id;
    const warehouse = (await post("/warehouses", { name: "Main" })).json().id;
    const move = (kind: string, quantity: number) =>
      post("/stock-movements", { itemId: item, warehouseId: warehouse, kind, quantity });
    await move("receipt", 10);
    for (const quantity of [4, 3, 1]) expect((await move("issue", quantity)).statusCode).toBe(201);
    await move("receipt", 10);
    await move("issue", 9);
    const told = () => engine.letters.filter(({ subject }) => subject.includes("Lamp"));
    await waitFor("the letter", async () => expect(told()).toHaveLength(1));
    expect(told()[0]).toMatchObject({
      to: owner.email,
      subject: expect.stringContaining("Lamp is running short"),
    });
  });
});

describe("the night", () => {
  it.each([
    ["America/Phoenix", "2027-01-01T06:59:59Z", "2026-12-31"],
    ["America/Phoenix", "2027-01-01T07:00:00Z", "2027-01-01"],
    ["Pacific/Kiritimati", "2027-01-01T10:00:00Z", "2027-01-02"],
  ])("in %s at %s belongs to %s", (timeZone, moment, day) =>
    expect(dayIn(timeZone, Date.parse(moment))).toBe(day),
  );
  it("comes after the day before, across months and leap days", () =>
    expect(["2027-01-01", "2028-03-01"].map(dayBefore)).toEqual(["2026-12-31", "2028-02-29"]));
  it("is begun once, however many workers look", async () => {
    const log = createLogger("silent", {});
    const pool = openDatabase(database.workerUrl, 2, "test", log);
    const [known] = (await tenantRegistry(pool).refresh()).filter(({ id }) => id === tenant.document.id);
    if (known === undefined) throw new Error("not registered");
    const tomorrow = () => Date.now() + 24 * 3_600_000;
    await Promise.all([
      createSchedule(pool, tomorrow).look(known),
      createSchedule(pool, tomorrow).look(known),
    ]);
    await pool.end();
    const today = dayIn(noon.settings.timeZone, Date.now());
    const { rows } = await database.admin.query(
      `select count(*)::int as count from ${tenant.document.schema}.outbox where deduplication_key = $1`,
      [`summary:${today}`],
    );
    expect(rows).toEqual([{ count: 1 }]);
    // What happened today, which the tests above have seen to.
    await tenant.pool.transaction(null, (query) => enqueue(query, "summary", { day: today }));
    const told = () => engine.letters.filter(({ subject }) => subject.includes("summary of"));
    await waitFor("the letter", async () => expect(told().length).toBeGreaterThan(0));
    const stored = (await get("/dashboard/summaries"))
      .json()
      .items.find(({ day }: { day: string }) => day === today);
    expect(stored.figures).toMatchObject({ newContracts: 2, stockMovements: 6, lowStockItems: 3 });
  });
});
