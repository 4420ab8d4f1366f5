const steps: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

function cached<T>(make: (locale: string) => T): (locale: string) => T {
  const made = new Map<string, T>();
  return (locale) => {
    const known = made.get(locale);
    if (known) return known;
    const fresh = make(locale);
    made.set(locale, fresh);
    return fresh;
  };
}

const relative = cached((locale) => new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" }));
const exact = cached(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" }),
);
const units = cached((locale) => {
  const unit = (name: string) =>
    new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "narrow" });
  return Object.fromEntries(
    ["second", ...steps.map(([name]) => name)].map((name) => [name, unit(name)]),
  ) as Record<string, Intl.NumberFormat>;
});

/** "2 min ago" in the person's language; anything under a minute is "now". */
export function ago(at: string, now: number, locale: string): string {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  for (const [unit, size] of steps) {
    if (Math.abs(seconds) >= size) return relative(locale).format(Math.trunc(seconds / size), unit);
  }
  return relative(locale).format(0, "second");
}

const TWO_YEARS = 2 * 365 * 86_400;

/** "3d", "2h": the age alone, for narrow columns. Days go on to two years: "4m" would be months to some, minutes to others. */
export function age(at: string, now: number, locale: string): string {
  const seconds = Math.max(0, Math.round((now - Date.parse(at)) / 1000));
  for (const [unit, size] of steps) {
    if (unit === "week" || unit === "month" || (unit === "year" && seconds < TWO_YEARS)) continue;
    if (seconds >= size) return units(locale)[unit]!.format(Math.trunc(seconds / size));
  }
  return units(locale)["second"]!.format(seconds);
}

export function exactTime(at: string, locale: string): string {
  return exact(locale).format(new Date(at));
}

/** Whole seconds from now until then, never below zero. */
export function secondsUntil(at: string, now: number): number {
  return Math.max(0, Math.ceil((Date.parse(at) - now) / 1000));
}

/** "1:05" for a countdown. */
export function clockTime(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
