const UNIT =
  /^(utc|gmt|%|degrees?([_ ].*)?|deg[_ ]?[CKFNE].*|°.*|celsius|kelvin|psu|pss-?78|d?bar|[hk]?pa|k|m\/s|[mc]m?[ .]s-?1|[kcmµu]?[mgl](-?[123])?|(days|hours|seconds|minutes) since .*)$/i;

/**
 * Whether the first row after the header holds units, as ERDDAP writes them: none of its cells is a value but for the unit `1`, one is a known
 * unit, and it stands over a column that else has only values.
 */
export function isUnitsRow(
  row: readonly string[],
  rest: readonly (readonly string[])[],
  isValue: (cell: string) => boolean,
): boolean {
  const cells = row.map((cell) => cell.trim());
  if (rest.length === 0 || cells.some((cell) => cell !== '1' && isValue(cell))) return false;
  return cells.some((cell, i) => {
    const below = rest.map((other) => (other[i] ?? '').trim()).filter((other) => other !== '' && other !== 'NaN');
    return UNIT.test(cell) && below.length > 0 && below.every(isValue);
  });
}
