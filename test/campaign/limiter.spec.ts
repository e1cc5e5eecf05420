import * as fc from 'fast-check';
import { SlidingWindow } from '../../src/platform/limits/sliding-window.js';
import { play, schedules } from '../platform/limiter-schedules.js';

const SCHEDULES = Number(process.env.CAMPAIGN_SCHEDULES ?? 200);
const SEED = Number(process.env.CAMPAIGN_SEED ?? 20_261_121);

it(`SPEC-009.2: the limiter is never over its limit in ${SCHEDULES} schedules`, async () => {
  const sums = { allowed: 0, refused: 0 };
  const property = fc.asyncProperty(schedules(), async (schedule) => {
    const window = new SlidingWindow(schedule.quota);
    const { allowed, refused } = await play(schedule, (key, nowMs) => window.take(key, nowMs));
    sums.allowed += allowed;
    sums.refused += refused;
  });
  await fc.assert(property, { numRuns: SCHEDULES, seed: SEED });

  expect(Math.min(sums.allowed, sums.refused)).toBeGreaterThan(SCHEDULES);
  if (process.env.CAMPAIGN_SCHEDULES) {
    const attempts = `${sums.allowed} attempts let in, ${sums.refused} refused`;
    process.stdout.write(`✓ limiter: ${SCHEDULES} schedules of seed ${SEED}, ${attempts}, never one over the limit\n`);
  }
}, 600_000);
