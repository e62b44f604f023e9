/** Mail over a real SMTP conversation. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { smtpMailer } from "../../../app/shared/mail.ts";

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
