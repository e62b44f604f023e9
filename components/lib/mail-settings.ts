import type * as pulumi from "@pulumi/pulumi";
import { UserError } from "../../tenants/errors.ts";

/** How the stack's mail gets out. */
export interface MailSettings {
  /** smtp:// or smtps:// with user and password: a secret. Without it `local` keeps letters in a volume, and others send none. */
  readonly smtpUrl: pulumi.Output<string> | undefined;
  readonly from: string | undefined;
}

function fail(file: string, path: string, rule: string, remedy: string): never {
  throw new UserError(file, [{ path, line: 0, column: 0, rule, remedy }]);
}

/** @returns the URL @throws UserError when it cannot be a mail server's; never with the value */
export function requireMailServer(file: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed && /^smtps?:$/.test(parsed.protocol) && parsed.hostname !== "") return url;
  return fail(
    file,
    "chalan:smtpUrl",
    "must be a mail server like smtps://user:password@mail.example.com",
    "Set it with `pulumi config set --secret chalan:smtpUrl`; % and @ in the password are written %25 and %40.",
  );
}

/** @throws UserError when there is a mail server and no sender; the output fails when it cannot be a mail server */
export function checkMail(file: string, { smtpUrl, from }: MailSettings): MailSettings {
  if (smtpUrl !== undefined && from === undefined)
    fail(file, "chalan:mailFrom", "is missing beside chalan:smtpUrl", "Set the sender of the mails.");
  return { smtpUrl: smtpUrl?.apply((url) => requireMailServer(file, url)), from };
}
