import { expect } from 'chai';
import { programs } from '../../../scripts/engine/src/build/programs.ts';
import { Progress } from '../../../scripts/engine/src/build/progress.ts';

const wanted = programs.filter(({ addon }) => !addon);

describe('the time that compiling still takes', () => {
  // Processor seconds that a machine does in a second.
  for (const speed of [0.3, 1, 1.8, 6]) {
    it(`is right within a third on a machine of speed ${speed}, after the first minute of work`, () => {
      let now = 0;
      const progress = new Progress(wanted, () => now);
      const total = wanted.reduce((sum, { work }) => sum + work, 0);
      let done = 0;
      for (const program of wanted) {
        progress.begin(program);
        const work = program.work / program.packages;
        for (let count = 0; count < program.packages; count++) {
          progress.count();
          done += work;
          now += (work / speed) * 1000;
          const left = (total - done) / speed;
          const ofMuch = done > 60 && total - done > 60;
          if (ofMuch)
            expect(progress.secondsLeft(), program.name).to.be.within((left * 2) / 3, (left * 4) / 3);
        }
        progress.end();
      }
      expect(progress.secondsLeft()).to.be.closeTo(0, 0.01);
    });
  }

  it('is guessed from the machine that was measured until something is compiled', () => {
    const progress = new Progress(wanted, () => 0);
    expect(`${progress}`).to.match(/^about \d+ min left$/);
  });

  it('is given in seconds at the end', () => {
    const last = { ...wanted[0]!, work: 36, packages: 10 };
    expect(`${new Progress([last], () => 0)}`).to.equal('about 20 s left');
  });

  it('does not fall below nothing when Go compiles more packages than were counted', () => {
    let now = 0;
    const progress = new Progress(wanted.slice(0, 1), () => now);
    now = 60_000;
    progress.begin(wanted[0]!);
    for (let count = 0; count < 10_000; count++) progress.count();
    expect(progress.secondsLeft()).to.be.above(0);
  });
});
