/** An answer of S3 that is an error. */
export class S3Failure extends Error {
  /** @param {number} status @param {string} code @param {string} [message] */
  constructor(status, code, message = code) {
    super(message);
    this.status = status;
    this.code = code;
  }
}
