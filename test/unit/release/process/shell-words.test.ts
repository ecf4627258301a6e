import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import fc from 'fast-check';
import { escapeWord, splitShellWords } from '../../../../src/release/process/shell-words.ts';

const variables: Record<string, string> = { A: 'one', TWO: ' x  y ', EMPTY: '', PORT: '5000' };

function split(command: string) {
  return splitShellWords(command, (name) =>
    Object.hasOwn(variables, name) ? { value: variables[name]!, inline: name === 'PORT' } : undefined,
  );
}

/** Expands an argument like the kubelet; source: k8s.io/kubernetes/third_party/forked/golang/expansion. */
function expand(word: string): string {
  return word.replace(/\$\$|\$\(([A-Za-z_][A-Za-z0-9_]*)\)/g, (whole, name) =>
    name ? (variables[name] ?? whole) : '$',
  );
}

/** Returns the words that a real shell produces. */
function shell(command: string): string[] {
  const script = `set -f; set -- ${command}\nfor word; do printf '%s\\0' "$word"; done`;
  const out = execFileSync('/bin/sh', ['-c', script], {
    env: variables,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return out === '' ? [] : out.slice(0, -1).split('\0');
}

describe('words of a command', () => {
  const alike = [
    'node server.js',
    'a "b c" \'d e\' f\\ g',
    '$A ${A} x$A "$A" \'$A\'',
    'pre$TWO"post" $TWO "$TWO"',
    '$EMPTY "$EMPTY" "" $UNSET "$UNSET" end',
    '${UNSET:-a b} "${UNSET:-a b}" ${EMPTY:-e} ${EMPTY-e} ${A:+yes} ${A+yes} ${UNSET:+no}',
    '"\\$A \\" \\x" \\$A',
    "sh -c 'echo $$ && $(date)'",
    'a$ $1x $',
    '--port=$PORT ${PORT:-80}',
    'gunicorn -b [::]:$PORT --forwarded-allow-ips=* a#b x~ "*" \'?\' \\* http://localhost/?a=1',
  ];
  for (const command of alike) {
    it(`are those of a shell: ${command}`, () => {
      const result = split(command);
      if ('problem' in result) throw new Error(result.problem);
      // A shell replaces $1 with nothing; a container has no positional arguments.
      expect(result.words.map(expand)).to.deep.equal(shell(command.replaceAll('$1', '\\$1')));
    });
  }

  for (const [command, operator] of [
    ['a; b', ';'],
    ['a && b', '&'],
    ['a | b', '|'],
    ['a > b', '>'],
    ['$(date)', '$('],
    ['a `b`', '`'],
    ['"`b`"', '`'],
    ['${A%x}', '${'],
    ['prog *.txt', '*.txt'],
    ['prog a?c', 'a?c'],
    ['prog lib/[ab]*', 'lib/[ab]*'],
    ['prog # note', '#'],
    ['~/bin/prog', '~'],
    ['FOO=1 prog', 'FOO='],
    ['cd lib', 'cd'],
    ['exec prog', 'exec'],
  ]) {
    it(`are refused with the operator in ${command}`, () => {
      const result = split(command!);
      expect('problem' in result && result.problem).to.include(`"${operator}"`);
    });
  }

  it('never hold a secret that a shell would split into words', () => {
    const secret = (command: string) =>
      splitShellWords(command, () => ({ value: 'correct horse battery', secret: true }));
    expect(secret('run $PASSWORD')).to.have.property('problem').that.contains('quote it as "$PASSWORD"');
    expect(secret('run "$PASSWORD"')).to.deep.equal({ words: ['run', '$(PASSWORD)'] });
  });

  it('are refused with an unclosed quote', () => {
    for (const command of ['"a', "'a", 'a\\']) expect(split(command)).to.have.property('problem');
  });

  it('reach the container unchanged when they were given as words', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '(', ')', 'A', '{', '}', ' ') }), (word) => {
        expect(expand(escapeWord(word))).to.equal(word);
      }),
    );
  });

  it('are those of a shell, with any quotes, escapes and variables', () => {
    const piece = fc.oneof(
      fc.constantFrom('$A', '${A}', '"$TWO"', '$TWO', ' ', '\t', '  ', '$EMPTY', '""', "''"),
      fc.constantFrom('\\ ', '\\"', "\\'", '\\\\', '\\$A', '\\a', '"\\$A"', '"\\""', '"\\\\"', '"\\a"'),
      fc.constantFrom(
        '${UNSET:-a b}',
        '"${UNSET:-a b}"',
        '${EMPTY:-e}',
        '${EMPTY-e}',
        '${A:+y}',
        '${UNSET+y}',
      ),
      fc.stringMatching(/^'[a-z$" ]{0,5}'$/),
      fc.stringMatching(/^"[a-z' ]{0,5}"$/),
      fc.stringMatching(/^[a-z=.-]{1,4}$/),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 10 }), (pieces) => {
        // The first word could be an assignment.
        const command = `run ${pieces.join('')}`;
        const result = split(command);
        if ('problem' in result) throw new Error(result.problem);
        expect(result.words.map(expand)).to.deep.equal(shell(command));
      }),
      { numRuns: 150 },
    );
  });
});
