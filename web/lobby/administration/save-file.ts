/** Lets the browser save something under a name. */
export function saveFile(content: Blob, name: string): void {
  const address = URL.createObjectURL(content)
  const link = Object.assign(document.createElement('a'), { href: address, download: name })
  link.click()
  // The browser has it by now: what it saves is no longer asked of the address.
  setTimeout(() => URL.revokeObjectURL(address), 0)
}
