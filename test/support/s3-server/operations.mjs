/** What each S3 operation does to the store, and answers. */
import { S3Failure } from './failure.mjs';
import { document, element, textsOf } from './xml.mjs';

const XML = { 'content-type': 'application/xml' };
const xml = (name, inner) => ({ status: 200, headers: XML, body: Buffer.from(document(name, inner)) });
const quoted = (etag) => `"${etag}"`;

/** Operations that change the store. */
export const MUTATIONS = new Set([
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'DeleteObjects',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
  'CreateBucket',
  'DeleteBucket',
]);

function bucketOperation(method, query) {
  if (method === 'PUT') return 'CreateBucket';
  if (method === 'DELETE') return 'DeleteBucket';
  if (method === 'HEAD') return 'HeadBucket';
  if (method === 'POST' && query.has('delete')) return 'DeleteObjects';
  return query.has('location') ? 'GetBucketLocation' : 'ListObjectsV2';
}

function objectOperation(method, query, headers) {
  if (query.has('uploadId')) {
    return { PUT: 'UploadPart', POST: 'CompleteMultipartUpload', DELETE: 'AbortMultipartUpload' }[method];
  }
  if (method === 'POST' && query.has('uploads')) return 'CreateMultipartUpload';
  if (method === 'PUT' && headers['x-amz-copy-source'] !== undefined) return 'CopyObject';
  return { GET: 'GetObject', HEAD: 'HeadObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method];
}

/** The name that S3's reference gives to the request. */
export function operationOf({ method, key, query, headers }) {
  return (key === '' ? bucketOperation(method, query) : objectOperation(method, query, headers)) ?? 'Unknown';
}

function metadataOf(headers) {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-')));
}

function headersOf({ data, etag, modified, metadata }) {
  const times = { 'last-modified': modified.toUTCString(), 'accept-ranges': 'bytes' };
  return { ...times, ...metadata, etag: quoted(etag), 'content-length': String(data.length) };
}

/** First and last byte of a Range header in `size` bytes; undefined where there is none that is understood. */
function rangeOf(header, size) {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (match === null) return undefined;
  const [, first, last] = match;
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first);
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1);
  if (start > end) throw new S3Failure(416, 'InvalidRange');
  return { start, end };
}

function getObject(store, { bucket, key, headers }) {
  const object = store.get(bucket, key);
  const size = object.data.length;
  const range = rangeOf(headers.range, size);
  if (range === undefined) return { status: 200, headers: headersOf(object), body: object.data };
  const body = object.data.subarray(range.start, range.end + 1);
  const span = { 'content-range': `bytes ${range.start}-${range.end}/${size}`, 'content-length': String(body.length) };
  return { status: 206, headers: { ...headersOf(object), ...span }, body };
}

function putObject(store, { bucket, key, headers, body }) {
  store.checkConditions(bucket, key, headers);
  const { etag } = store.put(bucket, key, body, metadataOf(headers));
  return { status: 200, headers: { etag: quoted(etag) } };
}

function copyObject(store, { bucket, key, headers }) {
  const [from, ...rest] = decodeURIComponent(String(headers['x-amz-copy-source'])).replace(/^\//, '').split('/');
  const source = store.get(from, rest.join('/'));
  store.checkConditions(bucket, key, headers);
  const { etag, modified } = store.put(bucket, key, source.data, source.metadata);
  return xml('CopyObjectResult', element('ETag', quoted(etag)) + element('LastModified', modified.toISOString()));
}

function deleteObjects(store, { bucket, body }) {
  store.bucket(bucket);
  const text = body.toString();
  const keys = textsOf(text, 'Key');
  if (keys.length > 1000) throw new S3Failure(400, 'MalformedXML');
  for (const key of keys) store.delete(bucket, key);
  const isQuiet = /<Quiet>true<\/Quiet>/.test(text);
  return xml('DeleteResult', isQuiet ? '' : keys.map((key) => `<Deleted>${element('Key', key)}</Deleted>`).join(''));
}

function contentOf({ key, modified, etag, data }) {
  const fields = element('Key', key) + element('LastModified', modified.toISOString()) + element('ETag', quoted(etag));
  return `<Contents>${fields}${element('Size', data.length)}${element('StorageClass', 'STANDARD')}</Contents>`;
}

function listObjects(store, { bucket, query }) {
  const prefix = query.get('prefix') ?? '';
  const delimiter = query.get('delimiter') ?? '';
  const token = query.get('continuation-token');
  const after = token === null ? (query.get('start-after') ?? '') : Buffer.from(token, 'base64url').toString();
  const limit = Math.min(1000, Number(query.get('max-keys') ?? 1000));
  const { contents, prefixes, next } = store.list({ bucket, prefix, delimiter, after, limit });
  const head = element('Name', bucket) + element('Prefix', prefix) + element('MaxKeys', limit);
  const count = element('KeyCount', contents.length + prefixes.length) + element('IsTruncated', next !== undefined);
  const more = next === undefined ? '' : element('NextContinuationToken', Buffer.from(next).toString('base64url'));
  const common = prefixes.map((name) => `<CommonPrefixes>${element('Prefix', name)}</CommonPrefixes>`).join('');
  return xml('ListBucketResult', head + count + more + contents.map(contentOf).join('') + common);
}

function completeUpload(store, { bucket, key, query, body, headers }) {
  const text = body.toString();
  const etags = textsOf(text, 'ETag').map((etag) => etag.replaceAll('"', ''));
  store.checkConditions(bucket, key, headers);
  const object = store.completeUpload(bucket, query.get('uploadId'), textsOf(text, 'PartNumber').map(Number), etags);
  return xml('CompleteMultipartUploadResult', element('Key', key) + element('ETag', quoted(object.etag)));
}

const done = (status, action) => {
  action();
  return { status, headers: {} };
};

const OPERATIONS = {
  GetObject: getObject,
  HeadObject: (store, { bucket, key }) => ({ status: 200, headers: headersOf(store.get(bucket, key)) }),
  PutObject: putObject,
  CopyObject: copyObject,
  DeleteObject: (store, { bucket, key }) => done(204, () => store.delete(bucket, key)),
  DeleteObjects: deleteObjects,
  ListObjectsV2: listObjects,
  CreateMultipartUpload: (store, { bucket, key, headers }) =>
    xml(
      'InitiateMultipartUploadResult',
      element('Key', key) + element('UploadId', store.createUpload(bucket, key, metadataOf(headers))),
    ),
  UploadPart: (store, { bucket, query, body }) => {
    const etag = store.putPart(bucket, query.get('uploadId'), Number(query.get('partNumber')), body);
    return { status: 200, headers: { etag: quoted(etag) } };
  },
  CompleteMultipartUpload: completeUpload,
  AbortMultipartUpload: (store, { bucket, query }) => done(204, () => store.abortUpload(bucket, query.get('uploadId'))),
  CreateBucket: (store, { bucket }) => done(200, () => store.createBucket(bucket)),
  DeleteBucket: (store, { bucket }) => done(204, () => store.deleteBucket(bucket)),
  HeadBucket: (store, { bucket }) => done(200, () => store.bucket(bucket)),
  GetBucketLocation: () => xml('LocationConstraint', ''),
};

/** Does what the request asks for. @throws {S3Failure} */
export function perform(store, request) {
  const operation = OPERATIONS[request.operation];
  if (operation === undefined) throw new S3Failure(501, 'NotImplemented');
  return operation(store, request);
}
