import { recipe } from './define.js';

/** Failures of reading, writing and listing objects. */
export const storageErrors = {
  CO_STORAGE_NOT_FOUND: recipe<{ uri: string }>({
    when: 'An object, folder or bucket that was asked for does not exist.',
    message: ({ uri }) => `'${uri}' does not exist.`,
    remedy: 'Check the path, and the bucket and region of its storage.',
  }),
  CO_STORAGE_ACCESS_DENIED: recipe<{ uri: string; action: string; reason?: string }>({
    when: 'The storage refused to read, write, list or delete: wrong credentials or missing permission.',
    message: ({ uri, action, reason }) =>
      `Not allowed to ${action} '${uri}'${reason === undefined ? '' : ` (${reason})`}.`,
    remedy: 'Check the credentials, or the permissions of the file, folder or bucket.',
  }),
  CO_STORAGE_FULL: recipe<{ uri: string }>({
    when: 'No space is left where an object is written.',
    message: ({ uri }) => `No space left to write '${uri}'.`,
    remedy: 'Free some space and run again; what was committed before stays.',
  }),
  CO_STORAGE_FAILED: recipe<{ uri: string; action: string; reason: string }>({
    when: 'A read, write, list or delete failed for another reason, after the retries that its kind allows.',
    message: ({ uri, action, reason }) => `Failed to ${action} '${uri}': ${reason}.`,
    remedy: 'Run again when the storage answers; finished sources are not done twice.',
  }),
  CO_STORAGE_SHORT_READ: recipe<{ uri: string; offset: number; wanted: number; got: number }>({
    when: 'A range reaches past the end of an object, or the storage returned fewer bytes than asked for.',
    message: ({ uri, offset, wanted, got }) =>
      `'${uri}' gave ${got} of the ${wanted} bytes asked for at offset ${offset}.`,
    remedy: 'The file is truncated or still being written; replace it or wait until it is complete.',
  }),
  CO_STORAGE_KEY_ESCAPES: recipe<{ key: string; root: string }>({
    when: "A key holds '..' or another part that could leave the storage's root, or a name kept for temporary files.",
    message: ({ key, root }) => `Key '${key}' is refused below the root '${root}'.`,
    remedy:
      "Use plain names between slashes: no '.', '..' or empty parts, no backslash, no NUL, none that begins with '.~co-'.",
  }),
  CO_STORAGE_READ_ONLY: recipe<{ uri: string; action: string }>({
    when: 'A write or delete was asked of a storage that can only be read.',
    message: ({ uri, action }) => `Cannot ${action} '${uri}': this storage is read-only.`,
    remedy: 'Choose an output on local disk or S3.',
  }),
  CO_STORAGE_NOT_LISTABLE: recipe<{ uri: string }>({
    when: 'A storage without listings (https) was asked for the objects below a prefix.',
    message: ({ uri }) => `Cannot list '${uri}': its storage has no listings.`,
    remedy: 'Name each file by its full address.',
  }),
  CO_STORAGE_PRECONDITION: recipe<{ uri: string; condition: string }>({
    when: 'A conditional put found the object changed, or already there.',
    message: ({ uri, condition }) => `'${uri}' was not written: it is not '${condition}' any more.`,
    remedy: 'Another process wrote it; run again.',
  }),
  CO_STORAGE_URI_INVALID: recipe<{ uri: string; reason: string }>({
    when: 'A path or address cannot be understood.',
    message: ({ uri, reason }) => `'${uri}' is not an address that can be read: ${reason}.`,
    remedy: 'Use a local path, or an address that begins with file:, s3: or https:.',
  }),
} as const;
