import type { ContractStatus } from "../../shared/contract-status.ts";

const en = {
  contracts: "Contracts",
  newContract: "New contract",
  loading: "Loading…",
  retry: "Try again",
  loadMore: "Show more",
  emptyTitle: "No contracts yet",
  emptyText: "Create the first one and it will show up here.",
  title: "Title",
  client: "Client",
  address: "Address",
  amount: "Amount",
  starts: "Starts on",
  status: "Status",
  optional: "optional",
  save: "Create contract",
  saving: "Saving…",
  cancel: "Cancel",
  remove: "Delete",
  removeQuestion: (title: string) => `Delete “${title}”?`,
  created: (title: string) => `“${title}” was created.`,
  removed: (title: string) => `“${title}” was deleted.`,
  closed: "This account is not active. Please contact us.",
  unauthenticated: "Sign in to see the contracts. Signing in is not available yet.",
  offline: "The server cannot be reached. Check your connection.",
  unavailable: "The service is not available right now. Try again in a moment.",
  invalid: "Something in the form is not valid.",
  conflict: "Somebody else changed it first. Load the list again.",
  missing: "It does not exist any more.",
  unexpected: "Something went wrong.",
  reference: (id: string) => `Reference: ${id}`,
  statuses: {
    draft: "Draft",
    signed: "Signed",
    in_progress: "In progress",
    done: "Done",
    invoiced: "Invoiced",
    paid: "Paid",
    cancelled: "Cancelled",
  } satisfies Record<ContractStatus, string>,
};

/** The texts of the front; every language has exactly these. */
export type Messages = typeof en;

const es: Messages = {
  contracts: "Contratos",
  newContract: "Nuevo contrato",
  loading: "Cargando…",
  retry: "Reintentar",
  loadMore: "Ver más",
  emptyTitle: "Aún no hay contratos",
  emptyText: "Crea el primero y aparecerá aquí.",
  title: "Título",
  client: "Cliente",
  address: "Dirección",
  amount: "Importe",
  starts: "Comienza el",
  status: "Estado",
  optional: "opcional",
  save: "Crear contrato",
  saving: "Guardando…",
  cancel: "Cancelar",
  remove: "Eliminar",
  removeQuestion: (title) => `¿Eliminar «${title}»?`,
  created: (title) => `Se creó «${title}».`,
  removed: (title) => `Se eliminó «${title}».`,
  closed: "Esta cuenta no está activa. Ponte en contacto con nosotros.",
  unauthenticated: "Inicia sesión para ver los contratos. El inicio de sesión aún no está disponible.",
  offline: "No se puede conectar con el servidor. Revisa tu conexión.",
  unavailable: "El servicio no está disponible ahora. Inténtalo de nuevo en un momento.",
  invalid: "Algún dato del formulario no es válido.",
  conflict: "Alguien lo cambió antes. Vuelve a cargar la lista.",
  missing: "Ya no existe.",
  unexpected: "Algo salió mal.",
  reference: (id) => `Referencia: ${id}`,
  statuses: {
    draft: "Borrador",
    signed: "Firmado",
    in_progress: "En curso",
    done: "Terminado",
    invoiced: "Facturado",
    paid: "Pagado",
    cancelled: "Cancelado",
  },
};

/**
 * Picks the language: the person's browser if we speak it, else the tenant's, else Spanish.
 *
 * @param wanted language tags, most wanted first
 */
export function pickLanguage(wanted: readonly string[]): { tag: "es" | "en"; messages: Messages } {
  for (const tag of wanted) {
    if (/^es\b/i.test(tag)) return { tag: "es", messages: es };
    if (/^en\b/i.test(tag)) return { tag: "en", messages: en };
  }
  return { tag: "es", messages: es };
}
