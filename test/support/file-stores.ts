import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';

export interface FilePlace {
  env: Record<string, string>;
  folder: string;
  /** The names of all objects, wherever they are kept. */
  objects(): string[];
  remove(): Promise<void>;
}

const BUCKET = 'fasttrack-files';

/** A folder of its own. */
export function folderPlace(): Promise<FilePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-files-'));
  return Promise.resolve({
    env: { FILES_DIR: folder },
    folder,
    objects: () => filesIn(folder).filter((file) => !file.startsWith('incoming')),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
}

/** An S3 server in the tests' own process, which keeps its objects in a folder. */
export async function bucketPlace(): Promise<FilePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-files-'));
  const directory = mkdtempSync(join(tmpdir(), 'fasttrack-bucket-'));
  const options = { port: 0, address: '127.0.0.1', silent: true, configureBuckets: [{ name: BUCKET }] };
  const server = new S3rver({ ...options, directory });
  const { port } = await server.run();
  return {
    env: {
      FILES_DIR: folder,
      S3_URL: `http://127.0.0.1:${port}`,
      S3_BUCKET: BUCKET,
      S3_ACCESS_KEY_ID: 'S3RVER',
      S3_SECRET_ACCESS_KEY: 'S3RVER',
    },
    folder,
    objects: () => filesIn(join(directory, BUCKET)).filter((file) => file.endsWith('_object')),
    remove: async () => {
      await server.close();
      for (const each of [folder, directory]) rmSync(each, { recursive: true });
    },
  };
}

/** An S3 server that somebody else runs (`npm run campaign s3`), whose buckets are folders here. */
interface Gateway {
  url: string;
  data: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const GATEWAY = JSON.parse(process.env.TEST_S3 ?? 'null') as Gateway | null;

function gatewayPlace({ url, data, region, accessKeyId, secretAccessKey }: Gateway): Promise<FilePlace> {
  const folder = mkdtempSync(join(tmpdir(), 'fasttrack-files-'));
  const bucket = `files-${randomUUID()}`;
  mkdirSync(join(data, bucket));
  const keys = { S3_REGION: region, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey };
  return Promise.resolve({
    env: { FILES_DIR: folder, S3_URL: url, S3_BUCKET: bucket, ...keys },
    folder,
    objects: () => filesIn(join(data, bucket)).filter((file) => !file.startsWith('.')),
    remove: () => Promise.resolve(rmSync(folder, { recursive: true })),
  });
}

/** Where the tests keep files that ask for no certain place. */
export const anyPlace = () => (GATEWAY ? gatewayPlace(GATEWAY) : folderPlace());

export const PLACES: [string, () => Promise<FilePlace>][] = GATEWAY
  ? [['a bucket of another server', anyPlace]]
  : [
      ['a folder', folderPlace],
      ['a bucket of S3', bucketPlace],
    ];

function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(folder, name)).isFile());
}
