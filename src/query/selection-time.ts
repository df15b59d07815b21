import type { TimeSpan } from '../contracts/published-dataset.js';
import { CloudOptimisedError } from '../errors/index.js';
import { parseMoment } from '../model/table/cast/parse-time.js';

const OPEN = /^(\.\.)?$/;
/** A year, a month, a day, an hour or a minute: times that last. */
const COARSE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const MINUTE = /^\d{4}-\d{2}-\d{2}[ T]\d{2}(:\d{2})?(Z|[+-]\d{2}:?\d{2})?$/;
const NANOSECONDS = 1_000_000n;
const MINUTE_LENGTH = 60_000_000_000n;

/** First nanosecond of a time, and the last one that it lasts to. */
interface Stretch {
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads `START/END`: times of ISO 8601 (UTC unless they say otherwise), years, months, days. Both ends belong to the span: a day, month
 * or year as END counts to its last nanosecond. An end that is empty or `..` is open; a time alone is the whole of it.
 *
 * @throws CO_QUERY_TIME
 */
export function parseTimeSpan(value: string): TimeSpan {
  const parts = value.trim().split('/');
  if (parts.length > 2) throw refusal(value, `it has ${parts.length} parts`);
  const [start, end] = parts.map((part) => (OPEN.test(part.trim()) ? undefined : stretchOf(part.trim(), value)));
  if (parts.length === 1) return alone(start, value);
  if (start && end && end.last < start.first) throw refusal(value, 'it ends before it starts');
  return { start: start?.first, end: end?.last };
}

function alone(stretch: Stretch | undefined, value: string): TimeSpan {
  if (!stretch) throw refusal(value, 'it names no time');
  return { start: stretch.first, end: stretch.last };
}

function stretchOf(text: string, value: string): Stretch {
  const coarse = COARSE.exec(text);
  if (coarse) return calendarStretch(coarse, text, value);
  const first = parseMoment(text);
  if (first === undefined) throw refusal(value, `'${text}' is no time`);
  const lasting = MINUTE.exec(text);
  if (!lasting) return { first, last: first };
  return { first, last: first + (lasting[1] ? MINUTE_LENGTH : 60n * MINUTE_LENGTH) - 1n };
}

function calendarStretch([, year, month, day]: RegExpExecArray, text: string, value: string): Stretch {
  const first = parseMoment(`${year}-${month ?? '01'}-${day ?? '01'}`);
  if (first === undefined) throw refusal(value, `'${text}' is no date`);
  const next = new Date(Number(first / NANOSECONDS));
  if (day) next.setUTCDate(next.getUTCDate() + 1);
  else if (month) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCFullYear(next.getUTCFullYear() + 1);
  return { first, last: BigInt(next.getTime()) * NANOSECONDS - 1n };
}

function refusal(value: string, reason: string): CloudOptimisedError {
  return new CloudOptimisedError('CO_QUERY_TIME', { value, reason });
}
