/** E rows of the contract about certificates, and what this project makes of TLS and headers by nginx-proxy's settings. */
import { connect as connectHttp2 } from "node:http2";
import { type ConnectionOptions, connect } from "node:tls";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { EDGE_HOST, EDGE_HTTP } from "../../../components/lib/edge-nginx.ts";
import { until } from "../../support/until.ts";
import { startBackend, startEdge } from "../support/edge.ts";
import { EdgeClient, settled } from "../support/edge-client.ts";
import { docker, Sandbox } from "../support/sandbox.ts";

describe("TLS", () => {
  const sandbox = new Sandbox("tls");
  let client: EdgeClient;

  beforeAll(async () => {
    const edge = startEdge(sandbox, ["TRUST_DOWNSTREAM_PROXY=false", "TRUST_DEFAULT_CERT=false"]);
    client = new EdgeClient(edge);
    client.write(edge.configuration, "10-edge.conf", EDGE_HTTP);
    client.write(edge.vhosts, "default", EDGE_HOST);
    client.certify("a.test", "parent.test", "named.test");
    docker("exec", edge.nginx, "true");
    const backend = (name: string, ...settings: string[]) =>
      startBackend(edge, name, edge.network, [`VIRTUAL_HOST=${name}.test`, ...settings]);
    backend("a");
    backend("bare");
    backend("strict", "ENABLE_HTTP_ON_MISSING_CERT=false");
    backend("sub.parent");
    backend("other", "CERT_NAME=named.test");
    backend("wrong", "CERT_NAME=nothing.test");
    backend("quiet", "CERT_NAME=named.test", "HSTS=off");
    backend("both", "CERT_NAME=named.test", "HTTPS_METHOD=noredirect");
    backend("plain", "CERT_NAME=named.test", "HTTPS_METHOD=nohttps");
    backend("only", "CERT_NAME=named.test", "HTTPS_METHOD=nohttp");
    await client.gives("https://only.test", 200);
    docker("kill", "--signal", "HUP", edge.nginx);
    await until(
      "the edge's own settings are in force",
      async () => (await client.ask("https://a.test")).headers.server === "nginx",
    );
    await settled(edge.nginx);
  });
  afterAll(() => sandbox.dispose());

  /** @returns the protocol and cipher that were agreed on, or the error's code */
  const handshake = (options: ConnectionOptions): Promise<string> =>
    new Promise((resolve) => {
      const { address } = client.edge;
      const socket = connect({
        host: address,
        port: 443,
        servername: "a.test",
        rejectUnauthorized: false,
        timeout: 60_000,
        ...options,
      });
      const end = (result: string) => {
        socket.destroy();
        resolve(result);
      };
      socket.on("secureConnect", () => end(`${socket.getProtocol()} ${socket.getCipher().name}`));
      socket.on("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
      socket.on("timeout", () => end("time-out"));
    });
  const weak = (options: ConnectionOptions) => {
    const { ciphers = "DEFAULT", ...more } = options;
    return handshake({ ciphers: `${ciphers}:@SECLEVEL=0`, ...more });
  };

  test("E11: without a certificate a host is served plainly, or redirected where that is asked for; TLS is refused", async () => {
    expect(await client.status("http://bare.test")).toBe(200);
    expect(await client.status("http://strict.test")).toBe(301);
    for (const name of ["bare.test", "strict.test"]) expect(await client.refusesHandshake(name)).toBe(true);
  });

  test("E12: with a certificate http is redirected, with path and query; https has HSTS and HTTP/2", async () => {
    const redirected = await client.ask("http://a.test", { path: "/x/y?z=1" });
    expect([redirected.status, redirected.headers.location]).toEqual([301, "https://a.test/x/y?z=1"]);
    expect(await client.status("http://a.test", { method: "POST" })).toBe(301);
    const { status, headers } = await client.ask("https://a.test");
    expect([status, headers["strict-transport-security"]]).toEqual([200, "max-age=31536000"]);
    const protocol = await new Promise((resolve, reject) => {
      const session = connectHttp2(`https://${client.edge.address}`, {
        servername: "a.test",
        rejectUnauthorized: false,
      });
      session.on("error", reject);
      session.on("connect", () => {
        resolve(session.alpnProtocol);
        session.close();
      });
    });
    expect(protocol).toBe("h2");
  });

  test("E13: CERT_NAME wins over the host's name, that over its parent; a name without files is no certificate", async () => {
    const subject = async (host: string) => (await client.ask(`https://${host}`)).certificate?.subject.CN;
    expect(await subject("a.test")).toBe("a.test");
    expect(await subject("other.test")).toBe("named.test");
    expect(await subject("sub.parent.test")).toBe("parent.test");
    expect(await client.refusesHandshake("wrong.test")).toBe(true);
  });

  test("E13: a certificate without its key is no certificate", async () => {
    const { edge } = client;
    docker(
      "run",
      "--rm",
      "--volume",
      `${edge.certificates}:/c`,
      "--entrypoint",
      "rm",
      "node:24.19.0-slim",
      "/c/parent.test.key",
    );
    await client.regenerate("TLS is refused", () => client.refusesHandshake("sub.parent.test"));
    expect(await client.status("http://sub.parent.test")).toBe(200);
  });

  test("E14: HTTPS_METHOD and HSTS are each container's own", async () => {
    const of = async (url: string) => {
      const { status, headers } = await client.ask(url);
      return [status, headers["strict-transport-security"]];
    };
    expect(await of("https://quiet.test")).toEqual([200, undefined]);
    expect(await of("https://both.test")).toEqual([200, undefined]);
    expect(await of("http://both.test")).toEqual([200, undefined]);
    expect(await of("http://plain.test")).toEqual([200, undefined]);
    expect(await client.refusesHandshake("plain.test")).toBe(true);
    expect(await client.status("http://only.test")).toBe(503);
    expect(await of("https://only.test")).toEqual([200, "max-age=31536000"]);
  });

  test("E17: over https, too, the client is who it is", async () => {
    const { headers } = await client.answer("https://a.test", {
      headers: { "x-forwarded-for": "6.6.6.6", "x-forwarded-proto": "http", "x-forwarded-port": "1" },
    });
    expect(headers).toMatchObject({
      "x-forwarded-proto": "https",
      "x-forwarded-port": "443",
      "x-forwarded-ssl": "on",
    });
    expect(headers["x-forwarded-for"]).toBe(headers["x-real-ip"]);
    expect(headers["x-forwarded-for"]).not.toContain("6.6.6.6");
  });

  test("an unknown name gets nothing of anybody's: no handshake; under a known handshake, no answer but 503", async () => {
    expect(await client.refusesHandshake("nobody.test")).toBe(true);
    expect(await handshake({ servername: undefined })).toMatch(/^E|^ERR/);
    const answer = await client.ask("https://a.test", { headers: { host: "nobody.test" } });
    expect(answer.status).toBe(503);
    expect(answer.body).not.toContain(".test");
    expect(answer.headers).not.toHaveProperty("strict-transport-security");
  });

  test("TLS 1.2 and 1.3 with Mozilla's intermediate ciphers and curves, and nothing older", async () => {
    expect(await handshake({ minVersion: "TLSv1.3" })).toMatch(/^TLSv1.3/);
    expect(await handshake({ maxVersion: "TLSv1.2" })).toMatch(/^TLSv1.2 ECDHE-ECDSA-(AES|CHACHA20)/);
    const refused: ConnectionOptions[] = [
      { minVersion: "TLSv1", maxVersion: "TLSv1" },
      { minVersion: "TLSv1.1", maxVersion: "TLSv1.1" },
      { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" },
      { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES256-SHA384" },
      { maxVersion: "TLSv1.2", ciphers: "AES128-GCM-SHA256" },
      { maxVersion: "TLSv1.2", ecdhCurve: "P-521" },
      { minVersion: "TLSv1.3", ecdhCurve: "P-521" },
    ];
    for (const options of refused) expect(await weak(options)).toMatch(/^ERR_SSL|^EPROTO|^ECONNRESET/);
    // Which shows that the client could have done it: the same with what is allowed.
    expect(await weak({ maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-GCM-SHA256" })).toMatch(
      /^TLSv1.2/,
    );
    for (const ecdhCurve of ["X25519", "P-256", "P-384"])
      expect(await weak({ minVersion: "TLSv1.3", ecdhCurve })).toMatch(/^TLSv1.3/);
  });
});
