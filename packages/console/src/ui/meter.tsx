import styles from './meter.module.css'

export interface MeterProps {
  readonly label: string
  readonly value: number
  /** Null: there is no limit. */
  readonly max: number | null
  readonly show: (value: number) => string
}

/** From here on it is shown as much. */
const HIGH = 0.8

/** How much of what there is at most. */
export function Meter({ label, value, max, show }: MeterProps) {
  const share = max === null || max === 0 ? 0 : Math.min(1, value / max)
  return (
    <div className={styles['meter']}>
      <span>{label}</span>
      <span className={styles['value']}>{max === null ? show(value) : `${show(value)} of ${show(max)}`}</span>
      {max === null ? null : (
        <div
          className={styles['track']}
          role="meter"
          aria-label={label}
          aria-valuenow={value}
          aria-valuemin={0}
          aria-valuemax={max}
          aria-valuetext={`${show(value)} of ${show(max)}`}
        >
          <div className={styles['bar']} data-high={share >= HIGH} style={{ width: `${share * 100}%` }} />
        </div>
      )}
    </div>
  )
}
