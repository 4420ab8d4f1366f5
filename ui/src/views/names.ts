import Braces from "@lucide/svelte/icons/braces";
import Database from "@lucide/svelte/icons/database";
import History from "@lucide/svelte/icons/history";
import LayoutGrid from "@lucide/svelte/icons/layout-grid";
import Server from "@lucide/svelte/icons/server";
import Settings from "@lucide/svelte/icons/settings";
import SquareTerminal from "@lucide/svelte/icons/square-terminal";
import { m } from "$lib/i18n.svelte";

export const viewNames = [
  "machines",
  "buckets",
  "providers",
  "profiles",
  "activity",
  "settings",
  "terminal",
] as const;
export type ViewName = (typeof viewNames)[number];

export const viewLabel: Record<ViewName, () => string> = {
  machines: m.nav_machines,
  buckets: m.nav_buckets,
  providers: m.nav_providers,
  profiles: m.nav_profiles,
  activity: m.nav_activity,
  settings: m.nav_settings,
  terminal: m.sessions,
};

export const viewIcon = {
  machines: Server,
  buckets: Database,
  providers: LayoutGrid,
  profiles: Braces,
  activity: History,
  settings: Settings,
  terminal: SquareTerminal,
};
