const IDLE = new Set(['(idle)', '(root)']);

/**
 * The time that each module and each function spent itself, in milliseconds, within the last seconds of a V8 profile:
 * what came before was starting and warming up.
 */
export function ownTimes({ nodes, samples, timeDeltas, endTime, startTime }, lastSeconds) {
  const byId = new Map(nodes.map((node) => [node.id, node.callFrame]));
  const [modules, functions] = [new Map(), new Map()];
  const from = endOfWork({ samples, timeDeltas, startTime, endTime }, byId) - lastSeconds * 1e6;
  let now = startTime;
  samples.forEach((id, index) => {
    now += timeDeltas[index];
    const frame = byId.get(id);
    if (now < from || IDLE.has(frame.functionName)) return;
    const ms = timeDeltas[index] / 1000;
    const module = moduleOf(frame);
    add(modules, module, ms);
    add(functions, `${module} ${frame.functionName || '(anonymous)'}:${frame.lineNumber + 1}`, ms);
  });
  const busyMs = [...modules.values()].reduce((sum, ms) => sum + ms, 0);
  return { byModule: sorted(modules), byFunction: sorted(functions), busyMs };
}

/** The profile ends with a quiet shutdown: the last moment at which half of 100 samples were busy. */
function endOfWork({ samples, timeDeltas, startTime, endTime }, byId) {
  const WINDOW = 100;
  let now = startTime;
  let end = endTime;
  let busy = 0;
  samples.forEach((id, index) => {
    now += timeDeltas[index];
    if (!IDLE.has(byId.get(id).functionName)) busy++;
    if (index >= WINDOW && !IDLE.has(byId.get(samples[index - WINDOW]).functionName)) busy--;
    if (busy > WINDOW / 2) end = now;
  });
  return end;
}

function add(times, name, ms) {
  times.set(name, (times.get(name) ?? 0) + ms);
}

function sorted(times) {
  return [...times].sort(([, a], [, b]) => b - a);
}

function moduleOf({ url, functionName }) {
  if (url === '') return functionName.startsWith('(') ? functionName : 'native';
  const dependency = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url);
  if (dependency) return dependency[1];
  const own = /\/dist\/src\/(?:platform|features)\/([^/]+)/.exec(url);
  return own ? `src/${own[1]}` : url.replace(/^node:internal\/([^/]+).*/, 'node:$1');
}
