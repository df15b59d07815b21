/** Something that a check found in a document. Which file holds it is told later. */
export interface Finding {
  /** JSON pointer in the merged document. */
  readonly pointer: string;
  /** What is wrong: the value in quotes, and what was expected. */
  readonly message: string;
  /** `tolerable`: an error for who checks a config, a warning for who runs it. `notice`: a warning for who checks it, nothing for who runs it. */
  readonly kind: 'error' | 'warning' | 'tolerable' | 'notice';
  /** `unknown`: a key that nothing reads. `missing`: one that another layer may bring, and that a parent therefore may lack. */
  readonly key?: 'unknown' | 'missing';
}

export function error(pointer: string, message: string): Finding {
  return { pointer, message, kind: 'error' };
}

export function notice(pointer: string, message: string): Finding {
  return { pointer, message, kind: 'notice' };
}

export function warning(pointer: string, message: string): Finding {
  return { pointer, message, kind: 'warning' };
}
