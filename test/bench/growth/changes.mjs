import { withFollowed } from '../followers.mjs';
import { figure, percentile } from '../report/figures.mjs';
import { say } from '../stage/stage.mjs';

export const CHANGES_HEAD = [
  'asked a second',
  'answered a second',
  'answer p50 ms',
  'answer p99 ms',
  'messages',
  'lag p50 ms',
  'lag p99 ms',
];

/**
 * More and more changes, in many projects with many followers: when each was answered, counted from when it was due, and
 * when it was heard of, counted from its answer.
 */
export async function measureChanges(stage, { rates, seconds, connections, followers }) {
  return withFollowed(stage, followers, async (streamAt) => {
    const steps = [];
    for (const rate of rates) {
      const { lags, delays, pace, messages } = await streamAt({ rate, seconds: Math.max(2, seconds), connections });
      const [answer, lag] = [delays, lags].map((times) => ({
        p50: percentile(times, 0.5),
        p99: percentile(times, 0.99),
      }));
      steps.push({ rate, pace, messages, answer, lag });
      say(`${rate} changes/s: ${figure(pace)} answered, lag p50 ${figure(lag.p50)} ms, p99 ${figure(lag.p99)} ms`);
    }
    return { rows: steps.map(cellsOf), bends: bendsOf(steps) };
  });
}

function cellsOf({ rate, pace, messages, answer, lag }) {
  return [rate, figure(pace), figure(answer.p50), figure(answer.p99), messages, figure(lag.p50), figure(lag.p99)];
}

function bendsOf(steps) {
  const [least, most] = [steps[0], steps.at(-1)];
  const range = `from ${least.rate} to ${most.rate} changes a second`;
  return steps.length < 2
    ? []
    : [
        { words: `the p99 of the answer ${range}`, by: most.answer.p99 / least.answer.p99 },
        { words: `the p99 of the lag ${range}`, by: most.lag.p99 / least.lag.p99 },
      ];
}
