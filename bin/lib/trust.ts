/** Whose certificates `bin/up` takes when it asks its tenants. */
import type { X509Certificate } from "node:crypto";
import type { ClientRequest } from "node:http";
import type { RequestOptions } from "node:https";
import { TLSSocket } from "node:tls";

/** Those that the public roots have signed, or the roots of a bundle; or anybody's, for an authority that is for trying things only. */
export type Trust =
  | { readonly signedBy: "public" }
  | { readonly signedBy: "bundle"; readonly bundle: string }
  | { readonly signedBy: "anybody"; readonly authority: string };

/**
 * @param bundle of the local authority's roots, where there is one
 * @param authority ACME directory of the stack's own; "" for none
 */
export function trustOf(bundle: string | undefined, authority: string): Trust {
  if (authority !== "") return { signedBy: "anybody", authority };
  return bundle === undefined ? { signedBy: "public" } : { signedBy: "bundle", bundle };
}

/** How TLS is asked to check it; for anybody's certificates {@link checkNamed} does. */
export function tlsOptions(trust: Trust): Pick<RequestOptions, "ca" | "rejectUnauthorized"> {
  if (trust.signedBy === "anybody") return { rejectUnauthorized: false };
  return trust.signedBy === "bundle" ? { ca: trust.bundle } : {};
}

/** "" if the certificate is the name's own and in force, else what is wrong with it. Who signed it is not looked at. */
export function objection(certificate: X509Certificate | undefined, name: string, now: Date): string {
  if (certificate === undefined) return "no certificate";
  if (certificate.checkHost(name, { subject: "never" }) === undefined)
    return `the certificate is not for ${name}, but ${certificate.subjectAltName ?? "for no name"}`;
  if (now < certificate.validFromDate || now > certificate.validToDate)
    return `the certificate is in force from ${certificate.validFrom} to ${certificate.validTo} only`;
  return "";
}

/** Ends the call with an error if the certificate is not `name`'s own. */
export function checkNamed(call: ClientRequest, name: string): void {
  call.on("socket", (socket) =>
    socket.on("secureConnect", () => {
      const certificate = socket instanceof TLSSocket ? socket.getPeerX509Certificate() : undefined;
      const problem = objection(certificate, name, new Date());
      if (problem !== "") call.destroy(new Error(problem));
    }),
  );
}

/** What has to be known to read "every tenant answers" of such a stack; "" for one whose certificates are checked in full. */
export const trustRemark = (trust: Trust): string =>
  trust.signedBy === "anybody"
    ? `Certificates: name and dates were checked, not who signed them (${trust.authority}).`
    : "";
