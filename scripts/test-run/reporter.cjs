const { writeFileSync } = require('node:fs');
const { reporters, Runner } = require('mocha');

/** Mocha's own report for people, and the two numbers for the sum over all tiers. */
module.exports = class extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(options.reporterOptions.stats, JSON.stringify({ passes, failures, pending }));
    });
  }
};
