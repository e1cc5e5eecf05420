import { readdirSync, readFileSync } from 'node:fs';

/** USER_HZ, the unit of /proc/PID/stat: 100 on every Linux that Node runs on. */
const MS_PER_TICK = 10;
const MIB = 1024 * 1024;

/**
 * CPU that processes, their children and those of them that have ended have used so far, in milliseconds; NaN where
 * there is no /proc.
 */
export function cpuMs(...roots) {
  const ticks = treeOf(...roots).map(({ fields }) => fields.utime + fields.stime + fields.cutime + fields.cstime);
  return ticks.length === 0 ? NaN : ticks.reduce((sum, value) => sum + value, 0) * MS_PER_TICK;
}

/** What all processors have worked so far, for whomever, in milliseconds; NaN where there is no /proc. See proc_stat(5). */
export function busyMs() {
  const [user, nice, system, , , irq, softirq, steal] =
    /^cpu +(.*)$/m.exec(read('/proc/stat'))?.[1].split(' ').map(Number) ?? [];
  return (user + nice + system + irq + softirq + steal) * MS_PER_TICK;
}

/** Resident memory of a process and its children, in MiB. */
export function residentMiB(root) {
  const sizes = treeOf(root).map(({ pid }) => residentKiB(pid));
  return sizes.length === 0 ? NaN : (sizes.reduce((sum, value) => sum + value, 0) * 1024) / MIB;
}

function residentKiB(pid) {
  const status = read(`/proc/${pid}/status`);
  return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0);
}

/** Each process once, also where one root is the child of another. */
function treeOf(...roots) {
  const all = processes();
  const found = new Set(all.filter(({ pid }) => roots.includes(pid)));
  for (const parent of found) for (const one of all) if (one.fields.parent === parent.pid) found.add(one);
  return [...found];
}

function processes() {
  try {
    const ids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
    return ids.map((id) => ({ pid: Number(id), fields: fieldsOf(id) })).filter(({ fields }) => fields);
  } catch {
    return [];
  }
}

/** proc(5): the second field is a name in brackets that may hold anything. */
function fieldsOf(pid) {
  const text = read(`/proc/${pid}/stat`);
  if (!text) return undefined;
  const rest = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [parent, utime, stime, cutime, cstime] = [1, 11, 12, 13, 14].map((index) => Number(rest[index]));
  return { parent, utime, stime, cutime, cstime };
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
