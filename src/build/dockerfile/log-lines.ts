import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** Joins the chunks of a step's output into whole lines, without split characters and cursor movements. */
export class LogLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop()!;
    return lines.map(clean);
  }

  /** The last line, when it has no line end. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest === '' ? [] : [clean(rest)];
  }
}

/** Keeps the last state of a line that was overwritten by carriage returns, such as a progress bar. */
function clean(line: string): string {
  const states = line.replace(/\r+$/, '').split('\r');
  return stripVTControlCharacters(states.at(-1)!).trimEnd();
}
