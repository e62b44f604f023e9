/** Formats of the plain fields of a tenant. Pure: a value in, a fault or nothing out. */
import { isIPv4, isIPv6 } from "node:net";
import type { Fault } from "./naming.ts";

export const ID_PATTERN = /^(?=.{3,40}$)[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
export const COLOR_PATTERN = /^#[0-9a-fA-F]{6}$/;
/** A language that the front end has texts for, and optionally a region of ISO 3166 or UN M.49. */
export const LOCALE_PATTERN = /^(es|en)(-([A-Z]{2}|[0-9]{3}))?$/;
export const TIME_ZONE_PATTERN = /^(UTC|[A-Z][A-Za-z_]+(\/[A-Z][A-Za-z0-9_+-]+){1,2})$/;
/** Semantic version 2.0.0 without build metadata: Docker tags take no plus sign and 128 characters. */
export const VERSION_PATTERN =
  /^(?=.{5,128}$)(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/;
export const LOGO_PATTERN = /^(https:\/\/|\/(?!\/))[!-~]{1,500}$/;
export const NAME_LENGTH = 80;
export const IPV4_PATTERN = /^((25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(\.(?!$)|$)){4}$/;

const matching =
  (pattern: RegExp, rule: string, remedy: string) =>
  (value: string): Fault | undefined =>
    pattern.test(value) ? undefined : { rule, remedy };

export const idFault = matching(
  ID_PATTERN,
  "must be 3 to 40 lower-case letters, digits and single underscores, starting with a letter",
  "Write it like `client4_001`.",
);

export const nameFault = (value: string): Fault | undefined =>
  value.trim() === value &&
  value.length > 0 &&
  [...value].length <= NAME_LENGTH &&
  !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(value)
    ? undefined
    : {
        rule: `must be one line of 1 to ${NAME_LENGTH} characters without spaces at its ends`,
        remedy: "Shorten or trim it.",
      };

export const colorFault = matching(
  COLOR_PATTERN,
  "must be a colour of the form #rrggbb",
  'Write it in quotes, like "#1f6feb".',
);

const regions = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

export function localeFault(value: string): Fault | undefined {
  const region = LOCALE_PATTERN.exec(value)?.[3];
  return LOCALE_PATTERN.test(value) && (region === undefined || regions.of(region) !== undefined)
    ? undefined
    : {
        rule: "must be es or en, with or without a known region (BCP 47)",
        remedy: "Write it like `es-MX` or `en-US`.",
      };
}

export function timeZoneFault(value: string): Fault | undefined {
  const fault = {
    rule: "must be a time zone of the IANA list",
    remedy: "Write it like `America/Phoenix` or `UTC`.",
  };
  if (!TIME_ZONE_PATTERN.test(value)) return fault;
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return undefined;
  } catch {
    return fault;
  }
}

export function logoFault(value: string): Fault | undefined {
  const fault = {
    rule: "must be an https:// address or a path from the site's root",
    remedy: "Write it like `https://cdn.example.com/logo.svg` or `/media/logo.svg`.",
  };
  if (!LOGO_PATTERN.test(value) || !URL.canParse(value, "https://site.invalid")) return fault;
  const url = new URL(value, "https://site.invalid");
  if (url.username || url.password)
    return {
      rule: "must not have a user or password in it",
      remedy: "Put the logo where everybody may read it.",
    };
  const climbs = value.split(/[/\\?#]/).some((part) => /^(\.|%2e){2}$/i.test(part));
  return climbs || value.includes("\\") ? fault : undefined;
}

export const versionFault = matching(
  VERSION_PATTERN,
  "must be a semantic version without build metadata, as it is an image tag",
  'Write it in quotes, like "2.0.0" or "2.1.0-rc.1".',
);

export const addressFault = matching(IPV4_PATTERN, "must be an IPv4 address", "Write it like `172.18.0.8`.");

/** @returns what is wrong with one address or network of IPv4 or IPv6, if anything is */
export function networkFault(value: string): Fault | undefined {
  const [, address = "", bits = "0"] = /^([0-9A-Fa-f.:]{2,45})(?:\/(0|[1-9]\d{0,2}))?$/.exec(value) ?? [];
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1;
  return Number(bits) <= longest
    ? undefined
    : {
        rule: "must be an address or a network (CIDR)",
        remedy: "Write it like `203.0.113.7`, `203.0.113.0/24` or `2001:db8::/32`.",
      };
}

/** Host, port and path in the characters that need no escaping: the address becomes part of a page and of its security policy. */
export const ASSET_BASE_PATTERN =
  /^https:\/\/(?=.{1,253}(?:[:/]|$))[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+(:[1-9]\d{0,4})?(\/[A-Za-z0-9_-]+)*$/;

/** @returns what is wrong with the address below which `/assets/` is found, if anything is */
export const assetBaseFault = (value: string): Fault | undefined =>
  ASSET_BASE_PATTERN.test(value) && value.length <= 300 && URL.canParse(value)
    ? undefined
    : {
        rule: "must be an https:// address in lower case, with or without a path, without a slash at its end",
        remedy: "Write it like `https://cdn.example.com` or `https://cdn.example.com/chalan`.",
      };
