import { createHash, randomBytes } from "node:crypto";
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
export function createPasswordLinks({ users, credentials, tenant }: PasswordLinkDependencies) {
  /** @returns a token, and the address to open with it */
  async function drawLink({ page }: LinkKind, origin: string | undefined) {
    const token = randomBytes(32).toString("base64url");
    // Behind a #: what stands there reaches no server, no log and no other site.
    return { token, link: `${frontOf((await tenant()).domain, origin)}${page}#${token}` };
  }

  /** The letter goes to the worker, which has the mail server's address. */
  async function send(to: Addressee, kind: LinkKind, origin: string | undefined): Promise<void> {
    const { token, link } = await drawLink(kind, origin);
    const { name: company, locale } = await tenant();
    const letter = { to: to.email, ...kind.mail({ name: to.name, company, link, locale }) };
    await credentials.addLink(to.userId, hashOf(token), kind.seconds, letter);
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
    async invitationLink(userId: string): Promise<string> {
      const { token, link } = await drawLink(INVITATION, undefined);
      await credentials.addLink(userId, hashOf(token), INVITATION.seconds);
      return link;
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
