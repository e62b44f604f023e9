export type Language = "es" | "en";

/**
 * Picks the language: what the person has chosen, else the browser's if we speak it, else the tenant's, else Spanish.
 *
 * @param wanted language tags, most wanted first
 */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    if (/^es\b/i.test(tag)) return "es";
    if (/^en\b/i.test(tag)) return "en";
  }
  return "es";
}

/**
 * @param tenant the tenant's locale, such as es-MX
 * @returns the tenant's way of writing numbers and days, where it is one of the page's language
 */
export function formattingLocale(tag: Language, tenant: string | undefined): string {
  return tenant !== undefined && new RegExp(`^${tag}(-[A-Za-z0-9]{2,8})*$`, "i").test(tenant) ? tenant : tag;
}
