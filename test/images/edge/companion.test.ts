/** A rows of the contract: acme-companion beside the split edge, stock or stand-in. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { until } from "../../support/until.ts";
import {
  type Edge,
  STAGING_AUTHORITY,
  startAuthority,
  startBackend,
  startCompanion,
  startEdge,
} from "../support/edge.ts";
import { EdgeClient } from "../support/edge-client.ts";
import { ask, type Options, statusOf } from "../support/request.ts";
import { addressOf, attempt, docker, logs, Sandbox } from "../support/sandbox.ts";

describe("companion", () => {
  const sandbox = new Sandbox("companion");
  const settings = [
    "DEFAULT_KEY_SIZE=ec-256",
    "DOCKER_GEN_WAIT=1s:3s",
    // A busy machine can make the authority's first look fail; by default that is mended after an hour.
    "CERTS_UPDATE_INTERVAL=10",
  ];
  let edge: Edge;
  let client: EdgeClient;
  let authority: ReturnType<typeof startAuthority>;

  const status = (url: string, options: Options = {}) => statusOf(url, edge.address, options);
  const inCertificates = (script: string) =>
    docker("exec", edge.nginx, "sh", "-c", `cd /etc/nginx/certs && ${script}`);

  beforeAll(async () => {
    edge = startEdge(sandbox, ["TRUST_DOWNSTREAM_PROXY=false"]);
    client = new EdgeClient(edge);
    authority = startAuthority(edge, settings);
    await client.gives("http://nobody.test", 503);
  });
  afterAll(() => sandbox.dispose());

  test("A1, A4, A7, E12: a container's names get one certificate, files and links, and https at once", async () => {
    startBackend(edge, "secure", edge.network, [
      "VIRTUAL_HOST=secure.test,www.secure.test",
      "ACME_HOST=secure.test,www.secure.test",
    ]);
    for (const name of ["www.secure.test", "secure.test"]) await client.gives(`https://${name}`, 200);
    const ca = await root();
    for (const name of ["secure.test", "www.secure.test"]) {
      const { status: code, headers } = await ask(`https://${name}`, edge.address, { ca });
      expect([code, headers["strict-transport-security"]]).toEqual([200, "max-age=31536000"]);
      expect(await status(`http://${name}`)).toBe(301);
      expect(await status(`http://${name}`, { method: "POST" })).toBe(301);
      expect(
        inCertificates(`readlink ${name}.crt ${name}.key ${name}.chain.pem ${name}.dhparam.pem`).split("\n"),
      ).toEqual([
        "./secure.test/fullchain.pem",
        "./secure.test/key.pem",
        "./secure.test/chain.pem",
        "./dhparam.pem",
      ]);
    }
    expect(
      inCertificates("stat -c '%a %n' secure.test/*.pem dhparam.pem && cat secure.test/.companion").split(
        "\n",
      ),
    ).toEqual([
      "644 secure.test/cert.pem",
      "644 secure.test/chain.pem",
      "644 secure.test/fullchain.pem",
      "600 secure.test/key.pem",
      "644 dhparam.pem",
      expect.stringMatching(/^v?2\.8\.2/),
    ]);
  });

  test("A2, A3: with single-domain certificates a failing name does not stop the others", async () => {
    await setServfail("bad.test");
    const names = "first.test,bad.test,third.test";
    startBackend(edge, "single", edge.network, [
      `VIRTUAL_HOST=${names}`,
      `ACME_HOST=${names}`,
      "ACME_SINGLE_DOMAIN_CERTS=true",
    ]);
    // Each by itself: on a busy machine a first look can fail, and the next pass mends it.
    await client.gives("https://third.test", 200);
    await client.gives("https://first.test", 200);
    expect(inCertificates("ls -A bad.test")).toBe("");
    expect(await status("https://bad.test")).not.toEqual(expect.any(Number));
  });

  test("A5: a container's own e-mail and kind of key win over the companion's", async () => {
    startBackend(edge, "own", edge.network, [
      ...["VIRTUAL_HOST=own.test", "ACME_HOST=own.test"],
      ...["ACME_EMAIL=owner@own.test", "ACME_KEYSIZE=ec-384"],
    ]);
    await client.gives("https://own.test", 200);
    expect((await ask("https://own.test", edge.address)).certificate).toMatchObject({ nistCurve: "P-384" });
    expect(accounts("owner@own.test")).toHaveLength(1);
  });

  test("A5, A6: a container's own authority; one for trying things has folders of its own", async () => {
    const before = accounts("operator@chalan.test");
    startBackend(edge, "trial", edge.network, [
      ...["VIRTUAL_HOST=trial.test", "ACME_HOST=trial.test"],
      `ACME_CA_URI=${STAGING_AUTHORITY}`,
    ]);
    await client.gives("https://trial.test", 200);
    expect(inCertificates("readlink trial.test.crt")).toBe("./_test_trial.test/fullchain.pem");
    expect(accounts("staging")).toHaveLength(1);
    expect(accounts("operator@chalan.test")).toEqual(before);
  });

  test("A9, A10: recreating the companion makes no new order; force_renew gives every certificate a new serial", async () => {
    const serial = async () => (await ask("https://secure.test", edge.address)).certificate?.serialNumber;
    const account = () =>
      docker(
        "exec",
        authority.companion,
        "sh",
        "-c",
        "find /etc/acme.sh -name account.key -exec cat {} + | sha256sum",
      );
    const [before, key] = [await serial(), account()];
    sandbox.remove(authority.companion);
    startCompanion(edge, authority.host, `${sandbox.name}-acme`, settings);
    await until(
      "the pass after the start",
      () => (logs(authority.companion).match(/[Nn]ext renewal time is/g)?.length ?? 0) >= 5,
    );
    expect([await serial(), account()]).toEqual([before, key]);
    docker("exec", authority.companion, "signal_le_service");
    expect(await serial()).toBe(before);
    attempt("exec", authority.companion, "force_renew");
    await until("another serial", async () => (await serial()) !== before);
    expect(docker("exec", authority.companion, "cert_status")).toContain("secure.test");
  });

  test("the CA has lost its database: the companion registers again by itself", async () => {
    docker("restart", authority.authority);
    await until("pebble answers", async () => (await root()) !== "");
    startBackend(edge, "later", edge.network, ["VIRTUAL_HOST=later.test", "ACME_HOST=later.test"]);
    await client.gives("https://later.test", 200);
  });

  test("certificates and account are lost: what is served stays served, and signal_le_service brings them back", async () => {
    const serial = async () => (await ask("https://secure.test", edge.address)).certificate?.serialNumber;
    const before = await serial();
    const everything = "find /etc/nginx/certs /etc/acme.sh -mindepth 1 ! -name .lock -delete";
    docker("exec", authority.companion, "sh", "-c", everything);
    expect(await serial()).toBe(before);
    docker("exec", authority.companion, "signal_le_service");
    await until("another certificate", async () => (await serial()) !== before);
    await client.gives("https://later.test", 200);
  });

  test("A8: a removed container's links go, its certificate stays", async () => {
    sandbox.remove(`${sandbox.name}-later`);
    await until(
      "the links are gone",
      () => attempt("exec", edge.nginx, "test", "-L", "/etc/nginx/certs/later.test.crt").status === 1,
    );
    expect(inCertificates("ls later.test")).toContain("key.pem");
  });

  test("A11: without a running nginx container the companion ends with 1", () => {
    docker("stop", edge.nginx);
    const orphan = startCompanion(
      edge,
      authority.host,
      `${sandbox.name}-acme`,
      [`NGINX_PROXY_CONTAINER=${edge.nginx}`],
      "orphan",
    );
    expect(docker("wait", orphan)).toBe("1");
    expect(logs(orphan)).toContain("can't get nginx-proxy container ID");
  });

  /** Account files below a folder of the companion's. */
  function accounts(folder: string): string[] {
    const found = docker(
      "exec",
      authority.companion,
      "find",
      `/etc/acme.sh/${folder}`,
      "-name",
      "account.json",
    );
    return found.split("\n").filter(Boolean);
  }

  async function root(): Promise<string> {
    return (
      await ask(`https://${authority.host}:15000`, addressOf(authority.authority), { path: "/roots/0" })
    ).body;
  }

  async function setServfail(host: string): Promise<void> {
    await ask("http://dns:8055", authority.dns, {
      path: "/set-servfail",
      method: "POST",
      body: JSON.stringify({ host }),
    });
  }
});
