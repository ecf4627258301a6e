import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

/** Turns the chunks of a step's output into whole lines: no half characters, no cursor movements. */
export class LogLines {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Uint8Array): string[] {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop()!;
    return lines.map(clean);
  }

  /** The last line, when it did not end. */
  end(): string[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest === '' ? [] : [clean(rest)];
  }
}

/** Of a line that was overwritten by carriage returns (progress bars) the last state counts. */
function clean(line: string): string {
  const states = line.replace(/\r+$/, '').split('\r');
  return stripVTControlCharacters(states.at(-1)!).trimEnd();
}
