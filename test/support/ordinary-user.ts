/** Owns doing something as a user who may not do everything, whoever runs the tests. */

/** What the work comes to; the superuser is nobody for as long. */
export async function asOrdinaryUser<T>(work: () => Promise<T>): Promise<T> {
  const isRoot = process.geteuid?.() === 0
  if (isRoot) process.seteuid?.(65534)
  return work().finally(() => isRoot && process.seteuid?.(0))
}
