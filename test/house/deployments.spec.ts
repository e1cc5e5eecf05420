import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { packageRoot } from '../../src/platform/config/paths.js';
import { VARIABLES, type Variable } from '../../src/platform/config/variables.js';

const root = packageRoot();
const variables = Object.values(VARIABLES as Record<string, Variable<unknown>>);
const known = new Set(variables.flatMap(({ name, secret }) => [name, ...(secret ? [`${name}_FILE`] : [])]));
const secrets = new Set(variables.filter(({ secret }) => secret).map(({ name }) => name));
/** It holds no password there: only these containers reach it. */
secrets.delete('REDIS_URL');

interface Service {
  image: string;
  environment?: Record<string, string>;
  secrets?: string[];
  volumes?: string[];
  cap_drop?: string[];
  read_only?: boolean;
  security_opt?: string[];
  healthcheck?: { test: string[]; interval: string; timeout: string };
  depends_on?: Record<string, { condition: string }>;
  deploy?: { resources: { limits: { cpus: string; memory: string; pids: number } } };
}

interface Compose {
  services: Record<string, Service>;
  secrets: Record<string, { file: string }>;
  volumes: Record<string, unknown>;
}

interface Named {
  name: string;
}

interface Probe {
  httpGet: { path: string; port: string };
}

interface Container {
  image: string;
  command: string[];
  resources: object;
  securityContext: object;
  volumeMounts: Named[];
  env: { name: string; value: string }[];
  ports: object[];
  livenessProbe: Probe;
  readinessProbe: Probe;
  startupProbe: Probe;
  lifecycle: { preStop: { exec: { command: string[] } } };
}

interface Pod {
  containers: [Container];
  volumes: (Named & { secret: { secretName: string } })[];
  terminationGracePeriodSeconds: number;
}

/** Each kind has some of it. */
interface Spec {
  replicas: number;
  minReplicas: number;
  minAvailable: number;
  selector: { matchLabels: Record<string, string> };
  scaleTargetRef: Named;
  template: { metadata: { labels: object }; spec: Pod };
}

/** What of a manifest is looked at. */
interface Manifest {
  apiVersion: string;
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  stringData?: Record<string, string>;
  spec: Spec;
}

