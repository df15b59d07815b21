/** Signature version 4 in the Authorization header, and bodies in signed chunks. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { S3Failure } from './failure.mjs';

const sha256 = (data) => createHash('sha256').update(data).digest('hex');
const hmac = (key, data) => createHmac('sha256', key).update(data).digest();
const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=([0-9a-f]{64})$/;

/** As the signer encodes: all but unreserved characters. @param {string} text */
const encode = (text) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** @param {URLSearchParams} query */
function canonicalQuery(query) {
  return [...query]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function canonicalRequest(request, url, signedHeaders) {
  const headers = signedHeaders.map(
    (name) =>
      `${name}:${String(request.headers[name] ?? '')
        .trim()
        .replace(/ +/g, ' ')}\n`,
  );
  const payload = request.headers['x-amz-content-sha256'];
  const path = request.url.split('?')[0];
  return [
    request.method,
    path,
    canonicalQuery(url.searchParams),
    headers.join(''),
    signedHeaders.join(';'),
    payload,
  ].join('\n');
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {URL} url
 * @param {Buffer} body
 * @param {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string, allowAnonymous: boolean }} rules
 */
export function checkSignature(request, url, body, { accessKeyId, secretAccessKey, sessionToken, allowAnonymous }) {
  const header = request.headers.authorization;
  if (header === undefined) {
    if (allowAnonymous) return;
    throw new S3Failure(403, 'AccessDenied', 'Access Denied');
  }
  const match = AUTHORIZATION.exec(header);
  if (match === null) throw new S3Failure(400, 'AuthorizationHeaderMalformed');
  const [, keyId, date, region, service, names, signature] = match;
  if (keyId !== accessKeyId) throw new S3Failure(403, 'InvalidAccessKeyId', `The access key '${keyId}' does not exist`);
  if (sessionToken !== undefined && request.headers['x-amz-security-token'] !== sessionToken)
    throw new S3Failure(403, 'InvalidToken');
  const canonical = canonicalRequest(request, url, names.split(';'));
  const scope = `${date}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce(
    (secret, part) => hmac(secret, part),
    `AWS4${secretAccessKey}`,
  );
  if (!timingSafeEqual(hmac(key, toSign), Buffer.from(signature, 'hex')))
    throw new S3Failure(403, 'SignatureDoesNotMatch');
  const promised = String(request.headers['x-amz-content-sha256']);
  if (/^[0-9a-f]{64}$/.test(promised) && promised !== sha256(body))
    throw new S3Failure(400, 'XAmzContentSHA256Mismatch');
}

/** Takes aws-chunked framing off: `size[;chunk-signature=…]\r\n data \r\n … 0\r\n trailers`. @param {Buffer} body */
export function decodeChunks(body) {
  const pieces = [];
  for (let at = 0; at < body.length; ) {
    const end = body.indexOf('\r\n', at);
    const size = Number.parseInt(body.toString('latin1', at, end), 16);
    if (end < 0 || Number.isNaN(size)) throw new S3Failure(400, 'IncompleteBody');
    if (size === 0) break;
    pieces.push(body.subarray(end + 2, end + 2 + size));
    at = end + 2 + size + 2;
  }
  return Buffer.concat(pieces);
}
