/** Listeners by the name of what they hear. */
export class Listeners<Events extends object> {
  private readonly all = new Map<keyof Events, Set<(content: never) => void>>();

  on<Name extends keyof Events>(name: Name, listener: (content: Events[Name]) => void): () => void {
    const own = this.all.get(name) ?? new Set();
    this.all.set(name, own.add(listener));
    return () => own.delete(listener);
  }

  tell<Name extends keyof Events>(name: Name, content: Events[Name]): void {
    for (const listener of [...(this.all.get(name) ?? [])]) (listener as (content: Events[Name]) => void)(content);
  }
}
