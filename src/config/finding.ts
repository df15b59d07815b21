/** Something that a check found in a document. Which file holds it is told later. */
export interface Finding {
  /** JSON pointer in the merged document. */
  readonly pointer: string;
  /** What is wrong: the value in quotes, and what was expected. */
  readonly message: string;
  /** An unknown key is an error for who checks a config, and a warning for who runs it. */
  readonly kind: 'error' | 'warning' | 'unknown key';
  /** A key that another layer may bring, and that a parent therefore may lack. */
  readonly missing?: boolean;
}

export function error(pointer: string, message: string): Finding {
  return { pointer, message, kind: 'error' };
}

export function warning(pointer: string, message: string): Finding {
  return { pointer, message, kind: 'warning' };
}
