import { afterAll, describe, expect, test } from "vitest";
import { parseCustomCertificate } from "../../../components/lib/custom-certificate.ts";
import { parseCustomCertificates } from "../../../components/lib/custom-certificates.ts";
import { TestAuthority } from "../../support/certificates.ts";
import { tenantOf } from "../../support/tenant-environment.ts";

const authority = new TestAuthority();
afterAll(() => authority[Symbol.dispose]());

const names = ["ajax.example.com", "www.ajax.example.com", "api.ajax.example.com"];
const good = authority.leaf(names);
const other = authority.leaf(names);
const { intermediate, root } = authority;
const now = new Date();

const rules = (...parts: string[]): string[] => {
  const result = parseCustomCertificate(parts.join(""), names, now);
  return "faults" in result ? result.faults.map(({ rule }) => rule) : [];
};

describe("a tenant's own certificate", () => {
  test("is taken in any order of key and chain, and comes out as certificate, chain, key", () => {
    for (const text of [
      good.certificate + intermediate + good.key,
      good.key + good.certificate + intermediate + root,
    ]) {
      const result = parseCustomCertificate(text, names, now);
      expect(result).toHaveProperty("pem");
      const pem = "pem" in result ? result.pem : "";
      expect(pem.match(/-----BEGIN [A-Z ]+-----/g)?.at(0)).toBe("-----BEGIN CERTIFICATE-----");
      expect(pem.match(/-----BEGIN [A-Z ]+-----/g)?.at(-1)).toBe("-----BEGIN PRIVATE KEY-----");
    }
  });

  test("may be for all names below one", () => {
    const wild = authority.leaf(["ajax.example.com", "*.ajax.example.com"]);
    expect(rules(wild.certificate, intermediate, wild.key)).toEqual([]);
  });

  test.each<[string, () => string[], string[]]>([
    ["nothing", () => [""], ["has no certificate in PEM", "has no private key in PEM"]],
    ["no key", () => [good.certificate, intermediate], ["has no private key in PEM"]],
    [
      "the key of another",
      () => [good.certificate, intermediate, other.key],
      ["has a private key that is not the certificate's"],
    ],
    [
      "two keys",
      () => [good.certificate, intermediate, good.key, other.key],
      ["has more than one private key"],
    ],
    [
      "the issuer first",
      () => [intermediate, good.certificate, good.key],
      [
        `does not cover ${names.join(", ")}`,
        "is out of order: certificate 1 is not issued by the one after it",
        "does not begin with the certificate of the key",
      ],
    ],
    ["no chain", () => [good.certificate, good.key], ["comes without the certificates of its issuers"]],
    [
      "a chain of others",
      () => [good.certificate, root, good.key],
      ["is out of order: certificate 1 is not issued by the one after it"],
    ],
    [
      "a certificate that is cut off",
      () => [good.certificate.replace(/\n.{20}/, "\nAAAA"), intermediate, good.key],
      ["has a certificate that cannot be read"],
    ],
  ])("with %s is refused", (_what, parts, expected) => {
    expect(rules(...parts())).toEqual(expected);
  });

  test("with a passphrase, too few names, a short key or the wrong time is refused", () => {
    expect(rules(good.certificate, intermediate, authority.encrypted(good))).toContain(
      "has a private key with a passphrase",
    );
    const few = authority.leaf(names.slice(0, 1));
    expect(rules(few.certificate, intermediate, few.key)).toEqual([
      `does not cover ${names.slice(1).join(", ")}`,
    ]);
    const short = authority.leaf(names, { bits: 1024 });
    expect(rules(short.certificate, intermediate, short.key)).toEqual(["has a key of 1024 bits"]);
    const old = authority.leaf(names, { from: -90, to: -1 });
    expect(rules(old.certificate, intermediate, old.key)).toEqual([
      expect.stringMatching(/^has expired on \d{4}-\d\d-\d\d \(certificate 1\)$/),
    ]);
    const early = authority.leaf(names, { from: 2 });
    expect(rules(early.certificate, intermediate, early.key)).toEqual([
      expect.stringMatching(/^is not valid before /),
    ]);
  });
});

describe("the certificates of a stack", () => {
  const tenant = tenantOf({ certificate: "custom", www: true });
  const parse = (values: object) => () => parseCustomCertificates("Pulumi.x.yaml", values, [tenant], now);

  test("are those of the tenants that bring one", () => {
    const found = parse({ ajax: good.certificate + intermediate + good.key })();
    expect(Object.keys(found)).toEqual(["ajax"]);
    expect(parseCustomCertificates("", { ajax: "unused yet" }, [tenantOf()], now)).toEqual({});
  });

  test("have problems with a path, a rule and a remedy, and never a part of the text", () => {
    const text = good.certificate + intermediate + other.key;
    expect(parse({ ajax: text, "sentinel-stranger": text })).toThrowErrorMatchingInlineSnapshot(`
      [UserError: Pulumi.x.yaml  chalan:certificates  has 1 entry of no tenant. Name each by the tenant's slug, and take the others out with \`pulumi config rm --path\`.
      Pulumi.x.yaml  chalan:certificates.ajax  has a private key that is not the certificate's. Put it right with \`cat fullchain.pem key.pem | pulumi config set --secret --path chalan:certificates.ajax\`.]
    `);
    expect(parse({})).toThrowErrorMatchingInlineSnapshot(`
      [UserError: Pulumi.x.yaml  chalan:certificates.ajax  has no certificate in PEM. Put it right with \`cat fullchain.pem key.pem | pulumi config set --secret --path chalan:certificates.ajax\`.
      Pulumi.x.yaml  chalan:certificates.ajax  has no private key in PEM. Put it right with \`cat fullchain.pem key.pem | pulumi config set --secret --path chalan:certificates.ajax\`.]
    `);
  });
});
