/**
 * Units of time and `<unit> since <date>`, as the CF conventions, section 4.4, and UDUNITS spell them.
 *
 * @module
 */

/** Nanoseconds of each unit of fixed length. Months and years have none: the UDUNITS year of 365.242198781 days is what nobody means. */
const NANOSECONDS: Readonly<Record<string, bigint>> = {
  nanosecond: 1n,
  microsecond: 1_000n,
  millisecond: 1_000_000n,
  second: 1_000_000_000n,
  minute: 60_000_000_000n,
  hour: 3_600_000_000_000n,
  day: 86_400_000_000_000n,
  week: 604_800_000_000_000n,
};

/** Spellings beside the name itself and its plural. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  ns: 'nanosecond',
  nsec: 'nanosecond',
  nsecs: 'nanosecond',
  us: 'microsecond',
  µs: 'microsecond',
  μs: 'microsecond',
  microsec: 'microsecond',
  microsecs: 'microsecond',
  usec: 'microsecond',
  usecs: 'microsecond',
  ms: 'millisecond',
  msec: 'millisecond',
  msecs: 'millisecond',
  millisec: 'millisecond',
  millisecs: 'millisecond',
  s: 'second',
  sec: 'second',
  secs: 'second',
  min: 'minute',
  mins: 'minute',
  h: 'hour',
  hr: 'hour',
  hrs: 'hour',
  d: 'day',
};

const VARYING = /^(common_year|leap_year|julian_year|gregorian_year|month|mon|year|yr)s?$/;

/** Nanoseconds of a unit of time by any of its spellings, in either case; `undefined` for anything else. */
export function unitNanoseconds(unit: string): bigint | undefined {
  const word = unit.trim().toLowerCase();
  const name = Object.hasOwn(ABBREVIATIONS, word) ? ABBREVIATIONS[word] : word.replace(/s$/, '');
  return name !== undefined && Object.hasOwn(NANOSECONDS, name) ? NANOSECONDS[name] : undefined;
}

/** A moment by its fields, in whatever calendar. */
export interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

/** `<unit> since <date>`, taken apart. */
export interface TimeUnits {
  readonly unitNanoseconds: bigint;
  readonly date: CalendarDate;
  /** Nanoseconds from that date's midnight, UTC; negative or beyond a day where the text has a zone. */
  readonly nanoseconds: bigint;
}

const SINCE = /^\s*(\S+)\s+since\s+(.*?)\s*$/i;

/**
 * Whether the text of a `units` attribute counts time from a date: a unit of time and `since`. Whether the date can be
 * understood is {@link parseTimeUnits}'s question; months and years count as units here, so that they are refused there.
 */
export function isTimeUnits(units: string): boolean {
  const unit = SINCE.exec(units)?.[1];
  return unit !== undefined && (unitNanoseconds(unit) !== undefined || VARYING.test(unit.toLowerCase()));
}

/** `<unit> since <date>`, or `undefined` where it is not that, or counts months or years. */
export function parseTimeUnits(units: string): TimeUnits | undefined {
  const [, unit = '', moment = ''] = SINCE.exec(units) ?? [];
  const nanoseconds = unitNanoseconds(unit);
  const reference = parseReference(moment);
  return nanoseconds === undefined || !reference ? undefined : { unitNanoseconds: nanoseconds, ...reference };
}

const DATE = /^(\d{1,4})-(\d{1,2})(?:-(\d{1,2}))?(?=$|[ T])/;
const PACKED_DATE = /^(\d{4})(?:(\d{2})(\d{2}))?(?=$|[ T])/;
const CLOCK = /^[ T]\s*(\d{1,2})(?::(\d{1,2})(?::(\d{1,2})(?:\.(\d*))?)?)?(?=$|[^\d.:])/;
const PACKED_CLOCK = /^T(\d{2})(\d{2})(?:(\d{2})(?:\.(\d*))?)?(?=$|[^\d.:])/;
const ZONE = /^\s*(?:(?:Etc\/)?(?:UTC|GMT)|Z)?\s*(?:([+-])(\d{1,2})(?::?(\d{2}))?)?$/i;

/**
 * A date as it is met in practice: `1950-01-01 00:00:00 UTC`, `1950-01-01T00:00:00Z`, `1970-1-1`, `1990-1-1 0:0:0.0`,
 * `19500101`, `1950`; with a zone such as `+10:00`, `-3` or `Etc/UTC`. Without one it is UTC, as CF says.
 */
function parseReference(text: string): Omit<TimeUnits, 'unitNanoseconds'> | undefined {
  const date = DATE.exec(text) ?? PACKED_DATE.exec(text);
  if (!date) return undefined;
  const afterDate = text.slice(date[0].length);
  const clock = PACKED_CLOCK.exec(afterDate) ?? CLOCK.exec(afterDate);
  const zone = ZONE.exec(afterDate.slice(clock?.[0].length ?? 0));
  const time = clockNanoseconds(clock ?? []);
  const offset = zone ? offsetNanoseconds(zone) : undefined;
  if (time === undefined || offset === undefined) return undefined;
  const [, year, month = '1', day = '1'] = date;
  return { date: { year: Number(year), month: Number(month), day: Number(day) }, nanoseconds: time - offset };
}

/** `undefined` for hours, minutes and seconds that no clock shows, and for fractions finer than a nanosecond. */
function clockNanoseconds([, hour = '0', minute = '0', second = '0', fraction = '']: readonly (string | undefined)[]):
  | bigint
  | undefined {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59 || /[1-9]/.test(fraction.slice(9)))
    return undefined;
  const seconds = Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, '0'));
}

/** How far east of Greenwich a zone's clocks are ahead. */
function offsetNanoseconds([, sign, hours = '0', minutes = '0']: RegExpExecArray): bigint | undefined {
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const ahead = BigInt(Number(hours) * 60 + Number(minutes)) * 60_000_000_000n;
  return sign === '-' ? -ahead : ahead;
}
