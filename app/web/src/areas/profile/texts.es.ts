import type { ProfileTexts } from "./texts.en.ts";

export const es: ProfileTexts = {
  title: "Mi cuenta",
  person: "Nombre e idioma",
  name: "Nombre",
  language: "Idioma de correos y mensajes",
  languages: { en: "English", es: "Español" },
  tenants: "El de la empresa",
  saved: "Se guardó tu cuenta.",
  password: "Contraseña",
  current: "Contraseña actual",
  wanted: "Contraseña nueva",
  rule: "12 caracteres como mínimo. Se cierra la sesión en los demás navegadores.",
  passwordSaved: "La contraseña nueva ya vale.",
  change: "Cambiar la contraseña",
  sessions: "Dónde has iniciado sesión",
  here: "Este navegador",
  unknown: "Navegador desconocido",
  lastUsed: (when) => `Último uso: ${when}`,
  end: "Cerrar esa sesión",
  endOthers: "Cerrar todas las demás",
  ended: "Sesión cerrada.",
};
