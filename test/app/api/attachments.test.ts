import { createHash, randomBytes } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contentDisposition } from "../../../app/api/routes/attachments.ts";
import { type Attachment, MAXIMUM_FILE_BYTES } from "../../../app/shared/attachments.ts";
import type { Contract } from "../../../app/shared/contracts.ts";
import { createTestApp, type TestApp } from "../support/app.ts";
import type { Client } from "../support/client.ts";
import { createTestDatabase, type TestDatabase } from "../support/database.ts";

let folder: string;
let database: TestDatabase;
let apps: TestApp[];
let one: Client;
let two: Client;
let contract: Contract;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tmp-app-test-media-"));
  database = await createTestDatabase();
  await database.migratePublic();
  const tenants = [await database.provision("one"), await database.provision("two")];
  for (const { document } of tenants) await database.migrateTenant(document);
  apps = await Promise.all(
    tenants.map((tenant) => createTestApp(tenant, { mediaFolder: join(folder, tenant.document.slug) })),
  );
  [one, two] = (await Promise.all(apps.map((app) => app.signIn("owner")))) as [Client, Client];
  const payload = { title: "C", clientName: "N" };
  contract = (await one.inject({ method: "POST", url: "/api/contracts", payload })).json();
});
afterAll(async () => {
  await Promise.all(apps.map((app) => app.close()));
  await database.drop();
  await rm(folder, { recursive: true });
});

const PNG = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), randomBytes(200_000)]);
const PDF = Buffer.from("%PDF-1.7\nhello");
const files = () => readdir(join(folder, "one")).catch(() => []);

const upload = (payload: Buffer, name = "photo.png", headers: Record<string, string> = {}, as = one) =>
  as.inject({
    method: "POST",
    url: `/api/contracts/${contract.id}/attachments?name=${encodeURIComponent(name)}`,
    headers: { "content-type": "application/octet-stream", ...headers },
    payload,
  });
const download = (id: string, as = one) => as.inject(`/api/attachments/${id}/content`);

