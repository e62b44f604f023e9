import type { PeopleTexts } from "./texts.en.ts";

export const es: PeopleTexts = {
  invite: "Invitar a alguien",
  name: "Nombre",
  email: "Correo",
  role: "Función",
  roleOf: (name) => `Función de ${name}`,
  state: "Estado",
  states: { invited: "Con invitación", active: "Activa", disabled: "Desactivada" },
  emptyText: "Invita a quienes trabajan contigo.",
  invited: (name) => `Se envió una invitación a “${name}”.`,
  notMailed: (name) => `No se pudo enviar el correo a “${name}”. Envíalo de nuevo más tarde.`,
  changed: (name) => `Se cambió a “${name}”.`,
  sendAgain: "Enviar de nuevo",
  enable: "Activar",
  disable: "Desactivar",
};
