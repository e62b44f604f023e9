/** Mail over a real SMTP conversation. */
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MAILBOX_LETTERS, mailbox, smtpMailer } from "../../../app/shared/mail.ts";

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

/** A mail server that takes everything, unless it `refuses` a command. @returns what it was told */
async function mailServer(refuses?: RegExp) {
  const heard: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let isData = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say("220 test ready");
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      for (const line of chunk.split("\r\n").slice(0, -1)) {
        heard.push(line);
        if (isData) {
          if (line !== ".") continue;
          isData = false;
          say("250 taken");
        } else if (refuses?.test(line)) say("550 no such person: refused@example.com");
        else if (line === "DATA") {
          isData = true;
          say("354 go on");
        } else if (line.startsWith("EHLO")) socket.write("250-test\r\n250 8BITMIME\r\n");
        else if (line === "QUIT") {
          say("221 bye");
          socket.end();
        } else say("250 fine");
      }
    });
    socket.on("error", () => {});
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  stops.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { heard, url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

const FROM = "ChalanPro <no-reply@example.com>";
const letter = {
  id: "0198c0de-0000-7000-8000-000000000001",
  to: "ana@example.com",
  subject: "Nueva contraseña",
  text: "Hola Ana:\n\nhttps://x.localhost/password#abc\n",
};

describe("mail over SMTP", () => {
  it("reaches the server as it is", async () => {
    const { heard, url } = await mailServer();
    await smtpMailer(url, FROM).send(letter);
    expect(heard).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^MAIL FROM:<no-reply@example\.com>/),
        "RCPT TO:<ana@example.com>",
        "From: ChalanPro <no-reply@example.com>",
        "To: ana@example.com",
        "Message-ID: <0198c0de-0000-7000-8000-000000000001@example.com>",
        "Subject: =?UTF-8?Q?Nueva_contrase=C3=B1a?=",
        "https://x.localhost/password#abc",
      ]),
    );
    expect(heard.filter((line) => line.startsWith("RCPT"))).toHaveLength(1);
  });
  it.each(["a@x.mx, b@x.mx", "a@x.mx\r\nBcc: b@x.mx", "A <a@x.mx>, b@x.mx"])(
    "never goes to more than one: %j",
    async (to) => {
      const { heard, url } = await mailServer();
      await smtpMailer(url, FROM)
        .send({ ...letter, to })
        .catch(() => {});
      expect(heard.filter((line) => line.startsWith("RCPT")).length).toBeLessThanOrEqual(1);
      expect(heard.filter((line) => /^bcc/i.test(line))).toEqual([]);
    },
  );
  it("fails when the server refuses", async () => {
    const { url } = await mailServer(/^RCPT/);
    await expect(smtpMailer(url, FROM).send(letter)).rejects.toMatchObject({ code: "EENVELOPE" });
  });
  it("fails when there is no server", async () => {
    await expect(smtpMailer("smtp://127.0.0.1:1", FROM).send(letter)).rejects.toMatchObject({
      code: "ESOCKET",
    });
  });
});

describe("the mailbox of a development machine", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "tmp-app-test-mailbox-"));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it("keeps a letter as any mail program reads it, once however often it is sent", async () => {
    const box = mailbox(folder, FROM);
    await box.send(letter);
    await box.send(letter);
    const names = await readdir(folder);
    expect(names).toEqual([expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d-]+\.\d+Z_0198c0de.*\.eml$/)]);
    const text = await readFile(join(folder, names[0] ?? ""), "utf8");
    expect(text).toContain("To: ana@example.com\r\n");
    expect(text).toContain("https://x.localhost/password#abc");
  });
  it("keeps the newest letters only", async () => {
    let time = Date.parse("2027-01-01T00:00:00Z");
    const box = mailbox(folder, FROM, () => (time += 1000));
    for (let index = 0; index < MAILBOX_LETTERS + 3; index += 1)
      await box.send({ ...letter, id: `letter-${index}` });
    const names = (await readdir(folder)).sort();
    expect(names).toHaveLength(MAILBOX_LETTERS);
    expect(names[0]).toMatch(/_letter-3\.eml$/);
  });
  it("is not left by a name in an address or an id", async () => {
    const box = mailbox(folder, FROM);
    await box.send({ ...letter, to: "../../x@example.com" });
    expect(await readdir(folder)).toHaveLength(1);
  });
});
