import { type ReactNode, useEffect, useRef } from 'react'

/** The buttons at the foot of a dialog lie over what scrolls beneath them. */
const FOOT_PX = 72

/** What comes where nobody looks, below the fold of a dialog: it is scrolled to when it appears. */
export function Reveal({ children }: { readonly children: ReactNode }) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // In braces: newer browsers answer a promise, and an effect answers how to undo it.
    place.current?.scrollIntoView({ block: 'nearest' })
  }, [])
  return (
    <div ref={place} style={{ scrollMarginBottom: FOOT_PX }}>
      {children}
    </div>
  )
}
