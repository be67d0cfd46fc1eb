"""The speed gate: a jump that comes back is taken out, a jump that stays begins a new piece."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from patrols.tracks.rules.noise import Array, Flags, Noise

HARD_MS = 120 / 3.6  # a car on the bank, at most (as walks.rules.MOST_KMH)
SOFT_MS = 4.0  # nobody walks faster; a cyclist or a boat does so for longer than one step
TIMES_USUAL = 3.0
SLACK_M, SLACK_ERRORS = 30.0, 6.0  # between two readings of one place may lie so much
SUSTAINED = 0.4  # the step before or after is so much of this one, in about its direction
LOOK_BACK = 4
FEW = 3  # so many points between two jumps are no walk


@dataclass
class Runs:
    """Pieces as lists of rows, and the rows that are taken out."""

    pieces: list[list[int]] = field(default_factory=list)
    out: list[int] = field(default_factory=list)


def without_jumps(times: Array, flat: Array, noise: Noise) -> Runs:
    """Pieces between which nobody can have gone."""
    gate = _Gate(times, flat, noise)
    runs = Runs()
    for run in np.split(np.arange(len(times)), np.flatnonzero(gate.jumps) + 1):
        _join(runs, run.tolist(), gate)
    if len(runs.pieces) > 1:
        runs.out += [row for piece in runs.pieces if len(piece) < FEW for row in piece]
        runs.pieces = [piece for piece in runs.pieces if len(piece) >= FEW]
    return runs


class _Gate:
    def __init__(self, times: Array, flat: Array, noise: Noise) -> None:
        self.times, self.flat = times, flat
        self.slack = SLACK_M + SLACK_ERRORS * noise.rough
        self.soft = max(SOFT_MS, TIMES_USUAL * noise.speed)
        took = np.diff(times)
        velocity = np.diff(flat, axis=0) / took[:, None]
        speed = np.maximum(np.hypot(*velocity.T) - self.slack / took, 0)
        self.jumps = (speed > HARD_MS) | ((speed > self.soft) & ~_sustained(velocity))

    def apart(self, one: int, other: int) -> float:
        return float(np.hypot(*(self.flat[other] - self.flat[one])))

    def is_near(self, one: int, other: int) -> bool:
        """Whether somebody gets from one row to the other at a speed that is usual here."""
        took = float(self.times[other] - self.times[one])
        return self.apart(one, other) <= self.slack + self.soft * took


def _sustained(velocity: Array) -> Flags:
    """Steps whose neighbour goes on in the same direction at nearly the same speed: a car, a boat, and no jump."""
    speed = np.hypot(*velocity.T)
    alike = np.einsum("ij,ij->i", velocity[1:], velocity[:-1]) > 0.5 * speed[1:] * speed[:-1]
    by_next, by_last = np.zeros(len(speed), bool), np.zeros(len(speed), bool)
    by_next[:-1] = alike & (speed[1:] >= SUSTAINED * speed[:-1])
    by_last[1:] = alike & (speed[:-1] >= SUSTAINED * speed[1:])
    return by_next | by_last


def _join(runs: Runs, run: list[int], gate: _Gate) -> None:
    """Put the run behind an earlier piece to which it comes back, and take out what lies between; else begin with it."""
    for back in range(2, min(LOOK_BACK, len(runs.pieces)) + 1):
        home, away = runs.pieces[-back], runs.pieces[1 - back :]
        if _comes_back(home, away, run, gate):
            runs.out += [row for piece in away for row in piece]
            del runs.pieces[1 - back :]
            home += run
            return
    runs.pieces.append(run)


def _comes_back(home: list[int], away: list[list[int]], run: list[int], gate: _Gate) -> bool:
    """Near to where the walk was, much nearer than to where it seemed to be; and it was there for the lesser part."""
    left, back = home[-1], run[0]
    if sum(map(len, away)) > len(home) + len(run) or not gate.is_near(left, back):
        return False
    farthest = min(gate.apart(left, away[0][0]), gate.apart(away[-1][-1], back))
    return gate.apart(left, back) < farthest / 2
