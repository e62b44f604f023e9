import { createHash, hkdfSync } from "node:crypto";
import type * as pulumi from "@pulumi/pulumi";

/**
 * Derives the password for one purpose from the stack's master secret (HKDF-SHA256, RFC 5869), so that nothing but the master
 * secret has to be stored and raising `version` rotates one password without touching another.
 *
 * @param purpose who uses it, e.g. `postgres/tenant_phoenix_app`
 * @param version starts at 1
 * @returns 32 characters of base64url, i.e. 192 bits
 */
export function derivePassword(master: string, purpose: string, version = 1): string {
  const key = hkdfSync("sha256", master, "chalan-stack", `${purpose}/${version}`, 24);
  return Buffer.from(key).toString("base64url");
}

/** The form in which Redis takes a password without ever seeing it: the hex SHA-256 after `#` in an ACL rule. */
export function redisPasswordHash(password: string): string {
  return createHash("sha256").update(password).digest("hex");
}

/** What the password of a tenant's or service's door is derived for. */
export const accessPurpose = (name: string): string => `access/${name}`;

/**
 * The form in which nginx takes a password of basic authentication (`{SSHA}`, RFC 2307). nginx checks it with every request, so it is a
 * fast hash; that is enough for 192 random bits, which nobody can guess, and would be too little for a password that a person made up.
 */
export function saltedHash(password: string, salt: string): string {
  const digest = createHash("sha1").update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, Buffer.from(salt)]).toString("base64")}`;
}

/** Hands out passwords by purpose. The components get this instead of the master secret. */
export class Passwords {
  readonly #master: pulumi.Output<string>;
  readonly #version: number;

  /** @param master must be a secret output, so that everything derived from it is one too */
  constructor(master: pulumi.Output<string>, version: number) {
    this.#master = master;
    this.#version = version;
  }

  /**
   * The version of a login that has a version of its own: raising either, the stack's or the login's, gives a new one.
   *
   * @param own starts at 1
   */
  versionOf(own: number): number {
    return this.#version + own - 1;
  }

  for(purpose: string): pulumi.Output<string> {
    return this.#master.apply((master) => derivePassword(master, purpose, this.#version));
  }
}
