import { ListQuery } from '../../platform/http/list-query.js';

export class ListSessions extends ListQuery {}
