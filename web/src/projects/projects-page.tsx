import type { Project } from '@fasttrack/client';
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Dialog } from '../parts/dialog.js';
import { Field, Form } from '../parts/form.js';
import { Avatar } from '../parts/person.js';
import { firstOf, useLoaded } from '../parts/loading/use-loaded.js';
import { news } from '../inbox/inbox.js';
import { go, href } from '../router.js';
import { can, client } from '../session.js';
import { t, words } from '../texts.js';

const MOST = 500;

export function ProjectsPage() {
  const { data, error, again } = useLoaded(() => firstOf(client.list('/projects'), MOST), [news.value]);
  const isNew = useSignal(false);
  useEffect(() => client.live().on('ready', () => void again()), []);
  useEffect(() => void (document.title = `${t.projects.title} · ${t.product}`), []);
  return (
    <section class="page">
      <div class="heading">
        <h1>{t.projects.title}</h1>
        {can('create_project') && (
          <button class="primary" onClick={() => (isNew.value = true)}>
            {t.projects.create}
          </button>
        )}
      </div>
      {error !== undefined && !data && <p role="alert">{words(error)}</p>}
      {!data && !error && <p class="waiting">{t.loading}</p>}
      {data?.length === 0 && (
        <div class="nothing">
          <h2>{t.projects.none}</h2>
          <p>{t.projects.noneHint}</p>
        </div>
      )}
      <ul class="projects">
        {data?.map((project) => (
          <Line key={project.id} project={project} />
        ))}
      </ul>
      {isNew.value && <NewProject onClose={() => (isNew.value = false)} />}
    </section>
  );
}

function Line({ project }: { project: Project }) {
  const { todo, in_progress: doing, done } = project.stats;
  const all = todo + doing + done;
  return (
    <li>
      <a href={href(`/projects/${project.id}`)}>
        <span class="key">{project.key}</span>
        <span class="name">
          <strong>{project.name}</strong>
          {project.description && <small>{project.description}</small>}
        </span>
        {project.status === 'archived' && <span class="tag">{t.projects.archived}</span>}
        <span class="part">
          <progress value={done} max={all || 1} aria-label={t.projects.done(done, all)} />
          <small>{t.projects.done(done, all)}</small>
        </span>
        <Avatar person={project.owner} />
      </a>
    </li>
  );
}

function NewProject({ onClose }: { onClose: () => void }) {
  const create = async ({ name = '', key, description }: Record<string, string>) => {
    const body = { name, ...(key && { key: key.toUpperCase() }), ...(description && { description }) };
    const project = await client.post('/projects', { body });
    onClose();
    go(`/projects/${project.id}`);
  };
  return (
    <Dialog label={t.projects.create} onClose={onClose} class="small">
      <h2>{t.projects.create}</h2>
      <Form
        submit={t.projects.create}
        onSubmit={create}
        fields={['name', 'key', 'description']}
        secondary={
          <button type="button" onClick={onClose}>
            {t.cancel}
          </button>
        }
      >
        {(errorOf) => (
          <>
            <Field label={t.projects.name} name="name" required autoFocus error={errorOf('name')} />
            <Field label={t.projects.key} name="key" hint={t.projects.keyHint} error={errorOf('key')} />
            <Field label={t.projects.description} name="description" error={errorOf('description')} />
          </>
        )}
      </Form>
    </Dialog>
  );
}