describe('SPEC-012.66: compose.prod.yml', () => {
  const text = readFileSync(join(root, 'compose.prod.yml'), 'utf8');
  const compose = parse(text, { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const ours = services.filter(([, { image }]) => image.startsWith('fasttrack:'));

  it.each(services)('%s has limits, a check, and no more rights than it needs', (_, service) => {
    expect(service).toMatchObject({ cap_drop: ['ALL'], read_only: true, security_opt: ['no-new-privileges:true'] });
    expect(Object.keys(service.deploy?.resources.limits ?? {}).sort()).toEqual(['cpus', 'memory', 'pids']);
    expect(service.healthcheck?.test[0]).toMatch(/^CMD/);
    expect(service.image).toMatch(/^fasttrack:\$\{FASTTRACK_VERSION:-local\}$|:\d+\.\d+(\.\d+)?$/);
  });

  it('sets what the program reads, and secrets by file only', () => {
    const set = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(set.length).toBeGreaterThan(12);
    expect(set.filter((name) => !known.has(name) && name !== 'BACKUP_HOUR')).toEqual([]);
    expect(set.filter((name) => secrets.has(name))).toEqual([]);
  });

  it('mounts each secret that is read, from a file that the script makes', () => {
    const script = readFileSync(join(root, 'deploy/make-secret-files.sh'), 'utf8');
    const made = [...script.matchAll(/>secrets\/(\w+)$/gm)].map(([, name]) => name);
    expect(Object.keys(compose.secrets).sort()).toEqual(made.sort());
    for (const [, { environment = {}, secrets: mounted = [] }] of services) {
      const paths = Object.values(environment).filter((value) => String(value).startsWith('/run/secrets/'));
      expect(paths.map((path) => path.slice('/run/secrets/'.length)).filter((one) => !mounted.includes(one))).toEqual(
        [],
      );
    }
  });

  it('names volumes and services that there are', () => {
    const named = services.flatMap(([, { volumes = [] }]) => volumes.map((one) => one.split(':')[0] ?? ''));
    const own = named.filter((name) => /^\w+$/.test(name));
    expect([...new Set(own)].sort()).toEqual(Object.keys(compose.volumes).sort());
    const needed = services.flatMap(([, { depends_on: needs = {} }]) => Object.keys(needs));
    expect(needed.filter((name) => !(name in compose.services))).toEqual([]);
  });

  it('asks for nothing that its example of settings does not name', () => {
    const example = readFileSync(join(root, 'deploy/prod.env.example'), 'utf8');
    const asked = [...text.matchAll(/(?<!\$)\$\{([A-Z_]+):\?/g)].map(([, name = '']) => name);
    expect(asked.filter((name) => !new RegExp(`^${name}=`, 'm').test(example))).toEqual([]);
  });
});

describe('SPEC-012.66: the manifests', () => {
  const folder = join(root, 'deploy/kubernetes');
  const documents = readdirSync(folder).flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')));
  const manifests = documents.map((document) => document.toJS() as Manifest);
  const of = (kind: string) => manifests.find((one) => one.kind === kind)!;
  const pods = ['Deployment', 'Job'].map((kind) => [kind, of(kind).spec.template.spec] as const);

  it('parse, and are of kinds that clusters know', () => {
    expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(manifests.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`).sort()).toEqual([
      'apps/v1 Deployment',
      'autoscaling/v2 HorizontalPodAutoscaler',
      'batch/v1 Job',
      'policy/v1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 Secret',
      'v1 Service',
    ]);
    for (const { metadata } of manifests) expect(metadata.name).toMatch(/^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/);
  });

  it('find each other by their labels and names', () => {
    const { selector, template } = of('Deployment').spec;
    expect(template.metadata.labels).toMatchObject(selector.matchLabels);
    expect(of('Service').spec.selector).toEqual(selector.matchLabels);
    expect(of('PodDisruptionBudget').spec.selector).toEqual(selector);
    expect(of('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(of('Deployment').metadata.name);
    expect(of('Job').spec.template.metadata.labels).not.toMatchObject(selector.matchLabels);
    const { minAvailable } = of('PodDisruptionBudget').spec;
    expect(minAvailable).toBeLessThan(of('HorizontalPodAutoscaler').spec.minReplicas);
    expect(of('Deployment').spec.replicas).toBe(of('HorizontalPodAutoscaler').spec.minReplicas);
  });

  it.each(pods)('the %s runs with limits and no rights', (_, pod) => {
    expect(pod).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    });
    const [container] = pod.containers;
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.any(String) },
      limits: { memory: expect.any(String) },
    });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    const volumes = pod.volumes.map(({ name }) => name);
    expect(container.volumeMounts.map(({ name }) => name)).toEqual(volumes);
  });

  it.each(pods)('the %s sets what the program reads, and secrets by file only', (_, pod) => {
    const { env } = pod.containers[0];
    const names = [...env.map(({ name }) => name), ...Object.keys(of('ConfigMap').data ?? {})];
    expect(names.filter((name) => !known.has(name) || secrets.has(name))).toEqual([]);
    const files = env.map(({ value }) => value.replace('/run/secrets/fasttrack/', ''));
    expect(files.filter((file) => !(file in (of('Secret').stringData ?? {})))).toEqual([]);
    expect(pod.volumes[0]?.secret.secretName).toBe(of('Secret').metadata.name);
  });

  it('the Deployment is asked for its health, and has time to end', () => {
    const { terminationGracePeriodSeconds: grace, containers } = pods[0]![1];
    const [{ livenessProbe, readinessProbe, startupProbe, lifecycle, ports }] = containers;
    const asked = [livenessProbe, readinessProbe, startupProbe].map(({ httpGet: { path, port } }) => `${port} ${path}`);
    expect(asked).toEqual(['http /health/live', 'http /health/ready', 'http /health/live']);
    expect(ports[0]).toEqual({ name: 'http', containerPort: VARIABLES.port.default });
    const pause = Number(lifecycle.preStop.exec.command[1]);
    expect(grace).toBeGreaterThan(pause + Number(VARIABLES.shutdownGraceSeconds.default) + 2);
  });

  it('the Job migrates, with the image of the Deployment, and the example holds no secret', () => {
    const containerOf = (kind: string) => of(kind).spec.template.spec.containers[0];
    const [job, instance] = [containerOf('Job'), containerOf('Deployment')] as const;
    expect(job.command).toEqual(['node', 'dist/src/operations/main.js', 'migrate']);
    expect(job.image).toBe(instance.image);
    for (const value of Object.values(of('Secret').stringData ?? {})) expect(value).toContain('REPLACE');
  });
});
