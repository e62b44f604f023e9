import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { checkMail, requireMailServer } from "../../../components/lib/mail-settings.ts";

test("a mail server needs a sender, and its address is never told", () => {
  const file = "Pulumi.test.yaml";
  const smtpUrl = pulumi.secret("smtps://user:sentinel@mail.example.com");
  expect(() => checkMail(file, { smtpUrl, from: undefined })).toThrow("chalan:mailFrom  is missing beside");
  expect(checkMail(file, { smtpUrl: undefined, from: undefined }).smtpUrl).toBeUndefined();
  const good = "smtps://user:password@mail.example.com";
  expect(requireMailServer(file, good)).toBe(good);
  for (const bad of ["http://user:sentinel@mail.example.com", "sentinel", "smtp://"]) {
    expect(() => requireMailServer(file, bad)).toThrow(
      /chalan:smtpUrl {2}must be a mail server(?!.*sentinel)/,
    );
  }
});
