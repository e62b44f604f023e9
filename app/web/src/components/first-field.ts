/**
 * Puts the cursor into a form's first field, unless somebody is in the form already. The kit's `autofocus` waits 50 ms
 * and then takes the focus from whoever was faster: what is typed meanwhile, a password maybe, lands in another field.
 */
export function focusFirstField(form: HTMLElement): void {
  if (form.contains(document.activeElement)) return;
  form.querySelector<HTMLElement>("input, textarea")?.focus({ preventScroll: true });
}

/** `<form v-first-field>`: the same as soon as the form is on the page. */
export const vFirstField = { mounted: focusFirstField };
