/** A bar chart as SVG: groups along the x axis, one bar per series, each with its figure on top. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly string[];
  readonly groups: readonly { readonly name: string; readonly figures: readonly (number | undefined)[] }[];
}

const WIDTH = 760;
const HEIGHT = 340;
const MARGIN = { left: 20, right: 20, top: 70, bottom: 40 };
/** Okabe and Ito's colours, which colour-blind readers can tell apart. */
const COLORS = ["#0072b2", "#e69f00", "#999999", "#009e73", "#cc79a7", "#56b4e9"];

export function chartSvg({ title, unit, series, groups }: Chart): string {
  const plot = { width: WIDTH - MARGIN.left - MARGIN.right, height: HEIGHT - MARGIN.top - MARGIN.bottom };
  const highest = Math.max(...groups.flatMap(({ figures }) => figures.map((figure) => figure ?? 0)), 1e-9);
  const slot = plot.width / groups.length;
  const width = Math.min(70, (slot * 0.85) / series.length);
  const floor = MARGIN.top + plot.height;
  const bars = groups.flatMap(({ figures }, group) =>
    figures.flatMap((figure, index) => {
      if (figure === undefined) return [];
      const height = (figure / highest) * plot.height;
      const left = MARGIN.left + slot * (group + 0.5) + (index - series.length / 2) * width;
      const y = floor - height;
      return [
        `<rect x="${fixed(left)}" y="${fixed(y)}" width="${fixed(width - 2)}" height="${fixed(height)}" fill="${COLORS[index]}"/>`,
        `<text x="${fixed(left + width / 2)}" y="${fixed(y - 4)}" text-anchor="middle">${figure}</text>`,
      ];
    }),
  );
  const names = groups.map(
    ({ name }, group) =>
      `<text x="${fixed(MARGIN.left + slot * (group + 0.5))}" y="${floor + 20}" text-anchor="middle">${escaped(name)}</text>`,
  );
  const legend = series.map((name, index) => {
    const x = MARGIN.left + index * (plot.width / series.length);
    return `<rect x="${fixed(x)}" y="38" width="10" height="10" fill="${COLORS[index]}"/><text x="${fixed(x + 14)}" y="47">${escaped(name)}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="11">`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${MARGIN.left}" y="24" font-size="15">${escaped(`${title} (${unit})`)}</text>`,
    ...legend,
    ...bars,
    ...names,
    `<line x1="${MARGIN.left}" y1="${floor}" x2="${WIDTH - MARGIN.right}" y2="${floor}" stroke="#333333"/>`,
    "</svg>",
    "",
  ].join("\n");
}

function fixed(length: number): string {
  return length.toFixed(1);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
