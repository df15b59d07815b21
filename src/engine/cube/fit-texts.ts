import { attributeText } from '../../model/attributes.js';
import type { StoredArray } from '../../model/data-type.js';
import type { ZarrType } from '../../model/zarr/array.js';
import { type Conversion, type FitSubject, type Locate, valueError } from './fit-subject.js';

/** Texts stay as they are, but for those that stand for no value. Fixed lengths refuse what they would cut. */
export function convertTexts(subject: FitSubject): Conversion {
  const { array, origin, variable } = subject;
  const from = attributeText(variable.attributes, '_FillValue');
  const to = array.masked && typeof array.fillValue === 'string' ? array.fillValue : undefined;
  const fits = origin === array.type ? undefined : lengthCheck(array.type);
  if (from === to && !fits) return { isRaw: true, apply: (values) => values };
  const convert = (text: string, index: number, locate: Locate) => {
    const stored = from !== undefined && text === from ? (to ?? text) : text;
    // An empty text is one, even where it is the fill value too.
    const collides = to !== undefined && to !== '' && text === to && from !== to;
    if (collides || fits?.(stored) === false) throw valueError(subject, text, locate(index));
    return stored;
  };
  const apply = (values: StoredArray, locate: Locate) =>
    (values as readonly string[]).map((text, index) => convert(text, index, locate));
  return { isRaw: false, apply };
}

/** Whether a text of fixed length can be read back as it was: NULs at its end are taken for padding. */
function lengthCheck(type: ZarrType): ((text: string) => boolean) | undefined {
  if (type === 'string') return undefined;
  const most = Number(type.slice(1));
  const lengthOf = type.startsWith('U') ? codePoints : (text: string) => Buffer.byteLength(text);
  return (text) => lengthOf(text) <= most && !text.endsWith('\0');
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
