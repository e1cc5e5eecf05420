// `npm run bench:login-storm`: reads stay quick while many people sign in.
import { Generator } from './load/process.mjs';
import { judge } from './stage/judge.mjs';
import { readOptions } from './stage/options.mjs';
import { startProgram } from './stage/servers.mjs';
import { onStage } from './stage/stage.mjs';
import { measureStorm } from './storm.mjs';

const GOAL = 3;

const options = readOptions();
await onStage(options, async (stage) => {
  const program = await startProgram(stage);
  const { words, ratio } = await measureStorm({ generator: new Generator(stage), program, options });
  judge(`${words}: ${ratio.toFixed(2)} × (at most ${GOAL} ×)`, ratio <= GOAL);
});
