import type { RefObject } from 'preact'
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { COLOURS, THICKNESS } from '../../../server/applications/drawing/stroke.ts'
import { useSubscription } from '../../common/use-subscription.ts'
import { Choice } from './choice.tsx'
import type { ToolBox } from './tool-box.ts'

/**
 * What one draws with: widths and colours. The style sheet says whether there is room for all of them; where there is not,
 * they are behind one button that shows the chosen ones.
 */
export function InkChoice({ tools }: { tools: ToolBox }) {
  const colour = useSubscription(tools, () => tools.colour)
  const width = useSubscription(tools, () => tools.width)
  const [open, setOpen] = useState(false)
  const place = useRef<HTMLDivElement>(null)
  const toggle = useRef<HTMLButtonElement>(null)
  const panel = useId()
  useClosing(place, open, () => setOpen(false))
  const fold = (event: KeyboardEvent): void => {
    if (!open || event.key !== 'Escape') return
    event.stopPropagation()
    toggle.current?.focus()
    setOpen(false)
  }
  const name = `Colour and width: ${COLOURS[colour]?.name}, ${width}`
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes it, wherever in it the focus is
    <div class="drawing-ink" ref={place} onKeyDown={fold}>
      <button
        type="button"
        class="drawing-choice drawing-ink-toggle"
        ref={toggle}
        aria-label={name}
        title={name}
        aria-expanded={open}
        aria-controls={panel}
        onClick={() => setOpen(!open)}
      >
        <span class="drawing-swatch" style={{ background: COLOURS[colour]?.value }} />
        <span class={`drawing-dot drawing-dot-${width}`} />
      </button>
      <div class={open ? 'raised drawing-ink-panel drawing-ink-open' : 'raised drawing-ink-panel'} id={panel}>
        <fieldset class="drawing-group" aria-label="Widths">
          {THICKNESS.map((thickness, at) => (
            <Choice
              key={thickness}
              name={`Width ${at + 1}`}
              hint={`${at + 1}`}
              chosen={at + 1 === width}
              choose={() => tools.setWidth(at + 1)}
            >
              <span class={`drawing-dot drawing-dot-${at + 1}`} />
            </Choice>
          ))}
        </fieldset>
        <fieldset class="drawing-group drawing-colours" aria-label="Colours">
          {COLOURS.map(({ name, value }, at) => (
            <Choice key={name} name={name} chosen={at === colour} choose={() => tools.dip(at)}>
              <span class="drawing-swatch" style={{ background: value }} />
            </Choice>
          ))}
        </fieldset>
      </div>
    </div>
  )
}

/** Whoever presses elsewhere, as to draw, is done with choosing. */
function useClosing(place: RefObject<HTMLElement | null>, open: boolean, close: () => void): void {
  useLayoutEffect(() => {
    if (!open) return
    const pressed = ({ target }: Event): void => {
      if (!(target instanceof Node && place.current?.contains(target))) close()
    }
    document.addEventListener('pointerdown', pressed, true)
    return () => document.removeEventListener('pointerdown', pressed, true)
  }, [open])
}
