/** Kinds of fields of a tenant, and the groups of fields inside it. */
import { z } from "zod";
import * as formats from "./formats.ts";
import * as naming from "./naming.ts";

type Documentation = { description: string; examples?: string[]; pattern?: string };

/** A text field whose rule is a function; the pattern only tells editors the same in their language. */
export const text = (fault: (value: string) => naming.Fault | undefined, documentation: Documentation) =>
  z
    .string()
    .superRefine((value, context) => {
      const found = fault(value);
      if (found) context.addIssue({ code: "custom", message: found.rule, params: { remedy: found.remedy } });
    })
    .meta(documentation);

export const hostname = (description: string, fault = naming.hostnameFault) =>
  text(fault, { description, examples: ["client4.example.com"], pattern: naming.HOSTNAME_PATTERN.source });

const address = (description: string) =>
  text(formats.addressFault, { description, examples: ["172.18.0.8"], pattern: formats.IPV4_PATTERN.source });

export const name = (description: string) =>
  text(formats.nameFault, { description, examples: ["Client Four"] });

export const SettingsSchema = z.strictObject({
  name: name("Name that the site shows; default: the tenant's name.").optional(),
  locale: text(formats.localeFault, {
    description: "Language (es or en) and optional region of texts, dates and numbers (BCP 47).",
    examples: ["es-MX"],
    pattern: formats.LOCALE_PATTERN.source,
  }).default("es"),
  timeZone: text(formats.timeZoneFault, {
    description: "Time zone of the IANA list, in which the tenant's days begin and end.",
    examples: ["America/Phoenix"],
    pattern: formats.TIME_ZONE_PATTERN.source,
  }).default("UTC"),
  themeColor: text(formats.colorFault, {
    description: "Main colour of the site, #rrggbb.",
    examples: ["#1f6feb"],
    pattern: formats.COLOR_PATTERN.source,
  }).default("#1f6feb"),
  logo: text(formats.logoFault, {
    description: "Logo of the site: an https:// address or a path from the site's root.",
    examples: ["/media/logo.svg"],
    pattern: formats.LOGO_PATTERN.source,
  }).optional(),
});

export const AddressesSchema = z.strictObject({
  nginx: address("Fixed address of the tenant's nginx on the edge network.").optional(),
  web: address("Fixed address of the tenant's web container on the data network.").optional(),
});

const MAX_NETWORKS = 100;

export const AccessSchema = z.strictObject({
  allow: z
    .array(
      text(formats.networkFault, {
        description: "An address or a network, IPv4 or IPv6.",
        examples: ["203.0.113.0/24"],
      }),
    )
    .refine((list) => list.length <= MAX_NETWORKS, {
      error: `must have at most ${MAX_NETWORKS} entries`,
      params: { remedy: "Join some to larger networks." },
    })
    .default([])
    .meta({ description: "Client addresses that are let in; empty: all.", maxItems: MAX_NETWORKS }),
  basicAuth: z
    .boolean()
    .default(false)
    .meta({ description: "Whether a password is asked for at the door; `pulumi stack output` has it." }),
});
