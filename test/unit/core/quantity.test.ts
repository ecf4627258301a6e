import { expect } from 'chai';
import fc from 'fast-check';
import { formatQuantity, parseQuantity, readCpu, readMemory } from '../../../src/core/quantity.ts';

const canonical = (text: string) => {
  const quantity = parseQuantity(text);
  return quantity && formatQuantity(quantity);
};

describe('quantities', () => {
  // The expected values are the results of `resource.MustParse(x).String()` of Kubernetes.
  for (const [text, expected] of [
    ['0', '0'],
    ['0m', '0'],
    ['0Mi', '0'],
    ['1', '1'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.', '1'],
    ['1.5', '1500m'],
    ['1000m', '1'],
    ['1000', '1k'],
    ['1500', '1500'],
    ['1024Mi', '1Gi'],
    ['1536Mi', '1536Mi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Ki', '512'],
    ['0.1Ki', '102400m'],
    ['1e3', '1e3'],
    ['1E3', '1e3'],
    ['9E', '9E'],
    ['12E', undefined],
    ['5e-1', '500e-3'],
    ['0.0000000001', '1n'],
    ['-2Gi', '-2Gi'],
    ['8Ei', undefined],
    ['', undefined],
    ['.', undefined],
    ['m', undefined],
    ['1mm', undefined],
    ['1 Gi', undefined],
    ['1gi', undefined],
    ['0x10', undefined],
    ['1e', undefined],
  ] as const) {
    it(`reads "${text}" as ${expected ?? 'invalid'}`, () => {
      expect(canonical(text)).to.equal(expected);
    });
  }

  it('have one canonical form of the same value', () => {
    const suffix = fc.constantFrom('n', 'u', 'm', '', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-2');
    const digits = fc.tuple(
      fc.nat(99999),
      fc.option(fc.stringMatching(/^\d{1,6}$/), { nil: undefined }),
      suffix,
    );
    fc.assert(
      fc.property(digits, ([whole, fraction, unit]) => {
        const quantity = parseQuantity(`${whole}${fraction === undefined ? '' : `.${fraction}`}${unit}`);
        const form = formatQuantity(quantity!);
        expect(parseQuantity(form)?.nano).to.equal(quantity!.nano);
        // As in Kubernetes: 2000 bytes from `1.953125Ki` are decimal when parsed alone, so the result is `2k`.
        if (quantity!.notation !== 'binary') expect(canonical(form)).to.equal(form);
        expect(form).to.not.match(/\./);
      }),
    );
  });

  it('are parsed without an exception for any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseQuantity(text);
        readCpu(text);
        readMemory(text);
      }),
    );
  });
});

describe('memory settings', () => {
  const memory = (text: string) => {
    const reading = readMemory(text);
    return 'problem' in reading ? reading.problem : formatQuantity(reading.quantity);
  };
  for (const [text, expected] of [
    ['300', '300Mi'],
    ['1024', '1Gi'],
    ['2Gi', '2Gi'],
    ['100b', '100'],
    ['0Mi', '0'],
    ['0m', '0'],
    ['512m', 'is not a Kubernetes quantity: write 512Mi'],
    ['1g', 'is not a Kubernetes quantity: write 1Gi'],
    ['1.5', 'is not a whole number of bytes'],
    ['-1Gi', 'is negative'],
    ['much', 'is not an amount of memory like 512, 512Mi or 2Gi'],
  ] as const) {
    it(`reads "${text}": ${expected}`, () => expect(memory(text)).to.equal(expected));
  }
});
