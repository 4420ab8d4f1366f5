/** Memory as people say it: whole GiB where it is whole. */
export function memory(mib: number, locale: string): string {
  if (mib < 1024) return `${mib} MiB`;
  const gib = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(mib / 1024);
  return `${gib} GiB`;
}

export function count(value: number, locale: string): string {
  return new Intl.NumberFormat(locale).format(value);
}
