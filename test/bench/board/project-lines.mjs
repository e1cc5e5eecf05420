/** A project as the import takes it: of three columns, with labels, days, subtasks, and a comment on every fourth task. */
export function projectLines(size) {
  const lines = [
    { kind: 'project', format: 'fasttrack', version: 1, origin: 'bench', id: size, name: `Field of ${size}` },
  ];
  for (let id = 1; id <= size; id++) lines.push(taskLine(id));
  for (let id = 4; id <= size; id += 4)
    lines.push({ kind: 'comment', id, task_id: id, body: 'Looked at it: the ground is still wet.', author: 'Ann' });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

function taskLine(id) {
  return {
    kind: 'task',
    id,
    parent_id: id % 10 === 0 ? id - 1 : null,
    title: `Furrow ${id}: plough, sow and water before the frost`,
    description: 'What is to be done, and how one knows that it is. '.repeat(4),
    status: ['todo', 'in_progress', 'done'][id % 3],
    priority: ['low', 'medium', 'high'][id % 3],
    labels: id % 2 === 0 ? ['beds'] : ['beds', 'neighbours'],
    due_on: id % 5 === 0 ? '2030-01-31' : null,
  };
}
