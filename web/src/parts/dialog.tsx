import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  label: string;
  onClose: () => void;
  class?: string;
  children: ComponentChildren;
}

/** A native dialog: the rest of the page is out of reach, Esc and a click beside it close it. */
export function Dialog({ label, onClose, class: name = '', children }: Props) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    ref.current?.showModal();
    // Otherwise the first button has it, whatever that does.
    if (!ref.current?.querySelector('[autofocus]')) ref.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      class={name}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onMouseDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div class="sheet">{children}</div>
    </dialog>
  );
}
