import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import type { Branding, BrandingUpdate } from "../../../../shared/branding.ts";
import type { Settings, SettingsUpdate } from "../../../../shared/settings.ts";
import { request } from "../../api/http.ts";
import { keysOf } from "../../query/keys.ts";

export const SETTINGS = "settings";
export const BRANDING = "branding";

/** How the tenant works: its currency, categories, units. */
export const useSettings = () =>
  useQuery({
    queryKey: keysOf(SETTINGS).all,
    queryFn: ({ signal }) => request<Settings>("GET", "/settings", { signal }),
  });

/** Of new amounts. */
export function useCurrency() {
  const { data } = useSettings();
  return computed(() => data.value?.currency ?? "USD");
}

/** @throws ApiFailure, as everything here does */
export const saveSettings = (body: SettingsUpdate) => request<Settings>("PUT", "/settings", { body });

/** What the owner has chosen of the tenant's name and looks. */
export const useBranding = () =>
  useQuery({
    queryKey: keysOf(BRANDING).all,
    queryFn: ({ signal }) => request<Branding>("GET", "/branding", { signal }),
  });

export const saveBranding = (body: BrandingUpdate) => request<Branding>("PUT", "/branding", { body });

export const saveLogo = (version: number, body: File) =>
  request<Branding>("PUT", `/branding/logo?version=${version}`, { body });

export const removeLogo = (version: number) =>
  request<Branding>("DELETE", `/branding/logo?version=${version}`);
