import History from "@lucide/svelte/icons/history";
import LayoutGrid from "@lucide/svelte/icons/layout-grid";
import Server from "@lucide/svelte/icons/server";
import Settings from "@lucide/svelte/icons/settings";
import { m } from "$lib/i18n.svelte";

export const viewNames = ["machines", "providers", "activity", "settings"] as const;
export type ViewName = (typeof viewNames)[number];

export const viewLabel: Record<ViewName, () => string> = {
  machines: m.nav_machines,
  providers: m.nav_providers,
  activity: m.nav_activity,
  settings: m.nav_settings,
};

export const viewIcon = { machines: Server, providers: LayoutGrid, activity: History, settings: Settings };
