import { gregorianDay } from '../model/cf/calendar.js';

const DAY = 86_400_000_000_000n;
const ISO = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T ](\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d{1,9}))?)?)?(Z|[+-]\d{2}:?\d{2})?$/;

/** Digits of each directive of strptime. */
const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '\\d{4}',
  m: '\\d{1,2}',
  d: '\\d{1,2}',
  j: '\\d{1,3}',
  H: '\\d{1,2}',
  M: '\\d{1,2}',
  S: '\\d{1,2}',
  f: '\\d{1,6}',
};

/**
 * Nanoseconds since 1970-01-01 UTC of a time in text; `undefined` where it is none.
 *
 * @param format layout of Python's strptime with `%Y %m %d %j %H %M %S %f`; by default ISO 8601. Without a zone it is UTC
 */
export function parseMoment(text: string, format?: string): bigint | undefined {
  return format === undefined ? parseIso(text.trim()) : parseBy(text.trim(), format);
}

function parseIso(text: string): bigint | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = ISO.exec(text) ?? [];
  if (year === undefined) return undefined;
  const local = moment({ Y: year, m: month, d: day, H: hour, M: minute, S: second }, fraction);
  return local === undefined ? undefined : local - offsetOf(zone);
}

function offsetOf(zone: string): bigint {
  if (zone === 'Z') return 0n;
  const minutes = BigInt(zone.slice(1, 3)) * 60n + BigInt(zone.slice(-2));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000_000_000n;
}

function parseBy(text: string, format: string): bigint | undefined {
  const source = format
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/%([YmdjHMSf%])/g, (_, name: string) => (name === '%' ? '%' : `(?<${name}>${DIRECTIVES[name]})`));
  const groups = new RegExp(`^${source}$`).exec(text)?.groups;
  return groups && moment(groups, groups.f ?? '');
}

type Fields = Readonly<Record<string, string | undefined>>;

/** `undefined` for dates and clocks that do not exist. */
function moment({ Y, m = '1', d = '1', j, H = '0', M = '0', S = '0' }: Fields, fraction: string): bigint | undefined {
  const first = gregorianDay({ year: Number(Y), month: j ? 1 : Number(m), day: j ? 1 : Number(d) });
  const beyond = j ? gregorianDay({ year: Number(Y) + 1, month: 1, day: 1 }) : undefined;
  const day = first === undefined ? undefined : first + (j ? Number(j) - 1 : 0);
  if (day === undefined || (j && Number(j) < 1) || (beyond !== undefined && day >= beyond)) return undefined;
  if (Number(H) > 23 || Number(M) > 59 || Number(S) > 59) return undefined;
  const seconds = Number(H) * 3600 + Number(M) * 60 + Number(S);
  return BigInt(day) * DAY + BigInt(seconds) * 1_000_000_000n + BigInt(fraction.padEnd(9, '0'));
}
