import { createHash, randomBytes } from "node:crypto";
import type { Mailer } from "../../shared/mail.ts";
import { hashPassword } from "../../shared/passwords.ts";
import type { CredentialsRepository, Origin } from "../repositories/credentials.ts";
import type { TenantRow } from "../repositories/tenant.ts";
import type { UsersRepository } from "../repositories/users.ts";
import { invitationMail, resetMail } from "./mails.ts";
import { linkEnded } from "./problems.ts";

interface LinkKind {
  /** How long it can be used. */
  readonly seconds: number;
  /** The front's page. */
  readonly page: string;
  readonly mail: typeof resetMail;
}
/** A reset is asked for and used at once; an invitation may wait for Monday. */
const RESET: LinkKind = { seconds: 3600, page: "/password", mail: resetMail };
const INVITATION: LinkKind = { seconds: 7 * 24 * 3600, page: "/welcome", mail: invitationMail };

interface Addressee {
  readonly userId: string;
  readonly email: string;
  readonly name: string;
}

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
  /** @returns the address to open; the person's earlier links end */
  async function makeLink(userId: string, { seconds, page }: LinkKind, origin: string | undefined) {
    const token = randomBytes(32).toString("base64url");
    await credentials.addLink(userId, hashOf(token), seconds);
    // Behind a #: what stands there reaches no server, no log and no other site.
    return `${frontOf((await tenant()).domain, origin)}${page}#${token}`;
  }

  async function send(to: Addressee, kind: LinkKind, origin: string | undefined): Promise<void> {
    const link = await makeLink(to.userId, kind, origin);
    const { name: company, locale } = await tenant();
    await mailer.send({ to: to.email, ...kind.mail({ name: to.name, company, link, locale }) });
  }

  return {
    /** Does nothing for an address that nobody has, and takes as long for the caller: nobody waits for it. */
    async sendReset(email: string, origin: string | undefined): Promise<void> {
      const found = await credentials.findMember(email);
      if (found === undefined) return;
      await send({ ...found, email }, RESET, origin);
    },
    sendInvitation: (to: Addressee, origin: string | undefined) => send(to, INVITATION, origin),
    /** For an operator who hands it over in person. */
    invitationLink: (userId: string) => makeLink(userId, INVITATION, undefined),
    /** Ends all of the person's sessions and links. @throws linkEnded */
    async use(token: string, password: string, origin: Origin): Promise<void> {
      const userId = await credentials.useLink(hashOf(token), await hashPassword(password));
      if (userId === undefined) throw linkEnded();
      users.forget(userId);
      await credentials.record(userId, "password_changed", origin);
    },
  };
}
