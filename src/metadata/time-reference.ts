/** Whether units are those of times: `<unit> since <date>` (CF 4.4). */
export function isTimeReference(units: unknown): boolean {
  return typeof units === 'string' && /\S\s+(since|after|from|ref)\s+\S/i.test(units.trim());
}

/** Whether two such texts tell the same: letters' case, `T`, zeros and UTC do not count. */
export function isSameReference(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && reduced(a) === reduced(b);
}

function reduced(units: string): string {
  return units
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/s? since /, ' since ')
    .replace(/(\d)t(\d)/, '$1 $2')
    .replace(/\s*(z|utc|gmt|[+-]00:?00)$/, '')
    .replace(/\.0+$/, '')
    .replace(/ 0?0:00(:00)?$/, '');
}
