import type { ServiceView } from '../../src/contracts/board.ts';
import type { Line } from '../e2e/support/line.ts';
import { specText, type Wishes } from '../e2e/support/spec-text.ts';

/** How a service must be when all is over. */
export type Ending = {
  readonly service: string;
  readonly spec: string;
  /** What it answers; null for one that was retired. */
  readonly greeting: string | null;
  readonly change: number;
  /** Files of its BUILD that must hold this text; null for one that must be gone. */
  readonly files: Readonly<Record<string, string | null>>;
};

/** What is there when a scenario begins: nothing, two services that serve, or two whose newest release is fragile. */
export type Beginning = 'nothing' | 'shipped' | 'fragile';

export type Scenario = {
  readonly from: Beginning;
  readonly needsWorkers: boolean;
  /** Does what a user does, each step once what it builds on is there. Whatever dies meanwhile is started again. */
  play(line: Line): Promise<void>;
  readonly endings: readonly Ending[];
};

export type ScenarioName = keyof typeof scenarios;

/** Two of a kind, so that every point is come by twice. */
export const services = ['ada', 'bea'] as const;

const firstWishes: Wishes = { greeting: 'one', builder: ['leaves a note'] };
/** Stands in each service's README before Andon comes to it. */
export const usersWords = '# By hand\n\nWords of the user.\n';

const note = { 'note.txt': 'of the builder\n' };

const ending = (change: number, wishes: Wishes, files: Ending['files'] = {}): readonly Ending[] =>
  services.map((service) => ({
    service,
    spec: specText(service, wishes),
    greeting: wishes.greeting ?? 'hello',
    change,
    files: { 'src/main.js': `greeting: ${JSON.stringify(wishes.greeting)}`, ...files },
  }));

const each = (work: (service: string) => unknown): Promise<unknown> => Promise.all(services.map(work));

const reaches = (line: Line, what: string, holds: (view: ServiceView) => boolean): Promise<unknown> =>
  each((service) => line.reaches(service, what, holds));

const shipped = (line: Line, change: number): Promise<unknown> =>
  each((service) => line.shipped(service, change));

const fragileWishes: Wishes = { greeting: 'two', builder: ['makes it fragile', 'leaves a note'] };
const secondWishes: Wishes = { greeting: 'two' };
const thirdWishes: Wishes = { greeting: 'three' };
const deadlyWishes: Wishes = {
  greeting: 'two',
  builder: ['lets it die in production', 'leaves a note'],
};

export const scenarios = {
  ship: {
    from: 'nothing',
    needsWorkers: true,
    async play(line) {
      await each((service) => {
        line.save(service, 'README.md', usersWords);
        line.saveSpec(service, firstWishes);
      });
      await shipped(line, 1);
    },
    endings: ending(1, firstWishes, note),
  },

  /** A spec edit while the builder is busy with the one before. */
  supersede: {
    from: 'shipped',
    needsWorkers: true,
    async play(line) {
      await each((service) => line.hold(service));
      await each((service) => line.saveSpec(service, secondWishes));
      await reaches(line, 'is being built', ({ state, change }) => state === 'build.working' && change === 2);
      await each((service) => line.saveSpec(service, thirdWishes));
      await reaches(line, 'has begun anew', ({ change }) => change === 3);
      await each((service) => line.letGo(service));
      await shipped(line, 3);
    },
    endings: ending(3, thirdWishes, { 'note.txt': null }),
  },

  'hand-edit': {
    from: 'shipped',
    needsWorkers: false,
    async play(line) {
      await each((service) => {
        for (const path of ['BUILD/src/main.js', 'BUILD/test/main.test.js'])
          line.save(service, path, line.read(service, path).replaceAll('"one"', '"by hand"'));
        line.save(service, 'BUILD/note.txt', 'of the user\n');
      });
      await each((service) =>
        line.until(`${service} answers as edited`, async () => {
          const { body } = await line.call(service);
          return JSON.stringify(body) === JSON.stringify({ greeting: 'by hand' });
        }),
      );
    },
    endings: ending(2, firstWishes, {
      'src/main.js': 'greeting: "by hand"',
      'note.txt': 'of the user\n',
    }).map((each) => ({ ...each, greeting: 'by hand' })),
  },

  /** What serves turns ill: restarted, rolled back, mended. */
  'roll-back': {
    from: 'fragile',
    needsWorkers: true,
    async play(line) {
      await each((service) => line.hold(service));
      await each((service) =>
        line.until(
          `${service} is broken`,
          async () => (await line.call(service, '/break', 'POST')).status === 201,
        ),
      );
      await each((service) =>
        line.until(`${service} is rolled back`, () => line.count(service, 'RolledBack')),
      );
      await each((service) => line.letGo(service));
      await shipped(line, 3);
    },
    endings: ending(3, fragileWishes, note),
  },

  /** A release that dies before it serves, and its mended successor. */
  discard: {
    from: 'shipped',
    needsWorkers: true,
    async play(line) {
      await each((service) => line.saveSpec(service, deadlyWishes));
      await shipped(line, 2);
    },
    endings: ending(2, deadlyWishes, note),
  },

  retire: {
    from: 'shipped',
    needsWorkers: false,
    async play(line) {
      await each((service) =>
        line.until(`${service} is retired`, async () => {
          const known = (await line.list()).some(({ name }) => name === service);
          // Asked again while it is there: whoever is asked may be dead just now.
          if (known) await line.ask(`/api/services/${service}/retire`, 'POST');
          return !known;
        }),
      );
    },
    endings: ending(1, firstWishes, note).map((each) => ({ ...each, greeting: null })),
  },

  /** The private Redis dies twice. */
  outage: {
    from: 'shipped',
    needsWorkers: false,
    async play(line) {
      for (const _ of [1, 2]) {
        const pid = await line.until('Redis runs', async () => {
          const { redis } = await line.line();
          return redis === 'up' && line.redisPid();
        });
        process.kill(pid, 'SIGKILL');
        await line.until(
          'another Redis runs',
          async () => line.redisPid() !== pid && (await line.ready()).ok,
        );
      }
    },
    endings: ending(1, firstWishes, note),
  },
} as const satisfies Record<string, Scenario>;

/** Makes two services fragile that were shipped. */
export async function makeFragile(line: Line): Promise<void> {
  await each((service) => line.saveSpec(service, fragileWishes));
  await shipped(line, 2);
}
