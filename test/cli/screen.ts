const WIDTH = 80;
/** A character, or an escape sequence with its parameters and its last letter. */
const PIECE = new RegExp(['\\[([?\\d;]*)([A-Za-z])|', '([78])|[\\s\\S]'].map((part) => `\u001b${part}`).join(''), 'gu');

/** What a terminal of 80 columns shows in the end: as much of one as progress bars use. */
export class Screen {
  readonly #rows: string[][] = [[]];
  #row = 0;
  #column = 0;
  #saved: [row: number, column: number] = [0, 0];
  #wraps = true;

  constructor(output: string) {
    for (const [piece, parameter = '', letter, saved] of output.matchAll(PIECE)) {
      if (saved) this.#cursor(saved);
      else if (letter) this.#escape(letter, parameter);
      else this.#put(piece);
    }
  }

  get lines(): string[] {
    return this.#rows.map((row) =>
      Array.from(row, (character) => character ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  #cursor(which: string): void {
    if (which === '7') this.#saved = [this.#row, this.#column];
    else [this.#row, this.#column] = this.#saved;
  }

  #escape(letter: string, parameter: string): void {
    if (letter === 'K') this.#line.splice(parameter === '2' ? 0 : this.#column);
    else if (letter === 'G') this.#column = Number(parameter || 1) - 1;
    else if (parameter === '?7') this.#wraps = letter === 'h';
    else if (parameter !== '?25') throw new Error(`this screen does not know ESC [ ${parameter} ${letter}`);
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#next();
    else {
      if (this.#column === WIDTH && this.#wraps) this.#next();
      this.#column = Math.min(this.#column, WIDTH - 1);
      this.#line[this.#column++] = character;
    }
  }

  /** As terminals are set: a line feed begins a line, too. */
  #next(): void {
    this.#row++;
    this.#column = 0;
    if (this.#rows.length <= this.#row) this.#rows.push([]);
  }

  get #line(): string[] {
    return this.#rows[this.#row] as string[];
  }
}
