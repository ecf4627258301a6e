const { writeFileSync } = require('node:fs');
const { relative } = require('node:path');
const { reporters, Runner } = require('mocha');

/** Prints mocha's own report. Writes the counts and the milliseconds of each file for the sum over all tiers. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const files = {};
    const { EVENT_HOOK_END, EVENT_RUN_END, EVENT_TEST_END } = Runner.constants;
    for (const event of [EVENT_TEST_END, EVENT_HOOK_END]) {
      runner.on(event, ({ file, duration }) => {
        if (file) files[relative('', file)] = (files[relative('', file)] ?? 0) + (duration ?? 0);
      });
    }
    runner.once(EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(options.reporterOptions.stats, JSON.stringify({ passes, failures, pending, files }));
    });
  }
};
