import { PageOf } from '../../platform/input/list-query.js';
import { type Label, labelKey } from './label.entity.js';

/** A label as its tasks show it. */
export class ShownLabelView {
  id!: number;
  name!: string;
  /** As `#2e8b57`. */
  color!: string;

  /** By name, without case. */
  static list(this: void, labels: readonly ShownLabelView[]): ShownLabelView[] {
    const keyed = labels.map(({ id, name, color }) => ({ key: labelKey(name), view: { id, name, color } }));
    return keyed.sort((one, other) => (one.key < other.key ? -1 : 1)).map(({ view }) => view);
  }
}

export class LabelView extends ShownLabelView {
  project_id!: number;

  static of(this: void, { id, projectId, name, color }: Label): LabelView {
    return { id, project_id: projectId, name, color };
  }
}

export class LabelPage extends PageOf(LabelView) {}
