import { Redis } from 'ioredis';
import { createTransport } from 'nodemailer';
import { ConfigProblems } from '../../platform/config/problems.js';
import { storeOf } from '../../platform/files/files.module.js';
import type { Checkup } from './checkup.js';
import { type Finding, problem, warning, well } from './finding.js';

const PATIENCE_MS = 4_000;

/** Goes as far as a mail would, up to the sign-in, and sends none. */
export async function checkMail({ values, isProduction }: Checkup): Promise<Finding[]> {
  if (!values.smtpUrl) return isProduction ? [] : [well('mail', 'SMTP_URL is not set: mails are printed')];
  const { host } = new URL(values.smtpUrl);
  const limits = {
    dnsTimeout: PATIENCE_MS,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
  };
  const transport = createTransport({ url: values.smtpUrl, ...limits });
  try {
    await transport.verify();
    return [well('mail', `${host} takes mail from us`), ...checkSender(values.mailFrom, isProduction)];
  } catch (error) {
    const { code, message } = error as Error & { code?: string };
    const advice =
      code === 'EAUTH'
        ? 'Correct the name and the password in SMTP_URL (percent-encode @ : / in them).'
        : 'Correct host and port in SMTP_URL: smtps:// speaks TLS from the start (465), smtp:// asks for it later (587).';
    return [problem('SMTP_URL', `${host} does not take mail from us: ${message}`, advice)];
  } finally {
    transport.close();
  }
}

function checkSender(mailFrom: string, isProduction: boolean): Finding[] {
  if (!isProduction || !/@localhost>?$/.test(mailFrom)) return [];
  return [warning('MAIL_FROM', `is ${mailFrom}, which other servers refuse`, 'Set it to an address of your domain.')];
}

export async function checkRedis({ values }: Checkup): Promise<Finding[]> {
  if (!values.redisUrl) return [well('Redis', 'REDIS_URL is not set: enough for one instance')];
  const { host } = new URL(values.redisUrl);
  const redis = new Redis(values.redisUrl, {
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
  });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    await redis.ping();
    return [well('Redis', `${host} answers`)];
  } catch (error) {
    const { message } = error as Error;
    const advice = 'Start it, or correct REDIS_URL. Meanwhile every instance counts its own rate limits.';
    return [problem('REDIS_URL', `${host} does not answer: ${message}`, advice)];
  } finally {
    redis.disconnect();
  }
}

export async function checkStore({ place }: Checkup): Promise<Finding[]> {
  if (!place.s3) return [];
  const { url, bucket } = place.s3;
  const store = storeOf(place);
  try {
    await store.open();
    await store.has('doctor/nothing');
    return [well('S3', `${url} has the bucket ${bucket}`)];
  } catch (error) {
    if (error instanceof ConfigProblems)
      return error.problems.map(({ variable, got, expects }) => problem(variable, got, `It takes ${expects}.`));
    const advice = 'Correct S3_URL, or let this machine reach it. Files can be neither sent nor read.';
    return [problem('S3_URL', `${url} does not answer`, advice)];
  }
}
