import { figure, median } from './report/figures.mjs';
import { PASSWORD } from './stage/seed.mjs';
import { say } from './stage/stage.mjs';

const GOAL = 1.5;
const SIGN_INS = 24;
const STORMS = 3;

/** W6: how long the slowest reads take while so many people sign in, against the same without them. */
export async function stormLines({ generator, program, options }) {
  const { words, ratio, signInMs } = await measureStorm({ generator, program, options });
  const title = 'W6 reads while people sign in';
  const wait = `p50 of signing in, while ${SIGN_INS} at a time do and the reads take what they can get`;
  return [
    { title, met: ratio <= GOAL, cells: [title, words, `${ratio.toFixed(2)} ×`, `≤ ${GOAL} ×`] },
    { title, cells: [title, wait, `${figure(signInMs)} ms`, ''] },
  ];
}

export async function measureStorm({ generator, program, options }) {
  const drive = (order) =>
    generator.drive({ port: program.port, work: 'read', connections: options.connections, ...order });
  await drive({ requests: options.warmUp });
  await signIns(program.port, 2);
  const rounds = [];
  for (let round = 1; round <= Math.max(STORMS, options.rounds); round++) {
    const idle = await drive({ seconds: options.seconds });
    const storm = await duringStorm(drive, program.port, options);
    say(`round ${round}: W6 p99 ${figure(idle.p99)} ms idle, ${figure(storm.p99)} ms while ${SIGN_INS} sign in`);
    rounds.push({ idle, storm, ratio: storm.p99 / idle.p99 });
  }
  return summaryOf(rounds);
}

/** Reads as long as there is somebody whose password is being checked, so that no quiet second mends the figure. */
async function duringStorm(drive, port, { seconds }) {
  const storm = { isOver: false, tookMs: [] };
  const running = stormUntil(storm, port);
  const result = await drive({ seconds });
  storm.isOver = true;
  await running;
  return { ...result, signInMs: storm.tookMs };
}

/** Each of them signs in again as soon as they have, until the storm is over. */
async function stormUntil(storm, port) {
  await Promise.all(
    Array.from({ length: SIGN_INS }, async (_, index) => {
      while (!storm.isOver) {
        const began = performance.now();
        await signIn(port, index + 1);
        storm.tookMs.push(performance.now() - began);
      }
    }),
  );
}

async function signIns(port, count) {
  await Promise.all(Array.from({ length: count }, (_, index) => signIn(port, index + 1)));
}

async function signIn(port, person) {
  const answer = await fetch(`http://127.0.0.1:${port}/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ email: `person${person}@example.com`, password: PASSWORD }),
  });
  if (answer.status !== 200) throw new Error(`POST /auth/login → ${answer.status} ${await answer.text()}`);
  await answer.text();
}

function summaryOf(rounds) {
  const idle = median(rounds.map((round) => round.idle.p99));
  const storm = median(rounds.map((round) => round.storm.p99));
  const words = `W1's p99 while ${SIGN_INS} sign-ins hash (${figure(storm)} ms) : idle (${figure(idle)} ms)`;
  const signInMs = median(rounds.flatMap((round) => round.storm.signInMs));
  return { words, ratio: median(rounds.map((round) => round.ratio)), signInMs };
}
