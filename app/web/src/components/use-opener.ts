import { onUnmounted } from "vue";

/**
 * Gives the focus back to what had it when a dialog was opened. The kit does so when its dialog fades out; one that is
 * there only while it is open is gone at once.
 */
export function useOpener(): void {
  const opener = document.activeElement;
  onUnmounted(() => {
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
  });
}
