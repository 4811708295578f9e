export type Entry = {
  readonly path: string;
  readonly text?: string;
  /** Of the header: `0` a file, `2` a link, and so on. */
  readonly type?: string;
  readonly link?: string;
  readonly mode?: number;
  /** What the header says, where that is not the truth. */
  readonly size?: number;
};

/** A tar archive of these entries, as honest or not as they are. */
export function tarArchive(entries: readonly Entry[], end = true): Buffer {
  const blocks = entries.flatMap((entry) => {
    const body = Buffer.from(entry.text ?? '');
    const padding = Buffer.alloc((512 - (body.length % 512)) % 512);
    return [headerOf(entry, body.length), body, padding];
  });
  return Buffer.concat([...blocks, ...(end ? [Buffer.alloc(1024)] : [])]);
}

function headerOf({ path, type = '0', link = '', mode = 0o644, size }: Entry, length: number): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number) => value.toString(8).padStart(digits, '0');
  header.write(path, 0, 100);
  header.write(octal(mode, 7), 100);
  header.write(octal(0, 7), 108);
  header.write(octal(0, 7), 116);
  header.write(octal(size ?? length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write(' '.repeat(8), 148);
  header.write(type, 156);
  header.write(link, 157, 100);
  header.write('ustar\0' + '00', 257);
  const sum = header.reduce((all, byte) => all + byte, 0);
  header.write(`${octal(sum, 6)}\0 `, 148);
  return header;
}
