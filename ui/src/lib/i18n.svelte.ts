import { m } from "$paraglide/messages.js";
import { isLocale, locales, overwriteGetLocale, type Locale } from "$paraglide/runtime.js";

export { m, locales, type Locale };

/** Names of the languages, each in itself, as people look for their own. */
export const languageNames: Record<Locale, string> = { en: "English", es: "Español" };

function pickLocale(setting: string | null, preferred: readonly string[]): Locale {
  const wanted = setting ? [setting] : preferred;
  for (const tag of wanted) {
    const base = tag.toLowerCase().split("-")[0];
    if (isLocale(base)) return base;
  }
  return "en";
}

let current = $state<Locale>(pickLocale(null, navigator.languages));

// Messages read the locale through this, so a template that shows one follows a change of language.
overwriteGetLocale(() => current);

export function getLanguage(): Locale {
  return current;
}

export function setLanguage(setting: string | null): void {
  current = pickLocale(setting, navigator.languages);
  document.documentElement.lang = current;
}

/** The person's own regional format if it is of the shown language: en-GB dates in an English window. */
export function formatLocale(): string {
  return navigator.languages.find((tag) => tag.toLowerCase().startsWith(current)) ?? current;
}
