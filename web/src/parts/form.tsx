import { useSignal } from '@preact/signals';
import type { ComponentChildren, TargetedSubmitEvent } from 'preact';
import { useId } from 'preact/hooks';
import { fieldError, words } from '../texts.js';

type Values = Record<string, string>;

interface FormProps {
  submit: string;
  /** Does what the form is for; what it throws is shown. */
  onSubmit: (values: Values, form: HTMLFormElement) => Promise<void>;
  /** The names of the fields that show what is wrong with them. */
  fields?: readonly string[];
  children: ComponentChildren | ((errorOf: (field: string) => string | undefined) => ComponentChildren);
  class?: string;
  secondary?: ComponentChildren;
}

/** A form that sends once at a time and says what was wrong, and where. */
export function Form({ submit, onSubmit, fields = [], children, class: name = 'form', secondary }: FormProps) {
  const error = useSignal<unknown>(undefined);
  const isBusy = useSignal(false);
  const send = async (event: TargetedSubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (isBusy.value) return;
    const form = event.currentTarget;
    isBusy.value = true;
    error.value = undefined;
    try {
      await onSubmit(Object.fromEntries(new FormData(form)) as Values, form);
    } catch (failure) {
      error.value = failure;
    } finally {
      isBusy.value = false;
    }
  };
  const errorOf = (field: string) => fieldError(error.value, field);
  const isElsewhere = error.value !== undefined && !fields.some((field) => errorOf(field));
  return (
    <form class={name} onSubmit={(event) => void send(event)}>
      {typeof children === 'function' ? children(errorOf) : children}
      {isElsewhere && (
        <p class="error" role="alert">
          {words(error.value)}
        </p>
      )}
      <div class="actions">
        <button class="primary" disabled={isBusy}>
          {submit}
        </button>
        {secondary}
      </div>
    </form>
  );
}

interface FieldProps {
  label: string;
  hint?: string;
  error?: string | undefined;
  name: string;
  type?: 'email' | 'password' | 'color';
  required?: boolean;
  autoFocus?: boolean;
  autoComplete?: string;
  inputMode?: 'numeric';
  minLength?: number;
  maxLength?: number;
  defaultValue?: string | undefined;
  list?: string;
}

export function Field({ label, hint, error, ...input }: FieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        aria-invalid={error !== undefined}
        aria-describedby={note ? `${id}-note` : undefined}
        {...(input as object)}
      />
      {note && (
        <small id={`${id}-note`} class={error ? 'error' : ''} role={error ? 'alert' : undefined}>
          {note}
        </small>
      )}
    </p>
  );
}
