// A file of vector tiles (PMTiles 3) with one tile: a square of water and a road across it.

function varint(value: number): number[] {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push((value % 128) + 128);
  return [...bytes, value];
}
const bytesOf = (text: string) => [...new TextEncoder().encode(text)];
/** Fields of a protocol buffer. */
const field = (number: number, bytes: number[]) => [...varint(number * 8 + 2), ...varint(bytes.length), ...bytes];
const number = (at: number, value: number) => [...varint(at * 8), ...varint(value)];

const zigzag = (value: number) => (value < 0 ? -value * 2 - 1 : value * 2);
const move = (x: number, y: number) => [9, zigzag(x), zigzag(y)];
const lines = (...steps: number[]) => [(steps.length / 2) * 8 + 2, ...steps.map(zigzag)];

function layer(name: string, kind: "line" | "area", geometry: number[]): number[] {
  const feature = [...number(3, kind === "line" ? 2 : 3), ...field(4, geometry.flatMap(varint))];
  return field(3, [...number(15, 2), ...field(1, bytesOf(name)), ...field(2, feature), ...number(5, 4096)]);
}

function tile(): number[] {
  const square = [...move(0, 2048), ...lines(1024, 0, 0, 1024, -1024, 0), 15];
  return [...layer("water", "area", square), ...layer("roads", "line", [...move(0, 2048), ...lines(4096, 0)])];
}

export function tiles(): Buffer {
  const content = tile();
  const said = bytesOf(JSON.stringify({
    attribution: '<a href="https://example.org">Somebody’s streets</a>',
    vector_layers: [{ id: "water" }, { id: "roads" }],
  }));
  // One entry: tile 0, one in a row, its length, at the beginning.
  const root = [1, 0, 1, content.length, 1].flatMap(varint);
  const head = Buffer.alloc(127);
  head.write("PMTiles");
  head[7] = 3;
  const parts = [root, said, [], content];
  let at = head.length;
  parts.forEach((part, index) => {
    head.writeBigUInt64LE(BigInt(at), 8 + index * 16);
    head.writeBigUInt64LE(BigInt(part.length), 16 + index * 16);
    at += part.length;
  });
  for (const counter of [72, 80, 88]) head.writeBigUInt64LE(1n, counter);
  // Clustered; nothing is compressed; vector tiles; one zoom; the whole world, in ten millionths of a degree.
  [head[96], head[97], head[98], head[99], head[100], head[101]] = [1, 1, 1, 1, 0, 0];
  [-180, -85, 180, 85].forEach((degrees, index) => head.writeInt32LE(degrees * 1e7, 102 + index * 4));
  return Buffer.concat([head, ...parts.map((part) => Buffer.from(part))]);
}
