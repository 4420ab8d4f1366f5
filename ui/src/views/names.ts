import { History, LayoutGrid, Server, Settings } from "@lucide/svelte";
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
