import { say } from '../language/texts.js'
import { Icon } from '../ui/icon.js'
import type { Medium } from './medium.js'
import type { Player } from './use-player.js'
import { Waveform } from './waveform.js'

interface PlayerControlsProps {
  readonly player: Player
  readonly medium: Medium
  /** The name of the postcard. */
  readonly title: string
}

function clock(seconds: number): string {
  const whole = Math.round(seconds)
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`
}

/** Play and pause, the outline with a slider over it, and the time: by hand, by keyboard, and read aloud. */
export function PlayerControls({ player, medium, title }: PlayerControlsProps) {
  const { on, playing, seconds, duration } = player
  const { kind } = medium
  const words = say().player
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms; this groups the controls of a player.
    <div class="player" role="group" aria-label={words.label[kind](title)} data-playing={playing}>
      <button
        type="button"
        class="player-button"
        aria-label={(playing ? words.pause : words.play)[kind](title)}
        title={playing ? words.pauseShort : words.playShort}
        data-testid="play"
        onClick={player.toggle}
      >
        <Icon name={playing ? 'pause' : 'play'} filled={!playing} />
      </button>
      <span class="player-line">
        <Waveform outline={medium.waveform} share={duration > 0 ? Math.min(1, seconds / duration) : 0} />
        <input
          type="range"
          class="player-seek"
          min={0}
          max={duration || 1}
          step={0.1}
          value={seconds}
          aria-label={words.position[kind](title)}
          aria-valuetext={words.seconds(Math.round(seconds), Math.round(duration))}
          onInput={({ currentTarget }) => player.seek(currentTarget.valueAsNumber)}
        />
      </span>
      <span class="player-time">{clock(on ? seconds : duration)}</span>
    </div>
  )
}
