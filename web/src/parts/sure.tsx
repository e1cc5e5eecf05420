import { t, words } from '../texts.js';
import { useSignal } from '@preact/signals';
import { Dialog } from './dialog.js';

interface Props {
  question: string;
  hint: string;
  yes: string;
  onYes: () => Promise<void>;
  onClose: () => void;
}

/** Asks before something that can't be taken back. */
export function Sure({ question, hint, yes, onYes, onClose }: Props) {
  const error = useSignal<unknown>(undefined);
  const go = () => onYes().then(onClose, (failure: unknown) => (error.value = failure));
  return (
    <Dialog label={question} onClose={onClose} class="small">
      <h2>{question}</h2>
      <p>{hint}</p>
      {error.value !== undefined && (
        <p class="error" role="alert">
          {words(error.value)}
        </p>
      )}
      <div class="actions">
        <button class="primary" onClick={() => void go()}>
          {yes}
        </button>
        <button autoFocus onClick={onClose}>
          {t.cancel}
        </button>
      </div>
    </Dialog>
  );
}
