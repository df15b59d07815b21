/** One `key=value` folder. */
export interface HiveKey {
  readonly name: string;
  /** `null` for `__HIVE_DEFAULT_PARTITION__`. */
  readonly value: string | null;
}

const NO_VALUE = '__HIVE_DEFAULT_PARTITION__';

/** What the folders of a path below a dataset say, outermost first, percent-decoded. */
export function hiveKeys(path: string): readonly HiveKey[] {
  const folders = path.split('/').slice(0, -1);
  return folders.filter((folder) => folder.indexOf('=') > 0).map(hiveKey);
}

function hiveKey(folder: string): HiveKey {
  const split = folder.indexOf('=');
  const value = folder.slice(split + 1);
  return { name: decoded(folder.slice(0, split)), value: value === NO_VALUE ? null : decoded(value) };
}

/** A text with a lone `%` was never encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
