export function Reload() {
  return (
    <button type="button" class="button button-strong" onClick={() => window.location.reload()}>
      Load the page anew
    </button>
  )
}
