import { useLoaded } from '../parts/loading/use-loaded.js';
import { go } from '../router.js';
import { client } from '../session.js';
import { t, words } from '../texts.js';

/** The link of a mail names a task alone: it is shown on the board of its project. */
export function TaskLink({ id }: { id: string }) {
  const { error } = useLoaded(async () => {
    const task = await client.get('/tasks/{id}', { path: { id } });
    go(`/projects/${task.project_id}/tasks/${task.id}`, { replace: true });
    return task;
  }, [id]);
  return (
    <p class="waiting" role={error ? 'alert' : undefined}>
      {error ? words(error) : t.loading}
    </p>
  );
}
