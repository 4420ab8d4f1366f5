import { ipc, type Settings as Sent } from "$lib/ipc";
import { setLanguage } from "$lib/i18n.svelte";
import { setTheme } from "./theme";

const VIEW_DELAY = 600;

/** Every setting has a value here; what the app leaves out has its default. */
export type Settings = Required<Sent>;

export const defaults: Settings = {
  auto_lock_minutes: 15,
  lock_on_suspend: true,
  lock_on_screen_lock: true,
  clipboard_clear_seconds: 30,
  health_check_minutes: 30,
  notify: true,
  close_to_tray: true,
  read_only: false,
  global_shortcut: null,
  start_at_login: false,
  terminal: null,
  remote_desktop: null,
  sessions_in_app: false,
  theme: "system",
  language: null,
  views: {},
};

class SettingsStore {
  current = $state.raw<Settings>(defaults);
  loaded = $state(false);
  #saving = 0;
  #viewTimer: ReturnType<typeof setTimeout> | undefined;

  async load(): Promise<void> {
    this.#take(await ipc.settingsGet());
    this.loaded = true;
  }

  /** What the backend says is ignored while our own newer word is on its way to it. */
  hear(settings: Sent): void {
    if (this.#saving === 0 && this.#viewTimer === undefined) this.#take(settings);
  }

  async change(part: Partial<Settings>): Promise<void> {
    const before = this.current;
    this.#take({ ...before, ...part });
    try {
      await this.#save();
    } catch (error) {
      this.#take(before);
      throw error;
    }
  }

  view(name: string): string | undefined {
    return this.current.views[name];
  }

  /** Remembers what a view looks like; many changes in a row (a column being dragged) are one write. */
  rememberView(name: string, state: string): void {
    if (!this.loaded || this.current.views[name] === state) return;
    this.current = { ...this.current, views: { ...this.current.views, [name]: state } };
    clearTimeout(this.#viewTimer);
    this.#viewTimer = setTimeout(() => void this.flush(), VIEW_DELAY);
  }

  async flush(): Promise<void> {
    if (this.#viewTimer === undefined) return;
    clearTimeout(this.#viewTimer);
    this.#viewTimer = undefined;
    await this.#save().catch(() => undefined);
  }

  /** Names of filters are content: they go with the rest when the vault locks. Theme and language stay, so nothing flickers. */
  clear(): void {
    clearTimeout(this.#viewTimer);
    this.#viewTimer = undefined;
    this.current = { ...defaults, theme: this.current.theme, language: this.current.language };
    this.loaded = false;
  }

  async #save(): Promise<void> {
    this.#saving += 1;
    try {
      await ipc.settingsSet(this.current);
    } finally {
      this.#saving -= 1;
    }
  }

  #take(settings: Sent): void {
    this.current = { ...defaults, ...settings };
    setTheme(this.current.theme);
    setLanguage(this.current.language);
  }
}

export const settings = new SettingsStore();
