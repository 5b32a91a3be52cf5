export function morePeople(count: number): string {
  return count === 1 ? '1 more person' : `${count} more people`
}

export function people(count: number): string {
  return count === 1 ? '1 person' : `${count} people`
}
