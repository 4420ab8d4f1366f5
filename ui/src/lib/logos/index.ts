const files = import.meta.glob<string>("./*.svg", { query: "?raw", import: "default", eager: true });

const byCloud = new Map(Object.entries(files).map(([path, svg]) => [path.slice(2, -4), svg]));

/** The SVG of a cloud's logo, or nothing when there is none in this folder. */
export function logoOf(cloud: string): string | undefined {
  return byCloud.get(cloud);
}
