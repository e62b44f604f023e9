import { createVuetify } from "vuetify";
import { aliases, mdi } from "vuetify/iconsets/mdi-svg";
import { en, es } from "vuetify/locale";
import { paletteOf } from "./palette.ts";

/** Until the tenant's own colour is known. */
const BRAND = "#334155";

const field = { variant: "outlined", density: "comfortable", color: "primary", hideDetails: "auto" } as const;

/** Field labels and the like are written fainter than the rest, but stay readable (Vuetify's 0.6 is at the limit). */
const variables = { "medium-emphasis-opacity": 0.74 };

/** The component kit, in the colours of the system's choice (light or dark). Texts follow the language store. */
export const createComponentKit = () =>
  createVuetify({
    theme: {
      defaultTheme: "system",
      themes: {
        light: { colors: paletteOf(BRAND, "light"), variables },
        dark: { colors: paletteOf(BRAND, "dark"), variables },
      },
    },
    icons: { defaultSet: "mdi", aliases, sets: { mdi } },
    locale: { locale: "es", fallback: "en", messages: { en, es } },
    defaults: {
      VTextField: field,
      VTextarea: field,
      VSelect: field,
      VCombobox: field,
      VAutocomplete: field,
      VFileInput: field,
      VCheckbox: { color: "primary", hideDetails: "auto" },
      VSwitch: { color: "primary", hideDetails: "auto", inset: true },
      VCard: { border: true, flat: true, rounded: "lg" },
      VBtn: { variant: "tonal" },
    },
  });
