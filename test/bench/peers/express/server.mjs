// Express and pg: a query for the permissions, one for the row, SQL as one writes it, answers by res.json.
import express from 'express';
import { authenticate, requires } from './access.mjs';
import * as tasks from './tasks.mjs';

const app = express();
app.use(express.json());
app.use(authenticate);
app.get('/tasks', requires('read_task'), tasks.listAll);
app.get('/tasks/:id', requires('read_task'), tasks.read);
app.patch('/tasks/:id', requires('update_task'), tasks.move);
app.get('/projects/:id/tasks', requires('read_task'), tasks.listOfProject);
app.post('/projects/:id/tasks', requires('create_task'), tasks.create);
app.use((request, response) => fail(response, 404));
// Express knows a handler of errors by its four arguments.
app.use((error, _request, response, _next) => {
  if (!error.status) console.error(error);
  fail(response, error.status ?? 500);
});
app.listen(Number(process.env.PORT), '127.0.0.1');

function fail(response, status) {
  response.status(status).json({ data: null, error: { code: String(status), message: '', details: [] }, meta: {} });
}
