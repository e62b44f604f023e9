import fc from "fast-check";
import { expect, test } from "vitest";
import { derivePassword, redisPasswordHash, saltedHash } from "../../../components/lib/secrets.ts";

test("a derived password never changes: it is what servers were told", () => {
  expect(derivePassword("master", "postgres/chalan_user", 1)).toMatchInlineSnapshot(
    `"BVaOS1L-Jwe9bTgWRR_EovSDhjJzoTIB"`,
  );
});

test("purpose, version and master each make another password, and every password fits a URL as it is", () => {
  const purposes = fc.stringMatching(/^[a-z0-9/_-]{1,40}$/);
  fc.assert(
    fc.property(fc.string(), purposes, fc.integer({ min: 1, max: 9 }), (master, purpose, version) => {
      const password = derivePassword(master, purpose, version);
      expect(password).toMatch(/^[\w-]{32}$/);
      expect(derivePassword(master, `${purpose}x`, version)).not.toBe(password);
      expect(derivePassword(master, purpose, version + 1)).not.toBe(password);
      expect(derivePassword(`${master}x`, purpose, version)).not.toBe(password);
    }),
  );
});

test("Redis gets the SHA-256 in hex", () => {
  expect(redisPasswordHash("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});

test("nginx gets SHA-1 of password and salt, and the salt", () => {
  // printf 'secretsalt' | sha1sum; the last four bytes are the salt.
  const [, text = ""] = /^\{SSHA\}(.*)$/.exec(saltedHash("secret", "salt")) ?? [];
  const data = Buffer.from(text, "base64");
  expect(data.subarray(0, 20).toString("hex")).toBe("8152bc582f58c854f580cb101d3182813dec4afe");
  expect(data.subarray(20).toString()).toBe("salt");
});
