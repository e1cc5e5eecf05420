import { wire } from './connection.mjs';

const DESCRIPTION = 'What is to be done, and how one knows that it is done. Somebody has thought about it for a while.';

/** What is sent. Each entry makes, for a connection out of so many, a function that gives the next request. */
export const WORKS = {
  /** W1: read a task of one's own. */
  read: ({ readers }) => {
    return () => {
      const { token, tasks } = any(readers);
      return { text: wire('GET', `/tasks/${any(tasks)}`, { token }), status: 200 };
    };
  },

  /** W1T: the same with an API token of theirs instead of a session. */
  'read by token': ({ programs }) => {
    return () => {
      const { token, tasks } = any(programs);
      return { text: wire('GET', `/tasks/${any(tasks)}`, { token }), status: 200 };
    };
  },

  /** W2: a page of 20 tasks of one's own project, filtered by status. */
  list: ({ readers }) => {
    return () => {
      const { token, projects } = any(readers);
      return { text: wire('GET', `/projects/${any(projects)}/tasks?status=todo`, { token }), status: 200 };
    };
  },

  /** W3: create a task. */
  create: ({ writers }) => {
    let made = 0;
    return () => {
      const { token, projects } = any(writers);
      const body = { title: `Made under load, number ${++made}`, description: DESCRIPTION, priority: 'high' };
      return { text: wire('POST', `/projects/${any(projects)}/tasks`, { token, body }), status: 201 };
    };
  },

  /** W4: change a task's status, to and fro; each connection has tasks of its own, so nobody is in its way. */
  move: ({ movables }, connection, connections) => {
    const mine = movables.filter((_, index) => index % connections === connection);
    let turn = 0;
    return () => {
      const task = mine[turn++ % mine.length];
      const status = task.status === 'in_progress' ? 'todo' : 'in_progress';
      const text = wire('PATCH', `/tasks/${task.id}`, { token: task.token, body: { status } });
      return { text, status: 200, done: () => (task.status = status) };
    };
  },

  /** W5: one page of everybody's tasks, at the place that the parameters name. */
  page: ({ admin }, _connection, _connections, { path }) => {
    const text = wire('GET', path, { token: admin.token });
    return () => ({ text, status: 200 });
  },

  /** W8: pages of a feed, in turn. */
  walk: (_players, connection, _connections, { paths, token }) => {
    const texts = paths.map((path) => wire('GET', path, { token }));
    let turn = connection;
    return () => ({ text: texts[turn++ % texts.length], status: 200 });
  },

  /** For the soak: what a working day looks like, mostly reading. */
  mixed: (players, connection, connections) => {
    const [read, list, create, move] = ['read', 'list', 'create', 'move'].map((name) =>
      WORKS[name](players, connection, connections),
    );
    return () => {
      const chance = Math.random();
      return (chance < 0.6 ? read : chance < 0.8 ? list : chance < 0.9 ? create : move)();
    };
  },
};

function any(list) {
  return list[Math.floor(Math.random() * list.length)];
}