describe("an upload", () => {
  it("comes back byte for byte, with the type of its content and its own name", async () => {
    const response = await upload(PNG, "Fotografía ñ “1”.exe", { "content-type": "text/html" });
    expect(response.statusCode).toBe(201);
    const attachment = response.json<Attachment>();
    expect(attachment).toMatchObject({
      contractId: contract.id,
      transactionId: null,
      name: "Fotografía ñ “1”.exe",
      mediaType: "image/png",
      sizeBytes: PNG.length,
      hasThumbnail: false,
    });
    const content = await download(attachment.id);
    expect(content.rawPayload.equals(PNG)).toBe(true);
    expect(content.headers).toMatchObject({
      "content-type": "image/png",
      "content-length": String(PNG.length),
      "content-disposition": contentDisposition(attachment.name),
      "x-content-type-options": "nosniff",
    });
    const { rows } = await database.admin.query("select sha256 from tenant_one.attachments where id = $1", [
      attachment.id,
    ]);
    expect(rows[0].sha256).toBe(createHash("sha256").update(PNG).digest("hex"));
    expect(await readFile(join(folder, "one", attachment.id))).toEqual(PNG);
  });

  it("needs no Content-Type", async () => {
    const response = await one.inject({
      method: "POST",
      url: `/api/contracts/${contract.id}/attachments?name=a.pdf`,
      payload: PDF,
    });
    expect(response.json()).toMatchObject({ mediaType: "application/pdf" });
  });

  it.each([
    ["a web page", Buffer.from("<html><script>alert(1)</script>"), 415],
    ["a drawing with scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>'), 415],
    ["a program", Buffer.from("\x7fELF\x02\x01\x01", "latin1"), 415],
    ["an archive", Buffer.concat([Buffer.from("PK\x03\x04"), randomBytes(5000)]), 415],
    ["a large file of the wrong kind", randomBytes(500_000), 415],
    ["nothing", Buffer.alloc(0), 400],
    [
      "a file that is one byte too large",
      Buffer.concat([PNG, Buffer.alloc(MAXIMUM_FILE_BYTES - PNG.length + 1)]),
      413,
    ],
  ])("of %s is refused, and leaves nothing behind", async (_what, payload, status) => {
    const before = await files();
    const response = await upload(payload);
    expect([response.statusCode, response.headers["content-type"]]).toEqual([
      status,
      "application/problem+json",
    ]);
    expect(await files()).toEqual(before);
  });

  it("may be as large as the limit", async () => {
    const response = await upload(Buffer.concat([PNG, Buffer.alloc(MAXIMUM_FILE_BYTES - PNG.length)]));
    expect(response.json()).toMatchObject({ sizeBytes: MAXIMUM_FILE_BYTES });
  });

  it.each(["../../etc/passwd", "a/b.png", "a\\b.png", "a\u0000.png", "a\nb.png", "", "x".repeat(201)])(
    "may not be called %j",
    async (name) => {
      const before = await files();
      expect((await upload(PNG, name)).statusCode).toBe(400);
      expect(await files()).toEqual(before);
    },
  );

  it("to a contract that does not exist is refused before a byte is kept", async () => {
    const before = await files();
    const url = `/api/contracts/${crypto.randomUUID()}/attachments?name=a.png`;
    expect((await one.inject({ method: "POST", url, payload: PNG })).statusCode).toBe(404);
    expect(await files()).toEqual(before);
  });
});

describe("files", () => {
  it("are listed, deleted and restored", async () => {
    const { id } = (await upload(PDF, "a.pdf")).json<Attachment>();
    const list = async (query = "") => {
      const response = await one.inject(`/api/contracts/${contract.id}/attachments${query}`);
      return response.json<{ items: Attachment[] }>().items.map((attachment) => attachment.id);
    };
    expect(await list()).toContain(id);
    const remove = () => one.inject({ method: "DELETE", url: `/api/attachments/${id}` });
    expect((await remove()).statusCode).toBe(204);
    expect((await remove()).statusCode).toBe(404);
    expect((await download(id)).statusCode).toBe(404);
    expect(await list()).not.toContain(id);
    expect(await list("?deleted=true")).toEqual([id]);
    const restored = await one.inject({ method: "POST", url: `/api/attachments/${id}/restore` });
    expect(restored.json()).toMatchObject({ id, deletedAt: null });
    expect(await list("?deleted=true")).toEqual([]);
    expect(await list("?deleted=false")).toContain(id);
    expect((await download(id)).rawPayload.equals(PDF)).toBe(true);
  });
  it("belong to transactions too", async () => {
    const payload = { kind: "expense", category: "fuel", amountCents: 1, occurredOn: "2027-01-01" };
    const { id } = (await one.inject({ method: "POST", url: "/api/transactions", payload })).json();
    const url = `/api/transactions/${id}/attachments?name=receipt.pdf`;
    const attachment = (await one.inject({ method: "POST", url, payload: PDF })).json();
    expect(attachment).toMatchObject({ transactionId: id, contractId: null });
  });
  it("of another tenant do not exist", async () => {
    const { id } = (await upload(PDF, "a.pdf")).json<Attachment>();
    expect((await download(id, two)).statusCode).toBe(404);
    expect((await upload(PDF, "a.pdf", {}, two)).statusCode).toBe(404);
  });
  it.each(["..%2f..%2fetc%2fpasswd", "..", "%00"])("have ids that are no paths: %s", async (id) => {
    expect([400, 404]).toContain((await download(id)).statusCode);
  });
});

describe("contentDisposition", () => {
  it.each([
    ["a.pdf", `attachment; filename="a.pdf"; filename*=UTF-8''a.pdf`],
    ['ñ"\r\n.pdf', `attachment; filename="____.pdf"; filename*=UTF-8''%C3%B1%22%0D%0A.pdf`],
    ["a'(b)*.pdf", `attachment; filename="a'(b)*.pdf"; filename*=UTF-8''a%27%28b%29%2a.pdf`],
  ])("of %j", (name, header) => {
    expect(contentDisposition(name)).toBe(header);
  });
});
