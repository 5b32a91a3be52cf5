import type { ComponentChild } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'

interface Tab {
  readonly name: string
  readonly title: string
  content(): ComponentChild
}

/** Parts of which one is shown. The arrow keys, Home and End go from one to the other; Tab goes into the one that is shown. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly Tab[] }) {
  const [current, setCurrent] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()
  const show = (at: number): void => {
    setCurrent(at)
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[at]?.focus()
  }
  const move = (event: KeyboardEvent): void => {
    const to = { ArrowRight: current + 1, ArrowLeft: current - 1, Home: 0, End: tabs.length - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    show((to + tabs.length) % tabs.length)
  }
  const shown = tabs[current]
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
        {tabs.map(({ name, title }, at) => (
          <button
            key={name}
            type="button"
            class="tab"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={at === current}
            aria-controls={`${id}-panel`}
            tabIndex={at === current ? 0 : -1}
            onClick={() => show(at)}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        key={shown?.name}
        class="tab-panel"
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${shown?.name}`}
      >
        {shown?.content()}
      </div>
    </>
  )
}
