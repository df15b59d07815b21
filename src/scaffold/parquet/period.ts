/**
 * By which period a dataset is cut.
 *
 * @module
 */
import { tellBytes, tellDays } from '../spans.js';

/** What is known of an archive from its listing and the samples. */
export interface ArchiveMeasure {
  /** Files that the listing has; at least the samples. */
  readonly files: number;
  /** Bytes of all of them. */
  readonly bytes: number;
  /** Bytes and days of the samples. */
  readonly sampleBytes: number;
  readonly sampleDays: readonly number[];
  /** From the first time of all samples to the last. */
  readonly coveredDays: number;
}

/** Days of each period, the finest first. */
const PERIODS = [
  ['D', 1, 'day'],
  ['M', 30.4, 'month'],
  ['Q', 91.3, 'quarter'],
  ['Y', 365.25, 'year'],
] as const;

type PeriodName = (typeof PERIODS)[number][0];

/** A folder should hold as much as one request reads well. */
export const LEAST_IN_FOLDER = 16e6;
export const MOST_IN_FOLDER = 128e6;

/** A period, what one of its folders will hold, and why it was taken. */
export interface PeriodProposal {
  readonly periods: readonly { readonly value: PeriodName; readonly label: string }[];
  readonly reason: string;
}

/**
 * The finest period whose folders hold at least 16 MB, and which a file seldom crosses; years where none does.
 *
 * @param ratio bytes of the dataset for each byte of the files
 */
export function proposePeriod(measure: ArchiveMeasure, ratio: number): PeriodProposal {
  const longest = Math.max(0, ...measure.sampleDays);
  const perDay = bytesPerDay(measure) * ratio;
  const enough = PERIODS.find(([, days]) => perDay * days >= LEAST_IN_FOLDER && isSeldomCrossed(days, longest, perDay));
  const best = enough ?? (PERIODS.at(-1) as (typeof PERIODS)[number]);
  const [, days, name] = best;
  const told = `${measure.files === 1 ? 'the file covers' : `${measure.files} files cover`} ${tellDays(measure.coveredDays)}`;
  const share = `about ${tellBytes(perDay * days)} for each ${name}`;
  const why = enough
    ? `the shortest period with at least ${tellBytes(LEAST_IN_FOLDER)}`
    : `no period has ${tellBytes(LEAST_IN_FOLDER)}, so the longest`;
  const others = PERIODS.filter((period) => period !== best);
  const label = (period: (typeof PERIODS)[number]) => `${period[2]}, about ${tellBytes(perDay * period[1])} each`;
  return {
    periods: [best, ...others].map((period) => ({ value: period[0], label: label(period) })),
    reason: `${told}: ${share}; ${why}`,
  };
}

/** What is too much for one folder may be cut through files; else a file should lie in one or two of them. */
function isSeldomCrossed(days: number, longest: number, perDay: number): boolean {
  return longest <= days || perDay * days * 2 > MOST_IN_FOLDER;
}

/** The days between samples count where the samples stand for a listing, else those of the files themselves. */
function bytesPerDay({ files, bytes, sampleBytes, sampleDays, coveredDays }: ArchiveMeasure): number {
  const own = sampleDays.reduce((sum, days) => sum + days, 0);
  const [size, days] = files > sampleDays.length || files > 1 ? [bytes, coveredDays] : [sampleBytes, own];
  return size / Math.max(days, 1);
}
