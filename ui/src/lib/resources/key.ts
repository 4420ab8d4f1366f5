// A control character cannot occur in an id, so two resources of a kind never share a key.
export function keyOf(provider: string, region: string, id: string): string {
  return `${provider}\u0001${region}\u0001${id}`;
}
