import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterUnderTest } from '../../scripts/lib/cluster-under-test.ts';
import { Installation, launcher } from '../cluster/installation.ts';
import { matches, normal } from '../printed.ts';
import type { Step } from './markdown.ts';
import { type Provided, provide } from './needs.ts';

/** Where the reader of a page works: at a laptop with SSH, on the server, or in a clone of this project. */
export type Place = 'laptop' | 'server' | 'clone';

const project = join(import.meta.dirname, '../..');

/**
 * A reader who follows a page in a shell, from top to bottom. The page's server apps.example.com is a separate
 * installation on the engine.
 */
export class Reader {
  readonly installation: Installation;
  readonly #folder: string;
  readonly #env: Record<string, string>;
  readonly #provided: Provided;

  constructor(installation: Installation, place: Place, provided: Provided) {
    this.installation = installation;
    this.#provided = provided;
    this.#folder = place === 'clone' ? project : join(installation.folder, 'work');
    const programs = join(installation.folder, 'programs');
    if (place !== 'clone') mkdirSync(this.#folder);
    mkdirSync(programs);
    const ssh = ['/usr/bin/ssh', ...installation.sshOptions()];
    const host = ['-o', 'HostName=127.0.0.1', '-o', `Port=${installation.port}`, '-o', 'LogLevel=ERROR'];
    program(join(programs, 'ssh'), [...ssh, ...host].join(' '));
    const remote = 'ssh -p 3022 dokku@apps.example.com --';
    program(join(programs, 'dokku'), place === 'laptop' ? remote : launcher);
    writeFileSync(
      join(installation.folder, '.curlrc'),
      `silent\nconnect-to = "::${clusterUnderTest().ingress}:"\n`,
    );
    const gitConfig = join(installation.folder, '.gitconfig');
    writeFileSync(gitConfig, '[user]\nname = Ada\nemail = ada@example.com\n[init]\ndefaultBranch = main\n');
    this.#env = {
      PATH: `${programs}:${dirname(process.execPath)}:${installation.env.PATH}`,
      GIT_CONFIG_GLOBAL: gitConfig,
      ...provided.env,
    };
  }

  static async start(place: Place, needs: readonly string[]): Promise<Reader> {
    const provided = await provide(needs);
    const installation = await Installation.start();
    await installation.must('domains:set-global', 'apps.example.com');
    return new Reader(installation, place, provided);
  }

  /** Deletes the reader's app: the reader of the next page uses the same app name and address. */
  async leave(): Promise<void> {
    const { installation } = this;
    const { namespace } = installation;
    await installation.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
    // No request is pending, so the pods need no grace period.
    await installation.kubectl('delete', 'pods', '--all', '--grace-period=0', '--force');
    await installation.kubectl('wait', '--for=delete', `namespace/${namespace}`, '--timeout=60s');
    await installation.end();
    await this.#provided.end();
  }

  async take(step: Step): Promise<void> {
    if (step.kind === 'file') {
      const path = join(this.#here(), step.name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, step.content);
    } else if (step.kind === 'hidden') {
      const { status, text } = await this.#type(step.text);
      if (status !== 0) throw new Error(`${step.text} (hidden) ended with ${status}:\n${text}`);
    } else {
      for (const [index, command] of step.commands.entries()) {
        const fails = step.fails && index === step.commands.length - 1;
        const { status, text, good } = await this.#expect(command, fails);
        if (!good)
          throw new Error(
            `$ ${command.text}\nended with ${status}. The page shows:\n${command.output.join('\n')}\n\nIt printed:\n${normal(text)}`,
          );
      }
    }
  }

  /**
   * Runs a command and compares its output. Retries curl, because right after a deploy the old version may still
   * respond.
   */
  async #expect({ text: line, output }: { text: string; output: string[] }, fails: boolean) {
    const deadline = Date.now() + (line.startsWith('curl ') ? 15_000 : 0);
    for (;;) {
      const { status, text } = await this.#type(line);
      const good = (status !== 0) === fails && matches(output, text);
      if (good || Date.now() >= deadline) return { status, text, good };
      await delay(200);
    }
  }

  /** Runs a line in the last working directory, with the page's names replaced by the real ones. */
  async #type(line: string) {
    const names = Object.entries(this.#provided.names);
    const here = names.reduce((text, [shown, real]) => text.replaceAll(shown, real), line);
    const script = `{ ${here}\n} 2>&1; status=$?; pwd >"$HERE"; exit $status`;
    const { status, text: printed } = await this.installation.run('sh', ['-c', script], {
      cwd: this.#here(),
      env: { ...this.#env, HERE: this.#hereFile },
    });
    return { status, text: names.reduce((text, [shown, real]) => text.replaceAll(real, shown), printed) };
  }

  get #hereFile(): string {
    return join(this.installation.folder, 'here');
  }

  #here(): string {
    try {
      return readFileSync(this.#hereFile, 'utf8').trim();
    } catch {
      return this.#folder;
    }
  }
}

function program(path: string, command: string): void {
  writeFileSync(path, `#!/bin/sh\nexec ${command} "$@"\n`);
  chmodSync(path, 0o755);
}
