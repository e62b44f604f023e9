/**
 * The part of knowledge/tenancy.md section 9 that is about files: a folder per tenant (in the stack, a volume that only
 * its web has), and no name or id from outside that becomes a path.
 */
import { readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { mediaStore } from "../../../app/api/media.ts";
import type { Attachment } from "../../../app/shared/attachments.ts";
import type { Branding } from "../../../app/shared/branding.ts";
import { openPair, type Pair, type Side } from "../support/pair.ts";

let pair: Pair;
let one: Side;
let two: Side;
let contracts: [string, string];
beforeAll(async () => {
  pair = await openPair();
  ({ one, two } = pair);
  const make = async ({ owner, canary }: Side) => {
    const payload = { title: canary, clientName: "C" };
    return (await owner.inject({ method: "POST", url: "/api/contracts", payload })).json<{ id: string }>().id;
  };
  contracts = [await make(one), await make(two)];
});
afterAll(() => pair.close());

const upload = async (side: Side, contract: string, name = "a.pdf") =>
  side.owner.inject({
    method: "POST",
    url: `/api/contracts/${contract}/attachments?name=${encodeURIComponent(name)}`,
    payload: Buffer.from(`%PDF-1.7\n${side.canary}`),
  });
const download = (side: Side, id: string) => side.owner.inject(`/api/attachments/${id}/content`);
const namesIn = (side: Side) => readdir(side.mediaFolder).catch(() => []);

describe("a tenant's files", () => {
  it("are in its own folder, for nobody else to read", async () => {
    const { id } = (await upload(one, contracts[0])).json<Attachment>();
    expect(await namesIn(one)).toContain(id);
    expect(await namesIn(two)).not.toContain(id);
    const { mode } = await stat(join(one.mediaFolder, id));
    expect(mode & 0o777).toBe(0o640);
    expect(await readFile(join(one.mediaFolder, id), "utf8")).toContain(one.canary);
  });
  it("are not there for the other tenant: not to read, list, delete or restore, nor to add to", async () => {
    const { id } = (await upload(two, contracts[1])).json<Attachment>();
    const { owner } = one;
    const answers = [
      await download(one, id),
      await owner.inject(`/api/contracts/${contracts[1]}/attachments`),
      await owner.inject({ method: "DELETE", url: `/api/attachments/${id}` }),
      await owner.inject({ method: "POST", url: `/api/attachments/${id}/restore` }),
      await upload(one, contracts[1]),
    ];
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([404, 404, 404, 404, 404]);
    expect((await download(two, id)).body).toContain(two.canary);
  });
  it("are not there either when a row of one names a file of the other", async () => {
    const { id } = (await upload(two, contracts[1])).json<Attachment>();
    const text = `insert into attachments (id, contract_id, name, media_type, size_bytes, sha256)
                  values ($1, $2, 'a', 'application/pdf', 1, repeat('0', 64))`;
    await one.app.database.query({ name: "test_insert", text }, [id, contracts[0]]);
    expect((await download(one, id)).statusCode).toBe(404);
  });
  it("hold a logo that the other does not show", async () => {
    const { version } = (await one.owner.inject("/api/branding")).json<Branding>();
    const payload = Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), Buffer.from(one.canary)]);
    await one.owner.inject({ method: "PUT", url: `/api/branding/logo?version=${version}`, payload });
    expect((await one.app.app.inject("/api/tenant/logo")).body).toContain(one.canary);
    expect((await two.app.app.inject("/api/tenant/logo")).statusCode).toBe(404);
  });
});

describe("a path", () => {
  it.each([
    "../../etc/passwd",
    "..\\..\\etc\\passwd",
    "/etc/passwd",
    "a/../../b",
    "..%2f..%2fetc",
    "\u0000",
    "a\u0000.pdf",
    ".",
    "..",
    "CON",
    "．．／etc",
  ])("in a name, such as %j, is refused or is a name only", async (name) => {
    const before = await namesIn(one);
    const response = await upload(one, contracts[0], name);
    const after = await namesIn(one);
    if (response.statusCode === 201)
      expect(after).toEqual(expect.arrayContaining([response.json<Attachment>().id]));
    else expect([response.statusCode, after]).toEqual([400, before]);
  });
  it.each([
    "../secret",
    "..%2fsecret",
    "%2e%2e%2fsecret",
    "....//secret",
    "a".repeat(36),
    "%00",
    "..;/secret",
  ])("in an id, such as %s, leads nowhere", async (id) => {
    await writeFile(join(one.mediaFolder, "..", "secret"), two.canary, { flag: "w" });
    const response = await download(one, id);
    expect([400, 404]).toContain(response.statusCode);
    expect(response.body).not.toContain(two.canary);
  });
  it("is no id to the store itself, whoever asks", async () => {
    const store = mediaStore(one.mediaFolder);
    for (const id of ["../x", "/etc/passwd", "", ".", "..", "a".repeat(36), `${crypto.randomUUID()}/..`]) {
      await expect(store.open(id)).rejects.toThrow("not the id of a file");
      expect(() => store.discard(id)).toThrow("not the id of a file");
    }
  });
  it("is not followed where a link stands in for a file that has yet to come", async () => {
    await symlink("/etc", join(one.mediaFolder, "link")).catch(() => {});
    expect((await download(one, "link")).statusCode).toBe(400);
  });
});
