import { AndonError } from '../../errors.ts';
import type { Driver } from '../driver.port.ts';

export type DriverFactory = (options: { readonly argv: readonly string[] }) => Driver | Promise<Driver>;

/** The drivers a worker can run, by the name given with `--agent`. */
export type DriverRegistry = {
  readonly names: readonly string[];
  /** Rejects with `CONFIG_INVALID` for a name nobody registered. */
  create(name: string, argv: readonly string[]): Promise<Driver>;
};

export function createDriverRegistry(factories: Readonly<Record<string, DriverFactory>>): DriverRegistry {
  const names = Object.keys(factories).sort();
  return {
    names,
    async create(name, argv) {
      const factory = Object.hasOwn(factories, name) ? factories[name] : undefined;
      if (!factory) {
        throw new AndonError(
          'CONFIG_INVALID',
          `There is no agent "${name}". Known are: ${names.join(', ')}.`,
        );
      }
      return factory({ argv });
    },
  };
}
