/** Pictures without scripts: SVG is none of them. In a file of its own: the front needs no schemas. */
export const LOGO_MEDIA_TYPES = ["image/png", "image/jpeg", "image/webp"] as const;
