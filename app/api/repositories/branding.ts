import type { Branding, BrandingUpdate } from "../../shared/branding.ts";
import type { Database, Statement } from "../../shared/database.ts";
import { iso } from "./table.ts";
import { LOGO_PATH } from "./tenant.ts";

/** A picture that has been kept. */
export interface Logo {
  readonly id: string;
  readonly mediaType: string;
  readonly sha256: string;
}

const sql = (name: string, text: string): Statement => ({ name: `branding_${name}`, text });

const COLUMNS = `own.name, own.locale, own.time_zone as "timeZone", own.theme_color as "themeColor",
  ${LOGO_PATH} as logo, own.version, ${iso("own.updated_at")} as "updatedAt",
  (select json_build_object('name', name, 'locale', locale, 'timeZone', time_zone, 'themeColor', theme_color,
                            'logo', logo) from public.tenant_settings) as defaults`;
const READ = sql("read", `select ${COLUMNS} from branding own`);
const UPDATE = sql(
  "update",
  `update branding own set name = $2, locale = $3, time_zone = $4, theme_color = $5
   where version = $1 returning ${COLUMNS}`,
);
const SET_LOGO = sql(
  "set_logo",
  `update branding own set logo_id = $2, logo_media_type = $3, logo_sha256 = $4
   where version = $1 returning ${COLUMNS}`,
);
// The database's own list of time zones is what counts: it tells what day it is there.
const TRY_ZONE = sql("try_zone", "select now() at time zone $1");

/** A tenant's name and looks: one row, which its migration has made. */
export function brandingRepository(database: Database) {
  return {
    async read(): Promise<Branding> {
      const [row] = await database.query<Branding>(READ, []);
      if (row === undefined) throw new Error("the branding is missing");
      return row;
    },
    /** @returns undefined when its version is another one @throws PostgreSQL's error for a time zone that it does not know */
    update: (actor: string, { version, ...input }: BrandingUpdate): Promise<Branding | undefined> =>
      database.transaction(actor, async (query) => {
        const { name, locale, timeZone, themeColor } = input;
        if (timeZone !== null) await query(TRY_ZONE, [timeZone]);
        return (await query<Branding>(UPDATE, [version, name, locale, timeZone, themeColor]))[0];
      }),
    /** @param logo null: as the operator says @returns undefined when its version is another one */
    setLogo: (actor: string, version: number, logo: Logo | null): Promise<Branding | undefined> =>
      database.transaction(actor, async (query) => {
        const { id = null, mediaType = null, sha256 = null } = logo ?? {};
        return (await query<Branding>(SET_LOGO, [version, id, mediaType, sha256]))[0];
      }),
  };
}

export type BrandingRepository = ReturnType<typeof brandingRepository>;
