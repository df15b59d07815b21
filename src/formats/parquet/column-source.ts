/** A column of a file, for messages. */
export interface ColumnSource {
  readonly uri: string;
  readonly variable: string;
}
