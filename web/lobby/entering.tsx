/** The shape of what is coming. */
export function Entering() {
  return (
    <div class="entering" role="status">
      <span class="unseen">Entering the room</span>
      <span class="skeleton" />
      <span class="skeleton skeleton-own" />
      <span class="skeleton skeleton-long" />
      <span class="skeleton skeleton-own skeleton-short" />
    </div>
  )
}
