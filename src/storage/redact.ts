/**
 * Taking credentials out of addresses and texts before anyone reads them.
 *
 * @module
 */

const MASK = '***';

/** `user:password@` of an address. */
const USER_INFO = /([a-z][a-z0-9+.-]*:\/\/)[^/\s?#'"]*@/gi;

/** Query parameters that are, or are part of, a signature or secret. */
const SECRET_PARAMETER =
  /([?&;](?:x-(?:amz|goog|ms)-[a-z-]*|awsaccesskeyid|signature|sig|se|sp|sv|sr|st|token|[a-z_-]*(?:token|secret|password|passwd|api[_-]?key|access[_-]?key|credential|auth)[a-z_-]*)=)[^&#;\s'"]*/gi;

/** `Authorization: …` headers and the `Credential=…` of signature version 4. */
const SIGNED_HEADER = /\b(authorization\s*[:=]\s*|x-amz-security-token\s*[:=]\s*|credential=|signature=)[^,\r\n]+/gi;

/** The access key ids of AWS: `AKIA…`, `ASIA…`. */
const ACCESS_KEY_ID = /\b(?:AKIA|ASIA|AROA|AIDA)[A-Z0-9]{12,}\b/g;

/**
 * `uri` without `user:password@` and without the values of signing or secret query parameters. Other text stays as it is.
 *
 * @example redactUri('https://u:p@host/a?X-Amz-Signature=1') // 'https://host/a?X-Amz-Signature=***'
 */
export function redactUri(uri: string): string {
  return uri.replace(USER_INFO, '$1').replace(SECRET_PARAMETER, `$1${MASK}`);
}

/** Any text, such as a caught error's message, without what `redactUri` removes, access keys, and the given `secrets`. */
export function redactText(text: string, secrets: readonly (string | undefined)[] = []): string {
  const plain = redactUri(text).replace(SIGNED_HEADER, `$1${MASK}`).replace(ACCESS_KEY_ID, MASK);
  const known = secrets.filter((secret) => secret !== undefined && secret.length >= 4) as string[];
  return known.reduce((redacted, secret) => redacted.replaceAll(secret, MASK), plain);
}
