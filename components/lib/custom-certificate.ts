/** A certificate that a tenant brings itself: what must be true of it before anything is touched. Pure. */
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Fault } from "../../tenants/naming.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const PRIVATE_KEY = /-----BEGIN ([A-Z]+ )?PRIVATE KEY-----[^-]+-----END ([A-Z]+ )?PRIVATE KEY-----/g;
/** CA/Browser Forum, Baseline Requirements 6.1.5. */
const LEAST_RSA_BITS = 2048;

/** How the operator puts one in place. `cat` keeps the key off the command line. */
const replace =
  "Put it right with `cat fullchain.pem key.pem | pulumi config set --secret --path chalan:certificates.<slug>`";

/** The certificate and its key as nginx takes them, in one text: certificate, chain, key; or what is wrong with it. */
export type CustomCertificate = { readonly pem: string } | { readonly faults: readonly Fault[] };

/**
 * Parses and checks a tenant's own certificate.
 *
 * @param text PEM: the certificate, its chain in order, and the private key
 * @param names every name that the tenant is served under
 * @param now the moment that it must be valid at
 * @returns the certificate, or every fault at once; no fault quotes the text
 */
export function parseCustomCertificate(text: string, names: readonly string[], now: Date): CustomCertificate {
  const chain = readAll(text.match(CERTIFICATE) ?? [], (pem) => new X509Certificate(pem));
  const keys = readAll(text.match(PRIVATE_KEY) ?? [], (pem) => createPrivateKey(pem));
  // With one that cannot be read, the others would only look out of place.
  const [leaf] = chain.broken > 0 ? [] : chain.values;
  const [key] = keys.values;
  const faults = [
    ...chain.faults("certificate"),
    ...keys.faults("private key"),
    ...fault(
      text.includes("ENCRYPTED"),
      "has a private key with a passphrase",
      "Take it off with `openssl pkey` first",
    ),
    ...fault(keys.values.length > 1, "has more than one private key", "Leave only the certificate's own"),
    ...(leaf
      ? [...nameFaults(leaf, names), ...timeFaults(chain.values, now), ...chainFaults(chain.values)]
      : []),
    ...(leaf && key ? keyFaults(chain.values, leaf, key) : []),
  ];
  if (faults.length > 0 || key === undefined) return { faults };
  const body = chain.values.map((certificate) => certificate.toString());
  return { pem: [...body, key.export({ type: "pkcs8", format: "pem" })].join("") };
}

const fault = (wrong: boolean, rule: string, remedy = replace): Fault[] =>
  wrong ? [{ rule, remedy: `${remedy}.` }] : [];

/** What of a list of PEM blocks can be read, and what to say of the others. */
function readAll<T>(blocks: readonly string[], read: (pem: string) => T) {
  const values: T[] = [];
  let broken = 0;
  for (const pem of blocks)
    try {
      values.push(read(pem));
    } catch {
      broken += 1;
    }
  return {
    values,
    broken,
    faults: (what: string) => [
      ...fault(blocks.length === 0, `has no ${what} in PEM`),
      ...fault(broken > 0, `has a ${what} that cannot be read`),
    ],
  };
}

function nameFaults(leaf: X509Certificate, names: readonly string[]): Fault[] {
  // Browsers look at the alternative names only, never at the subject.
  const missing = names.filter((name) => leaf.checkHost(name, { subject: "never" }) === undefined);
  return fault(
    missing.length > 0,
    `does not cover ${missing.join(", ")}`,
    "Get one for all names of the tenant",
  );
}

function timeFaults(chain: readonly X509Certificate[], now: Date): Fault[] {
  const day = (date: Date) => date.toISOString().slice(0, 10);
  return chain.flatMap(({ validFromDate, validToDate }, index) => [
    ...fault(
      validFromDate > now,
      `is not valid before ${day(validFromDate)} (${ordinal(index)})`,
      "Wait, or check the clock",
    ),
    ...fault(validToDate <= now, `has expired on ${day(validToDate)} (${ordinal(index)})`, "Get a new one"),
  ]);
}

function chainFaults(chain: readonly X509Certificate[]): Fault[] {
  const [leaf] = chain;
  const loose = chain.findIndex((certificate, index) => {
    const issuer = chain[index + 1];
    return issuer !== undefined && !(certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey));
  });
  const alone = chain.length === 1 && leaf !== undefined && !leaf.checkIssued(leaf);
  return [
    ...fault(
      loose >= 0,
      `is out of order: ${ordinal(loose)} is not issued by the one after it`,
      "Begin with the tenant's, then each issuer",
    ),
    ...fault(
      alone,
      "comes without the certificates of its issuers",
      "Add them (the CA calls it fullchain or bundle)",
    ),
  ];
}

function keyFaults(chain: readonly X509Certificate[], leaf: X509Certificate, key: KeyObject): Fault[] {
  const bits = key.asymmetricKeyDetails?.modulusLength ?? LEAST_RSA_BITS;
  const weak = fault(
    bits < LEAST_RSA_BITS,
    `has a key of ${bits} bits`,
    `Make one of ${LEAST_RSA_BITS} or more`,
  );
  if (leaf.checkPrivateKey(key)) return weak;
  const elsewhere = chain.some((certificate) => certificate.checkPrivateKey(key));
  return elsewhere
    ? [
        ...weak,
        ...fault(
          true,
          "does not begin with the certificate of the key",
          "Put the tenant's own certificate first",
        ),
      ]
    : [...weak, ...fault(true, "has a private key that is not the certificate's")];
}

const ordinal = (index: number): string => `certificate ${index + 1}`;
