import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor } from "../../app/api/cursor.ts";
import { readWebEnvironment } from "../../app/api/env.ts";
import { migrateEnvironment, webEnvironment, workerEnvironment } from "../../app/contract.ts";
import { isDate } from "../../app/shared/date.ts";
import { appVersion } from "../../app/shared/directory.ts";
import { readWorkerEnvironment } from "../../app/worker/env.ts";

const WEB = {
  TENANT_SLUG: "phoenix",
  TENANT_ID: "phoenix_001",
  TENANT_SCHEMA: "tenant_phoenix",
  TENANT_MODE: "schema",
  ENVIRONMENT: "local",
  DATABASE_URL: "postgresql://tenant_phoenix_app:secret@db:5432/chalan",
  REDIS_URL: "redis://phoenix:secret@redis:6379",
  REDIS_CACHE_URL: "redis://phoenix:secret@cache:6379",
};

describe("the environment", () => {
  it("has exactly the contract's variables", () => {
    expect(Object.keys(webEnvironment.shape).sort()).toEqual(
      [
        ...Object.keys(WEB),
        "DATABASE_POOL_MAX",
        "MEDIA_FOLDER",
        "LOG_LEVEL",
        "METRICS_PORT",
        "PORT",
        "REQUESTS_PER_MINUTE",
      ].sort(),
    );
    expect(Object.keys(workerEnvironment.shape).sort()).toEqual([
      "DATABASE_URL",
      "ENVIRONMENT",
      "LOG_LEVEL",
      "MAILBOX_FOLDER",
      "MAIL_FROM",
      "PORT",
      "REDIS_URL",
      "SMTP_URL",
    ]);
    expect(Object.keys(migrateEnvironment.shape).sort()).toEqual(["MIGRATOR_DATABASE_URL", "TENANT"]);
  });
  it("fills in the defaults and ignores what it does not know", () => {
    expect(readWebEnvironment({ ...WEB, PATH: "/bin" })).toEqual({
      ...WEB,
      PORT: 8000,
      METRICS_PORT: 9464,
      LOG_LEVEL: "info",
      DATABASE_POOL_MAX: 3,
      MEDIA_FOLDER: "/var/lib/chalan/media",
    });
    const { ENVIRONMENT, DATABASE_URL, REDIS_URL } = WEB;
    expect(readWorkerEnvironment({ ENVIRONMENT, DATABASE_URL, REDIS_URL, PORT: "9000" })).toMatchObject({
      PORT: 9000,
      LOG_LEVEL: "info",
    });
  });
  it("wants the sender of mails with the mail server", () => {
    const SMTP_URL = "smtp://user:sentinel@mail:587";
    const MAIL_FROM = "ChalanPro <no-reply@example.com>";
    expect(readWorkerEnvironment({ ...WEB, SMTP_URL, MAIL_FROM })).toMatchObject({ SMTP_URL, MAIL_FROM });
    expect(() => readWorkerEnvironment({ ...WEB, SMTP_URL })).toThrow("MAIL_FROM is missing");
    for (const bad of ["nobody", "a@b.mx\r\nBcc: all@b.mx", ""]) {
      expect(() => readWorkerEnvironment({ ...WEB, SMTP_URL, MAIL_FROM: bad })).toThrow("MAIL_FROM must be");
    }
    expect(() => readWorkerEnvironment({ ...WEB, SMTP_URL, MAIL_FROM, MAILBOX_FOLDER: "/mailbox" })).toThrow(
      "MAILBOX_FOLDER must be left out",
    );
  });
  it("lists every problem at once with its rule, and never a value", () => {
    const bad = {
      TENANT_SLUG: "Sentinel!",
      TENANT_SCHEMA: "sentinel; drop",
      TENANT_MODE: "sentinel",
      ENVIRONMENT: "sentinel",
      DATABASE_URL: "mysql://sentinel:sentinel@db/x",
      REDIS_URL: "sentinel",
      REDIS_CACHE_URL: "redis://",
      PORT: "65536",
      LOG_LEVEL: "sentinel",
      DATABASE_POOL_MAX: "-1",
    };
    let message = "";
    try {
      readWebEnvironment(bad);
    } catch (error) {
      message = error instanceof Error ? error.message : "";
    }
    expect(message).toMatchInlineSnapshot(`
      "The environment of \`api\` is not usable:
        TENANT_SLUG must be 1 to 63 lower-case letters, digits or hyphens
        TENANT_ID is missing: 1 to 63 letters, digits, underscores or hyphens
        TENANT_SCHEMA must be 1 to 63 lower-case letters, digits or underscores
        TENANT_MODE must be schema
        ENVIRONMENT must be one of local, qa, prod
        DATABASE_URL must be a PostgreSQL URL that starts with postgresql:// or postgres://
        REDIS_URL must be a Redis URL that starts with redis:// or rediss://
        REDIS_CACHE_URL must be a Redis URL that starts with redis:// or rediss://
        PORT must be at most 65535
        LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent
        DATABASE_POOL_MAX must be a whole number from 1 to 100"
    `);
    expect(message).not.toMatch(/sentinel/i);
  });
  it("is read nowhere but in the env files", () => {
    for (const file of [
      "main.ts",
      "api/app.ts",
      "api/server.ts",
      "worker/main.ts",
      "migrate/main.ts",
      "shared/database.ts",
      "shared/redis.ts",
      "shared/log.ts",
    ]) {
      expect(readFileSync(new URL(`../../app/${file}`, import.meta.url), "utf8")).not.toContain(
        "process.env",
      );
    }
  });
});

it("the version in the code is the package's", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../app/package.json", import.meta.url), "utf8"));
  expect(appVersion).toBe(manifest.version);
});

describe("cursor", () => {
  it("gives back any keys", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.maxSafeInteger(), fc.string({ unit: "binary" })), {
          minLength: 1,
          maxLength: 4,
        }),
        (keys) => {
          // What JSON cannot hold apart (-0 and 0) is no key of ours.
          expect(decodeCursor(encodeCursor(keys), keys.length)).toEqual(JSON.parse(JSON.stringify(keys)));
        },
      ),
    );
  });
  it("never throws, whatever the text", () => {
    fc.assert(fc.property(fc.string(), (text) => void decodeCursor(text, 1)));
  });
});

describe("isDate", () => {
  it.each(["2028-02-29", "2000-02-29", "1999-12-31", "0001-01-01"])("%s exists", (text) =>
    expect(isDate(text)).toBe(true),
  );
  it.each([
    "2027-02-29",
    "1900-02-29",
    "2027-13-01",
    "2027-00-10",
    "2027-04-31",
    "0000-01-01",
    "27-01-01",
    "2027-1-1",
    "",
  ])("%s does not", (text) => expect(isDate(text)).toBe(false));
});
