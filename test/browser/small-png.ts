import { deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
const COLOURS = 256;
const LEVEL = 9;

type Chunk = { readonly type: string; readonly data: Buffer };

/**
 * The same picture with at most 256 colours, as a PNG with a palette: a third of the size for what a board looks like.
 * Takes what Chromium writes (8 bits a channel, not interlaced) and throws on anything else.
 */
export function smallPng(png: Buffer): Buffer {
  const chunks = chunksOf(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  const channels = { 2: 3, 6: 4 }[header?.[9] ?? 0];
  if (!header || !channels || header[8] !== 8 || header[12] !== 0) throw new Error('not a PNG of Chromium');
  const width = header.readUInt32BE(0);
  const height = header.readUInt32BE(4);
  const data = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data));
  const pixels = unfiltered(inflateSync(data), width * channels, height, channels);
  const { palette, indexOf } = paletteOf(pixels, channels);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = indexOf(keyAt(pixels, (y * width + x) * channels));
    }
  }
  const indexed = Buffer.from(header);
  indexed[9] = 3;
  return Buffer.concat([
    SIGNATURE,
    written('IHDR', indexed),
    written('PLTE', palette),
    written('IDAT', deflateSync(rows, { level: LEVEL })),
    written('IEND', Buffer.alloc(0)),
  ]);
}

function chunksOf(png: Buffer): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    chunks.push({ type, data: png.subarray(at + 8, at + 8 + length) });
    at += length + 12;
  }
  return chunks;
}

/** Undoes the five filters of PNG, row by row. */
function unfiltered(raw: Buffer, stride: number, height: number, step: number): Buffer {
  const out = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x >= step ? (out[at - step] ?? 0) : 0;
      const up = y > 0 ? (out[at - stride] ?? 0) : 0;
      const corner = x >= step && y > 0 ? (out[at - stride - step] ?? 0) : 0;
      out[at] = (raw[y * (stride + 1) + 1 + x] ?? 0) + guess(filter, left, up, corner);
    }
  }
  return out;
}

function guess(filter: number, left: number, up: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return up;
  if (filter === 3) return (left + up) >> 1;
  if (filter !== 4) return 0;
  const sum = left + up - corner;
  const [a, b, c] = [Math.abs(sum - left), Math.abs(sum - up), Math.abs(sum - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

const keyAt = (pixels: Buffer, at: number) => pixels.readUIntBE(at, 3);

/** The colours there are most of; every other one becomes the nearest of them. */
function paletteOf(pixels: Buffer, channels: number) {
  const counts = new Map<number, number>();
  for (let at = 0; at + 2 < pixels.length; at += channels) {
    const key = keyAt(pixels, at);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const most = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, COLOURS);
  const colours = most.map(([key]) => key);
  const palette = Buffer.alloc(colours.length * 3);
  for (const [index, key] of colours.entries()) palette.writeUIntBE(key, index * 3, 3);
  const known = new Map(colours.map((key, index) => [key, index]));
  const indexOf = (key: number): number => {
    const index = known.get(key) ?? nearest(colours, key);
    known.set(key, index);
    return index;
  };
  return { palette, indexOf };
}

function nearest(colours: readonly number[], key: number): number {
  let best = 0;
  let distance = Number.POSITIVE_INFINITY;
  for (const [index, colour] of colours.entries()) {
    const red = (colour >> 16) - (key >> 16);
    const green = ((colour >> 8) & 255) - ((key >> 8) & 255);
    const blue = (colour & 255) - (key & 255);
    const far = red * red + green * green + blue * blue;
    if (far < distance) [best, distance] = [index, far];
  }
  return best;
}

function written(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(checkSum(body), body.length + 4);
  return frame;
}

/** CRC-32 as PNG has it; `zlib.crc32` is not in every Node this runs on. */
function checkSum(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? (sum >>> 1) ^ 0xedb88320 : sum >>> 1;
  }
  return ~sum >>> 0;
}
