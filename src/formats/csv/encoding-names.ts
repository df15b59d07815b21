import type { OptionValues } from './option-values.js';
import type { CsvEncoding } from './options.js';

const NAMES: Readonly<Record<string, CsvEncoding>> = {
  utf8: 'utf-8',
  utf8sig: 'utf-8',
  utf8lossy: 'utf-8-lossy',
  utf16: 'utf-16',
  utf16le: 'utf-16le',
  utf16be: 'utf-16be',
  ascii: 'ascii',
  usascii: 'ascii',
  latin1: 'latin1',
  l1: 'latin1',
  iso88591: 'latin1',
  cp1252: 'cp1252',
  windows1252: 'cp1252',
};

/** The encoding that the options name in any of Python's spellings; UTF-8 where they do not. */
export function encodingOption(values: OptionValues): CsvEncoding {
  const name = values.text('encoding') ?? 'utf-8';
  const encoding = NAMES[name.toLowerCase().replace(/[-_ ]/g, '')];
  if (!encoding) throw values.refusal('encoding', 'expected UTF-8, UTF-16, ASCII, ISO 8859-1 or Windows-1252');
  return encoding;
}
