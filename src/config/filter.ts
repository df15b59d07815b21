/**
 * The regular expression that a path's filter means. Filters are written in Python's notation: flags at the start, `(?i)`, become
 * flags, and `(?P<name>…)` a named group.
 *
 * @throws the engine's SyntaxError for what is no regular expression
 */
export function filterPattern(filter: string): RegExp {
  const flags = /^\(\?([ims]+)\)/.exec(filter);
  const body = filter.slice(flags?.[0].length ?? 0).replaceAll('(?P<', '(?<');
  return new RegExp(body, [...new Set(flags?.[1] ?? '')].join(''));
}
