/** Says whether a status lies in a range such as `200-299`, or is the one named. */
export function isInStatusRange(status: number, range: string): boolean {
  return status >= Number(range.slice(0, 3)) && status <= Number(range.slice(-3));
}
