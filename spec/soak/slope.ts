/** How much a series rises for each unit of its axis: the least squares' line through its points. */
export function slope(points: readonly (readonly [at: number, value: number])[]): number {
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / points.length
  const [at, value] = [mean(([x]) => x), mean(([, y]) => y)]
  const spread = points.reduce((sum, [x]) => sum + (x - at) ** 2, 0)
  return points.reduce((sum, [x, y]) => sum + (x - at) * (y - value), 0) / spread
}
