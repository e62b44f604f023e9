import { createHash, randomBytes } from "node:crypto";
import type { Mailer } from "../../shared/mail.ts";
import { hashPassword } from "../../shared/passwords.ts";
import type { CredentialsRepository, Origin } from "../repositories/credentials.ts";
import type { TenantRow } from "../repositories/tenant.ts";
import type { UsersRepository } from "../repositories/users.ts";
import { invitationMail, resetMail } from "./mails.ts";
import { linkEnded } from "./problems.ts";

/** A reset is asked for and used at once; an invitation may wait for Monday. */
const RESET_SECONDS = 3600;
const INVITATION_SECONDS = 7 * 24 * 3600;

const hashOf = (token: string) => createHash("sha256").update(token).digest();

export interface PasswordLinkDependencies {
  readonly users: UsersRepository;
  readonly credentials: CredentialsRepository;
  readonly mailer: Mailer;
  /** The tenant as it is now. */
  readonly tenant: () => Promise<TenantRow>;
}

/**
 * The front's address for links. Only the tenant's own domain will do, whatever the request says; the request adds the port,
 * which the registry does not know.
 *
 * @param origin the request's Origin header
 */
export function frontOf(domain: string, origin: string | undefined): string {
  const url = origin !== undefined && URL.canParse(origin) ? new URL(origin) : undefined;
  const own = url?.protocol === "https:" && [domain, `www.${domain}`].includes(url.hostname);
  return own && url ? url.origin : `https://${domain}`;
}

/** Links by which a person sets a password: unguessable, for one use, for a limited time. Only their hash is kept. */
export function createPasswordLinks({ users, credentials, mailer, tenant }: PasswordLinkDependencies) {
  async function send(
    to: { userId: string; email: string; name: string },
    { seconds, page, mail }: { seconds: number; page: string; mail: typeof resetMail },
    origin: string | undefined,
  ): Promise<void> {
    const token = randomBytes(32).toString("base64url");
    await credentials.addLink(to.userId, hashOf(token), seconds);
    const { domain, name, locale } = await tenant();
    // Behind a #: what stands there reaches no server, no log and no other site.
    const link = `${frontOf(domain, origin)}${page}#${token}`;
    await mailer.send({ to: to.email, ...mail({ name: to.name, company: name, link, locale }) });
  }

  return {
    /** Does nothing for an address that nobody has, and takes as long for the caller: nobody waits for it. */
    async sendReset(email: string, origin: string | undefined): Promise<void> {
      const found = await credentials.findMember(email);
      if (found === undefined) return;
      await send({ ...found, email }, { seconds: RESET_SECONDS, page: "/password", mail: resetMail }, origin);
    },
    async sendInvitation(
      to: { userId: string; email: string; name: string },
      origin: string | undefined,
    ): Promise<void> {
      await send(to, { seconds: INVITATION_SECONDS, page: "/welcome", mail: invitationMail }, origin);
    },
    /** Ends all of the person's sessions and links. @throws linkEnded */
    async use(token: string, password: string, origin: Origin): Promise<void> {
      const userId = await credentials.useLink(hashOf(token), await hashPassword(password));
      if (userId === undefined) throw linkEnded();
      users.forget(userId);
      await credentials.record(userId, "password_changed", origin);
    },
  };
}

export type PasswordLinks = ReturnType<typeof createPasswordLinks>;
