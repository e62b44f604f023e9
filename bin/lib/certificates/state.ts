/** What a look at a name's certificate means for the operator. Pure. */
import type { Look } from "./handshake.ts";

const DAY_MILLISECONDS = 86_400_000;
/** A certificate of 90 days is renewed 60 days after it was issued: with 14 days left, many renewals have failed. */
const ALARM_DAYS = 14;
const ALARM_SHARE = 14 / 90;

export type CertificateState = "ok" | "expiring" | "expired" | "missing" | "mismatched" | "unknown";

/** One line of `bin/certificates`. Monitoring relies on these keys. */
export interface Status {
  readonly name: string;
  /** The tenant's slug; empty for a shared service. */
  readonly tenant: string;
  readonly state: CertificateState;
  /** Common name of who signed it. */
  readonly issuer: string | null;
  /** ISO 8601. */
  readonly notAfter: string | null;
  /** Whole days; negative when it is over. */
  readonly daysLeft: number | null;
  readonly detail: string;
}

/** Days before its end from which a certificate of this life (in days) is an alarm: 14, and fewer for one of less than 90 days. */
export const alarmDays = (life: number): number => Math.min(ALARM_DAYS, life * ALARM_SHARE);

/** @param now the moment of the look */
export function statusOf(name: string, tenant: string, look: Look, now: Date): Status {
  const nothing = { name, tenant, issuer: null, notAfter: null, daysLeft: null };
  if (look.kind === "unreachable") return { ...nothing, state: "unknown", detail: look.reason };
  if (look.kind === "refused")
    return {
      ...nothing,
      state: "missing",
      detail: "the edge has no certificate for it: bin/certificates check says why",
    };
  const { certificate } = look;
  const left = (certificate.validToDate.getTime() - now.getTime()) / DAY_MILLISECONDS;
  const life = (certificate.validToDate.getTime() - certificate.validFromDate.getTime()) / DAY_MILLISECONDS;
  const found = {
    name,
    tenant,
    issuer: /^CN=(.*)$/m.exec(certificate.issuer)?.[1] ?? "",
    notAfter: certificate.validToDate.toISOString(),
    daysLeft: Math.floor(left),
  };
  // Browsers look at the alternative names only.
  if (certificate.checkHost(name, { subject: "never" }) === undefined)
    return { ...found, state: "mismatched", detail: "the certificate that is served is for other names" };
  if (certificate.validFromDate > now)
    return {
      ...found,
      state: "mismatched",
      detail: "the certificate begins in the future: check the clocks",
    };
  if (left <= 0) return { ...found, state: "expired", detail: "bin/certificates renew" };
  if (left < alarmDays(life))
    return { ...found, state: "expiring", detail: "it should have been renewed: bin/certificates renew" };
  return { ...found, state: "ok", detail: "" };
}

/** 0: all is well; 1: something needs a person; 2: it could not be looked at. */
export function exitCodeOf(statuses: readonly Status[]): 0 | 1 | 2 {
  if (statuses.some(({ state }) => state === "unknown")) return 2;
  return statuses.every(({ state }) => state === "ok") ? 0 : 1;
}
