import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { OwnCheckout } from './own-checkout.mjs';
import { count, Rounds, Verdict } from '../stand.mjs';
import { differences, everythingShownTo, page } from './visible.mjs';
import { join as joinGarden, Writer } from './writers.mjs';

const PASSWORD = 'four kinds of basil';
const WRITERS = ['rosa@garden', 'mina@garden', 'iris@garden', 'jonas@garden'];
/** Owns what nobody writes to meanwhile. */
const QUIET = 'theo@bakery';
const QUIET_PAGES = ['', '/members', '/labels', '/tasks?limit=100', '/changes?limit=500', '/export'].map(
  (path) => `/projects/2${path}`,
);
/** What comes after everything else. */
const LAST = ['/notifications', '/projects/1/changes?limit=500', '/projects/2/changes?limit=500'];
const BEFORE_MS = 3_000;
const AFTER_MS = 1_500;

/** The demo is backed up while people write, wiped, restored, and must show what it showed. */
export async function restore([given]) {
  const rounds = new Rounds('restores', count(given, 5));
  const sum = { done: 0, kept: 0, later: 0, pages: 0, bytes: 0, backupMs: 0 };
  const verdict = new Verdict();
  for (const round of rounds) {
    const checkout = await OwnCheckout.open();
    try {
      await whileWriting(checkout, verdict, sum, round);
      await allOfIt(checkout, verdict, sum);
      if (round === 1) sum.fullDisk = await onFullDisk(checkout, verdict);
    } finally {
      await checkout.close();
    }
  }
  verdict.say(
    `restore: ${rounds.done} × demo, backup while ${WRITERS.length} people write, wipe, restore: ${sum.done} writes were answered; ` +
      `the backups took ${Math.round(sum.backupMs / rounds.done)} ms and hold ${sum.kept} of them, of each person ` +
      `the first ones without a gap, every one that was answered before and none that came after (${sum.later} did); each of those is shown ` +
      `as it was. Without writers ${sum.pages} pages (${(sum.bytes / 2 ** 20).toFixed(1)} MiB) are the same byte for byte. ${sum.fullDisk}`,
  );
}

async function whileWriting(checkout, verdict, sum, round) {
  await checkout.start('--demo');
  const writers = [];
  for (const name of WRITERS) writers.push(new Writer(checkout.url, await signIn(checkout, name), round));
  const quiet = await signIn(checkout, QUIET);
  await joinGarden(writers);
  const before = await pagesOf(checkout.url, quiet);
  const work = writers.map((writer) => writer.work());
  await sleep(BEFORE_MS);
  const begun = performance.now();
  await mustDo(checkout, verdict, 'backup', 'one.backup');
  const ended = performance.now();
  await sleep(AFTER_MS);
  writers.forEach((writer) => writer.stop());
  await Promise.all(work);
  await startAgain(checkout, verdict, 'one.backup');
  differences(before, await pagesOf(checkout.url, quiet)).forEach((difference) => verdict.require(false, difference));
  for (const writer of writers) await writer.compare(checkout.url, verdict, sum, { begun, ended });
  sum.backupMs += ended - begun;
}

/** What nobody writes to any more: everything is shown as it was, to whoever is in all of it and in half of it. */
async function allOfIt(checkout, verdict, sum) {
  const tokens = [];
  for (const name of [WRITERS[0], QUIET]) tokens.push(await signIn(checkout, name));
  const look = () => Promise.all(tokens.map((token) => everythingShownTo(checkout.url, token)));
  await untilStill(() => Promise.all(tokens.map((token) => pagesOf(checkout.url, token, LAST))));
  const before = await look();
  await mustDo(checkout, verdict, 'backup', 'two.backup');
  await startAgain(checkout, verdict, 'two.backup');
  const after = await look();
  for (const [nth, pages] of before.entries()) {
    const found = differences(pages, after[nth]);
    found.forEach((difference) => verdict.require(false, difference));
    sum.pages += pages.size;
    sum.bytes += [...pages.values()].reduce((bytes, text) => bytes + text.length, 0);
  }
}

/** What is being delivered comes to its end. */
async function untilStill(look) {
  for (let before = await look(); ;) {
    await sleep(1_000);
    const now = await look();
    if (now.every((pages, nth) => differences(before[nth], pages).length === 0)) return now;
    before = now;
  }
}

async function startAgain(checkout, verdict, file) {
  await checkout.stop();
  checkout.wipe();
  await mustDo(checkout, verdict, 'restore', file);
  await checkout.start();
}

async function mustDo(checkout, verdict, ...command) {
  const { code, said } = await checkout.operate(...command);
  verdict.require(code === 0, `${command.join(' ')}: ${said}`);
}

/** A disk of 64 KiB, which the superuser can make; elsewhere files of that size at most. */
async function onFullDisk(checkout, verdict) {
  const folder = join(checkout.path, 'small');
  mkdirSync(folder);
  const isDisk = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder]).status === 0;
  if (!isDisk) return 'A full disk was not tried: this user may not mount one.';
  try {
    const { code, said } = await checkout.operate('backup', join(folder, 'full.backup'));
    verdict.require(code === 1 && said.includes('the disk is full'), `on a full disk: ${code} ${said}`);
    verdict.require(readdirSync(folder).length === 0, `on a full disk is left: ${readdirSync(folder)}`);
    const whole = statSync(join(checkout.path, 'two.backup')).size;
    return `On a disk of 64 KiB, full before the ${Math.round(whole / 1_024)} KiB of the backup: exit code ${code}, nothing left, "${said.trim().split('\n').at(-1)}"`;
  } finally {
    spawnSync('umount', [folder]);
  }
}

async function pagesOf(url, token, paths = QUIET_PAGES) {
  const shown = new Map();
  for (const path of paths) shown.set(path, await page(url, token, path));
  return shown;
}

async function signIn({ url }, name) {
  const body = JSON.stringify({ email: `${name}.example`, password: PASSWORD });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await (await fetch(`${url}/auth/login`, { method: 'POST', headers, body })).json();
  if (!answer.data) throw new Error(`${name} was not signed in: ${JSON.stringify(answer.error)}`);
  return answer.data.access_token;
}
