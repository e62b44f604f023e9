import {
  mdiAccountGroup,
  mdiAccountHardHat,
  mdiCalendarMonth,
  mdiCash,
  mdiCog,
  mdiFileDocumentOutline,
  mdiPackageVariant,
  mdiViewDashboardOutline,
} from "@mdi/js";
import type { PlaceName } from "./places.ts";

export const PLACE_ICONS: Readonly<Record<PlaceName, string>> = {
  dashboard: mdiViewDashboardOutline,
  contracts: mdiFileDocumentOutline,
  inventory: mdiPackageVariant,
  schedule: mdiCalendarMonth,
  crews: mdiAccountHardHat,
  money: mdiCash,
  users: mdiAccountGroup,
  settings: mdiCog,
};
