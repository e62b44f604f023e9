/** Looks at the certificate that the edge serves for a name, as a client would see it. */
import type { X509Certificate } from "node:crypto";
import { connect } from "node:tls";

const TIMEOUT_MILLISECONDS = 5_000;

/** Where an edge answers TLS. */
export interface EdgeAddress {
  readonly host: string;
  readonly port: number;
}

/** What was seen: a certificate, a refused handshake (the edge has none for the name), or nobody there. */
export type Look =
  | { readonly kind: "served"; readonly certificate: X509Certificate }
  | { readonly kind: "refused" }
  | { readonly kind: "unreachable"; readonly reason: string };

/** What was seen, by name. */
export type Looks = ReadonlyMap<string, Look>;

/** Looks at all names side by side. */
export async function looksOf(
  names: readonly { readonly name: string }[],
  edge: EdgeAddress,
): Promise<Looks> {
  return new Map(await Promise.all(names.map(async ({ name }) => [name, await lookAt(name, edge)] as const)));
}

/** The certificate that is served for a name, if it is one for this name. */
export function ownCertificate(name: string, looks: Looks): X509Certificate | undefined {
  const look = looks.get(name);
  if (look?.kind !== "served") return undefined;
  return look.certificate.checkHost(name, { subject: "never" }) === undefined ? undefined : look.certificate;
}

/** Errors of the connection itself; any other comes from the handshake. */
const UNREACHABLE = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT"];

/**
 * Makes one TLS handshake for `name`. The certificate is only looked at, never trusted: nothing is sent.
 *
 * @returns never rejects; gives up after 5 s
 */
export function lookAt(name: string, { host, port }: EdgeAddress): Promise<Look> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, servername: name, rejectUnauthorized: false });
    const end = (look: Look) => {
      socket.destroy();
      resolve(look);
    };
    socket.setTimeout(TIMEOUT_MILLISECONDS, () =>
      end({ kind: "unreachable", reason: `no answer within ${TIMEOUT_MILLISECONDS / 1000} s` }),
    );
    socket.on("secureConnect", () => {
      const certificate = socket.getPeerX509Certificate();
      end(certificate ? { kind: "served", certificate } : { kind: "refused" });
    });
    socket.on("error", (error: NodeJS.ErrnoException) =>
      end(
        UNREACHABLE.includes(error.code ?? "")
          ? { kind: "unreachable", reason: `${host}:${port}: ${error.code}` }
          : { kind: "refused" },
      ),
    );
  });
}
